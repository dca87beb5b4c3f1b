"""The snapshot: the whole graph as columns, extended as the ledger grows.

It is blind to viewers: only a view, which masks it with a clearance, may be shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from comity.graph.columns import (
    Codes,
    Columns,
    Hashes,
    Interner,
    Ints,
    extend,
    mix,
    starts,
    text_hashes,
)
from comity.graph.identity import mention_id
from comity.graph.ports import GraphKeeper, Reached, Table
from comity.graph.words import BEGINNING, FOREVER, Micros
from comity.sharing import Label

IdArray = npt.NDArray[np.bytes_]
_TEXTS: dict[Table, tuple[str, ...]] = {
    "mentions": ("kind", "mapping"),
    "claims": ("property", "value", "raw", "grade", "mapping"),
    "links": ("kind", "role", "grade", "mapping"),
}
_ENDS: dict[Table, tuple[str, ...]] = {
    "mentions": ("key",),
    "claims": ("mention",),
    "links": ("first", "second"),
}
_NUMBERS: dict[Table, tuple[str, ...]] = {
    "mentions": ("label", "known_from", "known_to"),
    "claims": ("label", "valid_from", "valid_to", "known_from", "known_to"),
    "links": ("label", "valid_from", "valid_to", "known_from", "known_to"),
}


@dataclass(frozen=True)
class Dictionaries:
    """The texts behind the numbers; they grow, but a number once given keeps its text."""

    mentions: Interner = field(default_factory=Interner)
    texts: Interner = field(default_factory=Interner)
    records: Interner = field(default_factory=Interner)
    record_source: list[str] = field(default_factory=list)
    record_id: list[str] = field(default_factory=list)
    record_agency: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Snapshot:
    """Every mention, claim and link ever published up to one position, as columns.

    `key`, `mention`, `first` and `second` are mention numbers; `kind`, `property`,
    `value` and the like are text numbers; `record` is a record number.
    """

    id_key: bytes
    reached: Reached
    labels: dict[int, Label]
    words: Dictionaries
    mention_ids: IdArray
    mentions: Columns
    claims: Columns
    links: Columns

    @property
    def size(self) -> int:
        """How many mentions were ever made."""
        return len(self.mention_ids)

    @cached_property
    def rank(self) -> Codes:
        """The place of each mention in the order of ids: an order that arrival cannot bend."""
        rank = np.empty(self.size, dtype=np.int32)
        rank[np.argsort(self.mention_ids, kind="stable")] = np.arange(self.size, dtype=np.int32)
        return rank

    @cached_property
    def claims_by_mention(self) -> tuple[Ints, Ints]:
        """Claim rows grouped by mention."""
        return starts(self.claims["mention"], self.size)

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
    def row_hashes(self) -> tuple[Hashes, Hashes, Hashes]:
        """A hash a row of mentions, claims and links, from what a viewer would see of it."""
        text = text_hashes(self.words.texts.texts)
        mention = text_hashes([raw.decode() for raw in self.mention_ids.tolist()])
        record = text_hashes(self.words.records.texts)
        times = ("valid_from", "valid_to", "known_from")
        m, c, k = self.mentions, self.claims, self.links
        return (
            mix([mention[m["key"]], text[m["kind"]], record[m["record"]]]),
            mix(
                [
                    mention[c["mention"]],
                    *(text[c[n]] for n in ("property", "value", "raw", "grade")),
                ]
            )
            + mix([record[c["record"]], *(c[n].astype(np.uint64) for n in times)]),
            mix([mention[k["first"]], mention[k["second"]], text[k["kind"]], text[k["role"]]])
            + mix([record[k["record"]], *(k[n].astype(np.uint64) for n in times)]),
        )


def empty_snapshot(id_key: bytes) -> Snapshot:
    """A snapshot of nothing, to be extended."""
    none = np.zeros(0, dtype=np.int64)
    tables: dict[Table, Columns] = {
        table: {name: none.copy() for name in (*_ENDS[table], *_TEXTS[table], *_NUMBERS[table])}
        | {"record": none.copy()}
        for table in _TEXTS
    }
    return Snapshot(
        id_key=id_key,
        reached=Reached(0, BEGINNING),
        labels={},
        words=Dictionaries(),
        mention_ids=np.zeros(0, dtype="S32"),
        mentions=tables["mentions"],
        claims=tables["claims"],
        links=tables["links"],
    )


def extend_snapshot(old: Snapshot, store: GraphKeeper) -> Snapshot:
    """The snapshot brought up to where the store stands; the old one stays usable."""
    reached = store.reached()
    if reached.position == old.reached.position:
        return old
    words = old.words
    columns = {table: _extended(old, store, table, reached.known_at) for table in _TEXTS}
    fresh = words.mentions.texts[len(old.mention_ids) :]
    ids = np.array([mention_id(old.id_key, key) for key in fresh], dtype="S32")
    return Snapshot(
        id_key=old.id_key,
        reached=reached,
        labels=dict(store.labels()),
        words=words,
        mention_ids=np.concatenate([old.mention_ids, ids]),
        mentions=columns["mentions"],
        claims=columns["claims"],
        links=columns["links"],
    )


def _extended(old: Snapshot, store: GraphKeeper, table: Table, known_at: Micros) -> Columns:
    columns: Columns = getattr(old, table)
    since = old.reached.known_at
    pieces = [_encode(batch, table, old.words) for batch in store.scan(table, since)]
    new = _joined(pieces)
    if not new:
        return columns
    # A batch of a load that is still being projected lies in the store already, unseen.
    seen = new["known_from"] <= known_at
    new = {name: column[seen] for name, column in new.items()}
    new["known_to"] = np.where(new["known_to"] > known_at, FOREVER, new["known_to"])
    fresh = new["known_from"] > since
    closed = {name: column[~fresh] for name, column in new.items()}
    kept = dict(columns)
    kept["known_to"] = _closed_times(columns, closed, len(old.words.records))
    return extend(kept, {name: column[fresh] for name, column in new.items()})


def _closed_times(columns: Columns, closed: Columns, records: int) -> Ints:
    """When each old row ended: a record's rows end together, at its next version."""
    ends = np.full(records, FOREVER, dtype=np.int64)
    np.minimum.at(ends, closed["record"], closed["known_to"])
    was_open = columns["known_to"] == FOREVER
    return np.where(was_open, ends[columns["record"]], columns["known_to"])


def _joined(pieces: list[Columns]) -> Columns:
    if not pieces:
        return {}
    return {name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]}


def _encode(batch: pa.RecordBatch, table: Table, words: Dictionaries) -> Columns:
    columns: Columns = {name: words.mentions.codes(_texts(batch, name)) for name in _ENDS[table]}
    columns |= {name: words.texts.codes(_texts(batch, name)) for name in _TEXTS[table]}
    for name in _NUMBERS[table]:
        columns[name] = batch.column(name).to_numpy(zero_copy_only=False).astype(np.int64)
    columns["record"] = _records(batch, words)
    return columns


def _records(batch: pa.RecordBatch, words: Dictionaries) -> Codes:
    """Record numbers; a record new here leaves its source, id and agency behind."""
    codes = np.empty(batch.num_rows, dtype=np.int32)
    rows = zip(*(_texts(batch, name) for name in ("source", "record", "agency")), strict=True)
    for at, (source, record, agency) in enumerate(rows):
        codes[at] = code = words.records.code(f"{source}\0{record}")
        if code == len(words.record_id):
            words.record_source.append(source)
            words.record_id.append(record)
            words.record_agency.append(agency)
    return codes


def _texts(batch: pa.RecordBatch, name: str) -> Iterator[Any]:
    return iter(batch.column(name).to_pylist())
