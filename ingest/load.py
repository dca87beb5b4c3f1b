"""Loading: a file's rows into the ledger, batch by batch, resumable, all or nothing to readers."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from comity.graph.ports import LedgerWriter
from comity.graph.words import BadRow, LoadPlan, LoadSummary, Record
from comity.ingest.columns import SAMPLE, check_columns, check_paths
from comity.ingest.errors import EmptyExport, FileChanged, UnreadableFile
from comity.ingest.mapping import SourceMapping
from comity.ingest.mapping_tables import FormatSpec, TableSpec
from comity.ingest.opening_rows import open_rows
from comity.ingest.records import record_maker
from comity.ingest.rows import RawRow, RowSource

BATCH = 2_000
PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a load has come: rows taken, and bytes of the file read of how many."""

    rows: int
    set_aside: int
    consumed: int
    total: int


Told = Callable[[Progress], None]


def ingest_file(
    writer: LedgerWriter,
    mapping: SourceMapping,
    path: Path,
    *,
    progress: Told | None = None,
    full: bool | None = None,
) -> LoadSummary:
    """Load one file: what it says becomes visible at once at the end, or not at all.

    A load that was cut off goes on where it stopped. `full` overrules the mapping's kind
    of export. Raises IngestError, after which nothing of the file is loaded.
    """
    table = mapping.table_for(path.name)
    before = _stamp(path)
    plan = _plan(mapping, table, path, full)
    with open_rows(path, _format(table)) as source:
        rows = _checked(source, mapping, table, path)
        load = writer.begin(plan)
        try:
            told = _reporter(progress, source, path)
            make = record_maker(mapping, table)
            made = (make(row) for row in rows if row.number > load.resume_after_row)
            appended = _append(writer, load.load, made, told)
            if _stamp(path) != before:
                raise FileChanged(str(path))
            if plan.full and full is None and not (appended or load.resume_after_row):
                raise EmptyExport(str(path))
        except Exception:
            # An interrupted load is kept to go on with; a failed one would fail again.
            writer.abandon(load.load)
            raise
    return writer.publish(load.load)


def ingest_made(
    writer: LedgerWriter,
    mapping: SourceMapping,
    made: Iterable[Record | BadRow],
    *,
    file: str,
    name: str,
) -> LoadSummary:
    """Load what was made of rows that are kept already: mended ones, or those of before.

    A cut-off load of this `name` is started anew, for what is kept may have changed since.
    """
    plan = LoadPlan(mapping.source, mapping.id, mapping.text, file, name)
    load = writer.begin(plan)
    if load.resume_after_row:
        writer.abandon(load.load)
        load = writer.begin(plan)
    try:
        _append(writer, load.load, iter(made), None)
    except BaseException:
        writer.abandon(load.load)
        raise
    return writer.publish(load.load)


def _append(
    writer: LedgerWriter,
    load: int,
    made: Iterator[Record | BadRow],
    told: Callable[[int, int], None] | None,
) -> int:
    """Append batch by batch; how many rows there were."""
    rows = 0
    while batch := list(islice(made, BATCH)):
        records = [item for item in batch if isinstance(item, Record)]
        bad = [item for item in batch if isinstance(item, BadRow)]
        writer.append(load, records, bad, batch[-1].row)
        rows += len(batch)
        if told is not None:
            told(len(batch), len(bad))
    return rows


def _checked(
    source: RowSource, mapping: SourceMapping, table: TableSpec, path: Path
) -> Iterator[RawRow]:
    """The rows, once the columns that the mapping reads are seen to be there."""
    if source.columns is not None:
        check_columns(path.name, mapping.name, table, source.columns)
        return source.rows
    sample = list(islice(source.rows, SAMPLE))
    values: list[Mapping[str, Any]] = [row.values for row in sample if not row.problem]
    check_paths(path.name, mapping.name, table, values)
    return chain(sample, source.rows)


def _plan(mapping: SourceMapping, table: TableSpec, path: Path, full: bool | None) -> LoadPlan:
    whole = table.export.kind == "full" if full is None else full
    return LoadPlan(mapping.source, mapping.id, mapping.text, path.name, _hash(path), full=whole)


def _format(table: TableSpec) -> FormatSpec:
    assert table.format is not None  # refused when the mapping was read
    return table.format


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError as error:
        raise UnreadableFile(str(path), 0, error.strerror or "cannot be read") from None
    return found.st_size, found.st_mtime_ns


def _reporter(
    progress: Told | None, source: RowSource, path: Path
) -> Callable[[int, int], None] | None:
    if progress is None:
        return None
    total, rows, aside = path.stat().st_size, 0, 0

    def told(more: int, bad: int) -> None:
        nonlocal rows, aside
        rows, aside = rows + more, aside + bad
        progress(Progress(rows, aside, source.consumed(), total))

    return told
