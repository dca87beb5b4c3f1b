"""Street addresses in one spelling: words shortened, units left out, crossings in one order."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from comity.resolve.text import fold

_WORDS: Mapping[str, str] = {
    "north": "n", "south": "s", "east": "e", "west": "w", "northeast": "ne", "northwest": "nw",
    "southeast": "se", "southwest": "sw",
    "street": "st", "str": "st", "avenue": "ave", "av": "ave", "road": "rd", "drive": "dr",
    "boulevard": "blvd", "boul": "blvd", "lane": "ln", "place": "pl", "court": "ct",
    "circuit": "cct", "crescent": "cres", "close": "cl", "terrace": "ter", "square": "sq",
    "parkway": "pkwy", "highway": "hwy", "way": "wy", "trail": "trl", "circle": "cir",
    "saint": "st", "mount": "mt", "fort": "ft",
}  # fmt: skip
_TYPES = frozenset(
    ["st", "ave", "rd", "dr", "blvd", "ln", "pl", "ct", "cct", "cres", "cl", "ter", "sq", "pkwy",
     "hwy", "wy", "trl", "cir"]
)  # fmt: skip
_SIDES = frozenset(["n", "s", "e", "w", "ne", "nw", "se", "sw"])
_MINOR = _SIDES | _TYPES
_UNITS = frozenset(
    ["apt", "apartment", "unit", "suite", "ste", "flat", "rm", "room", "floor", "fl", "lvl",
     "level", "lower", "upper", "bldg", "building", "lot", "trlr"]
)  # fmt: skip
_CROSSING = re.compile(r"\s*(?:&|/|\band\b|\bat\b)\s*", re.IGNORECASE)
_FIGURES = str.maketrans("olszb", "01528")
_NUMBER = re.compile(r"\d+[a-z]?")


def streets(texts: Sequence[str]) -> list[str]:
    """Each address as number and short words: `12 North Oak Avenue, Apt 3` -> `12 n oak ave`."""
    crossed = [_ordered(text) if not text[:1].isdigit() else text for text in texts]
    house, shortened = cache(_house), cache(_shortened)
    parts = [folded.partition(" ") for folded in fold(crossed)]
    # Many houses stand in one street: what follows the first word is worked out once.
    return [f"{house(first)} {shortened(street)}".strip() for first, _, street in parts]


def split_streets(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """Addresses in their one spelling as house numbers, empty without one, and own names.

    An own name has no side or type, unless nothing else is left.
    """
    core_of = cache(_core)
    numbers, cores = [], []
    for text in texts:
        number, _, street = text.partition(" ")
        if not (number[:1].isdigit() and _NUMBER.fullmatch(number)):
            number, street = "", text
        numbers.append(number)
        cores.append(core_of(street))
    return numbers, cores


def _core(street: str) -> str:
    words = street.split()
    return " ".join([word for word in words if word not in _MINOR] or words)


def _ordered(text: str) -> str:
    """The two streets of a crossing in one order."""
    parts = _CROSSING.split(text)
    return " ".join(sorted(parts, key=str.lower)) if len(parts) == 2 and all(parts) else text


def _house(word: str) -> str:
    """A house number, letters read as the figures they look like, or a word in short."""
    if sum(letter.isdigit() for letter in word) * 2 > len(word) > 2:
        return word[:-1].translate(_FIGURES) + word[-1]
    return _WORDS.get(word, word)


def _shortened(street: str) -> str:
    """What follows the first word of an address: words in short, no unit."""
    words = [_WORDS.get(word, word) for word in street.split()]
    units = [at for at, word in enumerate(words) if at and word in _UNITS]
    return " ".join(words[: units[0]] if units else words)
