"""How surely each link holds, by grade, recency and kind, and what a path of them costs.

A path is as sure as all its hops together. Strengths are shares of what is said this way that
turn out to hold: the defaults are orders of trust, not measurements, so put your own in.
Links that say the same thing in several records are taken as independent, which copies are not.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from comity.analytics.errors import BadArgument
from comity.graph.network import Network
from comity.graph.words import FOREVER, Micros
from comity.sharing import trust

Floats = npt.NDArray[np.float64]
YEAR = 365.25 * 86_400 * 1e6
_TRUST: Mapping[str, float] = {
    "reliable": 0.95, "usually": 0.85, "unknown": 0.7, "doubtful": 0.5, "unreliable": 0.2,
}  # fmt: skip
LEAST = 1e-6


@dataclass(frozen=True)
class Evidence:
    """How sure links are: by the words of their grade, by kind, and by age.

    `half_life_years` after a link's end, as of `at`, it counts half; without `at` age does not.
    """

    trusted: Mapping[str, float] = field(default_factory=lambda: _TRUST)
    kinds: Mapping[str, float] = field(default_factory=dict)
    at: Micros | None = None
    half_life_years: float = 5.0


def strength_of_evidence(network: Network, how: Evidence | None = None) -> Floats:
    """How surely each link of a network holds, within LEAST..1, in the order of its rows."""
    how = Evidence() if how is None else how
    shares = [*how.trusted.values(), *how.kinds.values()]
    if not all(0 < share <= 1 for share in shares) or not how.half_life_years > 0:
        raise BadArgument("a strength", min(shares, default=0), "above 0 and at most 1")
    by_grade = {grade: _of_grade(grade, how) for grade in set(network.grades.tolist())}
    by_kind = {kind: how.kinds.get(kind, 1.0) for kind in set(network.link_kinds.tolist())}
    strength = np.array([by_grade[grade] for grade in network.grades.tolist()], dtype=np.float64)
    strength *= np.array([by_kind[kind] for kind in network.link_kinds.tolist()], dtype=np.float64)
    return np.maximum(strength * _fading(network, how), LEAST)


def cost_of_pairs(network: Network, strength: Floats) -> Floats:
    """The cost of each linked pair: -log of the chance that one of its links holds at least."""
    check_links(network, "strength", strength, most=1.0)
    simple = network.simple
    if not len(simple.low):
        return np.zeros(0)
    doubt = np.log1p(-np.minimum(strength[simple.rows], 1 - 1e-12))
    together = np.add.reduceat(doubt, simple.first[:-1])
    return np.asarray(-np.log(-np.expm1(together)))


def check_links(network: Network, name: str, values: Floats, most: float = math.inf) -> None:
    """Refuse what is not one number a link, above 0 and at most the most."""
    if len(values) != len(network.source):
        raise BadArgument(f"the number of {name}s", len(values), f"{len(network.source)}")
    wrong = values[~((values > 0) & (values <= most))]
    if len(wrong):
        allowed = "above 0" if math.isinf(most) else f"above 0 and at most {most:g}"
        raise BadArgument(f"a {name}", wrong[0], allowed)


def _of_grade(grade: str, how: Evidence) -> float:
    """The weaker of what a grade says of the source and of the information."""
    return min(how.trusted.get(word, _TRUST["unknown"]) for word in trust(grade))


def _fading(network: Network, how: Evidence) -> Floats:
    if how.at is None:
        return np.ones(len(network.source))
    last = np.where(network.ends < FOREVER, network.ends, how.at)
    years = np.maximum(how.at - last, 0) / YEAR
    return np.asarray(0.5 ** (years / how.half_life_years))
