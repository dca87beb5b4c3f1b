"""Acronyms: `bmw` for `bayerische motoren werke`, asked of whole columns."""

import numpy as np

from comity.resolve.facts import Codes, Index, Mask
from comity.resolve.features import Words, numbered
from comity.resolve.name_words import LIGHT, read_names

# Two letters stand for too much.
SHORTEST = 3


def is_acronym(words: Words, left: Index, right: Index) -> Mask:
    """Where one name is one word, made of the first letters of the other."""
    short, initials = words.known(_letters)
    found: Mask = (short[left] == initials[right]) | (short[right] == initials[left])
    return found


def acronyms(texts: tuple[str, ...]) -> list[str]:
    """The one word of a name, or the first letters of three or more, legal forms left out."""
    return [short or initials for short, initials in _both(texts)]


def _letters(words: Words) -> tuple[Codes, Codes]:
    """Numbers of each name as an acronym, and of its initials; never equal where it is neither."""
    both = _both(words.texts)
    names = [short or f"\0{n}" for n, (short, _) in enumerate(both)]
    initials = [letters or f"\1{n}" for n, (_, letters) in enumerate(both)]
    codes = numbered(names + initials)
    return codes[: len(both)], codes[len(both) :].astype(np.int32)


def _both(texts: tuple[str, ...]) -> list[tuple[str, str]]:
    found = []
    for name in read_names(texts, "organisation"):
        own = [word.text for word in name.words if word.weight > LIGHT]
        one = own[0] if len(own) == 1 and SHORTEST <= len(own[0]) <= 6 else ""
        many = "".join(word[0] for word in own) if len(own) >= SHORTEST else ""
        found.append((one, many))
    return found
