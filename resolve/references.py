"""Numbers given to papers, things and cases: punctuation, leading noughts, a figure wrong."""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from comity.resolve.facts import Codes, Index, Mask
from comity.resolve.features import Words, numbered
from comity.resolve.likeness import off
from comity.resolve.lookalikes import read_alike
from comity.resolve.text import plain

LEVELS = ("different", "one off", "transposed", "misread", "but for noughts", "same")
# In shorter numbers one character is too much of the whole.
SHORTEST = 5
_NOUGHTS = re.compile(r"(?<!\d)0+(?=\d)")


def references(texts: Sequence[str]) -> list[str]:
    """Groups of letters and figures, whatever stood between them: `24-CR/0017` -> `24 cr 0017`."""
    return plain(texts)


def squeezed(texts: Sequence[str]) -> list[str]:
    """Without what parts the groups."""
    return [text.replace(" ", "") for text in texts]


def without_noughts(texts: Sequence[str]) -> list[str]:
    """Without the noughts before each run of figures, and without what parts the groups."""
    return squeezed([_NOUGHTS.sub("", text) for text in texts])


def alike(texts: Sequence[str]) -> list[str]:
    """With one sign for all characters that look alike."""
    return read_alike(squeezed(texts))


def compare_references(words: Words, left: Index, right: Index) -> npt.NDArray[np.uint8]:
    """different, one off, two neighbours swapped, misread, but for leading noughts, the same."""
    known = words.known(_squeezed)
    one, two = words.known(_places)[left], words.known(_places)[right]
    long = np.minimum(known.lengths[one], known.lengths[two]) >= SHORTEST
    near = (off(known, one, two, 1) == 1) & long
    levels = np.ones(len(left), dtype=np.uint8)
    levels[near] = 2
    levels[near & _swapped(known, one, two)] = 3
    levels[_equal(words.known(_alike), left, right) & long] = 4
    levels[_equal(words.known(_bare), left, right)] = 5
    levels[one == two] = 6
    return levels


def leading_noughts(words: Words, left: Index, right: Index) -> Mask:
    """Where two numbers of one sort, `sort:number`, are the same but for leading noughts."""
    bare = words.known(_sorted_bare)
    found: Mask = bare[left] == bare[right]
    return found


def _swapped(words: Words, left: Index, right: Index) -> Mask:
    """Of texts one slip apart, those with the same characters and length."""
    letters = words.known(_letters)
    found: Mask = letters[left] == letters[right]
    return found


def _equal(key: Codes, left: Index, right: Index) -> Mask:
    found: Mask = key[left] == key[right]
    return found


def _squeezed(words: Words) -> Words:
    """The squeezed texts, each once."""
    return Words(tuple(dict.fromkeys(squeezed(words.texts))))


def _places(words: Words) -> Codes:
    """The number of each text among the squeezed ones."""
    return numbered(squeezed(words.texts))


def _letters(words: Words) -> Codes:
    return numbered(["".join(sorted(text)) for text in words.texts])


def _alike(words: Words) -> Codes:
    return numbered(alike(words.texts))


def _bare(words: Words) -> Codes:
    return numbered(without_noughts(words.texts))


def _sorted_bare(words: Words) -> Codes:
    parts = [text.rpartition(":") for text in words.texts]
    return numbered([f"{sort}:{number.lstrip('0') or number}" for sort, _, number in parts])
