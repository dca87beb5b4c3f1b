"""Every order on records since the beginning, and every record by name: what a restore needs.

After a restore the orders that came later are carried out again on what came back. Registrations,
requests and charts stand as records of a source that no mapping can name.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from comity.graph.ledger_casework import CASEWORK_PURGE
from comity.graph.ledger_file import LedgerFile
from comity.graph.words import Micros

PURGE = "purge"
OF_CASEWORK = "casework/"
_ORDERS = f"""
SELECT 'purge', x.source, x.record, '', p.at, p.position
FROM purge x JOIN position p ON p.position = x.position
UNION ALL SELECT m.mark, m.source, m.record, m.spared, p.at, p.position
FROM record_mark m JOIN position p ON p.position = m.position
WHERE m.mark IN ('seal', 'unseal', 'hold', 'release')
UNION ALL SELECT 'purge', '{OF_CASEWORK}', j.value, '', p.at, p.position
FROM position p JOIN json_each(p.body, '$.refs') j WHERE p.kind = '{CASEWORK_PURGE}' ORDER BY 6, 3
"""
# Rows set aside name records too, and so do versions that were never published.
_NAMES = f"""
SELECT s.name, v.record FROM version v JOIN source s ON s.id = v.source
WHERE v.record IS NOT NULL AND (s.name, v.record) > (?1, ?2)
UNION SELECT s.name, q.record FROM quarantine q JOIN load l ON l.id = q.load
JOIN source s ON s.id = l.source WHERE q.record <> '' AND (s.name, q.record) > (?1, ?2)
UNION SELECT '{OF_CASEWORK}', c.ref FROM (SELECT ref FROM registration UNION SELECT ref FROM request
UNION SELECT ref FROM chart_version) c WHERE ('{OF_CASEWORK}', c.ref) > (?1, ?2)
ORDER BY 1, 2 LIMIT ?3
"""
_PAGE = 20_000


@dataclass(frozen=True, slots=True)
class RecordOrder:
    """One order on a record: a purge, a seal or its end, a legal hold or its end."""

    kind: str
    source: str
    record: str
    spared: tuple[str, ...]
    at: Micros


def orders(ledger: LedgerFile) -> list[RecordOrder]:
    """Every order that the ledger still tells of, oldest first."""
    return [
        RecordOrder(kind, source, record, tuple(filter(None, spared.split(","))), at)
        for kind, source, record, spared, at, _ in ledger.read(_ORDERS)
    ]


def names(ledger: LedgerFile) -> Iterator[tuple[str, str]]:
    """Every record that anything is kept of, by source and id, casework too."""
    last = ("", "")
    while rows := ledger.read(_NAMES, (*last, _PAGE)):
        yield from ((row[0], row[1]) for row in rows)
        last = (rows[-1][0], rows[-1][1])
