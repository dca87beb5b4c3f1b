"""The wire: one HTTP connection that carries the token, purpose and reason of every question."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

import httpx

from comity.client.errors import Unreachable, WrongAddress, WrongToken, refused

HERE = ("127.0.0.1", "localhost", "::1")
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asker:
    """What goes with every question: the token, for what purpose, why, and in which case."""

    token: str
    purpose: str
    justification: str
    case: str = ""
    task_force: str = ""

    def headers(self) -> dict[str, str]:
        """As headers: UTF-8, percent-encoded."""
        told = {
            "Comity-Purpose": self.purpose,
            "Comity-Justification": self.justification,
            "Comity-Case": self.case,
            "Comity-Task-Force": self.task_force,
        }
        words = {name: encoded(text) for name, text in told.items() if text}
        return {"Authorization": f"Bearer {_whole(self.token)}", **words}

    def __repr__(self) -> str:
        """Never the token: a notebook prints and saves what it is shown."""
        return f"Asker(purpose={self.purpose!r}, justification={self.justification!r})"


class Wire:
    """Sends questions, turns problems into errors."""

    def __init__(self, url: str, asker: Asker, timeout: float) -> None:
        self.url = _checked(url)
        # Not through a proxy of the environment: the token would go there too.
        self._http = httpx.Client(
            base_url=self.url, headers=asker.headers(), timeout=timeout, trust_env=False
        )

    def get(
        self,
        path: str,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Json:
        """Ask by address."""
        sent = {"params": _told(query or {}), "headers": dict(headers or {})}
        return self._json(self._send("GET", path, **sent))

    def post(
        self,
        path: str,
        body: Mapping[str, object],
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Json:
        """Ask or write with a body: names go there, never into addresses."""
        sent = {"json": dict(body), "params": _told(query or {}), "headers": dict(headers or {})}
        return self._json(self._send("POST", path, **sent))

    def post_for_page(
        self, path: str, body: Mapping[str, object], query: Mapping[str, object]
    ) -> str:
        """Ask for an HTML page, or another text."""
        return self._send("POST", path, json=dict(body), params=_told(query)).text

    def delete(self, path: str, justification: str) -> Json:
        """Withdraw something, for a reason of its own."""
        told = {"Comity-Justification": encoded(justification)}
        return self._json(self._send("DELETE", path, headers=told))

    def close(self) -> None:
        """Let go of the connection."""
        self._http.close()

    def _send(self, method: str, path: str, **sent: Any) -> httpx.Response:
        with _reached(self.url):
            response = self._http.request(method, path, **sent)
        if response.is_success:
            return response
        raise refused(response.status_code, _problem(response))

    @staticmethod
    def _json(response: httpx.Response) -> Json:
        found: Json = response.json()
        return found


@contextmanager
def _reached(url: str) -> Iterator[None]:
    try:
        yield
    except httpx.TransportError as error:
        raise Unreachable(url, str(error) or type(error).__name__) from error


def _problem(response: httpx.Response) -> Json:
    try:
        found = response.json()
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {}


def encoded(text: str) -> str:
    """A header's text as UTF-8, percent-encoded."""
    return quote(text, safe=" ")


def _whole(token: str) -> str:
    """The token without the line end that a file or a copy leaves; an error would show it."""
    plain = token.strip()
    if not plain.isascii() or not plain.isprintable() or not plain or " " in plain:
        raise WrongToken
    return plain


def _told(query: Mapping[str, object]) -> dict[str, str | list[str]]:
    return {
        name: [str(each) for each in value] if isinstance(value, list) else str(value)
        for name, value in query.items()
        if value is not None
    }


def _checked(url: str) -> str:
    try:
        parts = urlsplit(url)
        whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise WrongAddress(url) from None
    if not whole or not (parts.scheme == "https" or _stays_here(parts)):
        raise WrongAddress(url)
    return url.rstrip("/")


def _stays_here(parts: SplitResult) -> bool:
    return parts.scheme == "http" and parts.hostname in HERE
