"""Blocking keys of organisations, vehicles, places, papers and whatever bears a number."""

from collections.abc import Iterator

from comity.resolve.key_parts import (
    Keys,
    Together,
    door_of,
    either,
    house_of,
    key,
    street_of,
    words_of,
)
from comity.resolve.key_readings import letters, short_of, sorted_words, without
from comity.resolve.lookalikes import read_alike
from comity.resolve.positions import squares
from comity.resolve.prepare import Prepared
from comity.resolve.references import alike, squeezed, without_noughts
from comity.resolve.vins import tails

# Parts of a VIN, the serial number figure by figure: cars built one after the other share the rest.
_VIN_PARTS = ((0, 7), (6, 13), *((place, place + 1) for place in range(12, 17)))
# Up to here any one character of a paper's number may be wrong.
MOST_WRONG = 16


def exact_rules(prepared: Prepared) -> Iterator[Keys]:
    """An identifier as it is."""
    yield key(prepared, "hard")


def organisation_rules(prepared: Prepared) -> Iterator[Keys]:
    """By name, and by words of it with where it is or how it is reached."""
    together = Together(prepared.subjects)
    words, door = words_of(prepared, "title"), door_of(prepared)
    yield key(prepared, "title", sorted_words)
    yield together(words, key(prepared, "postcode"))
    yield together(words, key(prepared, "phone"))
    yield together(words, street_of(prepared))
    yield together(words, house_of(prepared))
    yield door
    yield key(prepared, "phone")
    yield key(prepared, "hard")


def vehicle_rules(prepared: Prepared) -> Iterator[Keys]:
    """By plate and VIN, as eyes and cameras read them; of one VIN a part may be wrong."""
    yield key(prepared, "plate", read_alike)
    yield key(prepared, "hard", read_alike)
    yield Together(prepared.subjects)(key(prepared, "plate", letters(4)), key(prepared, "model"))
    yield key(prepared, "hard", tails)
    yield either(*(key(prepared, "hard", without(*part)) for part in _VIN_PARTS))


def location_rules(prepared: Prepared) -> Iterator[Keys]:
    """By street, by door and town, and by position."""
    together = Together(prepared.subjects)
    area = either(key(prepared, "city"), key(prepared, "postcode"))
    yield key(prepared, "street", sorted_words)
    yield together(door_of(prepared), area)
    yield either(*(key(prepared, "position", squares(grid)) for grid in range(4)))


def reference_rules(prepared: Prepared) -> Iterator[Keys]:
    """Numbers however they are written. Adjacent case numbers are other cases, and never meet."""
    yield key(prepared, "hard", squeezed)
    yield key(prepared, "hard", without_noughts)
    yield key(prepared, "hard", alike)


def paper_rules(prepared: Prepared) -> Iterator[Keys]:
    """The same, and numbers of which any one character is wrong, or two stand the wrong way."""
    yield from reference_rules(prepared)
    yield either(*(key(prepared, "hard", short_of(place)) for place in range(MOST_WRONG)))
