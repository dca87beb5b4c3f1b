"""How a clerk writes a person down: nicknames, slips of the keys, wrong dates, other scripts.

Takes a true person and a care; gives what a record says. Knows no file format.
"""

from dataclasses import dataclass
from random import Random

from comity.ingest.demo_names import Name, places
from comity.ingest.demo_world import Person, Place

_NEAR = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj",
    "i": "uo", "j": "hk", "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o",
    "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb", "w": "qe", "y": "tu", "z": "x",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Care:
    """How often things go wrong where a source writes people down."""

    slips: float
    nickname: float = 0.0
    spelling: float = 0.0
    script: float = 0.0
    swapped: float = 0.0
    birth: float = 0.0
    unborn: float = 0.0
    stale: float = 0.05
    number: float = 0.0


@dataclass(frozen=True, slots=True)
class Heard:
    """A person as one record has them; `born` is ISO, perhaps a year alone, perhaps empty."""

    given: str
    middle: str
    family: str
    suffix: str
    sex: str
    born: str
    home: Place
    street: str
    phone: str

    @property
    def full(self) -> str:
        """Given, middle, family, suffix."""
        parts = (self.given, self.middle, self.family, self.suffix)
        return " ".join(part for part in parts if part)

    @property
    def family_first(self) -> str:
        """FAMILY Jr, GIVEN M in capitals, as jails write it."""
        last = " ".join(part for part in (self.family, self.suffix) if part)
        first = " ".join(part for part in (self.given, self.middle) if part)
        return f"{last}, {first}".upper()


def hear(rng: Random, person: Person, care: Care, year: int) -> Heard:
    """What a record of that year says of a person."""
    if person.given.script and person.family.script and rng.random() < care.script:
        given, family = person.given.script, person.family.script
    else:
        given, family = _given(rng, person.given, care), _family(rng, person, care, year)
        given, family = _slip(rng, given, care.slips), _slip(rng, family, care.slips)
    if rng.random() < care.swapped:
        given, family = family, given
    home = person.homes[0][1] if rng.random() < care.stale else person.home(year)
    phone = _wrong_digit(rng, person.phone) if rng.random() < care.number else person.phone
    return Heard(
        given=given,
        middle=_middle(rng, person.middle, care),
        family=family,
        suffix=person.suffix if rng.random() > care.slips * 4 else "",
        sex=person.sex,
        born=_born(rng, person, care),
        home=home,
        street=street_line(rng, home, care.slips),
        phone=phone,
    )


def street_line(rng: Random, place: Place, slips: float = 0.0) -> str:
    """An address line with the street's kind in full or short."""
    short = places()["street_short"][place.street_type]
    kind = short if rng.random() < 0.5 else place.street_type
    unit = f" {place.unit}" if place.unit and rng.random() < 0.85 else ""
    return f"{place.number} {_slip(rng, place.street, slips)} {kind}{unit}"


def _given(rng: Random, name: Name, care: Care) -> str:
    if name.nicknames and rng.random() < care.nickname:
        return rng.choice(name.nicknames)
    return _spelt(rng, name, care)


def _family(rng: Random, person: Person, care: Care, year: int) -> str:
    if person.maiden and (year < person.born.year + 27 or rng.random() < 0.06):
        return _spelt(rng, person.maiden, care)
    first = _spelt(rng, person.family, care)
    if person.second_family is None or rng.random() < 0.25:
        return first
    second = _spelt(rng, person.second_family, care)
    return f"{first}{rng.choice('- ')}{second}"


def _spelt(rng: Random, name: Name, care: Care) -> str:
    return rng.choice(name.spellings) if rng.random() < care.spelling else name.plain


def _middle(rng: Random, name: Name | None, care: Care) -> str:
    if name is None or rng.random() < care.slips * 5:
        return ""
    return name.plain if rng.random() < 0.4 else name.plain[0]


def _born(rng: Random, person: Person, care: Care) -> str:
    born = person.born.isoformat()
    if rng.random() < care.unborn:
        return ""
    if rng.random() >= care.birth:
        return born
    year, month, day = born.split("-")
    fault = rng.choice(["year", "swapped", "digit", "first", "near"])
    if fault == "year":
        return year
    if fault == "swapped" and int(day) <= 12:
        return f"{year}-{day}-{month}"
    if fault == "first":
        return f"{year}-01-01"
    if fault == "near":
        return f"{int(year) + rng.choice((-1, 1))}-{month}-{day if day != '29' else '28'}"
    return f"{year}-{month}-{(int(day) + rng.choice((1, 2, 10)) - 1) % 28 + 1:02d}"


def _slip(rng: Random, text: str, chance: float) -> str:
    """At most one slip of the keys: a neighbour key, a doubled, lost or swapped letter."""
    if len(text) < 4 or rng.random() >= chance:
        return text
    at = rng.randrange(1, len(text) - 1)
    head, here, tail = text[:at], text[at], text[at + 1 :]
    kind = rng.randrange(4)
    if kind == 0:
        return head + rng.choice(_NEAR.get(here, here)) + tail
    if kind == 1:
        return head + here + here + tail
    if kind == 2:
        return head + tail
    return head + tail[0] + here + tail[1:]


def _wrong_digit(rng: Random, number: str) -> str:
    if not number:
        return number
    at = rng.randrange(6, len(number))
    return number[:at] + str((int(number[at]) + rng.randint(1, 8)) % 10) + number[at + 1 :]
