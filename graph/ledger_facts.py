"""How what a record asserts is written in its content row: compact JSON."""

import json
from collections.abc import Callable
from typing import Any

from comity.graph.ports import ClaimRow, LinkRow, MentionRow, Provenance
from comity.graph.words import ALWAYS, Interval, Record
from comity.sharing import Label

_encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, check_circular=False).encode


def write_facts(record: Record, number_of: Callable[[Label], int]) -> str:
    """The facts of one record as text; labels go in by number, what is usual is left out."""
    if not (record.mentions or record.claims or record.links):
        return ""
    claims = [
        [
            claim.mention,
            claim.property,
            claim.value,
            None if claim.raw == claim.value else claim.raw,
            number_of(claim.label),
            claim.grade,
            *_times(claim.valid),
        ]
        for claim in record.claims
    ]
    links = [
        [
            link.first,
            link.second,
            link.kind,
            link.role,
            number_of(link.label),
            link.grade,
            *_times(link.valid),
        ]
        for link in record.links
    ]
    return _encode([[[m.key, m.kind, number_of(m.label)] for m in record.mentions], claims, links])


def outside_ends(record: Record) -> set[str]:
    """The mentions that a record speaks of and does not make itself."""
    named = {claim.mention for claim in record.claims}
    for link in record.links:
        named.add(link.first)
        named.add(link.second)
    return named.difference([mention.key for mention in record.mentions])


class FactRows:
    """Rows for a projection, gathered from one batch of records."""

    def __init__(self) -> None:
        self.mentions: list[MentionRow] = []
        self.claims: list[ClaimRow] = []
        self.links: list[LinkRow] = []

    def add(self, facts: str, origin: Provenance) -> None:
        """Take in what one record asserts."""
        if not facts:
            return
        mentions, claims, links = json.loads(facts)
        self.mentions += [MentionRow(key, kind, label, origin) for key, kind, label in mentions]
        # What a record says twice it says once: a new version could not tell which of them stayed.
        self.claims += dict.fromkeys(_claim_row(claim, origin) for claim in claims)
        self.links += dict.fromkeys(_link_row(link, origin) for link in links)

    def label_numbers(self) -> set[int]:
        """The labels these rows use."""
        return {
            *(row.label for row in self.mentions),
            *(row.label for row in self.claims),
            *(row.label for row in self.links),
        }


def _times(valid: Interval) -> tuple[int, ...]:
    return () if valid == ALWAYS else (valid.start, valid.end)


def _claim_row(claim: list[Any], origin: Provenance) -> ClaimRow:
    mention, prop, value, raw, label, grade, *times = claim
    start, end = times or (ALWAYS.start, ALWAYS.end)
    said = value if raw is None else raw
    return ClaimRow(mention, prop, value, said, label, grade, start, end, origin)


def _link_row(link: list[Any], origin: Provenance) -> LinkRow:
    first, second, kind, role, label, grade, *times = link
    start, end = times or (ALWAYS.start, ALWAYS.end)
    return LinkRow(first, second, kind, role, label, grade, start, end, origin)
