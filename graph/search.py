"""Search in one view: names by likeness, identifiers by their characters."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from typing import NamedTuple

from anyascii import anyascii

from comity.graph.answers import Hit
from comity.graph.detail import Detail
from comity.graph.likeness import Endings, Likeness

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
WHOLE_WORDS = 95.0
SAME_CODE = 100.0
CODE_BEGINS = 90.0
SHORTEST_CODE = 3


class _Entry(NamedTuple):
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
        detail = self.detail
        best: dict[int, tuple[float, str, str]] = {}
        for score, entry in (*self._by_name(text), *self._by_code(text)):
            entity = int(detail.entities.entity_of[entry.mention])
            told = (-score, entry.property, entry.value)
            best[entity] = min(told, best.get(entity, told))
        kinds = (entity for entity in best if kind is None or detail.kind_of(entity) == kind)
        order = nsmallest(limit, kinds, key=lambda entity: (best[entity][0], detail.id_of(entity)))
        return [self._hit(entity, *best[entity]) for entity in order]

    def called(self, text: str) -> list[int]:
        """The entities of just this name or number, letter for letter, whatever their number."""
        words, code = _words(fold(text)), squeeze(text)
        by_name = (entry for entry in self._names if _words(entry.folded) == words)
        by_code = (entry for entry in self._codes if entry.folded == code)
        exact = (*by_name, *(by_code if len(code) >= SHORTEST_CODE else ()))
        mentions = (entry.mention for entry in exact if entry.property in _CALLS)
        return sorted({int(self.detail.entities.entity_of[mention]) for mention in mentions})

    def _by_name(self, text: str) -> Iterator[tuple[float, _Entry]]:
        wanted, (likeness, entries) = fold(text), self._names_by_text
        if not wanted:
            return
        scores = likeness.sorted_like(wanted, LIKE_ENOUGH)
        # A query that is one word of a longer name is found, after closer names.
        for number, partly in likeness.set_like(wanted, WHOLE_WORDS).items():
            scores[number] = max(scores.get(number, 0.0), partly * 0.85)
        for number, score in scores.items():
            for entry in entries[number]:
                yield round(score, 1), entry

    def _by_code(self, text: str) -> Iterator[tuple[float, _Entry]]:
        wanted, (endings, entries) = squeeze(text), self._codes_by_text
        if len(wanted) < SHORTEST_CODE:
            return
        for number in endings.touching(wanted):
            score = SAME_CODE if endings.texts[number] == wanted else CODE_BEGINS
            for entry in entries[number]:
                yield score, entry

    def _hit(self, entity: int, below: float, prop: str, value: str) -> Hit:
        detail = self.detail
        name = detail.name(entity)
        return Hit(detail.id_of(entity), detail.kind_of(entity), name, -below, prop, value)

    @cached_property
    def _names_by_text(self) -> tuple[Likeness, list[list[_Entry]]]:
        texts, entries = _by_text(self._names)
        return Likeness(texts), entries

    @cached_property
    def _codes_by_text(self) -> tuple[Endings, list[list[_Entry]]]:
        texts, entries = _by_text(self._codes)
        return Endings(texts), entries

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


def _by_text(entries: Iterable[_Entry]) -> tuple[list[str], list[list[_Entry]]]:
    """The distinct texts, and for each whom it leads to."""
    found: dict[str, list[_Entry]] = {}
    for entry in entries:
        found.setdefault(entry.folded, []).append(entry)
    return list(found), list(found.values())
