"""The parts of blocking keys: what a subject says as hashes, put together or side by side."""

import numpy as np

from comity.resolve.comparators import doors
from comity.resolve.facts import Codes, Hashes
from comity.resolve.features import Readings
from comity.resolve.key_readings import first_word, word
from comity.resolve.prepare import Prepared
from comity.resolve.text import mixed, skeleton

Keys = tuple[Codes, Hashes]


class Together:
    """Keys of several parts: every combination of one subject's values."""

    def __init__(self, subjects: int) -> None:
        self._subjects = subjects

    def __call__(self, *parts: Keys) -> Keys:
        subject, key = parts[0]
        for other in parts[1:]:
            subject, key = self._pair(subject, key, *other)
        return subject, key

    def unordered(self, left: Keys, right: Keys) -> Keys:
        """Two parts whichever way round: swapped names meet."""
        return either(self(left, right), self(right, left))

    def _pair(self, subject: Codes, key: Hashes, others: Codes, other: Hashes) -> Keys:
        if len(others) > 1 and (others[1:] < others[:-1]).any():
            order = np.argsort(others, kind="stable")
            others, other = others[order], other[order]
        counts = np.bincount(others, minlength=self._subjects)
        if not len(counts) or counts.max() <= 1:
            return self._with_one(subject, key, others, other)
        starts = np.cumsum(counts) - counts
        many = counts[subject]
        row = np.repeat(np.arange(len(subject)), many)
        place = np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many)
        return subject[row], mixed(key[row], other[starts[subject[row]] + place])

    def _with_one(self, subject: Codes, key: Hashes, others: Codes, other: Hashes) -> Keys:
        """The same where no subject has more than one of the others, as is usual."""
        held = np.zeros(self._subjects, dtype=np.uint64)
        held[others] = other
        found = held[subject]
        kept = found != 0
        return subject[kept], mixed(key[kept], found[kept])


def either(*parts: Keys) -> Keys:
    """Several parts side by side: one of them is enough to meet."""
    return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])


def key(prepared: Prepared, feature: str, reading: Readings | None = None) -> Keys:
    """What a feature says, or a reading of it."""
    return prepared.features[feature].keyed(reading)


def words_of(prepared: Prepared, feature: str) -> Keys:
    """A key for each of the first words of a text, by its skeleton."""
    parts = [prepared.features[feature].keyed(word(place)) for place in range(6)]
    return either(*parts)


def door_of(prepared: Prepared) -> Keys:
    """The house number and the skeleton of the street's own first word."""
    street = prepared.features["street"]
    known = street.words.known(doors)
    first = known.names.read_by(first_word)[known.name]
    return street.by_word(np.where(first != 0, mixed(known.house, first), 0).astype(np.uint64))


def street_of(prepared: Prepared) -> Keys:
    """The skeleton of the street's own name."""
    street = prepared.features["street"]
    known = street.words.known(doors)
    return street.by_word(known.names.read_by(skeleton)[known.name])


def house_of(prepared: Prepared) -> Keys:
    """The house number."""
    street = prepared.features["street"]
    return street.by_word(street.words.known(doors).house)
