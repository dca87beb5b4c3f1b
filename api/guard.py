"""The guard: what every request meets first and every response leaves by; it knows no route."""

import logging
import secrets
import time
import traceback
from collections.abc import Collection
from urllib.parse import urlsplit

from fastapi import HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from comity.api.errors import BodyTooLarge
from comity.api.problems import Problem, failed_response, problem_response, refusal_response

WRONG_HOST = Problem(421, "wrong-host", "This server is not called that")
WRONG_ORIGIN = Problem(403, "wrong-origin", "Another site asked")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
ALWAYS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NO_CONTENT = "default-src 'none'; frame-ancestors 'none'"
log = logging.getLogger("comity.api")


class Guard:
    """Checks host, origin and size, adds the headers, and turns a crash into a problem."""

    def __init__(self, app: ASGIApp, hosts: Collection[str], body_limit: int) -> None:
        self._app, self._hosts, self._limit = app, frozenset(hosts), body_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one connection through, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        leaving = _Leaving(scope, send)
        refusal = self._refusal(scope, Headers(scope=scope))
        if refusal is not None:
            await refusal(scope, receive, leaving.send)
            return
        try:
            await self._app(scope, _counted(receive, self._limit), leaving.send)
        except Exception as error:  # noqa: BLE001 - the door: nothing of the inside goes out
            await _answer_crash(error, scope, receive, leaving)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or _name_of(hosts[0]) not in self._hosts:
            return problem_response(
                WRONG_HOST, "ask it as 127.0.0.1, or by the name in its settings"
            )
        own = f"{scope['scheme']}://{hosts[0]}"
        if scope["method"] not in SAFE and _comes_from_elsewhere(headers, own):
            return problem_response(WRONG_ORIGIN, "only pages of this server may write here")
        length = headers.get("content-length", "0")
        if length.isdecimal() and int(length) > self._limit:
            return refusal_response(BodyTooLarge(self._limit))
        return None


class _Leaving:
    """Sends a response with the headers that every response has, and notes it in the log."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope, self._send, self._since = scope, send, time.monotonic()
        self.started = False

    async def send(self, message: Message) -> None:
        """Pass one message of the response on."""
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            for name, value in ALWAYS.items():
                headers[name] = value
            if self._scope["scheme"] == "https":
                headers["Strict-Transport-Security"] = "max-age=31536000"
            headers.setdefault("Content-Security-Policy", NO_CONTENT)
            self._note(message["status"])
        await self._send(message)

    def _note(self, status: int) -> None:
        # The route's pattern, never the address asked for: ids and keys stay out of the log.
        route = getattr(self._scope.get("route"), "path", "-")
        spent = (time.monotonic() - self._since) * 1000
        log.info("%s %s %d %.0f ms", self._scope["method"], route, status, spent)


async def _answer_crash(
    error: Exception, scope: Scope, receive: Receive, leaving: _Leaving
) -> None:
    reference = secrets.token_hex(6)
    # Frames only: an error's text may hold names and values of records.
    frames = traceback.extract_tb(error.__traceback__)[-12:]
    trail = " > ".join(f"{frame.name} ({frame.filename}:{frame.lineno})" for frame in frames)
    log.error("reference %s: %s in %s", reference, type(error).__name__, trail)
    if not leaving.started:
        await failed_response(reference)(scope, receive, leaving.send)


def _counted(receive: Receive, limit: int) -> Receive:
    """Stop reading a body that grows past the limit, whatever length it announced."""
    seen = 0

    async def receive_some() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise HTTPException(413, str(BodyTooLarge(limit)))
        return message

    return receive_some


def _name_of(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def _comes_from_elsewhere(headers: Headers, own: str) -> bool:
    origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
    # Our pages send no referrer, and a form on such a page says "null" for its origin. Which
    # site it is on the browser says in the other header, which no page can set.
    nameless = ("null",) if site == "same-origin" else ()
    known = (None, own, *nameless)
    return site not in ("none", "same-origin") or origin not in known
