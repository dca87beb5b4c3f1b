"""Planted leaks at the HTTP door: headers, refusals, cursors, the audit, numbers that count."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from comity.api import (
    asked,
    charts_door,
    guard,
    live,
    orders_door,
    problems,
    routes_drafts,
    routes_reading,
    simulation,
    writing,
)
from comity.api.errors import NotAllowed, Nothing
from comity.casework import Spot
from comity.graph.ledger import Ledger
from comity.graph.view import View
from comity.sharing import LabelTable

Patch = pytest.MonkeyPatch


def tags_by_position(patch: Patch) -> None:
    """An ETag that tells how far the ledger is."""
    _header(patch, "ETag", lambda view: f'"{view._seen.index.snapshot.reached.position}"')


def totals_in_a_header(patch: Patch) -> None:
    _header(patch, "X-Total-Count", lambda view: str(view._seen.index.snapshot.size))


def _header(patch: Patch, name: str, told: Any) -> None:
    narrow, latest = View.standing, ["none"]

    def standing(self: View) -> Any:
        latest[0] = told(self)
        return narrow(self)

    patch.setattr(View, "standing", standing)
    always = _Always(guard.ALWAYS, name, latest)
    patch.setattr(guard, "ALWAYS", always)


class _Always(dict[str, str]):
    """The headers of every response, and one more."""

    def __init__(self, always: Any, name: str, latest: list[str]) -> None:
        super().__init__(always)
        self._name, self._latest = name, latest

    def items(self) -> Any:
        """As a dictionary's."""
        return {**self, self._name: self._latest[0]}.items()


def _exists(view: View, address: str) -> bool:
    return address.encode() in set(view._seen.index.snapshot.mention_ids.tolist())


def refused_instead_of_absent(patch: Patch) -> None:
    """403 for what is withheld, 404 for what never was."""
    _refused(patch, NotAllowed("you may not see this"))


def says_withheld(patch: Patch) -> None:
    """Both are 404, and the words differ."""
    told = Nothing()
    told.args = ("this is withheld from you",)
    patch.setattr(Nothing, "__str__", lambda self: self.args[0] if self.args else "nothing")
    _refused(patch, told)


def _refused(patch: Patch, refusal: Exception) -> None:
    narrow = View.entity

    def entity(self: View, address: str) -> Any:
        found = narrow(self, address)
        if found is None and _exists(self, address):
            raise refusal
        return found

    patch.setattr(View, "entity", entity)


def audited_as_refused(patch: Patch) -> None:
    """The outcome in the audit tells withheld from absent."""
    narrow = asked.Asked.record

    def record(self: asked.Asked, action: str, question: str, outcome: str, *more: Any,
               **named: Any) -> None:  # fmt: skip
        if outcome == problems.NOWHERE.name:
            hidden = any(address in question for address in _hidden(self.view))
            outcome = "withheld" if hidden else outcome
        narrow(self, action, question, outcome, *more, **named)

    patch.setattr(asked.Asked, "record", record)


def _hidden(view: View) -> list[str]:
    seen = view._seen
    ids = seen.index.snapshot.mention_ids[~seen.sight.mentions]
    return [each.decode() for each in ids.tolist()]


def cursors_by_position(patch: Patch) -> None:
    narrow = routes_reading.write_cursor

    def written(id_key: bytes, cursor: Any) -> str:
        return narrow(id_key, replace(cursor, after=f"{_positions[-1]:032x}"))

    _positions = [0]
    plain = View.neighbours

    def neighbours(self: View, *given: Any, **more: Any) -> Any:
        _positions.append(self._seen.index.snapshot.reached.position)
        return plain(self, *given, **more)

    patch.setattr(View, "neighbours", neighbours)
    patch.setattr(routes_reading, "write_cursor", written)


def loads_counted_over_all_sources(patch: Patch) -> None:
    patch.setattr(Ledger, "place_in_source", lambda self, load: load)


def judging_the_hidden(patch: Patch) -> None:
    """A judgement on a hidden mention is taken, and thereby tells that it is there."""

    def mention_key(self: View, address: str) -> str | None:
        snap = self._seen.index.snapshot
        ids = [each.decode() for each in snap.mention_ids.tolist()]
        return snap.words.mentions.texts[ids.index(address)] if address in ids else None

    patch.setattr(View, "mention_key", mention_key)


def sources_of_others_told(patch: Patch) -> None:
    """Whose source it is shows in how its records are refused."""
    narrow = writing.Writing._mapping

    def mapping(self: writing.Writing, viewer: Any, source: str) -> Any:
        if any(known.id == source for known in self._ledger.sources()):
            try:
                return narrow(self, viewer, source)
            except Nothing:
                raise NotAllowed("another agency's source") from None
        return narrow(self, viewer, source)

    patch.setattr(writing.Writing, "_mapping", mapping)


def charts_keep_the_hidden(patch: Patch) -> None:
    """What lies on a kept chart stays on it whether it shows or not."""
    members, led = View.members, charts_door._led

    def wide_members(self: View, address: str) -> tuple[str, ...]:
        return members(self, address) or ((address,) if _exists(self, address) else ())

    def wide_led(view: View, saved: Iterable[Spot]) -> dict[str, str]:
        spots = tuple(saved)
        there = (one for spot in spots for one in spot.addresses if _exists(view, one))
        return {one: one for one in there} | led(view, spots)

    patch.setattr(View, "members", wide_members)
    patch.setattr(charts_door, "_led", wide_led)


def simulations_over_everything(patch: Patch) -> None:
    """What an agreement would open is worked out over everybody's labels."""

    def simulated(view: View, pacts: Any, new: Any, now: Any) -> Any:
        labels = LabelTable(view._seen.index.snapshot.labels.values())
        return simulation._simulated(pacts, new, labels, {}, view.viewer.agency, now)

    patch.setattr(routes_drafts, "simulated_for", simulated)


def records_of_others_told(patch: Patch) -> None:
    """Whether another agency has a record of that name shows in how an order on it is refused."""
    narrow = orders_door.Orders.refs

    def refs(self: orders_door.Orders, viewer: Any, place: Any) -> Any:
        try:
            return narrow(self, viewer, place)
        except Nothing:
            if self._installation.ledger.kept_record(*place) is not None:
                raise NotAllowed("another agency's record") from None
            raise

    patch.setattr(orders_door.Orders, "refs", refs)


def queues_by_everybodys_loads(patch: Patch) -> None:
    """A row set aside says the how-manieth load of all brought it."""
    narrow = Ledger.waiting_of

    def waiting_of(self: Ledger, agency: str) -> Any:
        return [replace(row, load=row.load + len(self.loads())) for row in narrow(self, agency)]

    patch.setattr(Ledger, "waiting_of", waiting_of)


def queues_of_everybodys_rows(patch: Patch) -> None:
    """Whoever mends rows that were set aside reads every agency's."""
    narrow = Ledger.waiting_of

    def waiting_of(self: Ledger, _: str) -> Any:
        agencies = sorted({source.agency for source in self.sources()})
        return [row for agency in agencies for row in narrow(self, agency)]

    patch.setattr(Ledger, "waiting_of", waiting_of)


def heartbeats_that_count(patch: Patch) -> None:
    """A live stream says that nothing came, and how much there is."""
    narrow = live.tick

    def tick(again: Any, last: Any) -> Any:
        found, asked = narrow(again, last), again()
        return found and (found[0], f": {asked.view._seen.index.snapshot.size}\n\n")

    patch.setattr(live, "tick", tick)
