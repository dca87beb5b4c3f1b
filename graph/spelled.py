"""The searchable texts of some mentions: names by likeness, identifiers by their characters."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from anyascii import anyascii

from comity.graph.gathered import Values
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


class Entry(NamedTuple):
    """One text, in the form it is compared in, and the mention that it is of."""

    folded: str
    property: str
    value: str
    mention: int


Scored = tuple[float, Entry]


@dataclass(frozen=True)
class Spelled:
    """The texts of some mentions, by mention and property."""

    values: Mapping[int, Values]

    def like(self, text: str) -> Iterator[Scored]:
        """The texts that are like one, each with how much (0 to 100)."""
        yield from self._by_name(text)
        yield from self._by_code(text)

    def just(self, text: str) -> Iterator[Entry]:
        """What is called just this, letter for letter."""
        words, code = _words(fold(text)), squeeze(text)
        by_name = (entry for entry in self._names if _words(entry.folded) == words)
        by_code = (entry for entry in self._codes if entry.folded == code)
        exact = (*by_name, *(by_code if len(code) >= SHORTEST_CODE else ()))
        return (entry for entry in exact if entry.property in _CALLS)

    def _by_name(self, text: str) -> Iterator[Scored]:
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

    def _by_code(self, text: str) -> Iterator[Scored]:
        wanted, (endings, entries) = squeeze(text), self._codes_by_text
        if len(wanted) < SHORTEST_CODE:
            return
        for number in endings.touching(wanted):
            score = SAME_CODE if endings.texts[number] == wanted else CODE_BEGINS
            for entry in entries[number]:
                yield score, entry

    @cached_property
    def _names_by_text(self) -> tuple[Likeness, list[list[Entry]]]:
        texts, entries = _by_text(self._names)
        return Likeness(texts), entries

    @cached_property
    def _codes_by_text(self) -> tuple[Endings, list[list[Entry]]]:
        texts, entries = _by_text(self._codes)
        return Endings(texts), entries

    @cached_property
    def _names(self) -> list[Entry]:
        entries = [
            Entry(fold(value), prop, value, mention)
            for mention, values in self.values.items()
            for prop, value in _names_in(values)
        ]
        return [entry for entry in entries if entry.folded]

    @cached_property
    def _codes(self) -> list[Entry]:
        return [
            Entry(squeeze(value), prop, value, mention)
            for mention, values in self.values.items()
            for prop in values.keys() & _CODES
            for value in values[prop]
        ]


def fold(text: str) -> str:
    """A name in plain lower-case letters of any script, for comparing by likeness."""
    return " ".join(anyascii(text).casefold().replace("-", " ").split())


def squeeze(text: str) -> str:
    """An identifier without the marks people put into it."""
    return "".join(char for char in anyascii(text).casefold() if char.isalnum())


def _words(folded: str) -> list[str]:
    """The words of a name, in whatever order it gives them."""
    return sorted(folded.split())


def _names_in(values: Values) -> Iterable[tuple[str, str]]:
    parts = [" ".join(values[part]) for part in _NAME_PARTS if part in values]
    if parts:
        yield "name", " ".join(parts)
    for prop in sorted(values.keys() & _NAMES):
        for value in values[prop]:
            yield prop, value


def _by_text(entries: Iterable[Entry]) -> tuple[list[str], list[list[Entry]]]:
    """The distinct texts, and for each whom it leads to."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.folded, []).append(entry)
    return list(found), list(found.values())
