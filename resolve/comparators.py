"""The comparators: for each, its levels from least to most alike, and the function that finds them.

A level of 0 means that one side says nothing. Every function is symmetric in its two sides
and looks at nothing but them and the model's frequency table.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.fuzz import token_set_ratio, token_sort_ratio
from rapidfuzz.process import cpdist

from comity.resolve.dates import compare_dates, parts
from comity.resolve.facts import Codes
from comity.resolve.model import Model
from comity.resolve.names import are_nicknames, parts_of
from comity.resolve.text import sound

Levels = npt.NDArray[np.uint8]
Texts = Sequence[str]
Compare = Callable[[Texts, Codes, Codes, Model], Levels]


@dataclass(frozen=True)
class Comparator:
    """One comparison: the feature it reads, its levels by name, and how they are found."""

    feature: str
    levels: tuple[str, ...]
    compare: Compare


def given_names(texts: Texts, left: Codes, right: Codes, model: Model) -> Levels:
    """different, initial, alike, nickname, close, same (common), same (rare)."""
    one, two = _texts(texts, left), _texts(texts, right)
    winkler = _winkler(one, two)
    levels = np.ones(len(left), dtype=np.uint8)
    levels[_initials(one, two)] = 2
    levels[(winkler >= 0.82) | _sound_alike(texts, left, right)] = 3
    levels[_each(are_nicknames, one, two, model.has_nickname)] = 4
    levels[(winkler >= 0.92) | (_slips(one, two) & (_shorter(one, two) > 3))] = 5
    return _same(levels, texts, left, right, 6, model.common_given)


def family_names(texts: Texts, left: Codes, right: Codes, model: Model) -> Levels:
    """different, alike, part in common, close, same (common), same (rare)."""
    one, two = _texts(texts, left), _texts(texts, right)
    winkler = _winkler(one, two)
    levels = np.ones(len(left), dtype=np.uint8)
    levels[(winkler >= 0.84) | _sound_alike(texts, left, right)] = 2
    levels[_each(_share_part, one, two, lambda text: " " in text, either=True)] = 3
    levels[(winkler >= 0.93) | (_slips(one, two) & (_shorter(one, two) > 3))] = 4
    return _same(levels, texts, left, right, 5, model.common_family)


def initials(texts: Texts, left: Codes, right: Codes, _: Model) -> Levels:
    """different, same: by first letter alone."""
    first = np.array([text[:1] for text in texts] or [""])
    return np.where(first[left] == first[right], 2, 1).astype(np.uint8)


def exactly(_texts: Texts, left: Codes, right: Codes, _: Model) -> Levels:
    """different, same."""
    return np.where(left == right, 2, 1).astype(np.uint8)


def birth_dates(texts: Texts, left: Codes, right: Codes, _: Model) -> Levels:
    """different, same year, as far as known, one figure off, day and month swapped, same."""
    known = parts(texts) if texts else np.zeros((1, 3), dtype=np.int64)
    return compare_dates(known[left], known[right])


def streets(texts: Texts, left: Codes, right: Codes, _: Model) -> Levels:
    """different, alike, close, same."""
    one, two = _texts(texts, left), _texts(texts, right)
    same_number = _each(_same_number, one, two, lambda _: True)
    likeness = np.asarray(cpdist(one, two, scorer=token_sort_ratio)) if one else np.zeros(0)
    levels = np.ones(len(left), dtype=np.uint8)
    levels[likeness >= 85] = 2
    levels[(likeness >= 85) & same_number] = 3
    levels[left == right] = 4
    return levels


def identifiers(texts: Texts, left: Codes, right: Codes, _: Model) -> Levels:
    """different, one character off, same."""
    one, two = _texts(texts, left), _texts(texts, right)
    levels = np.ones(len(left), dtype=np.uint8)
    levels[_slips(one, two)] = 2
    levels[left == right] = 3
    return levels


def emails(texts: Texts, left: Codes, right: Codes, _: Model) -> Levels:
    """different, same name at another provider or close, same."""
    one, two = _texts(texts, left), _texts(texts, right)
    levels = np.ones(len(left), dtype=np.uint8)
    same_name = _each(lambda a, b: a.split("@")[0] == b.split("@")[0], one, two, lambda _: True)
    levels[same_name | (_winkler(one, two) >= 0.95)] = 2
    levels[left == right] = 3
    return levels


def titles(texts: Texts, left: Codes, right: Codes, _: Model) -> Levels:
    """different, alike, close, same."""
    one, two = _texts(texts, left), _texts(texts, right)
    likeness = np.asarray(cpdist(one, two, scorer=token_sort_ratio)) if one else np.zeros(0)
    inside = np.asarray(cpdist(one, two, scorer=token_set_ratio)) if one else np.zeros(0)
    levels = np.ones(len(left), dtype=np.uint8)
    levels[(likeness >= 75) | (inside >= 95)] = 2
    levels[likeness >= 92] = 3
    levels[left == right] = 4
    return levels


_PLACE = {
    "street": Comparator("street", ("different", "alike", "close", "same"), streets),
    "area": Comparator("area", ("different", "same"), exactly),
}
_PHONE = Comparator("phone", ("different", "one figure off", "same"), identifiers)
_HARD = {"identifier": Comparator("hard", ("different", "same"), exactly)}
_NAMED = ("different", "initial", "alike", "nickname", "close", "same, common", "same, rare")
COMPARATORS: Mapping[str, Mapping[str, Comparator]] = {
    "person": {
        "given name": Comparator("given", _NAMED, given_names),
        "family name": Comparator(
            "family",
            ("different", "alike", "part", "close", "same, common", "same, rare"),
            family_names,
        ),
        "middle initial": Comparator("middle", ("different", "same"), initials),
        "suffix": Comparator("suffix", ("different", "same"), exactly),
        "birth date": Comparator(
            "birth",
            ("different", "same year", "as far as known", "one figure off", "day and month swapped",
             "same"),
            birth_dates,
        ),
        "sex": Comparator("sex", ("different", "same"), exactly),
        **_PLACE,
        "phone": _PHONE,
        "email": Comparator("email", ("different", "close", "same"), emails),
        "number": Comparator("number", ("different", "one figure off", "same"), identifiers),
        **_HARD,
    },
    "organisation": {
        "name": Comparator("title", ("different", "alike", "close", "same"), titles),
        **_PLACE,
        "phone": _PHONE,
        **_HARD,
    },
    "vehicle": {
        "plate": Comparator("plate", ("different", "one figure off", "same"), identifiers),
        "make": Comparator("make", ("different", "same"), exactly),
        "model": Comparator("model", ("different", "same"), exactly),
        **_HARD,
    },
    "location": _PLACE,
    **dict.fromkeys(
        ("phone", "email", "account", "document", "weapon", "incident", "court_case",
         "warrant", "arrest"),
        _HARD,
    ),
}  # fmt: skip


def _texts(texts: Texts, codes: Codes) -> list[str]:
    return [texts[code] for code in codes.tolist()]


def _winkler(one: list[str], two: list[str]) -> npt.NDArray[np.float32]:
    """Jaro-Winkler, made symmetric: the measure itself may differ by direction."""
    if not one:
        return np.zeros(0, dtype=np.float32)
    scorer = JaroWinkler.normalized_similarity
    ahead, back = cpdist(one, two, scorer=scorer), cpdist(two, one, scorer=scorer)
    return np.asarray(np.maximum(ahead, back), dtype=np.float32)


def _slips(one: list[str], two: list[str]) -> npt.NDArray[np.bool_]:
    """One character off, or two neighbours swapped."""
    if not one:
        return np.zeros(0, dtype=np.bool_)
    return np.asarray(cpdist(one, two, scorer=OSA.distance, score_cutoff=1) == 1, dtype=np.bool_)


def _shorter(one: list[str], two: list[str]) -> npt.NDArray[np.int64]:
    lengths = (min(len(a), len(b)) for a, b in zip(one, two, strict=True))
    return np.fromiter(lengths, np.int64, len(one))


def _initials(one: list[str], two: list[str]) -> npt.NDArray[np.bool_]:
    found = (min(len(a), len(b)) == 1 and a[0] == b[0] for a, b in zip(one, two, strict=True))
    return np.fromiter(found, np.bool_, len(one))


def _sound_alike(texts: Texts, left: Codes, right: Codes) -> npt.NDArray[np.bool_]:
    sounds = np.array([sound(text) for text in texts] or [""])
    return np.asarray((sounds[left] == sounds[right]) & (np.char.str_len(sounds[left]) > 1))


def _each(
    holds: Callable[[str, str], bool],
    one: list[str],
    two: list[str],
    worth: Callable[[str], bool],
    *,
    either: bool = False,
) -> npt.NDArray[np.bool_]:
    """Where a test of two texts holds; it is put only to texts worth testing."""
    able = any if either else all
    found = (able((worth(a), worth(b))) and holds(a, b) for a, b in zip(one, two, strict=True))
    return np.fromiter(found, np.bool_, len(one))


def _share_part(one: str, two: str) -> bool:
    return not set(parts_of(one)).isdisjoint(parts_of(two))


def _same_number(one: str, two: str) -> bool:
    figures = [[word for word in text.split() if word[0].isdigit()] for text in (one, two)]
    return figures[0] == figures[1]


def _same(
    levels: Levels,
    texts: Texts,
    left: Codes,
    right: Codes,
    lowest: int,
    common: Callable[[str], bool],
) -> Levels:
    """Equal values: one level for a name that many bear, a higher one for a rare name."""
    often = np.array([common(text) for text in texts] or [False])
    same = left == right
    levels[same] = np.where(often[left[same]], lowest, lowest + 1)
    return levels
