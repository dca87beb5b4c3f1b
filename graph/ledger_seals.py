"""Sealing in the stream: a sealed record's facts carry a caveat that spares whom its order names.

The ledger keeps the facts as they were recorded, so that opening the record again restores them
exactly; projections get every version of it anew, each known from and to when it was.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from comity.graph.ledger_facts import FactRows
from comity.graph.ledger_file import LedgerFile
from comity.graph.ledger_marks import SEALING, sealed
from comity.graph.ports import Changes, ClaimRow, LinkRow, MentionRow, Provenance, Reached
from comity.graph.words import FOREVER, Micros
from comity.sharing import sealed_label

Fact = TypeVar("Fact", MentionRow, ClaimRow, LinkRow)
Seals = Mapping[tuple[str, str], tuple[str, ...]]
_VERSIONS = """
SELECT v.operation, c.facts, s.agency, m.name, p.at
FROM version v JOIN load l ON l.id = v.version >> 32 JOIN position p ON p.position = l.position
JOIN source s ON s.id = v.source JOIN mapping m ON m.id = l.mapping
LEFT JOIN content c ON c.version = v.version
WHERE s.name = ? AND v.record = ? AND v.state = 0 AND l.position < ? ORDER BY l.position
"""


def under_seal(ledger: LedgerFile, facts: FactRows, seals: Seals) -> FactRows:
    """The same facts, those of sealed records under the label that hides them."""
    if not seals:
        return facts
    sealing, found = _Sealing(ledger, seals), FactRows()
    found.mentions = [sealing.told(row) for row in facts.mentions]
    found.claims = [sealing.told(row) for row in facts.claims]
    found.links = [sealing.told(row) for row in facts.links]
    return found


def of_mark(ledger: LedgerFile, position: int, at: Micros) -> Changes:
    """What a mark changes for projections: a seal or its end, every version of its record."""
    reached = Reached(position, at)
    rows = ledger.read("SELECT mark, source, record FROM record_mark WHERE position = ?",
                       (position,))  # fmt: skip
    if not rows or rows[0][0] not in SEALING:
        return Changes(at, reached)
    _, source, record = rows[0]
    facts = under_seal(ledger, _told_again(ledger, source, record, position), sealed(ledger))
    labels = [(number, ledger.label(number)) for number in sorted(facts.label_numbers())]
    return Changes(
        at, reached, labels, (), facts.mentions, facts.claims, facts.links, [(source, record)]
    )


def _told_again(ledger: LedgerFile, source: str, record: str, before: int) -> FactRows:
    rows = ledger.read(_VERSIONS, (source, record, before))
    ends = [*(row[-1] for row in rows[1:]), FOREVER]
    facts = FactRows()
    for (operation, text, agency, mapping, at), end in zip(rows, ends, strict=True):
        if operation < 2 and text:
            facts.add(text, Provenance(agency, source, record, mapping, at, end))
    return facts


class _Sealing:
    """Gives facts of sealed records their label, each new one numbered in the ledger once."""

    def __init__(self, ledger: LedgerFile, seals: Seals) -> None:
        self._ledger, self._seals = ledger, seals
        self._numbers: dict[tuple[int, tuple[str, ...]], int] = {}

    def told(self, row: Fact) -> Fact:
        """A fact as it is told now."""
        spared = self._seals.get((row.provenance.source, row.provenance.record))
        return row if spared is None else replace(row, label=self._number(row.label, spared))

    def _number(self, number: int, spared: tuple[str, ...]) -> int:
        if (number, spared) not in self._numbers:
            label = sealed_label(self._ledger.label(number), spared)
            with self._ledger.write() as connection:
                self._numbers[number, spared] = self._ledger.number_of(connection, label)
        return self._numbers[number, spared]
