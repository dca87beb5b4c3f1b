"""dedupe with 200 labels: its own active learning asks, the truth answers.

It takes learning pairs one at a time and slows down fast with the number of records.
"""

import time
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

import dedupe
import numpy as np
import pandas as pd
from dedupe import variables

from benchmarks.contestant import Answer, Labels, Task, labels, run

LABELS = 200
SAME = 0.5
Record = dict[str, str | None]


def resolve(task: Task) -> Answer:
    """Learn from the truth's answers, then put the records into groups."""
    columns = COLUMNS[task.name]
    records = _records(task.frame, columns)
    started = time.perf_counter()
    deduper = dedupe.Dedupe([variables.String(name, has_missing=True) for name in columns])
    deduper.prepare_training(records)
    _answer(deduper, {key: int(code) for key, code in enumerate(labels(task.frame))})
    deduper.train()
    fitting = time.perf_counter() - started
    found = deduper.partition(records, SAME)
    return Answer(
        clusters=_clusters(found, len(records)),
        fitting=fitting,
        versions={name: version(name) for name in ("dedupe", "BTrees")},
        pairs=lambda: sum(1 for _ in deduper.pairs(records)),
    )


def _records(frame: pd.DataFrame, columns: Sequence[str]) -> dict[int, Record]:
    """Rows as it wants them: texts in lower case, None for nothing said, their number inside."""
    told = (
        frame[list(columns)].astype("string").apply(lambda column: column.str.lower().str.strip())
    )
    rows = told.astype(object).where(told.notna() & (told != ""), None).to_dict("records")
    return {key: {**row, "key": str(key)} for key, row in enumerate(rows)}


def _answer(deduper: Any, truth: Mapping[int, int]) -> None:
    for _ in range(LABELS):
        one, two = deduper.uncertain_pairs()[0]
        same = truth[int(one["key"])] == truth[int(two["key"])]
        sides = ([(one, two)], []) if same else ([], [(one, two)])
        deduper.mark_pairs(dict(zip(("match", "distinct"), sides, strict=True)))


def _clusters(found: Sequence[tuple[Sequence[int], Any]], records: int) -> Labels:
    clusters = np.full(records, -1, dtype=np.int64)
    for number, (members, _) in enumerate(found):
        clusters[list(members)] = number
    return clusters


_FEBRL = ("given_name", "surname", "address_1", "suburb", "postcode", "date_of_birth", "soc_sec_id")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("febrl1", "febrl2", "febrl3", "febrl4"), _FEBRL),
    "fake_1000": ("first_name", "surname", "dob", "city", "email"),
    "psp_census2x": ("first_name", "last_name", "date_of_birth", "street"),
    "dedupe_csv_example": ("Site name", "Address", "Zip", "Phone"),
}

if __name__ == "__main__":
    run(resolve)
