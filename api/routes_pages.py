"""The page `/`: a frame around the chart, and for a demonstration the link that opens it.

It shows no fact itself: the chart inside is a question of its own.
"""

from html import escape
from urllib.parse import parse_qs

from fastapi import FastAPI, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from comity.api.asking import cookie_name
from comity.api.policy import page_policy
from comity.api.sessions import DemoViewer, Sessions

STYLE = """
body{margin:0;font:15px/1.5 system-ui,sans-serif;color:#1b2430;background:#f6f7f9}
header{display:flex;gap:1.5em;align-items:center;padding:.6em 1em;background:#fff;
border-bottom:1px solid #d8dde4}
h1{font-size:1.1em;margin:0}main{padding:1em;max-width:44em}
select,button{font:inherit;padding:.15em .5em}
iframe{border:0;width:100%;height:calc(100vh - 3.6em);display:block;background:#fff}
"""
CHART = "/v1/chart?hops=1&limit=60"
SIGNED_OUT = """
<h1>Comity</h1>
<p>The server is running. Programs ask it under <code>/v1</code> with a bearer token
(<code>comity token give</code>); <a href="/openapi.json">openapi.json</a> describes every
question. People work on <a href="/workspace">the workspace</a>.</p>
"""
USED = """
<p>This link does not open a session: it was used before, or belongs to an earlier run.
Start the server again for a new one.</p>
"""


def add_pages(app: FastAPI) -> None:
    """The routes that need no token; each is on the allow-list of the test."""
    app.add_api_route("/healthz", alive, include_in_schema=False)
    app.add_api_route("/", index, include_in_schema=False, response_class=HTMLResponse)
    if app.state.sessions is not None:
        app.add_api_route("/viewer", switch, methods=["POST"], include_in_schema=False)


async def alive() -> dict[str, str]:
    """Says that the server is alive, and nothing else."""
    return {"status": "alive"}


async def index(request: Request, key: str = "") -> Response:
    """What this server is; with a session, the chart as that session's viewer sees it."""
    sessions: Sessions | None = request.app.state.sessions
    if sessions is None:
        return _page(SIGNED_OUT)
    cookie = request.cookies.get(cookie_name(request), "")
    looking = sessions.looking_as(cookie)
    if looking is not None:
        return _page_of(sessions, looking) if not key else RedirectResponse("/", 303)
    opened = sessions.open(key) if key else None
    if opened is None:
        return _page(SIGNED_OUT + (USED if key else ""), 401 if key else 200)
    response = RedirectResponse("/", 303)
    response.set_cookie(cookie_name(request), opened, httponly=True, samesite="strict")
    return response


async def switch(request: Request) -> Response:
    """Look as another viewer of the demonstration."""
    sessions: Sessions = request.app.state.sessions
    form = parse_qs((await request.body()).decode("utf-8", "replace"))
    cookie, name = request.cookies.get(cookie_name(request), ""), form.get("viewer", [""])[0]
    sessions.switch(cookie, name)
    return RedirectResponse("/workspace" if form.get("from") == ["workspace"] else "/", 303)


def viewer_form(sessions: Sessions, looking: DemoViewer, page: str = "") -> str:
    """The choice of whom to look as, which leads back to the page that it stands on."""
    options = "".join(_option(viewer, looking) for viewer in sessions.viewers.values())
    return (
        '<form method="post" action="/viewer"><label>Look as '
        f'<select name="viewer">{options}</select></label> <button>Look</button>'
        f'<input type="hidden" name="from" value="{escape(page)}"></form>'
    )


def _page_of(sessions: Sessions, looking: DemoViewer) -> Response:
    form = viewer_form(sessions, looking)
    frame = f'<iframe title="Link chart" sandbox="allow-scripts" src="{escape(CHART)}"></iframe>'
    work = '<a href="/workspace">Open the workspace</a>'
    return _html(f"<header><h1>Comity</h1>{form}{work}</header>{frame}", 200)


def _option(viewer: DemoViewer, looking: DemoViewer) -> str:
    chosen = " selected" if viewer.name == looking.name else ""
    told = viewer.title or f"{viewer.name}, {viewer.role} of {viewer.agency}, {viewer.purpose}"
    return f'<option value="{escape(viewer.name)}"{chosen}>{escape(told)}</option>'


def _page(body: str, status: int = 200) -> Response:
    return _html(f"<main>{body}</main>", status)


def _html(body: str, status: int) -> Response:
    head = f'<meta charset="utf-8"><title>Comity</title><style>{STYLE}</style>'
    html = f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'
    return HTMLResponse(html, status, {"Content-Security-Policy": page_policy(STYLE)})
