"""The comparators: for each, its levels from least to most alike, and the function that finds them.

A level of 0 means that one side says nothing. Every function is symmetric in its two sides
and looks at nothing but them and the model's frequency tables. Equal texts are never handed to
a comparing function: their level is the highest, or the one that their frequency gives.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.fuzz import token_set_ratio, token_sort_ratio
from rapidfuzz.process import cpdist

from comity.resolve.dates import compare_dates, parts
from comity.resolve.facts import Codes, Mask
from comity.resolve.features import Words, numbered
from comity.resolve.model import Model
from comity.resolve.names import nickname_groups, parts_of
from comity.resolve.streets import core_of, number_of

Levels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Differ = Callable[[Words, Codes, Codes], Levels]
Equal = Callable[[Words, Model], Levels]
PROVIDERS = frozenset(
    ["gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "aol.com", "icloud.com", "gmx.de",
     "web.de", "live.com", "msn.com", "mail.com", "protonmail.com", "comcast.net", "yahoo.co.uk"]
)  # fmt: skip


@dataclass(frozen=True)
class Comparator:
    """One comparison: the feature it reads, its levels by name, and how they are found.

    `differ` finds the level of unequal texts; `equal`, where there is one, that of each text
    with itself. `cheap` ones are not worth finding distinct pairs for.
    """

    feature: str
    levels: tuple[str, ...]
    differ: Differ
    equal: Equal | None = None
    cheap: bool = False


def given_names(words: Words, left: Codes, right: Codes) -> Levels:
    """different, initial, alike, nickname, a part in common, close."""
    one, two = _sides(words, left, right)
    likeness = _winkler(one, two)
    short = np.minimum(words.lengths[left], words.lengths[right])
    levels = np.ones(len(left), dtype=np.uint8)
    levels[(short == 1) & (words.initials[left] == words.initials[right])] = 2
    levels[(short > 1) & ((likeness >= 0.82) | (words.sounds[left] == words.sounds[right]))] = 3
    levels[_nicknames(words, left, right)] = 4
    levels[_share_word(words, left, right)] = 5
    levels[(short > 1) & ((likeness >= 0.92) | (_slips(one, two) & (short > 3)))] = 6
    return levels


def family_names(words: Words, left: Codes, right: Codes) -> Levels:
    """different, alike, a part in common, close."""
    one, two = _sides(words, left, right)
    likeness = _winkler(one, two)
    short = np.minimum(words.lengths[left], words.lengths[right])
    levels = np.ones(len(left), dtype=np.uint8)
    levels[(likeness >= 0.84) | (words.sounds[left] == words.sounds[right])] = 2
    levels[_share_word(words, left, right)] = 3
    levels[(likeness >= 0.93) | (_slips(one, two) & (short > 3))] = 4
    return levels


def initials(words: Words, left: Codes, right: Codes) -> Levels:
    """different, same first letter."""
    return np.where(words.initials[left] == words.initials[right], 2, 1).astype(np.uint8)


def never(_words: Words, left: Codes, _right: Codes) -> Levels:
    """different: these are the same or they are not."""
    return np.ones(len(left), dtype=np.uint8)


def birth_dates(words: Words, left: Codes, right: Codes) -> Levels:
    """The levels of `compare_dates`, which knows partial dates."""
    known = parts(words.texts)
    return compare_dates(known[left], known[right])


def known_dates(words: Words, _model: Model) -> Levels:
    """A whole date is the same as itself; a partial one only as far as it is known."""
    known = parts(words.texts)
    return compare_dates(known, known)


def streets(words: Words, left: Codes, right: Codes) -> Levels:
    """different, alike, same street and another number, close."""
    numbers = numbered(list(map(number_of, words.texts)))
    cores = Words(tuple(dict.fromkeys(map(core_of, words.texts))))
    core = _codes_in(cores, map(core_of, words.texts))
    one, two = _sides(cores, core[left], core[right])
    likeness = np.where(core[left] == core[right], 1.0, _winkler(one, two))
    same_number = numbers[left] == numbers[right]
    levels = np.ones(len(left), dtype=np.uint8)
    levels[same_number | (likeness >= 0.9)] = 2
    levels[(likeness >= 0.95) & ~same_number] = 3
    levels[(likeness >= 0.9) & same_number] = 4
    return levels


def places(words: Words, left: Codes, right: Codes) -> Levels:
    """different, close."""
    one, two = _sides(words, left, right)
    near = (_winkler(one, two) >= 0.88) | _slips(one, two)
    return np.where(near, 2, 1).astype(np.uint8)


def identifiers(words: Words, left: Codes, right: Codes) -> Levels:
    """different, two characters off, one character off."""
    one, two = _sides(words, left, right)
    off = _osa(one, two, 2)
    levels = np.ones(len(left), dtype=np.uint8)
    levels[(off == 2) & (np.minimum(words.lengths[left], words.lengths[right]) > 5)] = 2
    levels[off == 1] = 3
    return levels


def phones(words: Words, left: Codes, right: Codes) -> Levels:
    """different, one figure off or the same without its area."""
    one, two = _sides(words, left, right)
    ends = numbered([text[-7:] for text in words.texts])
    near = (_osa(one, two, 1) == 1) | (ends[left] == ends[right])
    return np.where(near, 2, 1).astype(np.uint8)


def plates(words: Words, left: Codes, right: Codes) -> Levels:
    """different, one character off."""
    return np.where(_slips(*_sides(words, left, right)), 2, 1).astype(np.uint8)


def emails(words: Words, left: Codes, right: Codes) -> Levels:
    """different, same uncommon provider, alike, close."""
    one, two = _sides(words, left, right)
    boxes = numbered([text.partition("@")[0] for text in words.texts])
    hosts = numbered([_host(text) or f"\0{number}" for number, text in enumerate(words.texts)])
    likeness = _winkler(one, two)
    levels = np.ones(len(left), dtype=np.uint8)
    levels[hosts[left] == hosts[right]] = 2
    levels[likeness >= 0.86] = 3
    levels[(likeness >= 0.94) | (boxes[left] == boxes[right]) | (_osa(one, two, 2) <= 2)] = 4
    return levels


def titles(words: Words, left: Codes, right: Codes) -> Levels:
    """different, alike, one within the other, close."""
    one, two = _sides(words, left, right)
    ordered = _ratio(one, two, token_sort_ratio)
    inside = _ratio(one, two, token_set_ratio)
    levels = np.ones(len(left), dtype=np.uint8)
    levels[(ordered >= 65) | (inside >= 80)] = 2
    levels[inside >= 95] = 3
    levels[ordered >= 88] = 4
    return levels


def given_rarity(words: Words, model: Model) -> Levels:
    """The level of each given name met again: 7 common, 8 uncommon, 9 rare; 2 for an initial."""
    return np.where(words.lengths == 1, 2, 7 + model.rarity_given(words.texts)).astype(np.uint8)


def family_rarity(words: Words, model: Model) -> Levels:
    """The level of each family name met again: 5 common, 6 uncommon, 7 rare."""
    return (5 + model.rarity_family(words.texts)).astype(np.uint8)


_RARITY = ("same, common", "same, uncommon", "same, rare")
GIVEN = ("different", "initial", "alike", "nickname", "part", "close", *_RARITY)
FAMILY = ("different", "alike", "part", "close", *_RARITY)
BIRTH = ("different", "same year", "near", "as far as known", "two parts", "one figure off",
         "day and month swapped", "same")  # fmt: skip
_STREET = ("different", "alike", "same street", "close", "same")
_PLACE = {
    "street": Comparator("street", _STREET, streets),
    "city": Comparator("city", ("different", "close", "same"), places),
    "postcode": Comparator("postcode", ("different", "close", "same"), plates),
}
_PHONE = Comparator("phone", ("different", "close", "same"), phones)
_HARD = {"identifier": Comparator("hard", ("different", "same"), never, cheap=True)}
_SOURCE = {"source": Comparator("source", ("another", "the same"), never, cheap=True)}
_OFF = ("different", "two off", "one off", "same")
COMPARATORS: Mapping[str, Mapping[str, Comparator]] = {
    "person": {
        "given name": Comparator("given", GIVEN, given_names, given_rarity),
        "family name": Comparator("family", FAMILY, family_names, family_rarity),
        "middle initial": Comparator("middle", ("different", "same"), initials, cheap=True),
        "suffix": Comparator("suffix", ("different", "same"), never, cheap=True),
        "birth date": Comparator("birth", BIRTH, birth_dates, known_dates, cheap=True),
        "sex": Comparator("sex", ("different", "same"), never, cheap=True),
        **_PLACE,
        "phone": _PHONE,
        "email": Comparator(
            "email", ("different", "same provider", "alike", "close", "same"), emails
        ),
        "number": Comparator("number", _OFF, identifiers),
        **_HARD,
        **_SOURCE,
    },
    "organisation": {
        "name": Comparator("title", ("different", "alike", "within", "close", "same"), titles),
        **_PLACE,
        "phone": _PHONE,
        **_HARD,
        **_SOURCE,
    },
    "vehicle": {
        "plate": Comparator("plate", ("different", "one off", "same"), plates),
        "make": Comparator("make", ("different", "same"), never, cheap=True),
        "model": Comparator("model", ("different", "same"), never, cheap=True),
        **_HARD,
    },
    "location": _PLACE,
    **dict.fromkeys(
        ("phone", "email", "account", "document", "weapon", "incident", "court_case",
         "warrant", "arrest"),
        _HARD,
    ),
}  # fmt: skip


def _sides(words: Words, left: Codes, right: Codes) -> tuple[list[str], list[str]]:
    """The texts of both sides, the lower one first: measures may differ by direction."""
    swap = words.rank[left] > words.rank[right]
    return words.gather(np.where(swap, right, left)), words.gather(np.where(swap, left, right))


def _winkler(one: list[str], two: list[str]) -> Floats:
    if not one:
        return np.zeros(0, dtype=np.float32)
    return np.asarray(cpdist(one, two, scorer=JaroWinkler.normalized_similarity, workers=2))


def _ratio(one: list[str], two: list[str], scorer: Callable[..., float]) -> Floats:
    return (
        np.asarray(cpdist(one, two, scorer=scorer, workers=2)) if one else np.zeros(0, np.float32)
    )


def _osa(one: list[str], two: list[str], most: int) -> npt.NDArray[np.int32]:
    """Optimal string alignment distance, `most` + 1 for anything further."""
    if not one:
        return np.zeros(0, dtype=np.int32)
    found = cpdist(one, two, scorer=OSA.distance, score_cutoff=most, workers=2)
    return np.asarray(found, dtype=np.int32)


def _slips(one: list[str], two: list[str]) -> Mask:
    """One character off, or two neighbours swapped."""
    slips: Mask = _osa(one, two, 1) == 1
    return slips


def _nicknames(words: Words, left: Codes, right: Codes) -> Mask:
    """Where two names stand for each other; asked only where the table has both."""
    groups = nickname_groups()
    known = np.fromiter((text in groups for text in words.texts), np.bool_, len(words))
    return _where(known[left] & known[right], words, left, right,
                  lambda a, b: not groups[a].isdisjoint(groups[b]))  # fmt: skip


def _share_word(words: Words, left: Codes, right: Codes) -> Mask:
    """Where a part of a name of several words is a part of the other."""
    several = np.fromiter((" " in text for text in words.texts), np.bool_, len(words))
    return _where(several[left] | several[right], words, left, right,
                  lambda a, b: not set(parts_of(a)).isdisjoint(parts_of(b)))  # fmt: skip


def _where(
    worth: Mask, words: Words, left: Codes, right: Codes, holds: Callable[[str, str], bool]
) -> Mask:
    """Put a test of two texts to the pairs worth testing."""
    rows = np.flatnonzero(worth)
    one, two = words.gather(left[rows]), words.gather(right[rows])
    found = np.zeros(len(left), dtype=np.bool_)
    found[rows] = np.fromiter(map(holds, one, two), np.bool_, len(rows))
    return found


def _codes_in(words: Words, texts: "map[str]") -> Codes:
    place = {text: code for code, text in enumerate(words.texts)}
    return np.fromiter((place[text] for text in texts), np.int32)


def _host(email: str) -> str:
    """The provider of an address, unless half the world is there."""
    host = email.partition("@")[2]
    return "" if host in PROVIDERS else host
