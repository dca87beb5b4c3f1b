"""Texts made comparable: plain letters, consonant skeletons, phonetic keys, hashes."""

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pandas as pd
from anyascii import anyascii

from comity.resolve.facts import Hashes

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_VOWELS = re.compile(r"(?<=.)[aeiouyhw]")
_DOUBLED = re.compile(r"(.)\1+")
_SOUNDS = (
    (re.compile(r"^(kn|gn|pn|wr)"), lambda m: m.group()[1]),
    (re.compile(r"ph"), "f"),
    (re.compile(r"sch|sh|tch|ch|cz|tsch"), "s"),
    (re.compile(r"ck|q|c(?=[aoulrtk]|$)|x"), "k"),
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


@lru_cache(maxsize=500_000)
def fold(text: str) -> str:
    """Plain lower-case Latin letters and figures, words apart by one space."""
    return _NOT_WORD.sub(" ", anyascii(text[:500]).lower().replace("'", "")).strip()


def is_filler(folded: str) -> bool:
    """Whether a text stands for "not known"; such a value is no evidence."""
    return not folded or folded in FILLERS


@lru_cache(maxsize=500_000)
def skeleton(folded: str) -> str:
    """The first letter and the consonants after it, none doubled: `madelaine` -> `mdln`."""
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", folded.replace(" ", "")))


@lru_cache(maxsize=500_000)
def sound(folded: str) -> str:
    """A rough phonetic key: letters that are often heard alike made the same."""
    text = folded.replace(" ", "")
    for pattern, letter in _SOUNDS:
        text = pattern.sub(letter, text)
    return skeleton(text)


def hashes(texts: Sequence[str]) -> Hashes:
    """A 64-bit hash a text, the same in every process; 0 for an empty text."""
    if not texts:
        return np.zeros(0, dtype=np.uint64)
    array = np.array(list(texts), dtype=object)
    found = np.asarray(pd.util.hash_array(array, categorize=False), dtype=np.uint64)
    found[[not text for text in texts]] = 0
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
