"""Training: an explicit act that fits rates to a set of pairs, without knowing who is who.

Fellegi and Sunter's model (1969) by expectation and maximisation on pattern counts (Winkler
1988), with three classes: one subject, two relatives, two strangers. What keeps it from
locking on to households: the rates of strangers come from random pairs, not from candidates;
those of one subject are drawn towards what is known from elsewhere; relatives share a family
name and a roof and nothing else, and fade away where there are none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from comity.resolve.columns import stretches
from comity.resolve.compare import compare, comparisons, unpacked
from comity.resolve.facts import Hashes, Ints, Pairs
from comity.resolve.model import KindModel, Model, Weights
from comity.resolve.order_of_levels import in_order
from comity.resolve.prepare import Prepared
from comity.resolve.threads import threaded

Floats = npt.NDArray[np.float64]
Levels = npt.NDArray[np.uint8]
Rates = dict[str, Floats]
ROUNDS = 40
RANDOM_PAIRS = 250_000
SEED = 5
# Pairs that what is known from elsewhere counts for.
KNOWN, KNOWN_OTHER, KNOWN_KIN = 200.0, 2_000.0, 500.0
# A level never met is still possible.
LEAST, ONCE = 2e-7, 0.3
FIRST_SHARE = 0.3
# What relatives have in common: a household its roof, an organisation's branches their name.
SHARED: Mapping[str, frozenset[str]] = {
    "person": frozenset(["family name", "street", "phone", "area"]),
    "organisation": frozenset(["name", "phone"]),
}
TWINS = 0.03


@dataclass(frozen=True)
class Counts:
    """Distinct candidate patterns with how often each comes, and levels of all pairs at random.

    `random` are counts by level, scaled to all `pairs` that the subjects could make.
    """

    patterns: Hashes
    times: Floats
    random: Rates
    pairs: float


@dataclass(frozen=True)
class _Classes:
    """The rates of the three classes, and how many pairs the first and third hold."""

    same: Rates
    other: Rates
    kin: Rates
    matches: float
    relatives: float


@dataclass(frozen=True)
class _Known:
    """What is known of a kind from elsewhere: the rates of one subject, and of strangers."""

    kind: str
    same: Rates
    strangers: Rates


def count(prepared: Prepared, patterns: Hashes, seed: int = SEED) -> Counts:
    """What training needs to know of a set: candidate patterns, and random pairs."""
    drawn = random_pairs(prepared.subjects, seed)
    kind, subjects = prepared.kind, prepared.subjects
    return counts_of(kind, subjects, *counted(patterns), compare(prepared, drawn))


def counts_of(kind: str, subjects: int, patterns: Hashes, times: Floats, drawn: Hashes) -> Counts:
    """The same from patterns already counted, and the patterns of the random pairs."""
    whole = subjects * (subjects - 1) / 2
    scale = whole / max(len(drawn), 1)
    random = {
        name: _times(level, np.full(len(level), scale), _size(kind, name))
        for name, level in unpacked(kind, drawn).items()
    }
    return Counts(patterns, times, random, whole)


def counted(patterns: Hashes) -> tuple[Hashes, Floats]:
    """The distinct patterns in their order, and how often each comes."""
    parts = threaded(lambda rows: _counted(patterns[rows]), stretches(len(patterns)))
    found = [(patterns[:0], np.zeros(0)), *parts]
    some, times = (np.concatenate(each) for each in zip(*found, strict=True))
    order = np.argsort(some)
    starts = _starts(some[order])
    whole = np.add.reduceat(times[order], starts) if len(starts) else times
    return some[order][starts], whole


def _counted(patterns: Hashes) -> tuple[Hashes, Floats]:
    found = np.sort(patterns)
    starts = _starts(found)
    return found[starts], np.diff(np.append(starts, len(found))).astype(np.float64)


def _starts(found: Hashes) -> Ints:
    """Where each distinct one of some in order stands first."""
    return np.flatnonzero(np.append(len(found) > 0, found[1:] != found[:-1])[: len(found)])


def adapt(model: Model, kind: str, counts: Counts) -> Model:
    """The model with the rates of one kind fitted to a set, starting from its own."""
    start = model.by_kind[kind]
    if not start.same or not len(counts.patterns):
        return model
    fitted = _fit(kind, counts, _rates(kind, start.same), _strangers_known(kind, start))
    return replace(model, by_kind={**model.by_kind, kind: _kind_model(kind, fitted, counts, start)})


def rates_of(kind: str, patterns: Hashes) -> Rates:
    """The share of each level among the pairs that say anything, for pairs known to be the same."""
    levels = unpacked(kind, patterns)
    found = {name: np.bincount(level, minlength=_size(kind, name))[1:] * 1.0
             for name, level in levels.items()}  # fmt: skip
    return {name: times / max(times.sum(), 1.0) for name, times in found.items()}


def three_rates(kind: str, model: KindModel) -> dict[str, dict[str, list[float]]]:
    """The rates of one subject, strangers and relatives a level, as a model file has them."""
    return {
        name: {level: _three(model, name, level) for level in levels}
        for name, levels in comparisons(kind).items()
    }


def _three(model: KindModel, name: str, level: str) -> list[float]:
    same = model.same[name][level]
    other = same / 2 ** model.weights[name][level]
    kin = other * 2 ** model.kin_weights[name][level]
    return [float(f"{rate:.3g}") for rate in (same, other, kin)]


def _fit(kind: str, counts: Counts, known: Rates, strangers: Rates) -> _Classes:
    levels = unpacked(kind, counts.patterns)
    other = _strangers(counts.random, strangers)
    first = FIRST_SHARE * (2 * counts.pairs) ** 0.5
    relatives = first if kind in SHARED else 0.0
    now = _Classes(known, other, _kin_start(kind, known, other), first, relatives)
    for _ in range(ROUNDS):
        shares = _expected(levels, counts, now)
        now = _maximised(levels, counts, _Known(kind, known, strangers), now, *shares)
    return now


def _expected(levels: Mapping[str, Levels], counts: Counts, now: _Classes
              ) -> tuple[Floats, Floats]:  # fmt: skip
    """How many pairs of each pattern are one subject, and how many are relatives."""
    same = _likelihood(levels, now.same) + np.log(max(now.matches, 1e-9) / counts.pairs)
    kin = _likelihood(levels, now.kin) + np.log(max(now.relatives, 1e-200) / counts.pairs)
    other = _likelihood(levels, now.other)
    whole = np.logaddexp(np.logaddexp(same, kin), other)
    return counts.times * np.exp(same - whole), counts.times * np.exp(kin - whole)


def _maximised(
    levels: Mapping[str, Levels],
    counts: Counts,
    known: _Known,
    now: _Classes,
    same: Floats,
    kin: Floats,
) -> _Classes:
    same_rates: Rates = {}
    kin_times: Rates = {}
    left: Rates = {}
    for name, level in levels.items():
        size = len(now.same[name]) + 1
        matched = _times(level, same, size)
        related = _times(level, kin, size)
        same_rates[name] = _drawn(matched, known.same[name], KNOWN)
        kin_times[name] = related
        left[name] = counts.random[name] - matched - related
    other = _strangers(left, known.strangers)
    expected = _kin_start(known.kind, same_rates, other)
    kin_rates = {n: _drawn(kin_times[n], expected[n], KNOWN_KIN) for n in kin_times}
    return _Classes(same_rates, other, kin_rates, max(float(same.sum()), 1.0), float(kin.sum()))


def _times(level: Levels, weight: Floats, size: int) -> Floats:
    """How often each level comes, nothing said left out."""
    return np.asarray(np.bincount(level, weight, size)[1:], dtype=np.float64)


def _drawn(found: Floats, known: Floats, weight: float) -> Floats:
    """Counts as rates, drawn towards known ones."""
    drawn: Floats = (found + weight * known) / (found.sum() + weight)
    return drawn


def _strangers(found: Rates, known: Rates) -> Rates:
    """The rates of strangers; what was counted of others among the random pairs is gone."""
    kept = {}
    for name, times in found.items():
        some = np.maximum(times, 0.0) + KNOWN_OTHER * known[name]
        some = some + max(float(some.sum()), 1.0) * LEAST + ONCE
        kept[name] = some / some.sum()
    return kept


def _kin_start(kind: str, same: Rates, other: Rates) -> Rates:
    """Relatives: a household's values like one person's, their own like strangers', some twins."""
    rates = {name: same[name] if name in SHARED.get(kind, ()) else other[name] for name in same}
    for name in ("birth date", "given name"):
        if name in rates:
            twin = np.zeros(len(rates[name]))
            twin[-1] = 1.0
            likely = twin if name == "birth date" else same[name]
            rates[name] = (1 - TWINS) * other[name] + TWINS * likely
    return rates


def _likelihood(levels: Mapping[str, Levels], rates: Rates) -> Floats:
    total = np.zeros(len(next(iter(levels.values()))))
    for name, level in levels.items():
        total += np.append(0.0, np.log(rates[name]))[level]
    return total


def _kind_model(kind: str, fitted: _Classes, counts: Counts, start: KindModel) -> KindModel:
    met = fitted.relatives >= 1.0
    found = replace(
        start,
        prior=float(np.log2(fitted.matches / counts.pairs)),
        weights=_named(kind, fitted.same, fitted.other),
        kin_prior=float(np.log2(fitted.relatives / counts.pairs)) if met else None,
        kin_weights=_named(kind, fitted.kin, fitted.other),
        same=_named(kind, fitted.same),
    )
    return in_order(kind, found)


def _named(kind: str, rates: Rates, against: Rates | None = None) -> Weights:
    """Rates by the names of levels; with `against`, the log2 ratios."""
    found = {}
    for name, levels in comparisons(kind).items():
        values = rates[name] if against is None else np.log2(rates[name] / against[name])
        found[name] = dict(zip(levels, values.tolist(), strict=True))
    return found


def _strangers_known(kind: str, start: KindModel) -> Rates:
    """What the model knows of strangers; nothing where it was given no rates of them."""
    known = _rates(kind, start.same)
    return {
        name: rates
        / 2 ** np.array([start.weights[name][level] for level in comparisons(kind)[name]])
        if name in start.weights
        else np.zeros(len(rates))
        for name, rates in known.items()
    }


def _rates(kind: str, known: Weights) -> Rates:
    return {
        name: np.array([known.get(name, {}).get(level, 1 / len(levels)) for level in levels])
        for name, levels in comparisons(kind).items()
    }


def random_pairs(subjects: int, seed: int = SEED) -> Pairs:
    """Pairs of different subjects drawn at random; every pair where there are few."""
    whole = subjects * (subjects - 1) // 2
    if whole <= RANDOM_PAIRS:
        first, second = np.triu_indices(subjects, 1)
        return Pairs(first.astype(np.int32), second.astype(np.int32))
    rng = np.random.default_rng(seed)
    one = rng.integers(0, subjects, RANDOM_PAIRS)
    two = rng.integers(0, subjects - 1, RANDOM_PAIRS)
    two += two >= one
    return Pairs(np.minimum(one, two).astype(np.int32), np.maximum(one, two).astype(np.int32))


def _size(kind: str, name: str) -> int:
    return len(comparisons(kind)[name]) + 1
