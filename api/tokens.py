"""Bearer tokens: a random secret bound to one viewer, of which only the hash is kept.

One small file a token, named by the hash: giving, finding and revoking need no lock, and a
running server sees a revocation with the next question.
"""

import hashlib
import json
import os
import re
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from comity.api.errors import TokenError
from comity.api.files import write_private
from comity.graph.words import Micros
from comity.sharing import Viewer

PREFIX = "comity_"
WRITER = "writer"
ADMINISTRATOR = "administrator"
RECORDS = "records"  # the records office, which carries out orders and mends loads
OFFICE = frozenset({RECORDS, ADMINISTRATOR})
READ, WRITE, AUDIT = SCOPES = ("read", "write", "audit")


@dataclass(frozen=True, slots=True)
class Grant:
    """What one token allows: who holds it, for which purposes, until when.

    The first purpose is the one taken when a question names none. A sign-in's one names the
    `account`, whose role, training, cases and task forces are read anew for every question, and
    may lie unused only for less than `idle`.
    """

    principal: str
    agency: str
    role: str
    purposes: tuple[str, ...]
    given: Micros
    expires: Micros
    revoked: Micros | None = None
    scopes: tuple[str, ...] = SCOPES
    training: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    task_forces: tuple[str, ...] = ()
    account: str = ""
    idle: Micros = 0

    def holds(self, at: Micros) -> bool:
        """Whether the token may still be used at that moment."""
        return self.revoked is None and self.given <= at < self.expires

    def allows(self, purpose: str) -> bool:
        """Whether questions for this purpose may be asked with it."""
        return purpose in self.purposes

    def acts_for(self, task_force: str) -> bool:
        """Whether its holder may act for a task force; for none always."""
        return not task_force or task_force in self.task_forces

    def viewer(
        self, purpose: str, justification: str, case: str = "", task_force: str = ""
    ) -> Viewer:
        """The viewer that a question with this token is asked by."""
        return Viewer(
            self.principal, self.agency, self.role, purpose or self.purposes[0], justification,
            case, training=self.training, cases=self.cases, task_force=task_force,
        )  # fmt: skip


class Tokens:
    """The tokens of one installation."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def give(self, grant: Grant) -> tuple[str, str]:
        """Keep a new token; returns its number for lists and its secret, shown only now."""
        _check(grant)
        self._folder.mkdir(mode=0o700, exist_ok=True)
        secret = PREFIX + secrets.token_urlsafe(32)
        name = _hash(secret)
        self._write(name, grant)
        if grant.idle:
            self.touch(secret, grant.given)
        return name[:12], secret

    def find(self, secret: str) -> Grant | None:
        """The grant behind a secret, or None; whether it still holds is for the caller to ask."""
        if not secret.startswith(PREFIX):
            return None
        return self._read(self._place(secret))

    def touch(self, secret: str, at: Micros) -> None:
        """Note that a token was used; the time is its file's own, so that no lock is needed."""
        os.utime(self._place(secret), ns=(at * 1000, at * 1000))

    def last_used(self, secret: str) -> Micros:
        """When a token was used last, for those that may not lie unused."""
        return self._place(secret).stat().st_mtime_ns // 1000

    def granted(self) -> list[tuple[str, Grant]]:
        """Every token by its number, oldest first, revoked and expired ones too."""
        found = [(path.stem[:12], self._read(path)) for path in self._folder.glob("*.json")]
        kept = [(number, grant) for number, grant in found if grant is not None]
        return sorted(kept, key=lambda pair: (pair[1].given, pair[0]))

    def revoke(self, number: str, at: Micros) -> Grant:
        """Make a token useless from now on; it stays in the list."""
        path = self._path_of(number)
        grant = self._read(path)
        if grant is None:
            raise TokenError(f"there is no token {number!r}; comity token list shows them")
        if grant.revoked is None:
            grant = replace(grant, revoked=at)
            self._write(path.stem, grant)
        return grant

    def revoke_secret(self, secret: str, at: Micros) -> Grant:
        """Make a token useless by its secret, as its holder has it."""
        return self.revoke(_hash(secret), at)

    def drop_sessions(self, at: Micros) -> None:
        """Forget the sign-ins that are over, of which the audit tells; other tokens stay."""
        for path in self._folder.glob("*.json"):
            grant = self._read(path)
            if grant is not None and grant.account and grant.expires <= at:
                path.unlink(missing_ok=True)

    def _place(self, secret: str) -> Path:
        return self._folder / f"{_hash(secret)}.json"

    def _path_of(self, number: str) -> Path:
        plain = re.fullmatch(r"[0-9a-f]{12,64}", number)
        found = list(self._folder.glob(f"{number}*.json")) if plain else []
        if len(found) != 1:
            raise TokenError(f"there is no token {number!r}; comity token list shows them")
        return found[0]

    def _write(self, name: str, grant: Grant) -> None:
        text = json.dumps(asdict(grant), ensure_ascii=False, indent=1)
        write_private(self._folder / f"{name}.json", text.encode())

    def _read(self, path: Path) -> Grant | None:
        try:
            found = json.loads(path.read_bytes())
        except FileNotFoundError:
            return None
        lists = {name: tuple(value) for name, value in found.items() if isinstance(value, list)}
        return Grant(**found | lists)


def _hash(secret: str) -> str:
    # 256 random bits need no salt and no slow hash: there is nothing to guess.
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def _check(grant: Grant) -> None:
    for name in ("principal", "agency", "role"):
        if not getattr(grant, name).strip():
            raise TokenError(f"a token needs a {name}")
    if not grant.purposes or not all(purpose.strip() for purpose in grant.purposes):
        raise TokenError("a token needs at least one purpose, such as investigation")
    if grant.expires <= grant.given:
        raise TokenError("a token must expire after it is given")
    if not grant.scopes or not set(SCOPES).issuperset(grant.scopes):
        raise TokenError(f"a token needs at least one scope of {', '.join(SCOPES)}")
