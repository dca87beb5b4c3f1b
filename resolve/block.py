"""Blocking: keys of a subject from its own values, and the pairs that share one.

Keys never depend on how many others bear them: a name too common for a key of its own is
refined by the model's frequency table, which is the same for every viewer.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from comity.resolve.facts import NO_PAIRS, Codes, Hashes, Ints, Mask, Pairs
from comity.resolve.features import Feature, value_pairs
from comity.resolve.prepare import Prepared
from comity.resolve.text import mixed, skeleton, sound

Keys = tuple[Codes, Hashes]
Reading = Callable[[str], str]


def keys_of(prepared: Prepared) -> Keys:
    """Every key of every subject, rows (subject, key) without doubles, sorted by key."""
    rules = _RULES.get(prepared.kind, _exact_rules)(prepared)
    made = [_numbered(number, keys) for number, keys in enumerate(rules)]
    subject = np.concatenate([keys[0] for keys in made]) if made else np.zeros(0, np.int32)
    key = np.concatenate([keys[1] for keys in made]) if made else np.zeros(0, np.uint64)
    order = np.lexsort((subject, key))
    subject, key = subject[order], key[order]
    new = np.ones(len(key), dtype=np.bool_)
    new[1:] = (key[1:] != key[:-1]) | (subject[1:] != subject[:-1])
    return subject[new], key[new]


def candidate_pairs(prepared: Prepared, fresh: Mask | None = None) -> Pairs:
    """The pairs that share a key; with `fresh` only those that touch a fresh subject."""
    subject, key = keys_of(prepared)
    if not len(key):
        return NO_PAIRS
    starts = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    sizes = np.diff(np.append(starts, len(key)))
    found = [
        _within(subject[starts[sizes == size][:, None] + np.arange(size)], prepared.subjects, fresh)
        for size in np.unique(sizes[sizes > 1]).tolist()
    ]
    return _unpacked(_distinct(found), prepared.subjects)


def shares_key(prepared: Prepared, pairs: Pairs) -> Mask:
    """Whether blocking would propose each pair, from these facts alone."""
    subject, key = keys_of(prepared)
    held = Feature(prepared.subjects, *_by_subject(subject, _ranks(key)), ())
    spread = value_pairs(held, held, pairs)
    shared = np.zeros(len(pairs), dtype=np.bool_)
    shared[spread.pair[spread.left == spread.right]] = True
    return shared


def _by_subject(subject: Codes, code: Codes) -> tuple[Codes, Codes]:
    order = np.lexsort((code, subject))
    return subject[order], code[order]


def _within(block: Codes, subjects: int, fresh: Mask | None) -> Ints:
    """All pairs inside blocks of one size, packed into one number each."""
    left, right = np.triu_indices(block.shape[1], 1)
    packed: list[Ints] = []
    step = max(1, 4_000_000 // len(left))
    for start in range(0, len(block), step):
        rows = block[start : start + step]
        one, two = rows[:, left].ravel(), rows[:, right].ravel()
        if fresh is not None:
            touched = fresh[one] | fresh[two]
            one, two = one[touched], two[touched]
        packed.append(one.astype(np.int64) * subjects + two)
    return _distinct(packed)


def _distinct(parts: list[Ints]) -> Ints:
    """Sorted and each once; sorting beats numpy's hashing several times over here."""
    whole = np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
    whole.sort()
    new = np.ones(len(whole), dtype=np.bool_)
    new[1:] = whole[1:] != whole[:-1]
    return whole[new]


def _unpacked(found: Ints, subjects: int) -> Pairs:
    return Pairs((found // subjects).astype(np.int32), (found % subjects).astype(np.int32))


def _ranks(key: Hashes) -> Codes:
    return np.unique(key, return_inverse=True)[1].astype(np.int32)


def _numbered(number: int, keys: Keys) -> Keys:
    tag = np.full(len(keys[1]), number + 1, dtype=np.uint64)
    return keys[0], mixed(tag, keys[1])


def _together(subjects: int, *parts: Keys) -> Keys:
    """Keys of several parts: every combination of one subject's values."""
    subject, key = parts[0]
    for other_subject, other_key in parts[1:]:
        order = np.argsort(other_subject, kind="stable")
        other_subject, other_key = other_subject[order], other_key[order]
        counts = np.bincount(other_subject, minlength=subjects)
        starts = np.cumsum(counts) - counts
        many = counts[subject]
        row = np.repeat(np.arange(len(subject)), many)
        place = np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many)
        other = other_key[starts[subject[row]] + place]
        subject, key = subject[row], mixed(key[row], other)
    return subject, key


def _either(*parts: Keys) -> Keys:
    return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])


def _exact_rules(prepared: Prepared) -> Iterable[Keys]:
    yield prepared.features["hard"].keyed(str)


def _person_rules(prepared: Prepared) -> Iterable[Keys]:
    """A dozen ways in which two records of one person are alike even when some values are wrong."""
    f, size = prepared.features, prepared.subjects
    given, family, born = f["given"], f["family"], f["birth"]
    token = _either(given.keyed(skeleton), family.keyed(skeleton))
    heard = _either(given.keyed(sound), family.keyed(sound))
    first = _either(given.keyed(_initial), family.keyed(_initial))
    both = _unordered(size, given.keyed(sound), family.keyed(sound))
    yield _together(size, token, born.keyed(_any_order))
    yield _together(size, heard, born.keyed(_any_order))
    yield _together(size, first, born.keyed(_whole), f["sex"].keyed(str))
    yield _together(size, heard, given.keyed(_initial), born.keyed(_year))
    yield _together(size, heard, first, born.keyed(_day_of_year))
    yield _unordered(size, given.keyed(_rare(prepared.model.given)), family.keyed(sound))
    yield _unordered(size, given.keyed(sound), family.keyed(_rare(prepared.model.family)))
    yield _together(size, both, born.keyed(_decade))
    yield _together(size, both, f["area"].keyed(str))
    yield _together(size, f["phone"].keyed(str), first)
    yield _together(size, f["street"].keyed(_letters), first)
    yield _together(size, born.keyed(_whole), f["area"].keyed(str))
    yield _together(size, given.keyed(sound), born.keyed(_year), f["area"].keyed(str))
    yield f["email"].keyed(str)
    yield _together(size, f["email"].keyed(_mailbox), heard)
    yield f["number"].keyed(str)
    yield f["hard"].keyed(str)


def _organisation_rules(prepared: Prepared) -> Iterable[Keys]:
    f, size = prepared.features, prepared.subjects
    start = f["title"].keyed(_first_word)
    yield f["title"].keyed(_words_in_order)
    yield _together(size, start, f["area"].keyed(str))
    yield _together(size, start, f["phone"].keyed(str))
    yield f["street"].keyed(str)
    yield f["phone"].keyed(str)
    yield f["hard"].keyed(str)


def _vehicle_rules(prepared: Prepared) -> Iterable[Keys]:
    f, size = prepared.features, prepared.subjects
    yield f["plate"].keyed(str)
    yield f["hard"].keyed(str)
    yield _together(size, f["plate"].keyed(lambda text: text[:4]), f["model"].keyed(str))


def _location_rules(prepared: Prepared) -> Iterable[Keys]:
    f, size = prepared.features, prepared.subjects
    yield f["street"].keyed(_words_in_order)
    yield _together(size, f["street"].keyed(_letters), f["area"].keyed(str))


_RULES: Mapping[str, Callable[[Prepared], Iterable[Keys]]] = {
    "person": _person_rules,
    "organisation": _organisation_rules,
    "vehicle": _vehicle_rules,
    "location": _location_rules,
}


def _unordered(subjects: int, left: Keys, right: Keys) -> Keys:
    """Two parts whichever way round: swapped names meet."""
    ahead = _together(subjects, left, right)
    behind = _together(subjects, right, left)
    return _either(ahead, behind)


def _rare(often: Mapping[str, float]) -> Reading:
    """A key for names that the model's table does not list; a listed one needs company."""
    return lambda text: "" if text in often else sound(text)


def _initial(text: str) -> str:
    return text[:1]


def _mailbox(text: str) -> str:
    return text.partition("@")[0]


def _letters(text: str) -> str:
    """The house number and the skeleton of the street's first word."""
    words = text.split()
    names = [word for word in words if not word[0].isdigit()]
    figures = [word for word in words if word[0].isdigit()]
    return " ".join([*figures[:1], skeleton(names[0])]) if names else ""


def _first_word(text: str) -> str:
    return skeleton(text.split()[0]) if text else ""


def _words_in_order(text: str) -> str:
    return " ".join(sorted(text.split()))


def _figures(text: str) -> Sequence[str]:
    return text[:10].split("-")


def _whole(text: str) -> str:
    return text[:10] if len(_figures(text)) == 3 else ""


def _any_order(text: str) -> str:
    """Year, and day and month whichever way round."""
    figures = _figures(text)
    return "-".join([figures[0], *sorted(figures[1:])]) if len(figures) == 3 else ""


def _year(text: str) -> str:
    return text[:4]


def _decade(text: str) -> str:
    return text[:3]


def _day_of_year(text: str) -> str:
    return text[5:10] if len(_figures(text)) == 3 and text[5:10] != "01-01" else ""
