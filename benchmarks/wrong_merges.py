"""Whom wrong merges strike: records that share a cluster with somebody else's, by group.

The origin of a name is told by the demo generator's pools: the one origin that knows the family
name, else the one that knows the given name; "other" where none or several do. Age is told by
the year of birth.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.contestant import Labels
from benchmarks.sets import SETS
from comity.ingest.demo_names import Name, origins
from comity.resolve.text import fold

OTHER, NOTHING = "other", "not said"
Groups = npt.NDArray[np.object_]


def wrong_merges(
    name: str, frame: pd.DataFrame, truth: Labels, found: Mapping[str, Labels]
) -> list[dict[str, object]]:
    """A row a group: its records, and of these the wrongly merged, by clustering."""
    wrong = {threshold: merged_wrongly(clusters, truth) for threshold, clusters in found.items()}
    return [
        {"set": name, "by": by, "group": group, "records": int(inside.sum())}
        | {threshold: int(struck[inside].sum()) for threshold, struck in wrong.items()}
        for by, groups in groups_of(name, frame).items()
        for group in sorted(set(groups))
        for inside in [groups == group]
    ]


def merged_wrongly(clusters: Labels, truth: Labels) -> npt.NDArray[np.bool_]:
    """Whether each record's cluster holds a record of somebody else."""
    people = pd.Series(truth).groupby(clusters).nunique()
    return (people.reindex(clusters) > 1).to_numpy()


def groups_of(name: str, frame: pd.DataFrame) -> dict[str, Groups]:
    """What a set tells of its people, as groups; nothing where it says nothing."""
    held = {prop: frame[column] for column, prop in SETS[name].columns.items()}
    found: dict[str, Groups] = {}
    if {"given_name", "family_name"} <= held.keys():
        found["name origin"] = _origins(held["family_name"], held["given_name"])
    if "race_ethnicity" in frame:
        found["race and ethnicity"] = frame["race_ethnicity"].fillna(NOTHING).to_numpy(object)
    if "sex" in held:
        initials = held["sex"].str[:1].str.lower()
        found["sex"] = initials.fillna(NOTHING).to_numpy(object)
    if "birth_date" in held:
        found["year of birth"] = np.array([_band(text) for text in held["birth_date"]], object)
    return found


def _origins(family: "pd.Series[str]", given: "pd.Series[str]") -> Groups:
    sides = [
        [pool.get(text, "") for text in fold(list(column.fillna("")))]
        for pool, column in zip(pools(), (family, given), strict=True)
    ]
    return np.array([one or two or OTHER for one, two in zip(*sides, strict=True)], object)


@cache
def pools() -> tuple[dict[str, str], dict[str, str]]:
    """The origin of family and of given names that one origin alone knows; "" of others."""
    return (
        _known_once(lambda origin: origin.family),
        _known_once(lambda origin: (*origin.male, *origin.female)),
    )


def _known_once(names_of: Callable[..., Sequence[Name]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for origin in origins():
        for text in set(_folded(names_of(origin))):
            found[text] = "" if text in found else origin.name
    return found


def _folded(names: Sequence[Name]) -> Iterator[str]:
    yield from fold([text for name in names for text in name.spellings])


def _band(text: object) -> str:
    year = str(text)[:4]
    if not year.isdigit():
        return NOTHING
    return next(
        (f"before {end}" for end in (1940, 1960, 1980, 2000) if int(year) < end), "since 2000"
    )
