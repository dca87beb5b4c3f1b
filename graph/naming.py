"""The name and the standing of every entity: in one pass, or again where a change reaches them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from comity.graph.columns import Codes, Ints, among
from comity.graph.joining import NOBODY


@dataclass(frozen=True)
class Named:
    """What entities were called and how they stood, and who was who then; by entity."""

    head: Codes
    heads: Codes
    names: Sequence[str]
    standings: Sequence[str]

    def carried(self, touched: Codes) -> "Carried":
        """The same before a change that touched some mentions."""
        return Carried(self, touched)


@dataclass(frozen=True)
class Carried:
    """What was known of everybody before a change, and the mentions that it touched."""

    before: Named
    touched: Codes

    def after(self, touched: Codes) -> "Carried":
        """The same before one more change."""
        return replace(self, touched=np.union1d(self.touched, touched).astype(np.int32))

    def known(self, head: Codes, heads: Codes) -> Ints:
        """Which entity of before each of today's is, -1 where it must be looked at again.

        An entity is as it was if nobody in it was touched, joined or left it.
        """
        former = np.full(len(head), NOBODY, dtype=np.int32)
        former[: len(self.before.head)] = self.before.head
        new = np.union1d(self.touched, np.flatnonzero(former != head))
        reached = np.union1d(head[new], former[new]).astype(np.int32)
        number = np.full(len(head), -1, dtype=np.int64)
        number[self.before.heads] = np.arange(len(self.before.heads))
        found = number[heads]
        found[among(heads, reached)] = -1
        return found
