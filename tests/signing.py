"""People who sign in, for tests: quick passwords, the codes of their apps, and a clock to move."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pyotp
from argon2.profiles import CHEAPEST
from doors import WHY, Clock, Doors, opened

from comity.api import person as changes
from comity.api.passwords import Passwords
from comity.api.person import Person
from comity.api.sign_in import SignIn
from comity.graph.view import micros

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # "12345678901234567890" of RFC 6238, in base 32
PASSWORD = "correct horse battery"
START = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
QUICK = Passwords(CHEAPEST)
HASHED = QUICK.hash(PASSWORD)


@dataclass
class Desk:
    """A served town where people sign in, and its clock."""

    doors: Doors
    clock: Clock

    def add(self, name: str = "ann", **told: Any) -> Person:
        """An account with a password of its own and a second factor."""
        person = Person(name, "riverton-pd", "analyst", ("investigation",), self.at)
        made = changes.with_password(person, HASHED, self.at, provisional=False)
        made = changes.with_totp(made, SECRET, self.at)
        made = replace(made, **told)
        self.doors.installation.people.add(made)
        return made

    @property
    def at(self) -> int:
        """The time in micros."""
        return micros(self.clock())

    def code(self, step: int = 0) -> str:
        """What the authenticator app shows, some steps away from now."""
        return pyotp.TOTP(SECRET).at(self.clock() + timedelta(seconds=30 * step))

    def sign_in(self, name: str = "ann", **proofs: str) -> httpx.Response:
        """Try to sign in, with the right proofs but for those named."""
        body = {"name": name, "password": PASSWORD, "code": self.code(), **proofs}
        return self.doors.client().post("/v1/sign-in", json=body)

    def signed_in(self, name: str = "ann", **headers: str) -> httpx.Client:
        """A client of somebody who has signed in."""
        told = self.sign_in(name)
        assert told.status_code == 200, told.text
        token = told.json()["token"]
        sent = {"Authorization": f"Bearer {token}", "Comity-Justification": WHY.replace(" ", "%20")}
        return self.doors.client(**sent, **headers)


@contextmanager
def desk_of(town: Path) -> Iterator[Desk]:
    """A town, served, where people sign in with quick passwords."""
    clock = Clock(START)
    with opened(town, clock) as doors:
        assert doors.server is not None
        state = doors.server.config.app.state  # type: ignore[union-attr]
        state.sign_in = SignIn(doors.installation, QUICK)
        yield Desk(doors, clock)
