"""Calibration: how well thresholds hold against what people decided, and where they should lie.

Only thresholds move. Pairs come to people because their scores are undecided, so that they tell
nothing of how often a level comes up among all pairs: weights are never fitted to them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, log, sqrt

from comity.resolve.model import Thresholds

# A proposal takes so many decisions on pairs of one kind between its possible and its act.
LEAST = 20
# What is not known is believed to lie within so many bits of the model, and a change of so many
# bits at most is proposed: a wrong merge costs more than a missed one.
SPREAD, LOWER, RAISE = 1.0, 2.0, 4.0
# 95 in 100, two-sided.
Z = 1.959964
# Bits above act from where a band of its own begins.
FAR = 8.0
BANDS = (
    "below possible", "possible, lower half", "possible, upper half",
    "same, lower half", "same, upper half", "act", "far above act",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decided:
    """A pair that people agree on: its own score, the one with links, and what they say.

    `acted` means that the model alone would hold the two together to be acted on.
    """

    own: float
    score: float
    acted: bool
    is_same: bool


@dataclass(frozen=True, slots=True)
class Precision:
    """How many of some pairs are one by what people say, with a Wilson interval of 95 %."""

    pairs: int
    same: int
    low: float
    high: float

    @property
    def share(self) -> float | None:
        """The share that is one; None where nobody decided."""
        return self.same / self.pairs if self.pairs else None


@dataclass(frozen=True, slots=True)
class Estimate:
    """The precision of all pairs that would be acted on, each band by its own decisions."""

    pairs: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Held:
    """How thresholds held: by band of score, from same up, and for what would be acted on."""

    bands: tuple[Precision, ...]
    same: Precision
    act: Precision
    clusters: Estimate


def held(decided: Sequence[Decided], acted: Sequence[int], thresholds: Thresholds) -> Held:
    """How thresholds held; `acted` counts by band the pairs that would be acted on."""
    bands: list[list[Decided]] = [[] for _ in BANDS]
    for each in decided:
        bands[band_of(each.score, thresholds)].append(each)
    found = tuple(map(precision, bands))
    return Held(
        bands=found,
        same=precision([each for each in decided if each.score > thresholds.same]),
        act=precision([each for each in decided if each.acted]),
        clusters=_estimate(found, acted, thresholds),
    )


def edges(thresholds: Thresholds) -> tuple[float, ...]:
    """Where each band but the first begins."""
    possible, same, act = thresholds.possible, thresholds.same, thresholds.act
    return possible, (possible + same) / 2, same, (same + act) / 2, act, act + FAR


def band_of(score: float, thresholds: Thresholds) -> int:
    """The number of the band that a score lies in."""
    return sum(score >= edge for edge in edges(thresholds))


def precision(decided: Sequence[Decided]) -> Precision:
    """The share of pairs that people hold to be one."""
    same = sum(each.is_same for each in decided)
    return Precision(len(decided), same, *wilson(same, len(decided)))


def wilson(same: int, pairs: int) -> tuple[float, float]:
    """Wilson's interval (1927) of a share: it holds for few pairs and near all or none."""
    if not pairs:
        return 0.0, 1.0
    share, z2 = same / pairs, Z * Z / pairs
    middle = (share + z2 / 2) / (1 + z2)
    half = Z * sqrt(share * (1 - share) / pairs + z2 / pairs / 4) / (1 + z2)
    return max(0.0, middle - half), min(1.0, middle + half)


def moved(decided: Sequence[Decided], thresholds: Thresholds) -> Thresholds | None:
    """Thresholds as decisions would have them; None where these are too few to say.

    Own scores alone count, without what links say. All three move by the same bits, act never
    down; a pair that people hold to be two lifts it above itself.
    """
    window = [d for d in decided if thresholds.possible <= d.own <= thresholds.act]
    if len(window) < LEAST:
        return None
    bits = _bits([(d.own - thresholds.same, d.is_same) for d in window])
    act = thresholds.act + max(0.0, -bits)
    wrong = max((d.own for d in decided if not d.is_same and d.own >= act), default=-inf)
    return Thresholds(
        possible=round(thresholds.possible - bits, 2),
        same=round(thresholds.same - bits, 2),
        act=round(min(max(act, wrong + 0.01), thresholds.act + RAISE), 2),
    )


def _bits(told: Sequence[tuple[float, bool]]) -> float:
    """By how many bits the odds are better than scores say: the likeliest, drawn towards none."""
    low, high = -RAISE, LOWER
    ordered = sorted(told)
    for _ in range(50):
        middle = (low + high) / 2
        if _slope(ordered, middle) > 0:
            low = middle
        else:
            high = middle
    return round((low + high) / 2, 2)


def _slope(told: Sequence[tuple[float, bool]], bits: float) -> float:
    """How the log likelihood grows with the bits; it falls all the way."""
    found = sum(is_same - _chance(score + bits) for score, is_same in told)
    return found * log(2) - bits / SPREAD**2


def _chance(bits: float) -> float:
    return 1 / (1 + exp(-log(2) * max(min(bits, 60.0), -60.0)))


def _estimate(bands: Sequence[Precision], acted: Sequence[int], thresholds: Thresholds) -> Estimate:
    """Each band's pairs by what was decided in it and, for two decisions, what the model says."""
    floors = (-inf, *edges(thresholds))
    total, shares = max(sum(acted), 1), [0.0, 0.0, 0.0]
    for found, pairs, floor in zip(bands, acted, floors, strict=True):
        expected = _chance(floor - thresholds.same)
        likely = (found.same + 2 * expected) / (found.pairs + 2)
        for place, value in enumerate((likely, found.low, found.high)):
            shares[place] += pairs * value / total
    return Estimate(sum(acted), *shares)
