"""The routes of signing in at the agency's identity provider: away and back."""

import json
import secrets
from typing import Annotated, Literal

from fastapi import Depends, FastAPI, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from comity.api.errors import SignInFailed
from comity.api.provider_door import ProviderDoor
from comity.api.routes_sign_in import told
from comity.api.wire_sign_in import SignInAnswer

COOKIE, WHERE = "comity_away", "comity_to"
WORKSPACE = "workspace"
# The token stands in the body alone: no address, and so no history and no log, ever holds it.
_SIGNED_IN = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Comity</title>
<script type="application/json" id="signed-in">{told}</script>
<script nonce="{nonce}" type="module" src="/workspace/signed-in.js"></script></head>
<body></body></html>
"""
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
        app.add_api_route(
            "/sign-in/back", come_back, include_in_schema=False, response_model=SignInAnswer
        )


def leave(request: Request, door: Door, to: Literal["", "workspace"] = "") -> Response:
    """Send the browser to the provider, with cookies that only this address gets back."""
    address, cookie = door.leave()
    answer = RedirectResponse(address, 303)
    for name, value in ((COOKIE, cookie), (WHERE, to)):
        # Lax, not strict: the provider's redirect comes from another site.
        answer.set_cookie(
            name, value, max_age=600, path="/sign-in", httponly=True, samesite="lax",
            secure=request.url.scheme == "https",
        )  # fmt: skip
    return answer


def come_back(
    request: Request, response: Response, door: Door, code: Word = "", state: Word = ""
) -> SignInAnswer | Response:
    """A token for whoever comes back with what they left with, and with the provider's code.

    Who left from the workspace gets a page that takes it there.
    """
    to_workspace = request.cookies.get(WHERE) == WORKSPACE
    try:
        answer = told(*door.come_back(request.cookies.get(COOKIE, ""), code, state))
    except SignInFailed:
        if not to_workspace:
            raise
        return _forgetting(RedirectResponse(f"/{WORKSPACE}#not-signed-in", 303))
    if to_workspace:
        return _forgetting(_to_workspace(answer))
    _forgetting(response)
    return answer


def _to_workspace(answer: SignInAnswer) -> Response:
    nonce = secrets.token_urlsafe(18)
    page = _SIGNED_IN.format(nonce=nonce, told=json.dumps({"token": answer.token}))
    policy = f"default-src 'none'; script-src 'nonce-{nonce}'; base-uri 'none'"
    heads = {"Content-Security-Policy": policy, "Cache-Control": "no-store"}
    return HTMLResponse(page, headers=heads)


def _forgetting(response: Response) -> Response:
    for name in (COOKIE, WHERE):
        response.delete_cookie(name, path="/sign-in")
    return response
