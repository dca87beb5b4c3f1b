"""Rows for an audit, none like another."""

from dataclasses import replace

from comity.graph.audit import AuditRow, Disclosed
from comity.sharing import Label

LABEL = Label("harbor-so", "booking", "TLP:AMBER").canonical()
ROW = AuditRow(
    at=1_772_443_800_000_000,
    principal="d.reyes",
    agency="riverton-pd",
    role="analyst",
    purpose="investigation",
    case="C-1",
    justification="a tip",
    action="search",
    question='{"text":"Müller"}',
    known_at=5,
    valid_at=None,
    view="abc",
    agreements=("corridor",),
    shown=("9c1f4be0a7d25e33b8f06a1d42c7e590",),
    outcome="answered",
    disclosed=(Disclosed(LABEL, "corridor", 1, "2.1", ("9c1f4be0a7d25e33b8f06a1d42c7e590",)),),
)


def rows(count: int) -> list[AuditRow]:
    """So many rows, each a second after the one before."""
    return [replace(ROW, at=ROW.at + n * 1_000_000, question=f'{{"n":{n}}}') for n in range(count)]
