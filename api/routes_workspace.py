"""The workspace: the page that an investigator works on, and the files that it is made of.

The page shows no fact itself: whatever is on it was asked for by questions of its own.
"""

import json
import secrets
from functools import cache
from importlib import resources

from fastapi import FastAPI, HTTPException, Request
from starlette.responses import HTMLResponse, Response

from comity.analytics.chart_page import vis_network
from comity.analytics.icons import colour_of, icon_of
from comity.api.asking import cookie_name
from comity.api.routes_pages import viewer_form
from comity.api.sessions import Sessions
from comity.graph.vocabulary import vocabulary

STYLE, CHARTS = "workspace.css", "vis-network.js"
NAMES = ("name", "birth_date", "phone_number", "plate", "email", "address", "account_number",
         "document_number", "serial_number", "item_type", "started", "case_number")  # fmt: skip


def add_workspace(app: FastAPI) -> None:
    """The routes that need no token; each is on the allow-list of the test."""
    app.add_api_route("/workspace", workspace, include_in_schema=False, response_class=HTMLResponse)
    app.add_api_route("/workspace/{file}", part, include_in_schema=False)


async def workspace(request: Request) -> Response:
    """The page, for whoever has a session of the demonstration or signs in on it."""
    sessions: Sessions | None = request.app.state.sessions
    cookie = request.cookies.get(cookie_name(request), "")
    looking = sessions.looking_as(cookie) if sessions is not None else None
    form = viewer_form(sessions, looking, "workspace") if sessions and looking else ""
    nonce = secrets.token_urlsafe(18)
    parts = {
        "nonce": nonce, "viewers": form,
        "demo": "yes" if looking else "no",
        "provider": "no" if request.app.state.provider is None else "yes",
        "looks": _looks(), "vocabulary": _vocabulary(),
    }  # fmt: skip
    page = _own("page.html")
    for name, text in parts.items():
        page = page.replace("{" + name + "}", text)
    return HTMLResponse(page, headers={"Content-Security-Policy": _policy(nonce)})


async def part(file: str) -> Response:
    """One of the page's own files; there are no others."""
    if file == CHARTS:
        return Response(vis_network(), media_type="text/javascript")
    if file == STYLE:
        return Response(_own(file), media_type="text/css")
    if file in _scripts():
        return Response(_own(file), media_type="text/javascript")
    raise HTTPException(404)


def _policy(nonce: str) -> str:
    """The page runs its own scripts, asks its own server, and nothing else."""
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; "
        "img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


@cache
def _looks() -> str:
    """Icon and colour of each kind."""
    kinds = [*vocabulary().kinds, "other"]
    looks = {kind: {"icon": icon_of(kind), "colour": colour_of(kind)} for kind in kinds}
    return _within_page(looks)


@cache
def _vocabulary() -> str:
    """What can be drawn by hand: kinds with their properties, links and roles."""
    words = vocabulary()
    kinds = {kind: sorted(names, key=_foremost) for kind, names in words.kinds.items()}
    told = {"kinds": kinds, "links": sorted(words.links), "roles": [*words.roles]}
    return _within_page({**told, "roleless": sorted(words.roleless)})


def _foremost(name: str) -> tuple[int, str]:
    """What people know a thing by comes first."""
    return (NAMES.index(name) if name in NAMES else len(NAMES), name)


def _within_page(told: object) -> str:
    """JSON that cannot end its element."""
    return json.dumps(told).replace("<", "\\u003c")


@cache
def _scripts() -> frozenset[str]:
    """The modules that lie in the page's folder: what is there is served, and nothing else."""
    folder = resources.files("comity.api") / "data" / "workspace"
    return frozenset(each.name for each in folder.iterdir() if each.name.endswith(".js"))


@cache
def _own(name: str) -> str:
    return (resources.files("comity.api") / "data" / "workspace" / name).read_text("utf-8")
