"""How a snapshot grows: rows that a store gained since are encoded and appended.

The former snapshot stays as it was, so that a view being read is never disturbed.
"""

import numpy as np
import pyarrow as pa

from comity.graph.columns import Codes, Columns, Interner, Ints, extend
from comity.graph.identity import mention_id
from comity.graph.ports import GraphKeeper, Reached, Table
from comity.graph.snapshot import Dictionaries, Snapshot
from comity.graph.words import BEGINNING, FOREVER, Micros

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
    columns: Columns = {name: _codes(batch.column(name), words.mentions) for name in _ENDS[table]}
    columns |= {name: _codes(batch.column(name), words.texts) for name in _TEXTS[table]}
    for name in _NUMBERS[table]:
        columns[name] = batch.column(name).to_numpy(zero_copy_only=False).astype(np.int64)
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
