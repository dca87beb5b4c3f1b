"""The routes of signing in at the agency's identity provider: away and back."""

from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request
from starlette.responses import RedirectResponse, Response

from comity.api.provider_door import ProviderDoor
from comity.api.routes_sign_in import told
from comity.api.wire_sign_in import SignInAnswer

COOKIE = "comity_away"
Word = Annotated[str, Query(max_length=4000)]


def provider_of(request: Request) -> ProviderDoor:
    """The provider's door of the running application."""
    door: ProviderDoor = request.app.state.provider
    return door


Door = Annotated[ProviderDoor, Depends(provider_of)]


def add_oidc(app: FastAPI) -> None:
    """Put them on the server, where there is a provider."""
    if app.state.provider is not None:
        app.add_api_route("/sign-in", leave, include_in_schema=False)
        app.add_api_route("/sign-in/back", come_back, include_in_schema=False)


def leave(request: Request, door: Door) -> Response:
    """Send the browser to the provider, with a cookie that only this address gets back."""
    address, cookie = door.leave()
    answer = RedirectResponse(address, 303)
    # Lax, not strict: the provider's redirect comes from another site.
    answer.set_cookie(
        COOKIE, cookie, max_age=600, path="/sign-in", httponly=True, samesite="lax",
        secure=request.url.scheme == "https",
    )  # fmt: skip
    return answer


def come_back(
    request: Request, response: Response, door: Door, code: Word = "", state: Word = ""
) -> SignInAnswer:
    """A token for whoever comes back with what they left with, and with the provider's code."""
    answer = told(*door.come_back(request.cookies.get(COOKIE, ""), code, state))
    response.delete_cookie(COOKIE, path="/sign-in")
    return answer
