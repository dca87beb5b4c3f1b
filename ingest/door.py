"""The door for single records: JSON objects with an instruction each, as over HTTP."""

from collections.abc import Mapping, Sequence
from typing import Any

from comity.graph.ports import LedgerWriter
from comity.graph.words import BadRow, LoadPlan, LoadSummary, Operation, Record
from comity.ingest.load import giving_up
from comity.ingest.mapping import SourceMapping
from comity.ingest.readers_json import json_row
from comity.ingest.records import MakeRecord, record_maker
from comity.ingest.rows import RawRow, content_of


def ingest_records(
    writer: LedgerWriter,
    mapping: SourceMapping,
    rows: Sequence[tuple[Operation, Mapping[str, Any]]],
    *,
    name: str,
    table: str = "",
    digest: str = "",
) -> LoadSummary:
    """Load rows given as objects, each to insert, update or delete; durable on return.

    `table` is a file name that the mapping's tables would read. `name` is what people see
    the load by; with the same `digest` (or name) a cut-off load goes on where it was.
    """
    shape = mapping.table_for(table) if table else mapping.tables[0]
    make = record_maker(mapping, shape)
    plan = LoadPlan(mapping.source, mapping.id, mapping.text, name, digest or name, told=True)
    load = writer.begin(plan)
    with giving_up(writer, load.load):
        made = [
            _made(make, RawRow(number, values, content_of(values)), does)
            for number, (does, values) in enumerate(rows, start=1)
        ]
        fresh = [item for item in made if item.row > load.resume_after_row]
        records = [item for item in fresh if isinstance(item, Record)]
        bad = [item for item in fresh if isinstance(item, BadRow)]
        if fresh:
            writer.append(load.load, records, bad, len(rows))
    return writer.publish(load.load)


def _made(make: MakeRecord, row: RawRow, does: Operation) -> Record | BadRow:
    """The record of a row; one that could never be read again, as {"AGE": NaN}, is set aside."""
    found, problem = make(row, does), json_row(row.number, row.content).problem
    if problem and isinstance(found, Record):
        return BadRow(row.number, "", problem, row.content, found.id, does)
    return found
