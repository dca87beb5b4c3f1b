"""Reading again what is kept: after a mapping was corrected, and after a row was mended."""

import hashlib
from collections.abc import Iterator

from comity.graph.ledger import Ledger
from comity.graph.ledger_words import QuarantinedRow
from comity.graph.words import LoadSummary
from comity.ingest.errors import IngestError
from comity.ingest.load import ingest_rows
from comity.ingest.mapping import SourceMapping
from comity.ingest.mapping_tables import TableSpec
from comity.ingest.opening_rows import reread
from comity.ingest.records import record_maker
from comity.ingest.rows import RawRow


class NothingToRun(IngestError):
    """No row waits to be run again."""


def remap(ledger: Ledger, mapping: SourceMapping) -> list[LoadSummary]:
    """Derive the claims of a source anew from its kept records, one load a table."""
    summaries = []
    for index, table in enumerate(mapping.tables):
        rows = _kept(ledger, mapping, table)
        name = f"remap of table {index + 1} to {mapping.id}"
        summaries.append(ingest_rows(ledger, mapping, table, rows, name=name))
    return summaries


def rerun(ledger: Ledger, mapping: SourceMapping, rows: list[QuarantinedRow]) -> LoadSummary:
    """Run rows that were set aside through the mapping as it is now, mended or not."""
    mine = [row for row in rows if row.source == mapping.source.id]
    if not mine:
        raise NothingToRun(f"no row of {mapping.source.id} waits; list them with quarantine list")
    table = mapping.table_for(mine[0].file)
    again = [_again(number, row, table) for number, row in enumerate(mine, start=1)]
    digest = hashlib.sha256(b"\0".join(row.content for row in again)).hexdigest()[:16]
    name = f"{mine[0].file} rerun {digest}"
    summary = ingest_rows(ledger, mapping, table, again, name=name)
    ledger.mark_rerun([row.id for row in mine], summary.load)
    return summary


def _again(number: int, row: QuarantinedRow, table: TableSpec) -> RawRow:
    assert table.format is not None  # refused when the mapping was read
    found = reread(number, row.content, table.format)
    return RawRow(number, found.values, found.content, found.problem)


def _kept(ledger: Ledger, mapping: SourceMapping, table: TableSpec) -> Iterator[RawRow]:
    """The kept records that this table makes: those it still gives the same id."""
    assert table.format is not None  # refused when the mapping was read
    make = record_maker(mapping, table)
    number = 0
    for record in ledger.kept_records(mapping.source.id):
        row = reread(number + 1, record.content, table.format)
        if row.problem or getattr(make(row), "id", None) != record.id:
            continue
        number += 1
        yield row
