"""Search in one view: names by likeness, identifiers by their characters.

To read every text of a large view takes many seconds. So what was read is kept for the same
permits: after a small change only the mentions that it touched are read again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import nsmallest

import numpy as np

from comity.graph.answers import Hit
from comity.graph.columns import Codes
from comity.graph.detail import Detail
from comity.graph.spelled import Scored, Spelled

# Of so many mentions that were touched the texts are read again beside all the others.
MOST_APART = 5_000
UNTOUCHED: Codes = np.zeros(0, dtype=np.int32)


@dataclass(frozen=True)
class Read:
    """What was read of a view with the same permits, and the mentions that changed since."""

    spelled: Spelled
    touched: Codes

    def after(self, touched: Codes) -> "Read":
        """The same before one more change."""
        return replace(self, touched=np.union1d(self.touched, touched).astype(np.int32))


@dataclass(frozen=True)
class SearchIndex:
    """The searchable texts of one view; its own words only, so counts betray nothing.

    `before` holds what showed before a change to whoever has the same permits, and what of it
    changed, which is left out.
    """

    detail: Detail
    before: Read | None = None

    def find(self, text: str, kind: str | None, limit: int) -> list[Hit]:
        """Entities best first, then by id; each by its best value."""
        detail = self.detail
        best: dict[int, tuple[float, str, str]] = {}
        for score, entry in self._like(text):
            entity = int(detail.entities.entity_of[entry.mention])
            told = (-score, entry.property, entry.value)
            best[entity] = min(told, best.get(entity, told))
        kinds = (entity for entity in best if kind is None or detail.kind_of(entity) == kind)
        order = nsmallest(limit, kinds, key=lambda entity: (best[entity][0], detail.id_of(entity)))
        return [self._hit(entity, *best[entity]) for entity in order]

    def called(self, text: str) -> list[int]:
        """The entities of just this name or number, letter for letter, whatever their number."""
        old, new, gone = self._parts
        exact = (*(entry for entry in old.just(text) if entry.mention not in gone),
                 *new.just(text))  # fmt: skip
        return sorted({int(self.detail.entities.entity_of[entry.mention]) for entry in exact})

    def read(self) -> Read:
        """What was read for it, for who looks again after a change."""
        return self._known if self._known is not None else Read(self._parts[0], UNTOUCHED)

    def _like(self, text: str) -> Iterator[Scored]:
        old, new, gone = self._parts
        for score, entry in old.like(text):
            if entry.mention not in gone:
                yield score, entry
        yield from new.like(text)

    def _hit(self, entity: int, below: float, prop: str, value: str) -> Hit:
        detail = self.detail
        name = detail.name(entity)
        return Hit(detail.id_of(entity), detail.kind_of(entity), name, -below, prop, value)

    @cached_property
    def _known(self) -> Read | None:
        """What was read before, unless too much of it changed."""
        if self.before is None:
            return None
        touched = self._touched(self.before)
        return replace(self.before, touched=touched) if len(touched) <= MOST_APART else None

    def _touched(self, before: Read) -> Codes:
        """Those that show or did: how many others changed is nobody's business."""
        seen = self.detail.sight.mentions
        return before.touched[[
            bool(seen[mention]) or mention in before.spelled.values
            for mention in before.touched.tolist()
        ]]  # fmt: skip

    @cached_property
    def _parts(self) -> tuple[Spelled, Spelled, frozenset[int]]:
        """What was read before, what is read anew, and whose texts of before hold no more."""
        detail, known = self.detail, self._known
        if known is None:
            return Spelled(detail.all_values), Spelled({}), frozenset()
        changed = known.touched.tolist()
        shown = (mention for mention in changed if detail.sight.mentions[mention])
        anew = Spelled({mention: detail.values(mention) for mention in shown})
        return known.spelled, anew, frozenset(changed)
