"""Licence plates: characters taken for each other, and the region that gave them out."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt
import yaml

from comity.resolve.facts import Index
from comity.resolve.features import Words
from comity.resolve.likeness import slips
from comity.resolve.lookalikes import looks_same
from comity.resolve.text import plain

LEVELS = ("different", "one off", "misread", "same")
REGION_LEVELS = ("another", "the same")
_COUNTRIES = ("us ", "usa ", "ca ", "can ", "mx ", "mex ")


def compare_plates(words: Words, left: Index, right: Index) -> npt.NDArray[np.uint8]:
    """different, one character off, other characters that look alike."""
    levels = np.ones(len(left), dtype=np.uint8)
    levels[slips(words, left, right)] = 2
    levels[looks_same(words, left, right)] = 3
    return levels


def regions(texts: Sequence[str]) -> list[str]:
    """Regions by their short name where one is known: `Illinois`, `US-IL` and `il` are `il`."""
    return [_region(text) for text in plain(texts)]


@cache
def short_names() -> Mapping[str, str]:
    """What each spelling of a region stands for: states and provinces of North America."""
    text = resources.files(__package__).joinpath("data/regions.yaml").read_text("utf-8")
    found: dict[str, str] = {}
    for short, spellings in yaml.safe_load(text).items():
        found |= dict.fromkeys([short, *map(str.strip, spellings.split(","))], short)
    return found


def _region(folded: str) -> str:
    known = short_names()
    if folded in known:
        return known[folded]
    inner = next((folded[len(c) :] for c in _COUNTRIES if folded.startswith(c)), folded)
    return known.get(inner, folded)
