"""Loading: a file's rows into the ledger, batch by batch, resumable, all or nothing to readers."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from comity.graph.errors import GraphError
from comity.graph.ports import LedgerWriter
from comity.graph.words import BadRow, LoadPlan, LoadSummary, Record
from comity.ingest.columns import SAMPLE, check_columns, check_paths
from comity.ingest.errors import EmptyExport, FileChanged, NotFull, UnreadableFile
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
    check_full(mapping, [path], full)
    table, before = mapping.table_for(path.name), _stamp(path)
    with open_rows(path, _format(table)) as source:
        rows = _checked(source, mapping, table, path)
        plan = _plan(mapping, table, path, full)
        load = writer.begin(plan)
        with giving_up(writer, load.load):
            make, told = record_maker(mapping, table), _reporter(progress, source, path)
            made = (make(row) for row in rows if row.number > load.resume_after_row)
            accepted = _append(writer, load.load, made, told)
            if _stamp(path) != before:
                raise FileChanged(str(path))
            if plan.full and full is None and not (accepted or load.resume_after_row):
                raise EmptyExport(str(path))
    return writer.publish(load.load)


@contextmanager
def giving_up(writer: LedgerWriter, load: int) -> Iterator[None]:
    """Give up a load that fails, for it would fail again.

    One that was interrupted, or that the ledger refused (a full disk, or another run of the
    same file that goes on with it), is kept for the next run.
    """
    try:
        yield
    except GraphError:
        raise
    except Exception:
        writer.abandon(load)
        raise


def check_full(mapping: SourceMapping, paths: Sequence[Path], full: bool | None) -> None:
    """Refuse files of which each would withdraw what the others hold; raises NotFull."""
    whole = [path for path in paths if _is_whole(mapping.table_for(path.name), full)]
    if whole and len(mapping.tables) > 1:
        raise NotFull(str(whole[0]), f"{mapping.name} has several tables")
    if len(whole) > 1:
        raise NotFull(str(whole[1]), "it is one of several files")


def ingest_made(
    writer: LedgerWriter,
    made: Iterable[Record | BadRow],
    plan: LoadPlan,
) -> LoadSummary:
    """Load what was made of rows that are kept already: mended ones, or those of before.

    A cut-off load of this plan is started anew, for what is kept may have changed since.
    """
    load = writer.begin(plan)
    if load.resume_after_row:
        writer.abandon(load.load)
        load = writer.begin(plan)
    with giving_up(writer, load.load):
        _append(writer, load.load, iter(made), None)
    return writer.publish(load.load)


def _append(
    writer: LedgerWriter,
    load: int,
    made: Iterator[Record | BadRow],
    told: Callable[[int, int], None] | None,
) -> int:
    """Append batch by batch; how many rows became records."""
    accepted = 0
    while batch := list(islice(made, BATCH)):
        records = [item for item in batch if isinstance(item, Record)]
        bad = [item for item in batch if isinstance(item, BadRow)]
        writer.append(load, records, bad, batch[-1].row)
        accepted += len(records)
        if told is not None:
            told(len(batch), len(bad))
    return accepted


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
    whole = _is_whole(table, full)
    return LoadPlan(mapping.source, mapping.id, mapping.text, path.name, _hash(path), full=whole)


def _is_whole(table: TableSpec, full: bool | None) -> bool:
    return table.export.kind == "full" if full is None else full


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
