"""Small records, plans and loads by hand, for tests of the ledger."""

from collections.abc import Iterable, Sequence

from comity.graph.ledger import Ledger
from comity.graph.ports import Changes, Reached
from comity.graph.words import (
    FOREVER,
    BadRow,
    Claim,
    Link,
    LoadPlan,
    LoadSummary,
    Mention,
    Micros,
    Operation,
    Record,
    Source,
    mention_key,
)
from comity.sharing import Label

OPEN = Label("riverton-pd", "incident", "le-only")
SOURCE = Source("rms", "riverton-pd", "Records")
START = Reached(0, 0)


def plan(
    file_hash: str = "f1", *, source: Source = SOURCE, mapping: str = "m1", full: bool = False
) -> LoadPlan:
    return LoadPlan(source, mapping, f"text of {mapping}", "rms.csv", file_hash, full)


def person(record: str, source: str = SOURCE.id) -> str:
    return mention_key(source, record, "person")


def record(
    name: str,
    text: str = "Ana",
    *,
    row: int = 1,
    operation: Operation = "insert",
    to: Sequence[str] = (),
    source: str = SOURCE.id,
) -> Record:
    """A record of one person with one name, who knows the persons of the records in `to`."""
    key = person(name, source)
    if operation == "delete":
        return Record(name, text.encode(), row, operation)
    links = tuple(Link(key, person(end, source), "knows", "associate", OPEN) for end in to)
    claims = (Claim(key, "name", text, text.upper(), OPEN),)
    mentions = (Mention(key, "person", OPEN),)
    return Record(name, text.encode(), row, operation, mentions, claims, links)


def load(
    ledger: Ledger, plan: LoadPlan, records: Iterable[Record], bad: Sequence[BadRow] = ()
) -> LoadSummary:
    """One whole load, with rows numbered as they come."""
    rows = [_at_row(item, row) for row, item in enumerate(records, start=1)]
    opened = ledger.begin(plan)
    ledger.append(opened.load, rows, bad, len(rows) + len(bad))
    return ledger.publish(opened.load)


def live(changes: Iterable[Changes], at: Micros = FOREVER) -> dict[tuple[str, str], list[str]]:
    """What a projection of these changes holds: names by source and record, as known at `at`."""
    rows: dict[tuple[str, str], list[str]] = {}
    for change in changes:
        if change.at > at:
            break
        for gone in (*change.closed, *change.dropped):
            rows.pop(gone, None)
        for claim in change.claims:
            made_by = (claim.provenance.source, claim.provenance.record)
            rows.setdefault(made_by, []).append(claim.value)
    return rows


def _at_row(item: Record, row: int) -> Record:
    return Record(
        item.id, item.content, row, item.operation, item.mentions, item.claims, item.links
    )
