"""Browsers that are away at the identity provider, by the cookie that each took along."""

import hmac
import secrets
import threading

from comity.api.oidc import Leaving
from comity.graph.words import Micros

LONGEST: Micros = 600_000_000
MOST = 10_000


class Away:
    """Who was sent away lately; forgotten when they come back, or after ten minutes."""

    def __init__(self) -> None:
        self._sent: dict[str, tuple[Leaving, Micros]] = {}
        self._lock = threading.Lock()

    def send(self, leaving: Leaving, at: Micros) -> str:
        """Note a browser that is sent away; the value of its cookie."""
        cookie = secrets.token_urlsafe(32)
        with self._lock:
            self._sent = {key: kept for key, kept in self._sent.items() if at - kept[1] < LONGEST}
            if len(self._sent) >= MOST:
                del self._sent[next(iter(self._sent))]
            self._sent[cookie] = (leaving, at)
        return cookie

    def back(self, cookie: str, state: str, at: Micros) -> Leaving | None:
        """What a browser was sent away with, once; None if it is not the one, or too late."""
        with self._lock:
            found = self._sent.pop(cookie, None)
        if found is None or at - found[1] >= LONGEST:
            return None
        leaving, _ = found
        same = hmac.compare_digest(leaving.state.encode(), state.encode())
        return leaving if same else None
