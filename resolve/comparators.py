"""The comparators: for each, its levels from least to most alike, and the function that finds them.

A level of 0 means that one side says nothing. Every function is symmetric in its two sides
and looks at nothing but them and the model's frequency tables. Equal texts are never handed to
a comparing function: their level is the highest, or the one that their frequency gives.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.resolve import issued, plates, positions, references, vins
from comity.resolve.acronyms import is_acronym
from comity.resolve.dates import Dates, compare_dates, dates_of
from comity.resolve.facts import Codes, Hashes, Index, Ints, Mask
from comity.resolve.features import Words, numbered
from comity.resolve.likeness import graded, inside, likeness, off, ordered, slips, spelled
from comity.resolve.mailboxes import PROVIDERS, box_of
from comity.resolve.model import Model
from comity.resolve.nicknames import nicknamed, part_shared
from comity.resolve.references import leading_noughts
from comity.resolve.streets import split_streets
from comity.resolve.text import hashes

Levels = npt.NDArray[np.uint8]
Differ = Callable[[Words, Index, Index], Levels]
Equal = Callable[[Words, Model], Levels]
# The last seven characters, of the eight in a column: a number without its area.
# How alike given names are that are close, unless they are one slip apart.
CLOSE = 0.92
LOCAL = np.uint64(0x00FFFFFFFFFFFFFF)


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
    grade, slipped = spelled(words, left, right, 0.82, CLOSE)
    whole = ~(words.letter_alone.take(left) | words.letter_alone.take(right))
    return rising(
        initial(words, left, right, np.flatnonzero(~whole)),
        whole & ((grade > 0) | same(words.sounds, left, right)),
        nicknamed(words, left, right),
        part_shared(words, left, right),
        (whole & (grade > 1)) | slipped,
    )


def family_names(words: Words, left: Index, right: Index) -> Levels:
    """different, alike, a part in common, close."""
    grade, slipped = spelled(words, left, right, 0.84, 0.93)
    return rising(
        (grade > 0) | same(words.sounds, left, right),
        part_shared(words, left, right),
        (grade > 1) | slipped,
    )


def rising(*masks: Mask) -> Levels:
    """Level 1, and that of the last mask that holds: the first stands for level 2."""
    # Picking rows by a mask that no one can foresee takes ten times as long as arithmetic on all.
    levels = np.ones(len(masks[0]), dtype=np.uint8)
    for number, mask in enumerate(masks, 2):
        np.maximum(levels, mask * np.uint8(number), out=levels)
    return levels


def same(column: Codes | Hashes, left: Index, right: Index) -> Mask:
    """Where both sides have the same in a column by text number."""
    alike: Mask = column.take(left) == column.take(right)
    return alike


def initial(words: Words, left: Index, right: Index, rows: Ints) -> Mask:
    """Which of some rows begin with the same letter."""
    found = np.zeros(len(left), dtype=np.bool_)
    found[rows] = same(words.initials, left.take(rows), right.take(rows))
    return found


def initials(words: Words, left: Index, right: Index) -> Levels:
    """different, same first letter."""
    return rising(same(words.initials, left, right))


def never(_words: Words, left: Index, _right: Index) -> Levels:
    """different: these are the same or they are not."""
    return np.ones(len(left), dtype=np.uint8)


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
    one, two = known.name.take(left), known.name.take(right)
    named, number = one == two, same(known.house, left, right)
    grade = named * np.uint8(2)
    rows = np.flatnonzero(~named)
    grade[rows] = graded(known.names, one.take(rows), two.take(rows), 0.9, 0.95)
    return rising(number | (grade > 0), (grade > 1) & ~number, (grade > 0) & number)


def places(words: Words, left: Index, right: Index) -> Levels:
    """different, close."""
    return rising((likeness(words, left, right, 0.88) >= 0.88) | slips(words, left, right))


def identifiers(words: Words, left: Index, right: Index) -> Levels:
    """different, two characters off, one character or leading noughts; another sort says nothing.

    Two neighbours swapped are one character off.
    """
    apart = off(words, left, right, 2)
    long = np.minimum(words.lengths.take(left), words.lengths.take(right)) > 5
    noughts = leading_noughts(words, left, right)
    levels = rising((apart == 2) & long, (apart == 1) | noughts)
    return levels * same(words.known(_sorts), left, right)


def phones(words: Words, left: Index, right: Index) -> Levels:
    """different, one figure off or the same without its area."""
    ends = words.spelling.back[0]
    local = (ends.take(left) ^ ends.take(right)) & LOCAL == 0
    return rising(slips(words, left, right) | local)


def postcodes(words: Words, left: Index, right: Index) -> Levels:
    """different, one character off."""
    return rising(slips(words, left, right))


def emails(words: Words, left: Index, right: Index) -> Levels:
    """different, same uncommon provider, alike, close."""
    boxes, hosts = words.known(_mail)
    like = likeness(words, left, right, 0.86)
    near = off(words, left, right, 2) <= 2
    return rising(
        same(hosts, left, right),
        like >= 0.86,
        (like >= 0.94) | same(boxes, left, right) | near,
    )


def titles(words: Words, left: Index, right: Index) -> Levels:
    """different, alike, one within the other or its acronym, close."""
    in_order, within = ordered(words, left, right), inside(words, left, right)
    within_or_acronym = (within >= 95) | is_acronym(words, left, right)
    return rising((in_order >= 65) | (within >= 80), within_or_acronym, in_order >= 88)


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
    "postcode": Comparator("postcode", ("different", "close", "same"), postcodes),
}
_PHONE = Comparator("phone", ("different", "close", "same"), phones)
_HARD = {"identifier": Comparator("hard", ("different", "same"), never)}
_REFERENCE = {"identifier": Comparator("hard", references.LEVELS, references.compare_references)}
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
        "identifier": Comparator("hard", issued.LEVELS, issued.compare_issued),
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
        "plate": Comparator("plate", plates.LEVELS, plates.compare_plates),
        "plate region": Comparator("region", plates.REGION_LEVELS, never),
        "make": Comparator("make", ("different", "same"), never),
        "model": Comparator("model", ("different", "same"), never),
        "identifier": Comparator("hard", vins.LEVELS, vins.compare_vins),
    },
    "location": {
        **_PLACE,
        "distance": Comparator("position", positions.LEVELS, positions.compare_positions),
    },
    **dict.fromkeys(("phone", "email", "account"), _HARD),
    **dict.fromkeys(
        ("document", "weapon", "incident", "court_case", "warrant", "arrest"), _REFERENCE
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
    hosts = [text.partition("@")[2] for text in words.texts]
    own = [f"\0{n}" if host in PROVIDERS or not host else host for n, host in enumerate(hosts)]
    return numbered([box_of(text) for text in words.texts]), numbered(own)


def _sorts(words: Words) -> Codes:
    """The sort of each number, `sort:number`."""
    return numbered([text.rpartition(":")[0] for text in words.texts])
