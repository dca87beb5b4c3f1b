"""The comparators: for each, its levels from least to most alike, and the function that finds them.

A level of 0 means that one side says nothing. Every function is symmetric in its two sides
and looks at nothing but them and the model's frequency tables. Equal texts are never handed to
a comparing function: their level is the highest, or the one that their frequency gives.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.resolve.dates import Dates, compare_dates, dates_of
from comity.resolve.facts import Codes, Hashes, Index, Ints
from comity.resolve.features import Words, numbered
from comity.resolve.likeness import SLIPPED, inside, likeness, off, ordered, slips, spelled
from comity.resolve.model import Model
from comity.resolve.nicknames import nicknamed, part_shared
from comity.resolve.streets import split_streets
from comity.resolve.text import hashes

Levels = npt.NDArray[np.uint8]
Differ = Callable[[Words, Index, Index], Levels]
Equal = Callable[[Words, Model], Levels]
# The last seven characters, of the eight in a column: a number without its area.
LOCAL = np.uint64(0x00FFFFFFFFFFFFFF)
PROVIDERS = frozenset(
    ["gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "aol.com", "icloud.com", "gmx.de",
     "web.de", "live.com", "msn.com", "mail.com", "protonmail.com", "comcast.net", "yahoo.co.uk"]
)  # fmt: skip


@dataclass(frozen=True)
class Comparator:
    """One comparison: the feature it reads, its levels by name, and how they are found.

    `differ` finds the level of unequal texts; `equal`, where there is one, that of each text
    with itself.
    """

    feature: str
    levels: tuple[str, ...]
    differ: Differ
    equal: Equal | None = None


def given_names(words: Words, left: Index, right: Index) -> Levels:
    """different, initial, alike, nickname, a part in common, close."""
    like, slipped = spelled(words, left, right, 0.82)
    short = np.minimum(words.lengths[left], words.lengths[right])
    levels = np.ones(len(left), dtype=np.uint8)
    levels[(short == 1) & (words.initials[left] == words.initials[right])] = 2
    levels[(short > 1) & ((like >= 0.82) | (words.sounds[left] == words.sounds[right]))] = 3
    levels[nicknamed(words, left, right)] = 4
    levels[part_shared(words, left, right)] = 5
    levels[((short > 1) & (like >= 0.92)) | slipped] = 6
    return levels


def family_names(words: Words, left: Index, right: Index) -> Levels:
    """different, alike, a part in common, close."""
    like, slipped = spelled(words, left, right, SLIPPED)
    levels = np.ones(len(left), dtype=np.uint8)
    levels[(like >= 0.84) | (words.sounds[left] == words.sounds[right])] = 2
    levels[part_shared(words, left, right)] = 3
    levels[(like >= 0.93) | slipped] = 4
    return levels


def initials(words: Words, left: Index, right: Index) -> Levels:
    """different, same first letter."""
    return np.where(words.initials[left] == words.initials[right], 2, 1).astype(np.uint8)


def never(_words: Words, left: Index, _right: Index) -> Levels:
    """different: these are the same or they are not."""
    return np.ones(len(left), dtype=np.uint8)


def numbers(words: Words, left: Index, right: Index) -> Levels:
    """different; a number of another sort says nothing."""
    sorts = numbered([text.rpartition(":")[0] for text in words.texts])
    found: Levels = (sorts[left] == sorts[right]).astype(np.uint8)
    return found


def birth_dates(words: Words, left: Index, right: Index) -> Levels:
    """The levels of `compare_dates`, which knows partial dates."""
    return compare_dates(words.known(_dates), left, right)


def known_dates(words: Words, _model: Model) -> Levels:
    """A whole date is the same as itself; a partial one only as far as it is known."""
    every = np.arange(len(words), dtype=np.int32)
    return compare_dates(words.known(_dates), every, every)


def streets(words: Words, left: Index, right: Index) -> Levels:
    """different, alike, same street and another number, close."""
    known = words.known(doors)
    one, two = known.name[left], known.name[right]
    like = likeness(known.names, one, two, 0.9)
    like[one == two] = 1.0
    same_number = known.house[left] == known.house[right]
    levels = np.ones(len(left), dtype=np.uint8)
    levels[same_number | (like >= 0.9)] = 2
    levels[(like >= 0.95) & ~same_number] = 3
    levels[(like >= 0.9) & same_number] = 4
    return levels


def places(words: Words, left: Index, right: Index) -> Levels:
    """different, close."""
    near = (likeness(words, left, right, 0.88) >= 0.88) | slips(words, left, right)
    return np.where(near, 2, 1).astype(np.uint8)


def identifiers(words: Words, left: Index, right: Index) -> Levels:
    """different, two characters off, one character off."""
    apart = off(words, left, right, 2)
    levels = np.ones(len(left), dtype=np.uint8)
    levels[(apart == 2) & (np.minimum(words.lengths[left], words.lengths[right]) > 5)] = 2
    levels[apart == 1] = 3
    return levels


def phones(words: Words, left: Index, right: Index) -> Levels:
    """different, one figure off or the same without its area."""
    ends = words.spelling.back[0]
    near = slips(words, left, right) | ((ends[left] ^ ends[right]) & LOCAL == 0)
    return np.where(near, 2, 1).astype(np.uint8)


def plates(words: Words, left: Index, right: Index) -> Levels:
    """different, one character off."""
    return np.where(slips(words, left, right), 2, 1).astype(np.uint8)


def emails(words: Words, left: Index, right: Index) -> Levels:
    """different, same uncommon provider, alike, close."""
    boxes, hosts = words.known(_mail)
    like = likeness(words, left, right, 0.86)
    levels = np.ones(len(left), dtype=np.uint8)
    levels[hosts[left] == hosts[right]] = 2
    levels[like >= 0.86] = 3
    levels[(like >= 0.94) | (boxes[left] == boxes[right]) | (off(words, left, right, 2) <= 2)] = 4
    return levels


def titles(words: Words, left: Index, right: Index) -> Levels:
    """different, alike, one within the other, close."""
    in_order, within = ordered(words, left, right), inside(words, left, right)
    levels = np.ones(len(left), dtype=np.uint8)
    levels[(in_order >= 65) | (within >= 80)] = 2
    levels[within >= 95] = 3
    levels[in_order >= 88] = 4
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
_HARD = {"identifier": Comparator("hard", ("different", "same"), numbers)}
_SOURCE = {"source": Comparator("source", ("another", "the same"), never)}
_OFF = ("different", "two off", "one off", "same")
COMPARATORS: Mapping[str, Mapping[str, Comparator]] = {
    "person": {
        "given name": Comparator("given", GIVEN, given_names, given_rarity),
        "family name": Comparator("family", FAMILY, family_names, family_rarity),
        "middle initial": Comparator("middle", ("different", "same"), initials),
        "suffix": Comparator("suffix", ("different", "same"), never),
        "birth date": Comparator("birth", BIRTH, birth_dates, known_dates),
        "sex": Comparator("sex", ("different", "same"), never),
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
        "make": Comparator("make", ("different", "same"), never),
        "model": Comparator("model", ("different", "same"), never),
        **_HARD,
    },
    "location": _PLACE,
    **dict.fromkeys(
        ("phone", "email", "account", "document", "weapon", "incident", "court_case",
         "warrant", "arrest"),
        _HARD,
    ),
}  # fmt: skip


def _dates(words: Words) -> Dates:
    return dates_of(words.texts)


@dataclass(frozen=True)
class Doors:
    """Of each street a hash of its house number, 0 without one, and its own name's number."""

    house: Hashes
    name: Ints
    names: Words


def doors(words: Words) -> Doors:
    """Addresses in their one spelling, taken apart."""
    houses, cores = split_streets(words.texts)
    numbers: dict[str, int] = {}
    core = [numbers.setdefault(text, len(numbers)) for text in cores]
    return Doors(hashes(houses), np.array(core, dtype=np.int64), Words(tuple(numbers)))


def _mail(words: Words) -> tuple[Codes, Codes]:
    """The mailbox of each address, and its provider unless half the world is there."""
    parts = [text.partition("@")[::2] for text in words.texts]
    own = [f"\0{n}" if host in PROVIDERS or not host else host
           for n, (_, host) in enumerate(parts)]  # fmt: skip
    return numbered([box for box, _ in parts]), numbered(own)
