"""recordlinkage by its documented ways: standard blocks and comparisons, then ECM or a sum.

Strings agree from a Jaro-Winkler of 0.85 up, as in its examples; what else there is agrees
when it is equal. Whether ECM or a least number of agreements decides was chosen for each set
with its truth in view, to the peer's favour. Clusters are the connected components of its pairs.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import recordlinkage
from recordlinkage import ECMClassifier
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from benchmarks.contestant import Answer, Labels, Task, run

ALIKE = 0.85


@dataclass(frozen=True)
class Setting:
    """Columns to block on, together where they are a tuple, and columns to compare.

    `least` is how many must agree; None leaves it to ECM.
    """

    blocks: Sequence[tuple[str, ...]]
    strings: Sequence[str]
    exact: Sequence[str]
    least: int | None = None


def resolve(task: Task) -> Answer:
    """Index, compare, train and classify, and put the pairs found together."""
    setting = SETTINGS[task.name]
    pairs = _candidates(task.frame, setting)
    features = _compared(task.frame, setting, pairs)
    found, fitting = _matches(features, setting.least)
    return Answer(
        clusters=_components(found, len(task.frame)),
        fitting=fitting,
        versions={"recordlinkage": recordlinkage.__version__},
        pairs=lambda: len(pairs),
    )


def _candidates(frame: pd.DataFrame, setting: Setting) -> pd.MultiIndex:
    indexer = recordlinkage.Index()
    for columns in setting.blocks:
        indexer.block(list(columns))
    found: pd.MultiIndex = indexer.index(frame)
    return found


def _compared(frame: pd.DataFrame, setting: Setting, pairs: pd.MultiIndex) -> pd.DataFrame:
    compare = recordlinkage.Compare()
    for name in setting.strings:
        compare.string(name, name, method="jarowinkler", threshold=ALIKE, label=name)
    for name in setting.exact:
        compare.exact(name, name, label=name)
    features: pd.DataFrame = compare.compute(pairs, frame)
    return features


def _matches(features: pd.DataFrame, least: int | None) -> tuple["pd.Index[Any]", float]:
    """The pairs that match, and how long training took."""
    if least is not None:
        return features[features.sum(axis=1) >= least].index, 0.0
    started = time.perf_counter()
    classifier = ECMClassifier()
    classifier.fit(features)
    fitting = time.perf_counter() - started
    return classifier.predict(features), fitting


def _components(found: "pd.Index[Any]", records: int) -> Labels:
    first, second = (found.get_level_values(side).to_numpy() for side in (0, 1))
    links = coo_matrix((np.ones(len(found)), (first, second)), shape=(records, records))
    return np.asarray(connected_components(links, directed=False)[1], dtype=np.int64)


_FEBRL = Setting(
    blocks=[("given_name",), ("surname",), ("date_of_birth",), ("soc_sec_id",)],
    strings=["given_name", "surname", "address_1", "suburb"],
    exact=["date_of_birth", "state", "postcode", "soc_sec_id"],
)
_SYNTH = Setting(
    blocks=[("first_name", "surname"), ("surname", "dob"), ("first_name", "dob"), ("phone",),
            ("national_id",)],
    strings=["first_name", "surname", "street"],
    exact=["middle_initial", "dob", "sex", "postcode", "phone", "national_id"],
    least=4,
)  # fmt: skip
SETTINGS: Mapping[str, Setting] = {
    **dict.fromkeys(("febrl1", "febrl2", "febrl3", "febrl4"), _FEBRL),
    "fake_1000": Setting(
        blocks=[("first_name",), ("surname",), ("dob",), ("email",)],
        strings=["first_name", "surname", "email"],
        exact=["dob", "city"],
        least=3,
    ),
    "psp_census2x": Setting(
        blocks=[("first_name", "last_name"), ("last_name", "date_of_birth"),
                ("first_name", "date_of_birth"), ("street", "first_name")],
        strings=["first_name", "last_name", "street"],
        exact=["middle_initial", "date_of_birth", "sex"],
    ),
    "dedupe_csv_example": Setting(
        blocks=[("Phone",), ("Address",), ("Site name",)],
        strings=["Site name", "Address"],
        exact=["Zip", "Phone"],
        least=2,
    ),
    "synth_100k": _SYNTH,
    "synth_1m": _SYNTH,
}  # fmt: skip

if __name__ == "__main__":
    run(resolve)
