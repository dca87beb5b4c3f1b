"""What the ledger still keeps of each record: whose it is, of which classes, since when.

A mere edit is a new version and moves nothing: a record is as old as its first one.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from comity.graph.ledger_facts import FactRows
from comity.graph.ledger_file import LedgerFile
from comity.graph.ledger_words import KeptRecord
from comity.graph.ports import Provenance

_PAGE = 2_000
_SOURCES = "SELECT id, name, agency FROM source ORDER BY name"
_RECORDS = """
WITH page AS (
    SELECT v.record, min(p.at) AS first FROM version v JOIN load l ON l.id = v.version >> 32
    JOIN position p ON p.position = l.position
    WHERE v.source = ?1 AND v.record > ?2 AND v.state = 0
    GROUP BY v.record ORDER BY v.record LIMIT ?3
)
SELECT DISTINCT page.record, page.first, m.value ->> 2, l.mapping
FROM page JOIN version v ON v.source = ?1 AND v.record = page.record
JOIN load l ON l.id = v.version >> 32
LEFT JOIN content c ON c.version = v.version AND c.facts <> ''
LEFT JOIN json_each(coalesce(c.facts, '[[]]'), '$[0]') m
ORDER BY page.record
"""
_BEARING = """
SELECT c.facts FROM version v JOIN source s ON s.id = v.source
JOIN load l ON l.id = v.version >> 32 AND l.position IS NOT NULL
JOIN content c ON c.version = v.version
WHERE s.name = ? AND v.record = ? AND s.agency = ? AND v.state = 0
"""
_MENTIONS = """
SELECT DISTINCT m.value ->> 0 FROM version v JOIN source s ON s.id = v.source
JOIN content c ON c.version = v.version JOIN json_each(c.facts, '$[0]') m
WHERE s.name = ? AND v.record = ? AND c.facts <> '' ORDER BY 1
"""


def kept(ledger: LedgerFile) -> Iterator[KeptRecord]:
    """Every published record that was not purged, by source and id."""
    for number, source, agency in ledger.read(_SOURCES):
        for record, rows in groupby(_rows(ledger, number), key=lambda row: row[0]):
            found = list(rows)
            numbers = {row[2] for row in found if row[2] is not None}
            classes = sorted({ledger.label(each).data_class for each in numbers})
            mappings = tuple(sorted({row[3] for row in found}))
            yield KeptRecord(source, record, agency, tuple(classes), found[0][1], mappings)


def mentions_of(ledger: LedgerFile, source: str, record: str) -> list[str]:
    """The keys of every mention that any version of a record makes."""
    return [row[0] for row in ledger.read(_MENTIONS, (source, record))]


def is_of(ledger: LedgerFile, agency: str, source: str, record: str) -> bool:
    """Whether a published record is of an agency's own source and ever said something of its own.

    What others own of it counts for nothing: whoever does not see that must not learn of it.
    """
    facts = FactRows()
    for (text,) in ledger.read(_BEARING, (source, record, agency)):
        facts.add(text, Provenance(agency, source, record, "", 0, 0))
    return any(ledger.label(each).owner == agency for each in facts.label_numbers())


def mapping_texts(ledger: LedgerFile) -> dict[int, str]:
    """The text of every mapping by number."""
    return {row[0]: row[1] for row in ledger.read("SELECT id, text FROM mapping")}


def _rows(ledger: LedgerFile, source: int) -> Iterator[tuple[Any, ...]]:
    last = ""
    while rows := ledger.read(_RECORDS, (source, last, _PAGE)):
        yield from rows
        last = rows[-1][0]
