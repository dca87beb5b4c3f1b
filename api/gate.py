"""The gate: what a token allows at this moment, by the account of whoever signed in with it."""

from collections.abc import Callable
from dataclasses import replace

from comity.api.people import People
from comity.api.person import Person
from comity.api.tokens import Grant, Tokens
from comity.graph.words import Micros


class Gate:
    """Admits the holders of tokens; people are opened only for a token of a sign-in."""

    def __init__(
        self, tokens: Tokens, people: Callable[[], People], now: Callable[[], Micros]
    ) -> None:
        self._tokens, self._people, self._now = tokens, people, now

    def admit(self, secret: str) -> Grant | None:
        """What a token grants now; None if it does not hold, or was left lying too long."""
        grant = self.look(secret)
        if grant is not None and grant.idle:
            self._tokens.touch(secret, self._now())
        return grant

    def look(self, secret: str) -> Grant | None:
        """The same without counting as use of the token."""
        at, grant = self._now(), self._tokens.find(secret)
        if grant is None or not grant.holds(at):
            return None
        if grant.account:
            person = self._people().find(grant.account)
            grant = None if person is None else _as_of_now(grant, person, at)
        if grant is None or not grant.idle:
            return grant
        if at - self._tokens.last_used(secret) >= grant.idle:
            return None
        return grant


def _as_of_now(grant: Grant, person: Person, at: Micros) -> Grant | None:
    """The grant by what the account says now, so that a change holds from the next question."""
    if person.disabled is not None or grant.given < person.anew:
        return None
    return replace(
        grant,
        agency=person.agency,
        role=person.role,
        purposes=person.purposes,
        training=person.trained(at),
        cases=person.cases,
        task_forces=person.task_forces,
    )
