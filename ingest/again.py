"""Reading again what is kept: after a mapping was corrected, and after a row was mended."""

import hashlib
from collections.abc import Callable, Iterator, Sequence

from comity.graph.ledger import Ledger
from comity.graph.ledger_words import QuarantinedRow
from comity.graph.words import BadRow, LoadSummary, Record
from comity.ingest.columns import columns_of
from comity.ingest.errors import IngestError
from comity.ingest.load import ingest_made
from comity.ingest.mapping import SourceMapping
from comity.ingest.mapping_tables import FormatSpec, TableSpec
from comity.ingest.opening_rows import reread
from comity.ingest.records import MakeRecord, record_maker

Remake = Callable[[int, Record], Record | BadRow]


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
    return [ingest_made(ledger, mapping, made, file=name, name=name)]


def rerun(ledger: Ledger, mapping: SourceMapping, rows: Sequence[QuarantinedRow]) -> LoadSummary:
    """Run rows of one file that were set aside through the mapping as it is now."""
    mine = [row for row in rows if row.source == mapping.source.id]
    if not mine:
        raise NothingToRun(f"no row of {mapping.source.id} waits; list them with quarantine list")
    table = mapping.table_for(mine[0].file)
    make, spec = record_maker(mapping, table), _format(table)
    made = (make(reread(n, row.content, spec)) for n, row in enumerate(mine, start=1))
    digest = hashlib.sha256(b"\0".join(row.content for row in mine)).hexdigest()
    summary = ingest_made(ledger, mapping, made, file=mine[0].file, name=f"rerun {digest}")
    ledger.mark_rerun([row.id for row in mine], summary.load)
    return summary


def _remaker(mapping: SourceMapping) -> Remake:
    """What makes a kept record anew by the table it came from.

    A record does not say its table: it is the one that reads most of its columns and still
    gives the record its id. A record names its id; under another one it would be there twice.
    """
    makers = [(table, record_maker(mapping, table)) for table in mapping.tables]
    makers.sort(key=lambda pair: -len(set(columns_of(pair[0]))))

    def remake(number: int, record: Record) -> Record | BadRow:
        column, reason = "", "the mapping no longer gives this record its id"
        for made in _tried(number, record, makers):
            if isinstance(made, BadRow):
                column, reason = made.column, made.reason
            elif made.id == record.id:
                return made
        return BadRow(number, column, reason, record.content, record.id)

    return remake


def _tried(
    number: int, record: Record, makers: Sequence[tuple[TableSpec, MakeRecord]]
) -> Iterator[Record | BadRow]:
    for table, make in makers:
        row = reread(number, record.content, _format(table))
        if row.problem or _fits(table, set(row.values)):
            yield make(row)


def _fits(table: TableSpec, columns: set[str]) -> bool:
    """Whether a flat row can be this table's; a nested one may lack what is empty."""
    spec = _format(table)
    if spec.type not in ("csv", "xlsx"):
        return True
    return all(name in columns or name in spec.optional for name in columns_of(table))


def _format(table: TableSpec) -> FormatSpec:
    assert table.format is not None  # refused when the mapping was read
    return table.format
