"""Blocking keys of persons: for everybody, for one table whose crowds are cut, for few records."""

from collections.abc import Iterator

from comity.resolve.issued import bare_numbers
from comity.resolve.key_parts import Keys, Together, door_of, either, key
from comity.resolve.key_readings import (
    any_order,
    bare_number,
    day_of_year,
    half_of,
    letters,
    mailbox_of,
    month_of,
    provider_of,
    rare,
    whole_days,
)
from comity.resolve.prepare import Prepared
from comity.resolve.text import sound


def _shared_rules(prepared: Prepared) -> Iterator[Keys]:
    """Ways in which two records of one person are alike even when some values are wrong."""
    together = Together(prepared.subjects)
    given, family = key(prepared, "given", sound), key(prepared, "family", sound)
    heard = either(given, family)
    starts = _starts(prepared, "given", "family", "email")
    named, both = _named(prepared), together.unordered(given, family)
    crossed = key(prepared, "birth", any_order)
    year, decade = key(prepared, "birth", letters(4)), key(prepared, "birth", letters(3))
    area = either(key(prepared, "city", letters(4)), key(prepared, "postcode"))
    yield together(heard, crossed)
    yield together(starts, key(prepared, "birth", whole_days))
    yield together(named, year)
    yield together(named, key(prepared, "birth", day_of_year))
    yield together.unordered(key(prepared, "given", rare(prepared.model.given)), family)
    yield together.unordered(given, key(prepared, "family", rare(prepared.model.family)))
    initial = key(prepared, "given", letters(1))
    yield together(family, initial, key(prepared, "middle", letters(1)))
    yield together(both, decade)
    yield together(both, area)
    yield together(starts, year, area)
    yield together(door_of(prepared), key(prepared, "birth", whole_days))
    yield key(prepared, "hard", bare_numbers)


def person_rules(prepared: Prepared) -> Iterator[Keys]:
    """What many may bear by default, and each of them as often as names are alike anyway."""
    together = Together(prepared.subjects)
    named, day = _named(prepared), key(prepared, "birth", day_of_year)
    dated = together(_initials(prepared), day)
    near = either(named, *(_starts(prepared, name) for name in ("given", "family")), dated)
    yield from _shared_rules(prepared)
    for feature in ("phone", "number", "email"):
        yield together(key(prepared, feature), near)
    yield together(door_of(prepared), near)
    yield together(door_of(prepared), key(prepared, "phone"))
    yield together(key(prepared, "email", mailbox_of), near)
    for half in (0, 1):
        yield together(key(prepared, "number", half_of(half)), either(named, dated))


def table_person_rules(prepared: Prepared) -> Iterator[Keys]:
    """What a table can afford, whose crowds are cut."""
    together = Together(prepared.subjects)
    first, born = _initials(prepared), key(prepared, "birth", whole_days)
    area = either(key(prepared, "city", letters(4)), key(prepared, "postcode"))
    year, month = key(prepared, "birth", letters(4)), key(prepared, "birth", month_of)
    initials = (key(prepared, name, letters(1)) for name in ("given", "family"))
    starts = _starts(prepared, "given", "family", "email")
    provider, mailbox = key(prepared, "email", provider_of), key(prepared, "email", mailbox_of)
    heard = either(*(key(prepared, name, sound) for name in ("given", "family")))
    yield from _shared_rules(prepared)
    yield together(together.unordered(*initials), born)
    yield together(first, born, area)
    yield together(key(prepared, "phone"), first)
    yield together(door_of(prepared), first)
    yield key(prepared, "email")
    yield together(mailbox, heard)
    yield together(mailbox, year)
    yield together(provider, starts)
    yield together(provider, first, month)
    yield together(provider, year, month)
    yield key(prepared, "number")
    yield together(key(prepared, "number", half_of(0)), first)
    yield together(key(prepared, "number", half_of(1)), first)
    yield together(key(prepared, "number", bare_number), first)


def _initials(prepared: Prepared) -> Keys:
    return either(*(key(prepared, name, letters(1)) for name in ("given", "family")))


def _starts(prepared: Prepared, *features: str) -> Keys:
    return either(*(key(prepared, name, letters(3)) for name in features))


def _named(prepared: Prepared) -> Keys:
    """A name in full with the other's initial, whichever of the two was written down well."""
    together = Together(prepared.subjects)
    given, family = (key(prepared, name, sound) for name in ("given", "family"))
    initials = [key(prepared, name, letters(1)) for name in ("given", "family")]
    return either(together(family, initials[0]), together(given, initials[1]))


def wide_person_rules(prepared: Prepared) -> Iterator[Keys]:
    """What few records can afford, the most telling first."""
    together = Together(prepared.subjects)
    heard = either(key(prepared, "given", sound), key(prepared, "family", sound))
    first = either(*(key(prepared, name, letters(1)) for name in ("given", "family", "email")))
    area = either(key(prepared, "city", letters(4)), key(prepared, "postcode"))
    month, year = key(prepared, "birth", month_of), key(prepared, "birth", letters(4))
    yield key(prepared, "birth", whole_days)
    yield key(prepared, "phone")
    yield door_of(prepared)
    yield together(heard, month)
    yield together(heard, area)
    yield together(area, year)
    yield together(area, month)
    yield heard
    yield together(first, month)
    yield together(first, year)
