"""Sessions of the demonstration page: a link used once, then a cookie; for this machine only."""

import secrets
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from comity.sharing import Viewer, read_document

Name = Annotated[str, Field(min_length=1)]


class DemoViewer(BaseModel):
    """One viewer that the page offers."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    name: Name = Field(alias="principal")
    agency: Name
    role: Name
    purpose: Name
    title: str = ""
    justification: Name = "looking at the demonstration"

    def viewer(self) -> Viewer:
        """The viewer that a question from the page is asked by."""
        return Viewer(self.name, self.agency, self.role, self.purpose, self.justification)


class DemoViewers(BaseModel):
    """The file that lists them."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    viewers: tuple[DemoViewer, ...] = Field(min_length=1)


def read_demo_viewers(path: Path) -> dict[str, DemoViewer]:
    """The viewers of a demonstration by name, in the order of the file."""
    return {viewer.name: viewer for viewer in read_document(path, DemoViewers).viewers}


class Sessions:
    """Which browser looks as which demonstration viewer; forgotten when the server stops."""

    def __init__(self, viewers: Mapping[str, DemoViewer], first: str = "") -> None:
        self.viewers = dict(viewers)
        self._first = first if first in viewers else next(iter(viewers))
        self._keys: set[str] = set()
        self._looking: dict[str, str] = {}
        self._lock = threading.Lock()

    def new_key(self) -> str:
        """A key for one link; it opens one session."""
        key = secrets.token_urlsafe(24)
        with self._lock:
            self._keys.add(key)
        return key

    def open(self, key: str) -> str | None:
        """Exchange a key for a cookie's value; a second time it opens nothing."""
        with self._lock:
            if key not in self._keys:
                return None
            self._keys.remove(key)
            cookie = secrets.token_urlsafe(32)
            self._looking[cookie] = self._first
            return cookie

    def looking_as(self, cookie: str) -> DemoViewer | None:
        """The viewer behind a cookie, or None."""
        with self._lock:
            name = self._looking.get(cookie)
        return None if name is None else self.viewers[name]

    def switch(self, cookie: str, name: str) -> bool:
        """Look as another viewer from now on; False if there is no such session or viewer."""
        with self._lock:
            if cookie not in self._looking or name not in self.viewers:
                return False
            self._looking[cookie] = name
            return True
