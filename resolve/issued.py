"""Identification numbers by who gave them out: a state's, a fingerprint bureau's.

A person has one number of one issuer and may have numbers of many: only two different ones of
one issuer say that there are two people.
"""

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from comity.resolve.facts import Codes, Index
from comity.resolve.features import Readings, Words, numbered
from comity.resolve.plates import short_names
from comity.resolve.text import fold, plain

LEVELS = ("different", "issuer unsaid", "same")
# A federal number has had several names.
_SCHEMES = {"fbi": "fbi", "ucn": "fbi", "pnc": "pnc", "pncid": "pnc", "cro": "cro",
            "afis": "afis", "sid": ""}  # fmt: skip
_STATE = re.compile(r"([a-z]{2})(\d{4,}[a-z]?)")


def issued(tag: str) -> Readings:
    """Numbers as `tag/issuer:number`, the issuer left out where nothing tells it."""

    def read(texts: Sequence[str]) -> list[str]:
        parts = [text.partition(":") for text in texts]
        heads = fold([head if colon else "" for head, colon, _ in parts])
        numbers = plain([tail if colon else head for head, colon, tail in parts])
        return [_issued(tag, *_scheme(*both)) for both in zip(heads, numbers, strict=True)]

    return read


def compare_issued(words: Words, left: Index, right: Index) -> npt.NDArray[np.uint8]:
    """different; the same where one leaves the issuer unsaid; of two issuers nothing is said."""
    sorts, bare, unsaid = words.known(_known)
    levels: npt.NDArray[np.uint8] = (sorts[left] == sorts[right]).astype(np.uint8)
    loose = (bare[left] == bare[right]) & (unsaid[left] ^ unsaid[right])
    levels[loose] = 2
    return levels


def bare_numbers(texts: Sequence[str]) -> list[str]:
    """The tag and the number alone, whoever gave it out."""
    return ["{0}:{2}".format(*_parts(text)) for text in texts]


def _scheme(head: str, number: str) -> tuple[str, str]:
    """The issuer, by what stood before a colon or a scheme's name ahead, and the number."""
    first, _, rest = number.partition(" ")
    if not head and rest and first in _SCHEMES:
        head, number = first, rest
    said = head.replace(" ", "")
    return _SCHEMES.get(said, said), number.replace(" ", "")


def _issued(tag: str, issuer: str, number: str) -> str:
    if not number:
        return ""
    found = _STATE.fullmatch(number)
    if not issuer and found and found[1] in _states():
        issuer = found[1]
    return f"{tag}/{issuer}:{number}" if issuer else f"{tag}:{number}"


@cache
def _states() -> frozenset[str]:
    return frozenset(short_names().values())


def _parts(text: str) -> tuple[str, str, str]:
    """Tag, issuer, and the number without its issuer."""
    sort, _, number = text.rpartition(":")
    tag, _, issuer = sort.partition("/")
    return tag, issuer, number.removeprefix(issuer) if issuer else number


def _known(words: Words) -> tuple[Codes, Codes, npt.NDArray[np.bool_]]:
    """Of each text its sort, its bare number, and whether the issuer is unsaid."""
    parts = [_parts(text) for text in words.texts]
    sorts = numbered([f"{tag}/{issuer}" for tag, issuer, _ in parts])
    bare = numbered(bare_numbers(words.texts))
    return sorts, bare, np.array([not issuer for _, issuer, _ in parts], dtype=np.bool_)
