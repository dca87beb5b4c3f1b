"""Vehicle identification numbers: their check digit, and slips that it tells from another car.

The check digit of 49 CFR 565.15 finds every single wrong figure. Two numbers that both hold are
two cars however alike; where one of them fails, it may be the other, misread. Most cars built for
Europe have no check digit (ISO 3779 asks for none): there neither holds, and nothing is concluded.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from comity.resolve.facts import Hashes, Index, Mask
from comity.resolve.features import Words
from comity.resolve.likeness import slips
from comity.resolve.lookalikes import looks_same
from comity.resolve.text import hashes, plain

LENGTH, TAIL, SHORTEST = 17, 8, 11
LEVELS = ("different", "one off", "end", "slip", "misread", "same")
_PLACE = 8
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_VALUES = {
    **{figure: int(figure) for figure in "0123456789"},
    **dict(zip("abcdefgh", range(1, 9), strict=True)),
    **dict(zip("jklmn", range(1, 6), strict=True)), "p": 7, "r": 9,
    **dict(zip("stuvwxyz", range(2, 10), strict=True)),
}  # fmt: skip
# No VIN has these letters: whoever writes one means the figure.
_NEVER = str.maketrans("ioq", "100")


def vins(texts: Sequence[str]) -> list[str]:
    """Without spaces and dashes; letters that no VIN has as the figures they look like."""
    squeezed = [text.replace(" ", "") for text in plain(texts)]
    return [text.translate(_NEVER) if len(text) == LENGTH else text for text in squeezed]


def check_digit(vin: str) -> str:
    """The check digit of a folded VIN, and an empty text for what cannot be one."""
    if len(vin) != LENGTH or any(letter not in _VALUES for letter in vin):
        return ""
    total = sum(weight * _VALUES[letter] for weight, letter in zip(_WEIGHTS, vin, strict=True))
    return "0123456789x"[total % 11]


def holds(vin: str) -> bool:
    """Whether a folded VIN's own check digit is the right one."""
    return check_digit(vin) == vin[_PLACE : _PLACE + 1] != ""


def compare_vins(words: Words, left: Index, right: Index) -> npt.NDArray[np.uint8]:
    """different, one off, the end of the other, a slip by the check digit, misread."""
    held = words.known(_hold)
    long = np.minimum(words.lengths[left], words.lengths[right]) >= SHORTEST
    near = slips(words, left, right) & long
    levels = np.ones(len(left), dtype=np.uint8)
    levels[near] = 2
    levels[_is_end(words, left, right) | _is_end(words, right, left)] = 3
    levels[near & (held[left] ^ held[right])] = 4
    levels[looks_same(words, left, right) & long] = 5
    levels[held[left] & held[right]] = 1
    return levels


def tails(texts: Sequence[str]) -> list[str]:
    """The last eight characters, which many records keep alone."""
    return [text[-TAIL:] if len(text) in (TAIL, LENGTH) else "" for text in texts]


def _is_end(words: Words, short: Index, long: Index) -> Mask:
    """Where one is the last eight characters of the other, which is whole."""
    ends = words.known(_tails)
    whole = (words.lengths[short] == TAIL) & (words.lengths[long] == LENGTH)
    found: Mask = whole & (ends[short] == ends[long])
    return found


def _hold(words: Words) -> Mask:
    return np.fromiter(map(holds, words.texts), np.bool_, len(words))


def _tails(words: Words) -> Hashes:
    return hashes(tails(words.texts))
