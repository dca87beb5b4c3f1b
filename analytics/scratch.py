"""A scratch copy of a network, to try on it what is not so: nothing here can be written anywhere.

What is added has ids and handles that no view gives, so that no evidence can be asked for it and
no record, case or chart can take it for a fact.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from comity.analytics.avoiding import number_of
from comity.analytics.errors import BadArgument
from comity.analytics.joining import joined
from comity.graph.network import Network, Objects
from comity.graph.vocabulary import vocabulary
from comity.graph.words import BEGINNING, FOREVER

PREFIX = "what-if:"
LINK = "what if"


@dataclass(frozen=True, eq=False)
class Scratch:
    """A network of one's own and what was changed in it, in words; each change makes another."""

    network: Network
    changes: tuple[str, ...] = ()

    @classmethod
    def of(cls, network: Network) -> "Scratch":
        """A copy that shares nothing with the view's and cannot be written into."""
        copies = {each.name: getattr(network, each.name).copy() for each in fields(Network)}
        for array in copies.values():
            array.setflags(write=False)
        return cls(Network(**copies))

    def without(self, entities: Sequence[str]) -> "Scratch":
        """Some entities gone, with all their links."""
        kept = np.ones(self.network.size, dtype=np.bool_)
        kept[[number_of(self.network, entity) for entity in entities]] = False
        return self._changed(self.network.only(kept), *(f"without {each}" for each in entities))

    def without_links(self, pairs: Sequence[tuple[str, str]]) -> "Scratch":
        """All links between some pairs of entities gone."""
        kept = np.ones(len(self.network.link), dtype=np.bool_)
        for pair in pairs:
            one, two = (number_of(self.network, entity) for entity in pair)
            rows = self.network.rows_between(one, two)
            if not rows:
                raise BadArgument("pair", f"{pair[0]} and {pair[1]}", "linked")
            kept[rows] = False
        said = (f"without {one} to {two}" for one, two in pairs)
        return self._changed(self.network.with_links(kept), *said)

    def with_entity(self, name: str, kind: str = "person") -> "Scratch":
        """An entity more, by the id `what-if:NAME`, without links."""
        network, entity = self.network, f"{PREFIX}{name}"
        if network.index_of(entity) is not None:
            raise BadArgument("name", name, "one that is not there yet")
        at = int(np.searchsorted(network.ids.astype(str), entity))
        larger = replace(
            network,
            ids=np.insert(network.ids, at, entity),
            kinds=np.insert(network.kinds, at, kind),
            names=np.insert(network.names, at, name),
            standing=np.insert(network.standing, at, "neutral"),
            party=np.insert(network.party, at, kind in vocabulary().parties),
            source=network.source + (network.source >= at).astype(np.int32),
            target=network.target + (network.target >= at).astype(np.int32),
        )
        return self._changed(larger, f"with {entity}")

    def with_link(self, one: str, two: str, *, weight: float = 1.0) -> "Scratch":
        """A link more, of the kind `what if`, that holds at any time."""
        if not 0 < weight < np.inf:
            raise BadArgument("weight", weight, "above 0")
        network = self.network
        ends = [number_of(network, entity) for entity in (one, two)]
        # Handles below 0 are those of no view.
        handle = min(int(network.link.min(initial=0)), 0) - 1
        larger = replace(
            network,
            source=np.append(network.source, np.int32(ends[0])),
            target=np.append(network.target, np.int32(ends[1])),
            link=np.append(network.link, np.int64(handle)),
            link_kinds=_more(network.link_kinds, LINK),
            roles=_more(network.roles, ""),
            weight=np.append(network.weight, float(weight)),
            begins=np.append(network.begins, np.int64(BEGINNING)),
            ends=np.append(network.ends, np.int64(FOREVER)),
            grades=_more(network.grades, ""),
        )
        return self._changed(larger, f"with {one} to {two}")

    def merged(self, entities: Sequence[str]) -> "Scratch":
        """Some entities as one: the first of them by id, with the links of all."""
        for entity in entities:
            number_of(self.network, entity)
        if len({*entities}) < 2:
            raise BadArgument("entities", len({*entities}), "two or more that are to be one")
        first, *others = sorted({*entities})
        network = joined(self.network, dict.fromkeys(others, first))
        return self._changed(network, f"{' and '.join([first, *others])} as one")

    def _changed(self, network: Network, *said: str) -> "Scratch":
        return Scratch(network, (*self.changes, *said))


def _more(words: Objects, word: str) -> Objects:
    larger = np.empty(len(words) + 1, dtype=object)
    larger[:-1], larger[-1] = words, word
    return larger
