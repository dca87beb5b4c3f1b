"""The snapshot: the whole graph as columns, extended as the ledger grows.

It is blind to viewers: only a view, which masks it with a clearance, may be shown.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from comity.graph.columns import (
    Codes,
    Columns,
    Hashes,
    Interner,
    Ints,
    mix,
    text_hashes,
)
from comity.graph.grouped import Grouped
from comity.graph.growing import Table
from comity.graph.ports import Reached
from comity.sharing import Label

IdArray = npt.NDArray[np.bytes_]


@dataclass(frozen=True)
class Dictionaries:
    """The texts behind the numbers; they grow, but a number once given keeps its text.

    `desks` are those that answer for each source.
    """

    mentions: Interner = field(default_factory=Interner)
    texts: Interner = field(default_factory=Interner)
    records: Interner = field(default_factory=Interner)
    record_source: list[str] = field(default_factory=list)
    record_id: list[str] = field(default_factory=list)
    record_agency: list[str] = field(default_factory=list)
    desks: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Groups:
    """The rows of each mention: as itself, its claims, and its links at either end."""

    mentions: Grouped
    claims: Grouped
    firsts: Grouped
    seconds: Grouped


@dataclass(frozen=True)
class Change:
    """What a growth from one position touched.

    `fresh` mentions have rows that were not there before; `touched` ones, fresh ones among
    them, have rows that were opened or ended. `links` are rows of links of which that is true.
    """

    since: int
    fresh: Ints
    touched: Ints
    links: Ints


@dataclass(frozen=True)
class Snapshot:
    """Every mention, claim and link ever published up to one position, as columns.

    `key`, `mention`, `first` and `second` are mention numbers; `kind`, `property`,
    `value` and the like are text numbers; `record` is a record number. `changes` are the
    last growths that led here, oldest first.
    """

    id_key: bytes
    reached: Reached
    labels: dict[int, Label]
    words: Dictionaries
    addresses: Table
    mentions: Table
    claims: Table
    links: Table
    groups: Groups
    changes: tuple[Change, ...] = ()

    @property
    def size(self) -> int:
        """How many mentions were ever made."""
        return self.addresses.size

    @property
    def mention_ids(self) -> IdArray:
        """The lasting address of each mention."""
        return self.addresses["id"]

    def change_since(self, former: "Snapshot") -> Change | None:
        """What was touched since this one was that former one; None if that is too long ago."""
        since = former.reached.position
        later = [change for change in self.changes if change.since >= since]
        if former.words is not self.words or not later or later[0].since != since:
            return None
        fresh, touched, links = (
            np.unique(np.concatenate([getattr(change, name) for change in later]))
            for name in ("fresh", "touched", "links")
        )
        return Change(since, fresh, touched, links)

    @cached_property
    def rank(self) -> Codes:
        """The place of each mention in the order of ids: an order that arrival cannot bend."""
        rank = np.empty(self.size, dtype=np.int32)
        rank[np.argsort(self.mention_ids, kind="stable")] = np.arange(self.size, dtype=np.int32)
        return rank

    @cached_property
    def facts(self) -> tuple[Ints, Ints]:
        """For each claim row the number of its (mention, property, value), and each one's mention.

        A corrected record says most things again; what is said twice is one fact.
        """
        texts = max(len(self.words.texts), 1)
        claims = self.claims
        pair = claims["property"].astype(np.int64) * texts + claims["value"]
        _, pair_code = np.unique(pair, return_inverse=True)
        whole = claims["mention"].astype(np.int64) * (pair_code.max(initial=0) + 1) + pair_code
        _, first, fact = np.unique(whole, return_index=True, return_inverse=True)
        return fact.astype(np.int64), claims["mention"][first].astype(np.int64)

    @cached_property
    def said(self) -> tuple[Hashes, Hashes, Hashes]:
        """A hash a row of mentions, claims and links: what it says, whenever it was recorded."""
        text = text_hashes(self.words.texts.texts)
        mention = text_hashes([raw.decode() for raw in self.mention_ids.tolist()])
        record = text_hashes(self.words.records.texts)
        m, c, k = self.mentions, self.claims, self.links
        label = self._label_hashes
        valid = [
            [table[n].astype(np.uint64) for n in ("valid_from", "valid_to")] for table in (c, k)
        ]
        return (
            mix([mention[m["key"]], text[m["kind"]], record[m["record"]], label[m["label"]]]),
            mix([mention[c["mention"]], *_each(text, c, "property", "value", "raw", "grade")])
            + mix([record[c["record"]], label[c["label"]], *valid[0]]),
            mix([mention[k["first"]], mention[k["second"]], *_each(text, k, "kind", "role")])
            + mix([text[k["grade"]], record[k["record"]], label[k["label"]], *valid[1]]),
        )

    @cached_property
    def recorded(self) -> tuple[Ints, Ints, Ints]:
        """Since when each row has been said without a break.

        A record that changes in one place says the rest again; were that a new fact, a
        withheld change would show in the dates of what is not withheld.
        """
        tables = (self.mentions, self.claims, self.links)
        first, second, third = map(_unbroken, self.said, tables)
        return first, second, third

    @cached_property
    def row_hashes(self) -> tuple[Hashes, Hashes, Hashes]:
        """A hash a row of mentions, claims and links, from all that a viewer would see of it."""
        dated = [
            mix([said, recorded.astype(np.uint64)])
            for said, recorded in zip(self.said, self.recorded, strict=True)
        ]
        return dated[0], dated[1], dated[2]

    @property
    def _label_hashes(self) -> Hashes:
        size = max(self.labels, default=-1) + 1
        texts = [self.labels[n].canonical() if n in self.labels else "" for n in range(size)]
        return text_hashes(texts)


def _each(hashes: Hashes, columns: Columns, *names: str) -> list[Hashes]:
    return [hashes[columns[name]] for name in names]


def _unbroken(said: Hashes, columns: Columns) -> Ints:
    """The start of the chain of rows that say the same, each from where the last one ended."""
    order = np.lexsort((columns["known_from"], said))
    begin, end = columns["known_from"][order], columns["known_to"][order]
    same = said[order][1:] == said[order][:-1]
    heads = np.ones(len(order), dtype=np.bool_)
    heads[1:] = ~(same & (begin[1:] == end[:-1]))
    chain = np.cumsum(heads) - 1
    recorded = np.empty(len(order), dtype=np.int64)
    recorded[order] = begin[heads][chain] if len(order) else begin
    return recorded
