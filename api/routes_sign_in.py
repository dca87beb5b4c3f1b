"""The routes of signing in and out, which need no token; none of them shows anything recorded."""

from typing import Annotated

from fastapi import Depends, FastAPI, Request
from starlette.responses import Response

from comity.api.asking import Bearer
from comity.api.sign_in import SignIn
from comity.api.tokens import Grant
from comity.api.wire import moment_text
from comity.api.wire_sign_in import SignInAnswer, SignInBody


def sign_in_of(request: Request) -> SignIn:
    """The sign-in of the running application."""
    door: SignIn = request.app.state.sign_in
    return door


Door = Annotated[SignIn, Depends(sign_in_of)]


def add_sign_in(app: FastAPI) -> None:
    """Put them on the server, beside the questions and not among them: nobody asks yet."""
    app.add_api_route("/v1/sign-in", sign_in, methods=["POST"], include_in_schema=False)
    app.add_api_route(
        "/v1/sign-out", sign_out, methods=["POST"], include_in_schema=False, status_code=204
    )


def sign_in(body: SignInBody, door: Door) -> SignInAnswer:
    """A token for a name, a password and a one-time code."""
    return told(*door.with_password(body))


def sign_out(bearer: Bearer, door: Door) -> Response:
    """Give the token of a sign-in back; the answer is the same for every other."""
    if bearer is not None:
        door.out(bearer.credentials)
    return Response(status_code=204)


def told(secret: str, grant: Grant) -> SignInAnswer:
    """A token as it is told, once."""
    return SignInAnswer(token=secret, expires=str(moment_text(grant.expires)))
