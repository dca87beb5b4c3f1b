"""Search in one view: names by likeness, identifiers by their characters."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from anyascii import anyascii
from rapidfuzz import fuzz, process

from comity.graph.answers import Hit
from comity.graph.detail import Detail

_NAME_PARTS = ("given_name", "middle_name", "family_name", "suffix")
_NAMES = frozenset({"name", "alias", "address", "street", "offence", "description", "make"})
_CODES = frozenset(
    {
        "phone_number", "plate", "vin", "email", "case_number", "warrant_number",
        "booking_number", "report_number", "document_number", "national_id", "state_id",
        "fingerprint_id",
        "registration_number", "account_number", "serial_number", "badge_number",
        "postcode", "imei", "birth_date", "item_number",
    }
)  # fmt: skip
# What is common to many names nobody: to be asked who has it would count what does not show.
_CALLS = (frozenset({"name", "alias", "address"}) | _CODES) - {"postcode", "birth_date"}
LIKE_ENOUGH = 75.0
SAME_CODE = 100.0
CODE_BEGINS = 90.0
SHORTEST_CODE = 3


@dataclass(frozen=True, slots=True)
class _Entry:
    """One visible text, in the form it is compared in, and who it leads to."""

    folded: str
    property: str
    value: str
    mention: int


@dataclass(frozen=True)
class SearchIndex:
    """The searchable texts of one view; its own words only, so counts betray nothing."""

    detail: Detail

    def find(self, text: str, kind: str | None, limit: int) -> list[Hit]:
        """Entities best first, then by id; each by its best value."""
        best: dict[int, Hit] = {}
        for score, entry in (*self._by_name(text), *self._by_code(text)):
            entity = int(self.detail.entities.entity_of[entry.mention])
            hit = self._hit(entity, score, entry)
            if kind in (None, hit.kind) and (entity not in best or _first(hit, best[entity])):
                best[entity] = hit
        return sorted(best.values(), key=lambda hit: (-hit.score, hit.entity))[:limit]

    def called(self, text: str) -> list[int]:
        """The entities of just this name or number, letter for letter, whatever their number."""
        words, code = _words(fold(text)), squeeze(text)
        by_name = (entry for entry in self._names if _words(entry.folded) == words)
        by_code = (entry for entry in self._codes if entry.folded == code)
        exact = (*by_name, *(by_code if len(code) >= SHORTEST_CODE else ()))
        mentions = (entry.mention for entry in exact if entry.property in _CALLS)
        return sorted({int(self.detail.entities.entity_of[mention]) for mention in mentions})

    def _by_name(self, text: str) -> Iterable[tuple[float, _Entry]]:
        wanted, entries = fold(text), self._names
        if not wanted or not entries:
            return []
        texts = [entry.folded for entry in entries]
        scores = process.cdist(
            [wanted], texts, scorer=fuzz.token_sort_ratio, score_cutoff=LIKE_ENOUGH
        )[0]
        partly = process.cdist([wanted], texts, scorer=fuzz.token_set_ratio, score_cutoff=95)[0]
        # A query that is one word of a longer name is found, after closer names.
        scores = np.maximum(scores, partly * 0.85)
        return [(round(float(scores[at]), 1), entries[at]) for at in np.flatnonzero(scores)]

    def _by_code(self, text: str) -> Iterable[tuple[float, _Entry]]:
        wanted = squeeze(text)
        if len(wanted) < SHORTEST_CODE:
            return []
        return [
            (SAME_CODE if entry.folded == wanted else CODE_BEGINS, entry)
            for entry in self._codes
            if entry.folded.startswith(wanted) or entry.folded.endswith(wanted)
        ]

    def _hit(self, entity: int, score: float, entry: _Entry) -> Hit:
        detail = self.detail
        return Hit(
            detail.id_of(entity),
            detail.kind_of(entity),
            detail.name(entity),
            score,
            entry.property,
            entry.value,
        )

    @cached_property
    def _names(self) -> list[_Entry]:
        entries = [
            _Entry(fold(value), prop, value, mention)
            for mention, values in self.detail.all_values.items()
            for prop, value in _names_in(values)
        ]
        return [entry for entry in entries if entry.folded]

    @cached_property
    def _codes(self) -> list[_Entry]:
        return [
            _Entry(squeeze(value), prop, value, mention)
            for mention, values in self.detail.all_values.items()
            for prop in values.keys() & _CODES
            for value in values[prop]
        ]


def fold(text: str) -> str:
    """A name in plain lower-case letters of any script, for comparing by likeness."""
    return " ".join(anyascii(text).casefold().replace("-", " ").split())


def _words(folded: str) -> list[str]:
    """The words of a name, in whatever order it gives them."""
    return sorted(folded.split())


def squeeze(text: str) -> str:
    """An identifier without the marks people put into it."""
    return "".join(char for char in anyascii(text).casefold() if char.isalnum())


def _names_in(values: dict[str, list[str]]) -> Iterable[tuple[str, str]]:
    parts = [" ".join(values[part]) for part in _NAME_PARTS if part in values]
    if parts:
        yield "name", " ".join(parts)
    for prop in sorted(values.keys() & _NAMES):
        for value in values[prop]:
            yield prop, value


def _first(hit: Hit, other: Hit) -> bool:
    """Whether a hit goes before another of the same entity."""
    return (-hit.score, hit.property, hit.value) < (-other.score, other.property, other.value)
