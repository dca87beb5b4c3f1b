"""Street addresses in one spelling: words shortened, units left out, crossings in one order."""

import re
from collections.abc import Mapping, Sequence

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
    return [_shortened(folded) for folded in fold(crossed)]


def number_of(street: str) -> str:
    """The house number of an address in its one spelling; empty without one."""
    first = street.partition(" ")[0]
    return first if _NUMBER.fullmatch(first) else ""


def core_of(street: str) -> str:
    """The street's own name: no number, side or type, unless nothing else is left."""
    words = street.split()
    words = words[1:] if words and number_of(street) else words
    own = [word for word in words if word not in _SIDES and word not in _TYPES]
    return " ".join(own or words)


def _ordered(text: str) -> str:
    """The two streets of a crossing in one order."""
    parts = _CROSSING.split(text)
    return " ".join(sorted(parts, key=str.lower)) if len(parts) == 2 and all(parts) else text


def _shortened(folded: str) -> str:
    words = [_WORDS.get(word, word) for word in folded.split()]
    if words and sum(letter.isdigit() for letter in words[0]) * 2 > len(words[0]) > 2:
        words[0] = words[0][:-1].translate(_FIGURES) + words[0][-1]
    for at, word in enumerate(words):
        if at > 1 and word in _UNITS:
            words = words[:at]
            break
    return " ".join(words)
