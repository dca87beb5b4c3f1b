"""Planted leaks in what clauses give less than facts: pointers, ties, redacted properties."""

from typing import Any

import numpy as np
import pytest

from comity.graph import beyond, desk, sight, sight_growth
from comity.graph import view as views
from comity.graph.beyond import Pointer, Pointing
from comity.graph.ports import Scope
from comity.graph.seen import Seen
from comity.graph.view import View
from comity.sharing import Clearance, Permit
from comity.sharing.rulebook import Rulebook

Patch = pytest.MonkeyPatch
SOMEHOW = Permit("somehow", 1, "1")


def pointed_facts_shown(patch: Patch) -> None:
    """Any clause gives the facts, whatever it says it gives."""
    patch.setattr(Rulebook, "giving", lambda self, what: ~0 if what == "facts" else 0)


def redactions_forgotten(patch: Patch) -> None:
    patch.setattr(sight, "is_redacted", _nothing)


def redactions_forgotten_as_views_grow(patch: Patch) -> None:
    patch.setattr(sight_growth, "is_redacted", _nothing)


def _nothing(claims: Any, _: object) -> Any:
    return np.zeros(len(claims["label"]), dtype=np.bool_)


def stores_forget_redactions(patch: Patch) -> None:
    patch.setattr(Scope, "redacted_names", property(lambda _: []))


def one_redaction_is_enough(patch: Patch) -> None:
    """Who reads by two clauses gets the properties that the first shows, and no check of each."""
    patch.setattr(Rulebook, "redacting", lambda self, open_now: {})


def pointers_to_everything(patch: Patch) -> None:
    """Whatever does not show is pointed to."""
    _wider(patch, "pointers")


def ties_by_everything(patch: Patch) -> None:
    _wider(patch, "ties")


def _wider(patch: Patch, what: str) -> None:
    narrow = getattr(View, what)

    def read(self: View, address: str) -> Any:
        labels = self._seen.index.snapshot.labels.values()
        hidden = {one: SOMEHOW for one in labels if not self._clearance.allows(one)}
        changed = {**vars(self._clearance), what: hidden}
        self._clearance = Clearance(**changed)
        return narrow(self, address)

    patch.setattr(View, what, read)


def a_pointer_for_each_record(patch: Patch) -> None:
    """How many records there are shows in the number of pointers, be they hidden altogether."""

    def pointers(self: Pointing) -> tuple[Pointer, ...]:
        found = narrow(self)
        agencies = self.beyond.seen.index.snapshot.words.record_agency
        return tuple(one for one in found for _ in range(agencies.count(one.agency)))

    narrow = Pointing.pointers
    patch.setattr(Pointing, "pointers", pointers)


def ties_that_merge(patch: Patch) -> None:
    """What is one by a disclosed tie is counted as one."""
    narrow = views.look

    def look(indexes: Any, clearance: Clearance, judgements: Any, **times: Any) -> Seen:
        seen = narrow(indexes, clearance, judgements, **times)
        if not clearance.ties:
            return seen
        wider = beyond.look_beyond(seen, clearance, clearance.ties, judgements).wider
        return Seen(seen.index, wider.grant, wider.sight, wider.judgements)

    patch.setattr(views, "look", look)
    patch.setattr(desk, "look", look)
