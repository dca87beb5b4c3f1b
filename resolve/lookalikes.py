"""Characters that eyes and cameras take for each other, in numbers made of letters and figures."""

from collections.abc import Sequence

import numpy as np

from comity.resolve.facts import Codes, Index, Mask
from comity.resolve.features import Words, numbered

# One sign for all that look alike: I, L and 1; O, Q, D and 0; S and 5; B and 8; Z and 2; G and 6.
_READ = str.maketrans("iloqdsbzg", "110005826")


def read_alike(texts: Sequence[str]) -> list[str]:
    """Folded numbers with one sign for all that look alike: `ab0i` and `a8o1` are `a801`."""
    return [text.translate(_READ) for text in texts]


def looks_same(words: Words, left: Index, right: Index) -> Mask:
    """Where two numbers differ only in characters that look alike."""
    read = words.known(_numbers)
    found: Mask = read[left] == read[right]
    return found


def _numbers(words: Words) -> Codes:
    return numbered(read_alike(words.texts)).astype(np.int32)
