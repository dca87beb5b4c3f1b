"""What lies around an entity in a view: its links with their evidence, and the whole network."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice

import numpy as np

from comity.graph.answers import LinkFact, Neighbour
from comity.graph.columns import Codes, Ints, starts
from comity.graph.detail import Detail
from comity.graph.network import Network
from comity.graph.quoted import Quoting
from comity.graph.vocabulary import vocabulary


@dataclass(frozen=True)
class Surroundings:
    """The visible links of a view between its entities."""

    detail: Detail

    def neighbours(self, entity: int, limit: int, after: str) -> list[Neighbour]:
        """Entities beside one, in the order of ids, with every link between them."""
        rows, first = self._touching
        links = defaultdict(list)
        for row in rows[first[entity] : first[entity + 1]].tolist():
            a, b = int(self._first[row]), int(self._second[row])
            links[b if a == entity else a].append(row)
        links.pop(entity, None)
        start = self._after(after)
        page = [other for other in sorted(links) if other >= start][:limit]
        return self._beside(page, [sorted(set(links[other])) for other in page])

    def evidence(self, handles: Sequence[int]) -> list[LinkFact]:
        """The claims behind network links; a handle that this view did not give is refused."""
        wanted = np.asarray(handles, dtype=np.int64)
        if ((wanted < 0) | (wanted >= len(self._rows))).any():
            raise IndexError("no such link in this view")
        return self._links(self._rows[self._order[wanted]])

    def _beside(self, others: list[int], positions: list[list[int]]) -> list[Neighbour]:
        """Neighbours by their numbers, each with the links at some positions of `_rows`."""
        detail = self.detail
        said = iter(self._links(self._rows[[*chain.from_iterable(positions)]]))
        return [
            Neighbour(detail.id_of(other), detail.kind_of(other), detail.name(other),
                      tuple(sorted(islice(said, len(some)), key=_in_words)))
            for other, some in zip(others, positions, strict=True)
        ]  # fmt: skip

    @cached_property
    def network(self) -> Network:
        """Entities in the order of ids; links in an order that arrival cannot bend."""
        detail = self.detail
        texts = np.array(detail.snapshot.words.texts.texts or [""], dtype=object)
        links = detail.snapshot.links
        kinds = texts[detail.kinds[detail.entities.heads]]
        order = self._order
        rows = self._rows[order]
        return Network(
            ids=_objects(detail.ids),
            kinds=kinds,
            names=_objects(detail.named.names),
            standing=_objects(detail.named.standings),
            party=np.isin(kinds.astype(str), vocabulary().parties),
            source=self._first[order],
            target=self._second[order],
            # A link's place here, never its row in the ledger, which would count what is withheld.
            link=np.arange(len(rows), dtype=np.int64),
            link_kinds=texts[links["kind"][rows]],
            roles=texts[links["role"][rows]],
            weight=np.ones(len(rows)),
            begins=links["valid_from"][rows],
            ends=links["valid_to"][rows],
            grades=texts[links["grade"][rows]],
        )

    @cached_property
    def _rows(self) -> Ints:
        return np.flatnonzero(self.detail.sight.shown_links)

    @cached_property
    def _first(self) -> Codes:
        return self.detail.entities.entity_of[self.detail.snapshot.links["first"][self._rows]]

    @cached_property
    def _second(self) -> Codes:
        return self.detail.entities.entity_of[self.detail.snapshot.links["second"][self._rows]]

    @cached_property
    def _order(self) -> Ints:
        """Links by their ends, then by a hash of what they say, then by when it was recorded."""
        snapshot, rows = self.detail.snapshot, self._rows
        said, recorded = snapshot.said[2][rows], snapshot.recorded[2][rows]
        return np.lexsort((recorded, said, self._second, self._first))

    @cached_property
    def _touching(self) -> tuple[Ints, Ints]:
        """Positions in `_rows` grouped by either end."""
        ends = np.concatenate([self._first, self._second])
        rows, first = starts(ends, self.detail.entities.size)
        return rows % max(len(self._rows), 1), first

    def _links(self, rows: Ints) -> list[LinkFact]:
        detail = self.detail
        return Quoting(detail.snapshot, detail.grant).links(rows, detail.entities)

    def _after(self, after: str) -> int:
        if not after:
            return 0
        ids = self.detail.snapshot.mention_ids[self.detail.entities.heads]
        return int(np.searchsorted(ids, np.bytes_(after.encode("ascii", "replace")), side="right"))


def _in_words(link: LinkFact) -> tuple[object, ...]:
    return (link.kind, link.role, link.valid, link.ref, link.origin)


def _objects(values: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array
