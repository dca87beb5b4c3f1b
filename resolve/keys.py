"""Blocking keys: hashes of what a subject says, alone or several together, rule by rule.

Keys never depend on how many others bear them: a name too common for a key of its own is
refined by the model's frequency table, which is the same for every viewer. Nor does a key stand
alone that half of an agency's records may bear by default: a telephone, an address, a birth date.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

import numpy as np

from comity.resolve.comparators import doors
from comity.resolve.facts import Codes, Hashes
from comity.resolve.features import Readings
from comity.resolve.issued import bare_numbers
from comity.resolve.lookalikes import read_alike
from comity.resolve.mailboxes import PROVIDERS, box_of
from comity.resolve.model import UNCOMMON
from comity.resolve.positions import squares
from comity.resolve.prepare import Prepared
from comity.resolve.references import SHORTEST, alike, squeezed, without_noughts
from comity.resolve.text import mixed, skeleton, sound
from comity.resolve.vins import LENGTH, tails

Keys = tuple[Codes, Hashes]
Rules = Callable[[Prepared], Iterator[Keys]]
# Parts of a VIN, the serial number figure by figure: cars built one after the other share the rest.
_VIN_PARTS = ((0, 7), (6, 13), *((place, place + 1) for place in range(12, 17)))
# Up to here any one character of a paper's number may be wrong.
MOST_WRONG = 16


def rules_of(prepared: Prepared) -> Iterator[Keys]:
    """The keys of each rule: rows (subject, hash), with doubles."""
    yield from _numbered(_RULES.get(prepared.kind, _exact_rules)(prepared))


def table_rules_of(prepared: Prepared) -> Iterator[Keys]:
    """The same for a whole table, where keys that many bear are cut by who else is there."""
    rules = _TABLE_RULES.get(prepared.kind, _RULES.get(prepared.kind, _exact_rules))
    yield from _numbered(rules(prepared))


def _numbered(rules: Iterator[Keys]) -> Iterator[Keys]:
    for number, (subject, key) in enumerate(rules):
        tag = np.full(len(key), number + 1, dtype=np.uint64)
        yield subject, mixed(tag, key)


def _exact_rules(prepared: Prepared) -> Iterator[Keys]:
    yield _key(prepared, "hard")


def _person_rules(prepared: Prepared) -> Iterator[Keys]:
    """Ways in which two records of one person are alike even when some values are wrong."""
    together = _Together(prepared.subjects)
    given, family = _key(prepared, "given", sound), _key(prepared, "family", sound)
    heard = _either(given, family)
    starts = _starts(prepared, "given", "family", "email")
    named, both = _named(prepared), together.unordered(given, family)
    crossed = _key(prepared, "birth", _any_order)
    year, decade = _key(prepared, "birth", _first(4)), _key(prepared, "birth", _first(3))
    area = _either(_key(prepared, "city", _first(4)), _key(prepared, "postcode"))
    yield together(heard, crossed)
    yield together(starts, _key(prepared, "birth", _whole_days))
    yield together(named, year)
    yield together(named, _key(prepared, "birth", _day_of_year))
    yield together.unordered(_key(prepared, "given", _rare(prepared.model.given)), family)
    yield together.unordered(given, _key(prepared, "family", _rare(prepared.model.family)))
    initial = _key(prepared, "given", _first(1))
    yield together(family, initial, _key(prepared, "middle", _first(1)))
    yield together(both, decade)
    yield together(both, area)
    yield together(starts, year, area)
    yield together(_door(prepared), _key(prepared, "birth", _whole_days))
    yield _key(prepared, "hard", bare_numbers)


def _lawful_person_rules(prepared: Prepared) -> Iterator[Keys]:
    """What many may bear by default, and each of them as often as names are alike anyway."""
    together = _Together(prepared.subjects)
    named, day = _named(prepared), _key(prepared, "birth", _day_of_year)
    dated = together(_initials(prepared), day)
    near = _either(named, *(_starts(prepared, name) for name in ("given", "family")), dated)
    yield from _person_rules(prepared)
    for feature in ("phone", "number", "email"):
        yield together(_key(prepared, feature), near)
    yield together(_door(prepared), near)
    yield together(_door(prepared), _key(prepared, "phone"))
    yield together(_key(prepared, "email", _mailbox), near)
    for half in (0, 1):
        yield together(_key(prepared, "number", _half(half)), _either(named, dated))


def _table_person_rules(prepared: Prepared) -> Iterator[Keys]:
    """What a table can afford, whose crowds are cut."""
    together = _Together(prepared.subjects)
    first, born = _initials(prepared), _key(prepared, "birth", _whole_days)
    area = _either(_key(prepared, "city", _first(4)), _key(prepared, "postcode"))
    year, month = _key(prepared, "birth", _first(4)), _key(prepared, "birth", _month)
    initials = (_key(prepared, name, _first(1)) for name in ("given", "family"))
    starts = _starts(prepared, "given", "family", "email")
    provider, mailbox = _key(prepared, "email", _provider), _key(prepared, "email", _mailbox)
    heard = _either(*(_key(prepared, name, sound) for name in ("given", "family")))
    yield from _person_rules(prepared)
    yield together(together.unordered(*initials), born)
    yield together(first, born, area)
    yield together(_key(prepared, "phone"), first)
    yield together(_door(prepared), first)
    yield _key(prepared, "email")
    yield together(mailbox, heard)
    yield together(mailbox, year)
    yield together(provider, starts)
    yield together(provider, first, month)
    yield together(provider, year, month)
    yield _key(prepared, "number")
    yield together(_key(prepared, "number", _half(0)), first)
    yield together(_key(prepared, "number", _half(1)), first)
    yield together(_key(prepared, "number", _bare_number), first)


def _initials(prepared: Prepared) -> Keys:
    return _either(*(_key(prepared, name, _first(1)) for name in ("given", "family")))


def _starts(prepared: Prepared, *features: str) -> Keys:
    return _either(*(_key(prepared, name, _first(3)) for name in features))


def _named(prepared: Prepared) -> Keys:
    """A name in full with the other's initial, whichever of the two was written down well."""
    together = _Together(prepared.subjects)
    given, family = (_key(prepared, name, sound) for name in ("given", "family"))
    initials = [_key(prepared, name, _first(1)) for name in ("given", "family")]
    return _either(together(family, initials[0]), together(given, initials[1]))


def wide_rules_of(prepared: Prepared) -> Iterator[Keys]:
    """Keys of one or two things, the most telling first: worth their pairs where these are few.

    What rules in force for everybody cannot afford at a million subjects costs next to nothing
    at a thousand, and finds records of which little is whole.
    """
    for subject, key in _WIDE.get(prepared.kind, _no_rules)(prepared):
        yield subject, mixed(np.full(len(key), ~np.uint64(0)), key)


def _wide_person_rules(prepared: Prepared) -> Iterator[Keys]:
    together = _Together(prepared.subjects)
    heard = _either(_key(prepared, "given", sound), _key(prepared, "family", sound))
    first = _either(*(_key(prepared, name, _first(1)) for name in ("given", "family", "email")))
    area = _either(_key(prepared, "city", _first(4)), _key(prepared, "postcode"))
    month, year = _key(prepared, "birth", _month), _key(prepared, "birth", _first(4))
    yield _key(prepared, "birth", _whole_days)
    yield _key(prepared, "phone")
    yield _door(prepared)
    yield together(heard, month)
    yield together(heard, area)
    yield together(area, year)
    yield together(area, month)
    yield heard
    yield together(first, month)
    yield together(first, year)


def _no_rules(_prepared: Prepared) -> Iterator[Keys]:
    return iter(())


def _organisation_rules(prepared: Prepared) -> Iterator[Keys]:
    together = _Together(prepared.subjects)
    words, door = _words(prepared, "title"), _door(prepared)
    yield _key(prepared, "title", _sorted_words)
    yield together(words, _key(prepared, "postcode"))
    yield together(words, _key(prepared, "phone"))
    yield together(words, _core(prepared))
    yield together(words, _number(prepared))
    yield door
    yield _key(prepared, "phone")
    yield _key(prepared, "hard")


def _vehicle_rules(prepared: Prepared) -> Iterator[Keys]:
    """By plate and VIN, as eyes and cameras read them; of one VIN a part may be wrong."""
    yield _key(prepared, "plate", read_alike)
    yield _key(prepared, "hard", read_alike)
    yield _Together(prepared.subjects)(_key(prepared, "plate", _first(4)), _key(prepared, "model"))
    yield _key(prepared, "hard", tails)
    yield _either(*(_key(prepared, "hard", _without(*part)) for part in _VIN_PARTS))


def _location_rules(prepared: Prepared) -> Iterator[Keys]:
    together = _Together(prepared.subjects)
    area = _either(_key(prepared, "city"), _key(prepared, "postcode"))
    yield _key(prepared, "street", _sorted_words)
    yield together(_door(prepared), area)
    yield _either(*(_key(prepared, "position", squares(grid)) for grid in range(4)))


def _reference_rules(prepared: Prepared) -> Iterator[Keys]:
    """Numbers however they are written. Adjacent case numbers are other cases, and never meet."""
    yield _key(prepared, "hard", squeezed)
    yield _key(prepared, "hard", without_noughts)
    yield _key(prepared, "hard", alike)


def _paper_rules(prepared: Prepared) -> Iterator[Keys]:
    """The same, and numbers of which any one character is wrong, or two stand the wrong way."""
    yield from _reference_rules(prepared)
    yield _either(*(_key(prepared, "hard", _short_of(place)) for place in range(MOST_WRONG)))


_RULES: Mapping[str, Rules] = {
    "person": _lawful_person_rules,
    "organisation": _organisation_rules,
    "vehicle": _vehicle_rules,
    "location": _location_rules,
    **dict.fromkeys(("document", "weapon"), _paper_rules),
    **dict.fromkeys(("incident", "court_case", "warrant", "arrest"), _reference_rules),
}


_TABLE_RULES: Mapping[str, Rules] = {"person": _table_person_rules}
_WIDE: Mapping[str, Rules] = {"person": _wide_person_rules}


class _Together:
    """Keys of several parts: every combination of one subject's values."""

    def __init__(self, subjects: int) -> None:
        self._subjects = subjects

    def __call__(self, *parts: Keys) -> Keys:
        subject, key = parts[0]
        for other in parts[1:]:
            subject, key = self._pair(subject, key, *other)
        return subject, key

    def unordered(self, left: Keys, right: Keys) -> Keys:
        """Two parts whichever way round: swapped names meet."""
        return _either(self(left, right), self(right, left))

    def _pair(self, subject: Codes, key: Hashes, others: Codes, other: Hashes) -> Keys:
        if len(others) > 1 and (others[1:] < others[:-1]).any():
            order = np.argsort(others, kind="stable")
            others, other = others[order], other[order]
        counts = np.bincount(others, minlength=self._subjects)
        if not len(counts) or counts.max() <= 1:
            return self._with_one(subject, key, others, other)
        starts = np.cumsum(counts) - counts
        many = counts[subject]
        row = np.repeat(np.arange(len(subject)), many)
        place = np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many)
        return subject[row], mixed(key[row], other[starts[subject[row]] + place])

    def _with_one(self, subject: Codes, key: Hashes, others: Codes, other: Hashes) -> Keys:
        """The same where no subject has more than one of the others, as is usual."""
        held = np.zeros(self._subjects, dtype=np.uint64)
        held[others] = other
        found = held[subject]
        kept = found != 0
        return subject[kept], mixed(key[kept], found[kept])


def _either(*parts: Keys) -> Keys:
    return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])


def _key(prepared: Prepared, feature: str, reading: Readings | None = None) -> Keys:
    return prepared.features[feature].keyed(reading)


def _words(prepared: Prepared, feature: str) -> Keys:
    """A key for each of the first words of a text, by its skeleton."""
    parts = [prepared.features[feature].keyed(_word(place)) for place in range(6)]
    return _either(*parts)


@cache
def _word(place: int) -> Readings:
    def read(texts: Sequence[str]) -> list[str]:
        words = (text.split() for text in texts)
        return skeleton([found[place] if len(found) > place else "" for found in words])

    return read


@cache
def _first(letters: int) -> Readings:
    return lambda texts: [text[:letters] for text in texts]


def _rare(often: Mapping[str, float]) -> Readings:
    """A key for names that few bear by the model's table; a common one needs company."""
    return lambda texts: sound(["" if often.get(text, 0.0) >= UNCOMMON else text for text in texts])


@cache
def _half(which: int) -> Readings:
    """The first or second half of an identifier, with its sort."""

    def read(texts: Sequence[str]) -> list[str]:
        parts = [text.partition(":") for text in texts]
        cut = [len(number) // 2 for _, _, number in parts]
        return [
            f"{sort}:{number[at:] if which else number[:at]}" if at > 2 else ""
            for (sort, _, number), at in zip(parts, cut, strict=True)
        ]

    return read


@cache
def _without(start: int, end: int) -> Readings:
    """A whole VIN without some of its characters, one of which may be wrong."""
    return lambda texts: [text[:start] + text[end:] if len(text) == LENGTH else ""
                          for text in texts]  # fmt: skip


@cache
def _short_of(place: int) -> Readings:
    """A squeezed number without one character; two that are one slip apart share such a text."""
    return lambda texts: [text[:place] + text[place + 1 :] if len(text) > SHORTEST else ""
                          for text in squeezed(texts)]  # fmt: skip


def _bare_number(texts: Sequence[str]) -> list[str]:
    """An identifier with its sort, without leading noughts."""
    parts = [text.partition(":") for text in texts]
    return [f"{sort}:{number.lstrip('0') or number}" for sort, _, number in parts]


def _mailbox(texts: Sequence[str]) -> list[str]:
    return [box_of(text).replace(".", "") for text in texts]


def _provider(texts: Sequence[str]) -> list[str]:
    """The skeleton of the provider's own name, unless half the world is there."""
    hosts = [text.partition("@")[2] for text in texts]
    own = ["" if host in PROVIDERS else host.partition(".")[0].replace("-", "") for host in hosts]
    return skeleton(own)


def _door(prepared: Prepared) -> Keys:
    """The house number and the skeleton of the street's own first word."""
    street = prepared.features["street"]
    known = street.words.known(doors)
    first = known.names.read_by(_first_word)[known.name]
    return street.by_word(np.where(first != 0, mixed(known.house, first), 0).astype(np.uint64))


def _core(prepared: Prepared) -> Keys:
    street = prepared.features["street"]
    known = street.words.known(doors)
    return street.by_word(known.names.read_by(skeleton)[known.name])


def _number(prepared: Prepared) -> Keys:
    street = prepared.features["street"]
    return street.by_word(street.words.known(doors).house)


def _first_word(texts: Sequence[str]) -> list[str]:
    return skeleton([text.partition(" ")[0] for text in texts])


def _sorted_words(texts: Sequence[str]) -> list[str]:
    return [" ".join(sorted(text.split())) for text in texts]


def _whole_days(texts: Sequence[str]) -> list[str]:
    return [text[:10] if text.count("-", 0, 10) == 2 else "" for text in texts]


def _any_order(texts: Sequence[str]) -> list[str]:
    """Year, and day and month whichever way round."""
    return ["-".join([text[:4], *sorted((text[5:7], text[8:10]))]) if text else ""
            for text in _whole_days(texts)]  # fmt: skip


def _day_of_year(texts: Sequence[str]) -> list[str]:
    return [text[5:] if text[5:] != "01-01" else "" for text in _whole_days(texts)]


def _month(texts: Sequence[str]) -> list[str]:
    return [text[5:7] for text in _day_of_year_kept(texts)]


def _day_of_year_kept(texts: Sequence[str]) -> list[str]:
    return [text if text[5:] != "01-01" else "" for text in _whole_days(texts)]
