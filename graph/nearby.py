"""Nearby: what lies around some mentions, by links and by who is who."""

from dataclasses import dataclass

import numpy as np

from comity.graph.columns import Codes, Ints, Mask
from comity.graph.joining import NOBODY, Joined
from comity.graph.snapshot import Snapshot


@dataclass(frozen=True)
class Nearby:
    """Links that show or showed, and entities that are or were.

    `shown` masks the rows of links, `ways` are who is who by scores, before and now.
    """

    snapshot: Snapshot
    shown: Mask
    ways: tuple[Joined, ...]

    def rows(self, mentions: Codes) -> Ints:
        """The links of some mentions, each once."""
        some, groups = mentions.tolist(), self.snapshot.groups
        rows = np.unique(np.append(groups.firsts.of_all(some), groups.seconds.of_all(some)))
        found: Ints = rows[self.shown[rows]]
        return found

    def beside(self, mentions: Codes) -> Codes:
        """The ends of the links of some mentions, those themselves among them."""
        rows, links = self.rows(mentions), self.snapshot.links
        return _each(mentions, links["first"][rows], links["second"][rows])

    def whole(self, mentions: Codes) -> Codes:
        """The entities that some mentions belong to, as mentions."""
        found: list[Codes | Ints] = [mentions]
        for joined in self.ways:
            heads = joined.head[mentions[mentions < len(joined.head)]]
            found.append(joined.members.of_all(np.unique(heads[heads != NOBODY]).tolist()))
        return _each(*found)

    def company(self, mentions: Codes) -> Codes:
        """What is linked to some mentions, or to what they are linked to."""
        return self.beside(self.whole(self.beside(mentions)))


def _each(*parts: Codes | Ints) -> Codes:
    return np.unique(np.concatenate(parts)).astype(np.int32)
