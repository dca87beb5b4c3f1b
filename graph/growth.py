"""How a snapshot grows: rows that a store gained since are encoded and appended.

The former snapshot stays as it was, so that a view being read is never disturbed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from comity.graph.columns import Codes, Columns, Interner, Ints, Mask
from comity.graph.grouped import Grouped, group
from comity.graph.growing import Column, Table, table
from comity.graph.identity import mention_id
from comity.graph.ports import GraphKeeper, Reached
from comity.graph.ports import Table as TableName
from comity.graph.snapshot import Change, Dictionaries, Groups, Snapshot
from comity.graph.words import BEGINNING, FOREVER, Micros

_TEXTS: dict[TableName, tuple[str, ...]] = {
    "mentions": ("kind", "mapping"),
    "claims": ("property", "value", "raw", "grade", "mapping"),
    "links": ("kind", "role", "grade", "mapping"),
}
_ENDS: dict[TableName, tuple[str, ...]] = {
    "mentions": ("key",),
    "claims": ("mention",),
    "links": ("first", "second"),
}
_NUMBERS: dict[TableName, tuple[str, ...]] = {
    "mentions": ("label", "known_from", "known_to"),
    "claims": ("label", "valid_from", "valid_to", "known_from", "known_to"),
    "links": ("label", "valid_from", "valid_to", "known_from", "known_to"),
}


# Changes remembered, so that what rests on an earlier snapshot can follow; further back it starts
# anew.
MOST_CHANGES = 64


def empty_snapshot(id_key: bytes) -> Snapshot:
    """A snapshot of nothing, to be extended."""
    tables = {name: table(_no_rows(name), BEGINNING) for name in _TEXTS}
    nothing = group(np.zeros(0, dtype=np.int32), 0)
    return Snapshot(
        id_key=id_key,
        reached=Reached(0, BEGINNING),
        labels={},
        words=Dictionaries(),
        addresses=table({"id": np.zeros(0, dtype="S32")}, BEGINNING),
        mentions=tables["mentions"],
        claims=tables["claims"],
        links=tables["links"],
        groups=Groups(nothing, nothing, nothing, nothing),
    )


def extend_snapshot(old: Snapshot, store: GraphKeeper) -> Snapshot:
    """The snapshot brought up to where the store stands; the old one stays usable."""
    reached = store.reached()
    if reached.position == old.reached.position:
        return old
    gains = {name: _gain(old, store, name, reached.known_at) for name in _TEXTS}
    tables = {name: _grown(getattr(old, name), gain, reached) for name, gain in gains.items()}
    fresh = old.words.mentions.texts[old.size :]
    ids = np.array([mention_id(old.id_key, key) for key in fresh], dtype="S32")
    return Snapshot(
        id_key=old.id_key,
        reached=reached,
        labels=dict(store.labels()),
        words=old.words,
        addresses=old.addresses.extended({"id": ids}, reached.known_at),
        mentions=tables["mentions"],
        claims=tables["claims"],
        links=tables["links"],
        groups=_regrouped(old, tables, old.size + len(ids)),
        changes=(*old.changes, _change(old, tables, gains))[-MOST_CHANGES:],
    )


@dataclass(frozen=True)
class _Gain:
    """What a table gained: rows opened since, and which old rows ended when."""

    opened: Columns
    ended: Ints
    at: Ints


def _gain(old: Snapshot, store: GraphKeeper, name: TableName, known_at: Micros) -> _Gain:
    since = old.reached.known_at
    new = _joined([_no_rows(name), *(_encode(batch, name, old.words) for batch in
                                     store.scan(name, since))])  # fmt: skip
    # A batch of a load that is still being projected lies in the store already, unseen.
    new = _where(new, new["known_from"] <= known_at)
    new["known_to"] = np.where(new["known_to"] > known_at, FOREVER, new["known_to"])
    opened = new["known_from"] > since
    return _Gain(_where(new, opened), *_ended(old, name, _where(new, ~opened)))


def _ended(old: Snapshot, name: TableName, closed: Columns) -> tuple[Ints, Ints]:
    """The open rows that end, and when: a record's rows end together, at its next version."""
    groups = {"mentions": old.groups.mentions, "claims": old.groups.claims,
              "links": old.groups.firsts}  # fmt: skip
    near = groups[name].of_all(np.unique(closed[_ENDS[name][0]]).tolist())
    records, place = np.unique(closed["record"], return_inverse=True)
    ends = np.full(len(records), FOREVER, dtype=np.int64)
    np.minimum.at(ends, place, closed["known_to"])
    columns: Table = getattr(old, name)
    theirs = np.isin(columns["record"][near], records) & (columns["known_to"][near] == FOREVER)
    rows = near[theirs]
    return rows, ends[np.searchsorted(records, columns["record"][rows])]


def _grown(old: Table, gain: _Gain, reached: Reached) -> Table:
    grown = old.extended(gain.opened, reached.known_at)
    grown.end(gain.ended, gain.at)
    return grown


def _regrouped(old: Snapshot, tables: Mapping[TableName, Table], size: int) -> Groups:
    def again(grouped: Grouped, name: TableName, column: str) -> Grouped:
        before: Table = getattr(old, name)
        return grouped.extended(tables[name][column], before.size, size)

    return Groups(
        again(old.groups.mentions, "mentions", "key"),
        again(old.groups.claims, "claims", "mention"),
        again(old.groups.firsts, "links", "first"),
        again(old.groups.seconds, "links", "second"),
    )


def _change(
    old: Snapshot, tables: Mapping[TableName, Table], gains: Mapping[TableName, _Gain]
) -> Change:
    subjects: tuple[tuple[TableName, str], ...] = (("mentions", "key"), ("claims", "mention"))
    fresh = [gains[name].opened[column] for name, column in subjects]
    ended = [tables[name][column][gains[name].ended] for name, column in subjects]
    links = np.arange(old.links.size, tables["links"].size)
    return Change(
        since=old.reached.position,
        fresh=np.unique(np.concatenate(fresh)).astype(np.int64),
        touched=np.unique(np.concatenate([*fresh, *ended])).astype(np.int64),
        links=np.concatenate([links, gains["links"].ended]),
    )


def _no_rows(name: TableName) -> Columns:
    codes = dict.fromkeys((*_ENDS[name], *_TEXTS[name], "record"), np.int32)
    types = codes | dict.fromkeys(_NUMBERS[name], np.int64)
    return {column: np.zeros(0, dtype=kind) for column, kind in types.items()}


def _where(columns: Columns, mask: Mask) -> dict[str, Column]:
    return {name: column[mask] for name, column in columns.items()}


def _joined(pieces: list[Columns]) -> Columns:
    return {name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]}


def _encode(batch: pa.RecordBatch, name: TableName, words: Dictionaries) -> Columns:
    columns: dict[str, Column] = {}
    columns |= {end: _codes(batch.column(end), words.mentions) for end in _ENDS[name]}
    columns |= {text: _codes(batch.column(text), words.texts) for text in _TEXTS[name]}
    for number in _NUMBERS[name]:
        columns[number] = batch.column(number).to_numpy(zero_copy_only=False).astype(np.int64)
    columns["record"] = _records(batch, words)
    return columns


def _codes(column: pa.Array, interner: Interner) -> Codes:
    """The numbers of a column's texts; each distinct text of a batch is looked up once."""
    place, texts = _distinct(column)
    return interner.codes(texts)[place]


def _records(batch: pa.RecordBatch, words: Dictionaries) -> Codes:
    """Record numbers; a record new here leaves its source, id and agency behind."""
    (source, sources), (record, records) = (
        _distinct(batch.column(n)) for n in ("source", "record")
    )
    pairs, first, place = np.unique(
        record.astype(np.int64) * len(sources) + source, return_index=True, return_inverse=True
    )
    agencies = batch.column("agency").take(pa.array(first)).to_pylist()
    codes = np.empty(len(pairs), dtype=np.int32)
    for at, (pair, agency) in enumerate(zip(pairs.tolist(), agencies, strict=True)):
        codes[at] = _record(
            words, sources[pair % len(sources)], records[pair // len(sources)], agency
        )
    return codes[place]


def _record(words: Dictionaries, source: str, record: str, agency: str) -> int:
    code = words.records.code(f"{source}\0{record}")
    if code == len(words.record_id):
        words.record_source.append(source)
        words.record_id.append(record)
        words.record_agency.append(agency)
    return code


def _distinct(column: pa.Array) -> tuple[Codes, list[str]]:
    """A column as places in the list of its distinct texts."""
    encoded = column.dictionary_encode()
    places: Codes = encoded.indices.to_numpy(zero_copy_only=False)
    return places, encoded.dictionary.to_pylist()
