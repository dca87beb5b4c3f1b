"""Names: given and family parts, nicknames, initials, suffixes, double-barrelled names."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

import yaml

from comity.resolve.text import ALSO_NAMES, FILLERS, fold

Name = tuple[str, str, str, str]
_SUFFIXES: Mapping[str, str] = {
    "jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "jr", "iii": "iii", "iv": "iv",
}  # fmt: skip
_TITLES = frozenset(
    ["mr", "mrs", "ms", "miss", "dr", "prof", "sir", "judge", "hon", "ofc", "officer", "det",
     "sgt", "lt", "capt"]
)  # fmt: skip
PARTICLES = frozenset(
    ["de", "da", "do", "dos", "das", "del", "della", "di", "van", "von", "der", "den", "la",
     "le", "el", "al", "bin", "ibn"]
)  # fmt: skip


# What forms hold where nobody asked for a given name; "Son" and "Man" are names of people.
_NOBODY = frozenset(
    ["baby boy", "baby girl", "infant", "newborn", "daughter", "wife", "husband", "mother",
     "father", "woman", "mr", "mrs", "ms", "lady of house", "lady of the house", "gentleman",
     "inmate", "prisoner", "resident", "occupant", "householder", "household",
     "head of household", "youngest", "eldest", "oldest", "spouse", "john doe", "jane doe",
     "hijo", "hija", "esposa", "esposo", "senor", "senora", "herr", "frau", "monsieur", "madame"]
)  # fmt: skip


@cache
def nickname_groups() -> Mapping[str, frozenset[int]]:
    """For each name of the nickname table, the groups it stands in."""
    text = resources.files(__package__).joinpath("data/nicknames.yaml").read_text("utf-8")
    groups: dict[str, set[int]] = {}
    for number, line in enumerate(yaml.safe_load(text)):
        for name in line.split():
            groups.setdefault(name, set()).add(number)
    return {name: frozenset(found) for name, found in groups.items()}


def split_names(texts: Sequence[str]) -> list[Name]:
    """Whole names as (given, middle, family, suffix), folded; "FAMILY, Given Middle" too."""
    parts = [text.partition(",") for text in texts]
    heads = fold([head for head, _, _ in parts])
    tails = fold([tail for _, _, tail in parts])
    return [_split(head, tail) for head, tail in zip(heads, tails, strict=True)]


def own_names(texts: Sequence[str]) -> list[str]:
    """Folded names, empty where a text only says that there is somebody."""
    told = zip(texts, fold(texts), strict=True)
    return [
        "" if folded in _NOBODY or _is_filler(text, folded) else folded for text, folded in told
    ]


def _is_filler(text: str, folded: str) -> bool:
    return folded in FILLERS and text.strip() not in ALSO_NAMES


def suffixes(texts: Sequence[str]) -> list[str]:
    """Suffixes in their one spelling, or empty texts."""
    return [_SUFFIXES.get(text, "") for text in fold(texts)]


def parts_of(family: str) -> list[str]:
    """The parts of a double-barrelled folded family name, particles left out."""
    return [part for part in family.split() if part not in PARTICLES and len(part) > 1]


def _split(head: str, tail: str) -> Name:
    if tail and tail not in _SUFFIXES:
        words, suffix = _words(tail)
        family, more = _words(head)
        return _parted(words, " ".join(family), suffix or more)
    words, suffix = _words(f"{head} {tail}".strip())
    cut = _family_from(words)
    return _parted(words[:cut], " ".join(words[cut:]), suffix)


def _words(folded: str) -> tuple[list[str], str]:
    words = [word for word in folded.split() if word not in _TITLES]
    suffix = ""
    while len(words) > 1 and words[-1] in _SUFFIXES:
        suffix = _SUFFIXES[words.pop()]
    return words, suffix


def _family_from(words: list[str]) -> int:
    """Where the family name begins: at the last word and the particles before it."""
    cut = max(len(words) - 1, 0)
    while cut > 1 and words[cut - 1] in PARTICLES:
        cut -= 1
    return cut


def _parted(words: list[str], family: str, suffix: str) -> Name:
    given = words[0] if words else ""
    return given, " ".join(words[1:]), family, suffix
