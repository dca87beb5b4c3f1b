"""Texts made comparable: plain letters, consonant skeletons, phonetic keys, hashes.

Every function takes many texts and gives as many: joined to one long text, a pass over all of
them costs about what a dozen calls would.
"""

import re
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from anyascii import anyascii

from comity.resolve.facts import Hashes

LONGEST = 500
_PLAIN = str.maketrans(
    {chr(code): chr(code) if chr(code).isalnum() else " " for code in range(128)}
    | {"\n": "\n", "'": ""}
)
_VOWELS = re.compile(r"(?<=.)[aeiouyhw]")
_DOUBLED = re.compile(r"([^\n])\1+")
_SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^(?:[kgp](?=n)|w(?=r))", re.MULTILINE), ""),
    (re.compile(r"ph"), "f"),
    (re.compile(r"t?sch|sh|t?ch|cz"), "s"),
    (re.compile(r"ck|q|c(?=[aoulrtk]|$)|x", re.MULTILINE), "k"),
    (re.compile(r"c"), "s"),
    (re.compile(r"z"), "s"),
    (re.compile(r"dg|j"), "g"),
    (re.compile(r"v"), "f"),
    (re.compile(r"d"), "t"),
    (re.compile(r"b"), "p"),
    (re.compile(r"m"), "n"),
)
FILLERS = frozenset(
    ["unknown", "unk", "null", "none", "nan", "na", "n a", "not known", "not given", "no name",
     "nfn", "nln", "fnu", "lnu", "test", "x", "xx", "xxx",
     *(figure * length for figure in "09" for length in range(1, 13))]
)  # fmt: skip


# Given names when they are written as names; programs write na, NA, nan and NaN.
ALSO_NAMES = frozenset(["Na", "Nan"])


def fold(texts: Sequence[str]) -> list[str]:
    """Plain lower-case Latin letters and figures, words apart by one space."""
    short = [text if len(text) <= LONGEST else text[:LONGEST] for text in texts]
    latin = [text if text.isascii() else anyascii(text) for text in short]
    lines = [text.replace("\n", " ") if "\n" in text else text for text in latin]
    return [" ".join(line.split()) for line in _whole(_lowered, lines)]


def plain(texts: Sequence[str]) -> list[str]:
    """Folded, and empty where a text only says "not known"."""
    return ["" if text in FILLERS else text for text in fold(texts)]


def skeleton(folded: Sequence[str]) -> list[str]:
    """The first letter and the consonants after it, none doubled: `madelaine` -> `mdln`."""
    return _whole(_skeleton, folded)


def sound(folded: Sequence[str]) -> list[str]:
    """A rough phonetic key: letters that are often heard alike made the same."""
    return _whole(_sound, folded)


def hashes(texts: Sequence[str]) -> Hashes:
    """A 64-bit hash a text, the same in every process; 0 for an empty text."""
    if not texts:
        return np.zeros(0, dtype=np.uint64)
    array = np.array(list(texts), dtype=object)
    found = np.asarray(pd.util.hash_array(array, categorize=False), dtype=np.uint64)
    found[array == ""] = 0
    return found


def mixed(left: Hashes, right: Hashes) -> Hashes:
    """One hash of two, their order counting."""
    with np.errstate(over="ignore"):
        out = left * np.uint64(0x9E3779B97F4A7C15)
        out ^= out >> np.uint64(32)
        out += right
        out *= np.uint64(0xBF58476D1CE4E5B9)
        out ^= out >> np.uint64(29)
    return np.asarray(out, dtype=np.uint64)


def _whole(change: Callable[[str], str], texts: Sequence[str]) -> list[str]:
    """Change texts as the lines of one long text."""
    return change("\n".join(texts)).split("\n") if texts else []


def _lowered(lines: str) -> str:
    return lines.lower().translate(_PLAIN)


def _skeleton(lines: str) -> str:
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", lines.replace(" ", "")))


def _sound(lines: str) -> str:
    lines = lines.replace(" ", "")
    for pattern, letter in _SOUNDS:
        lines = pattern.sub(letter, lines)
    return _skeleton(lines)
