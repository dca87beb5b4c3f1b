"""What if: every measure before and after a change that was only made in a scratch copy.

Arrest these three: who is in the middle then, and who can still reach whom? The answer is of the
network as known today. People adapt, replace and hide; what was not known before is not known
after. So compare alternatives by it, and promise nothing. Morselli and Petit (2007), Global
Crime 8, 109-130, on a network under arrests; Carley, Lee and Krackhardt (2001), Connections 24.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse.csgraph import connected_components

from comity.analytics.brandes import Rows, distances
from comity.analytics.edge_measures import EDGE_MEASURES, Counting, measure_edges
from comity.analytics.matrices import adjacency
from comity.analytics.paths import shortest_paths
from comity.analytics.sampling import drawn
from comity.analytics.scratch import Scratch
from comity.graph.network import Network

# Numbers of groups are names and not amounts.
COMPARED = tuple(
    name for name in EDGE_MEASURES if name not in ("component", "community", "label_propagation")
)
WORK, LEAST_SOURCES = 100_000_000, 64  # entities and links looked at, and sources at least
COLUMNS = ["measure", "entity", "name", "kind", "before", "after", "change"]
Pair = tuple[str, str]


@dataclass(frozen=True)
class Arrests:
    """What arrests of a set would do to the network as known: nothing here is kept anywhere."""

    scratch: Scratch
    measures: pd.DataFrame
    effect: pd.DataFrame


def arrest(
    network: Network, entities: Sequence[str], measures: Sequence[str] = COMPARED
) -> Arrests:
    """The network without some entities, every measure before and after, and the effect on all."""
    scratch = Scratch.of(network).without(entities)
    return Arrests(scratch, what_if(network, scratch, measures), effect(network, scratch))


def what_if(
    network: Network,
    scratch: Scratch,
    measures: Sequence[str] = COMPARED,
    how: Counting | None = None,
) -> pd.DataFrame:
    """One row a measure and entity: `before`, `after`, `change`, `rank_before`, `rank_after`.

    Of one who is not in both networks the missing side is NaN. The highest ranks first, equals
    share the best of their ranks; of constraint the lowest is the broker.
    """
    both = [network, scratch.network]
    before, after = (_long(each, measure_edges(each, measures, how)) for each in both)
    frame = before.merge(
        after, on=["measure", "entity"], how="outer", suffixes=("_before", "_after"), sort=False
    )
    frame = frame.rename(columns={"value_before": "before", "value_after": "after"})
    named = {
        word: frame[f"{word}_after"].where(frame[f"{word}_after"].notna(), frame[f"{word}_before"])
        for word in ("name", "kind")
    }
    frame = frame.assign(**named, change=frame["after"] - frame["before"])
    place = {column: at for at, column in enumerate(_columns(measures))}
    order = frame["measure"].map(place)
    frame = frame.assign(place=order).sort_values(["place", "entity"], kind="stable")
    frame = frame[[*COLUMNS, "rank_before", "rank_after"]].reset_index(drop=True)
    frame.attrs["changes"] = scratch.changes
    return frame


def effect(network: Network, scratch: Scratch, *, seed: int = 0) -> pd.DataFrame:
    """What becomes of the whole: `figure`, `before`, `after`, `change`.

    `components`, `largest` and `reaching` (the share of pairs with a way between them) and
    `hops` (their mean) are of those in both networks, though ways may pass others; of `cut`,
    `longer`, `shorter` and `opened` the share of pairs is told. In a large network ways are
    followed from some only, drawn by seed (`attrs["sources"]` says from how many).
    """
    common = np.intersect1d(network.ids.astype(str), scratch.network.ids.astype(str))
    before, after = _Side.of(network, common), _Side.of(scratch.network, common)
    figures: dict[str, tuple[float, float]] = {
        "entities": (network.size, scratch.network.size),
        "linked pairs": (len(network.simple.low), len(scratch.network.simple.low)),
        "components": (before.parts, after.parts),
        "largest": (before.largest, after.largest),
    }
    look = network.size + 2 * len(network.simple.low)
    many = min(len(common), max(WORK // max(look, 1), LEAST_SOURCES))
    sources = drawn(len(common), many, seed) if many else np.zeros(0, dtype=np.int64)
    figures |= _ways(before, after, sources)
    rows = [
        (name, float(old), float(new), float(new - old)) for name, (old, new) in figures.items()
    ]
    frame = pd.DataFrame(rows, columns=["figure", "before", "after", "change"])
    frame.attrs.update(changes=scratch.changes, sources=many)
    return frame


def path_effect(network: Network, scratch: Scratch, pairs: Sequence[Pair]) -> pd.DataFrame:
    """How some pairs connect before and after: hops, and how many shortest paths (to a hundred).

    Hops are NaN where there is no way, or one of the two is gone.
    """
    rows = [(*pair, *_shortest(network, pair), *_shortest(scratch.network, pair)) for pair in pairs]
    columns = ["source", "target", "hops_before", "paths_before", "hops_after", "paths_after"]
    counted = {
        column: "float64" if column.startswith("hops") else "int64" for column in columns[2:]
    }
    return pd.DataFrame(rows, columns=columns).astype(counted)


def among(frame: pd.DataFrame, entities: npt.NDArray[np.object_]) -> pd.DataFrame:
    """The rows of some entities of a frame of `what_if`, ranked among themselves."""
    few = frame[frame["entity"].isin(set(entities.tolist()))]
    ranks = {f"rank_{when}": _ranks(few[when], few["measure"]) for when in ("before", "after")}
    return few.assign(**ranks).reset_index(drop=True)


@dataclass(frozen=True)
class _Side:
    """One network as those in both see it."""

    rows: Rows
    common: np.ndarray
    parts: int
    largest: int

    @classmethod
    def of(cls, network: Network, common: np.ndarray) -> "_Side":
        matrix = adjacency(network)
        place = np.searchsorted(network.ids.astype(str), common)
        label = connected_components(matrix, directed=False)[1][place] if network.size else place
        sizes = np.unique(label, return_counts=True)[1]
        return cls(Rows.of(matrix), place, len(sizes), int(sizes.max(initial=0)))


def _ways(before: _Side, after: _Side, sources: np.ndarray) -> dict[str, tuple[float, float]]:
    """What becomes of the ways from some of those in both to all of them."""
    told = np.zeros(8)
    for source in sources.tolist():
        old = distances(before.rows, int(before.common[source]))[before.common]
        new = distances(after.rows, int(after.common[source]))[after.common]
        was, still = old > 0, new > 0
        both = was & still
        told += [was.sum(), still.sum(), old[was].sum(), new[still].sum(), (was & ~still).sum(),
                 (both & (new > old)).sum(), (both & (new < old)).sum(),
                 (still & ~was).sum()]  # fmt: skip
    pairs = max(len(sources) * (len(before.common) - 1), 1)
    shares = dict(zip(("cut", "longer", "shorter", "opened"), told[4:] / pairs, strict=True))
    return {
        "reaching": (told[0] / pairs, told[1] / pairs),
        "hops": (told[2] / max(told[0], 1), told[3] / max(told[1], 1)),
        **{name: (0.0, share) for name, share in shares.items()},
    }


def _shortest(network: Network, pair: Pair) -> tuple[float, int]:
    if any(network.index_of(entity) is None for entity in pair):
        return np.nan, 0
    found = shortest_paths(network, *pair)
    return (float(len(found[0])), len(found)) if found else (np.nan, 0)


def _columns(measures: Sequence[str]) -> list[str]:
    return [column for name in measures for column in EDGE_MEASURES[name][0]]


def _long(network: Network, wide: pd.DataFrame) -> pd.DataFrame:
    """A row a measure and entity, with its rank among all."""
    columns = [column for column in wide.columns if column != "entity"]
    told = wide.assign(name=network.names, kind=network.kinds)
    long = told.melt(["entity", "name", "kind"], columns, var_name="measure").astype(
        {"value": "float64"}
    )
    return long.assign(rank=_ranks(long["value"], long["measure"]).astype("float64"))


def _ranks(values: pd.Series, measures: pd.Series) -> pd.Series:
    """Places within each measure, the highest first; equal but for a sum's last bit is equal."""
    ranks: pd.Series = values.round(12).groupby(measures).rank(ascending=False, method="min")
    return ranks
