"""Reading again what is kept: after a mapping was corrected, and after a row was mended."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from comity.graph.ledger import Ledger
from comity.graph.ledger_words import QuarantinedRow
from comity.graph.words import BadRow, LoadPlan, LoadSummary, Record
from comity.ingest.columns import columns_of
from comity.ingest.errors import IngestError, NotRead, OtherRecord, WrongFile
from comity.ingest.load import ingest_made
from comity.ingest.mapping import SourceMapping
from comity.ingest.mapping_tables import FormatSpec, TableSpec
from comity.ingest.opening_rows import reread
from comity.ingest.records import MakeRecord, record_maker
from comity.ingest.rows import RawRow, content_of

Remake = Callable[[int, Record], Record | BadRow]
Makers = Sequence[tuple[TableSpec, MakeRecord]]
SINCE = "its record changed since"


class NothingToRun(IngestError):
    """No row waits to be run again."""


def remap(ledger: Ledger, mapping: SourceMapping) -> list[LoadSummary]:
    """Derive the claims of a source anew from its kept records, all in one load.

    A record that the mapping can no longer read is set aside and keeps its claims.
    """
    remake = _remaker(mapping)
    kept = ledger.kept_records(mapping.source.id)
    made = (remake(number, record) for number, record in enumerate(kept, start=1))
    name = f"remap to {mapping.id}"
    plan = LoadPlan(mapping.source, mapping.id, mapping.text, name, name)
    return [ingest_made(ledger, made, plan)]


def rerun(ledger: Ledger, mapping: SourceMapping, rows: Sequence[QuarantinedRow]) -> LoadSummary:
    """Run rows that one load set aside through the mapping as it is now; each keeps its line.

    A row whose record changed since is set aside again: it would undo what is newer.
    """
    mine = sorted((row for row in rows if row.source == mapping.source.id), key=lambda r: r.row)
    if not mine:
        raise NothingToRun(f"no row of {mapping.source.id} waits; list them with quarantine list")
    makers, origin = _makers(mapping, mine[0].file), ledger.first_load(mine[0].load)
    made = (_unless_older(ledger, mapping, origin, _made_again(row, makers)) for row in mine)
    summary = ingest_made(ledger, made, _plan_again(mapping, mine, origin))
    ledger.mark_rerun([row.id for row in mine], summary.load)
    return summary


def mended(mapping: SourceMapping, row: QuarantinedRow, changed: Mapping[str, Any]) -> bytes:
    """A row's text with some columns corrected; those that cannot be read must all be given."""
    known: Mapping[str, Any] = {}
    for read, _ in _readings(row.row, row.content, _makers(mapping, row.file)):
        if not read.problem:
            known = read.values
            break
    return content_of({**known, **changed})


def corrected(
    mapping: SourceMapping, record: Record, changed: Mapping[str, Any]
) -> dict[str, Any] | None:
    """A kept record's columns with some corrected; None if no table of the mapping reads it.

    Raises NotRead for a column that neither the record nor the mapping has, and OtherRecord where
    it would be another record by them.
    """
    for read, make in _readings(1, record.content, _all_makers(mapping)):
        if not read.problem:
            _check_read(mapping, {*read.values}, changed)
            values = {**read.values, **changed}
            made = make(RawRow(1, values, content_of(values)))
            if isinstance(made, Record) and made.id != record.id:
                raise OtherRecord(mapping.id)
            return values
    return None


def _check_read(mapping: SourceMapping, there: set[str], changed: Mapping[str, Any]) -> None:
    known = there.union(*(columns_of(table) for table in mapping.tables))
    for column in sorted(changed.keys() - known):
        raise NotRead(mapping.id, column, known)


def _remaker(mapping: SourceMapping) -> Remake:
    """What makes a kept record anew by the table it came from, which it does not say.

    A record names its id; under another one it would be there twice.
    """
    makers = _all_makers(mapping)

    def remake(number: int, record: Record) -> Record | BadRow:
        column, reason = "", "the mapping no longer gives this record its id"
        for row, make in _readings(number, record.content, makers):
            made = make(row)
            if isinstance(made, BadRow):
                column, reason = made.column, made.reason
            elif made.id == record.id:
                return made
        return BadRow(number, column, reason, record.content, record.id)

    return remake


def _plan_again(mapping: SourceMapping, rows: Sequence[QuarantinedRow], origin: int) -> LoadPlan:
    digest = hashlib.sha256(b"\0".join(row.content for row in rows)).hexdigest()
    return LoadPlan(
        *(mapping.source, mapping.id, mapping.text, rows[0].file, f"rerun {origin} {digest}"),
        told=rows[0].operation is not None,
        origin=origin,
    )


def _unless_older(
    ledger: Ledger, mapping: SourceMapping, origin: int, made: Record | BadRow
) -> Record | BadRow:
    """A record, unless its source said something of it after the row that it was made of."""
    if isinstance(made, BadRow):
        return made
    newest = ledger.newest_origin(mapping.source.id, made.id)
    if newest is None or (newest.load, newest.row) <= (origin, made.row):
        return made
    line = f", row {newest.row}" if newest.row else ""
    reason = f"{SINCE}: load {newest.load}{line}; dismiss this row, or send it anew"
    return BadRow(made.row, "", reason, made.content, made.id)


def _made_again(row: QuarantinedRow, makers: Makers) -> Record | BadRow:
    """The record of a row, by the first table that can read it, or why none can."""
    why = "no table of the mapping has its columns"
    made: Record | BadRow = BadRow(row.row, "", why, row.content, row.record, row.operation)
    for read, make in _readings(row.row, row.content, makers):
        made = make(read, row.operation)
        if isinstance(made, Record):
            break
    return made


def _makers(mapping: SourceMapping, file: str) -> Makers:
    """The table that reads a file, or all of them for rows that came from no file."""
    try:
        table = mapping.table_for(file)
    except WrongFile:
        return _all_makers(mapping)
    return [(table, record_maker(mapping, table))]


def _all_makers(mapping: SourceMapping) -> Makers:
    """Every table, those that read most columns first."""
    tables = sorted(mapping.tables, key=lambda table: -len(set(columns_of(table))))
    return [(table, record_maker(mapping, table)) for table in tables]


def _readings(number: int, content: bytes, makers: Makers) -> Iterator[tuple[RawRow, MakeRecord]]:
    """A kept row as each table that may be its own reads it; the only one always may."""
    for table, make in makers:
        row = reread(number, content, _format(table))
        if row.problem or len(makers) == 1 or _fits(table, set(row.values)):
            yield row, make


def _fits(table: TableSpec, columns: set[str]) -> bool:
    """Whether a flat row can be this table's; a nested one may lack what is empty."""
    spec = _format(table)
    if spec.type not in ("csv", "xlsx"):
        return True
    return all(name in columns or name in spec.optional for name in columns_of(table))


def _format(table: TableSpec) -> FormatSpec:
    assert table.format is not None  # refused when the mapping was read
    return table.format
