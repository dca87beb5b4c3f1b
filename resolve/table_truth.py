"""The truth of a table: labels that resolution never sees, and how near it came to them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from comity.resolve.errors import TableError
from comity.resolve.facts import Codes, Pairs
from comity.resolve.measure import Labels, Quality, bcubed, clustered_pairs, matched_pairs
from comity.resolve.table_columns import Table


def labels_of(tables: Sequence[Table], truth: str | Sequence[object]) -> Labels:
    """A number for each true subject, a row each; -1 for a row whose label is empty."""
    if isinstance(truth, str):
        return np.concatenate(_of_columns(tables, truth))
    rows = sum(table.rows for table in tables)
    if len(truth) != rows:
        raise TableError(f"the truth has {len(truth):,} labels for {rows:,} rows")
    return np.asarray(pd.factorize(np.asarray(truth, dtype=object))[0], dtype=np.int64)


def scored(clusters: Codes, said: Pairs, labels: Labels) -> dict[str, Any]:
    """Pair, cluster and B-cubed quality over the rows that have a label."""
    known = labels >= 0
    both = known[said.first] & known[said.second]
    place = np.cumsum(known) - 1
    pairs = Pairs(
        place[said.first[both]].astype(np.int32), place[said.second[both]].astype(np.int32)
    )
    truth, found = labels[known], clusters[known].astype(np.int64)
    return {
        "pair": plain(matched_pairs(pairs, truth)),
        "cluster": plain(clustered_pairs(found, truth)),
        "bcubed": plain(bcubed(found, truth)),
    }


def doubts(table: Table, truth: str, id_column: str) -> list[str]:
    """What to know of a truth column before trusting figures made with it."""
    column = table.column(truth)
    found = []
    told = np.zeros(table.rows, dtype=np.bool_)
    told[column.row] = True
    if table.rows and not told.any():
        raise TableError(f"{truth}: no row has a truth, so that there is nothing to score against")
    if not told.all():
        empty = int((~told).sum())
        found.append(f"{truth}: {empty:,} of {table.rows:,} rows have no truth and are not scored")
    if id_column and id_column != truth:
        ids = pa.array(table.column(id_column).texts, pa.string())
        names = pa.array(column.texts, pa.string())
        unknown = len(names) - (pc.sum(pc.is_in(names, ids)).as_py() or 0)
        # Where most name none, the truth has labels of its own, and ids only by chance.
        if 0 < unknown * 2 <= len(names):
            found.append(
                f"{truth}: {unknown:,} of its {len(names):,} values are no id of "
                f"{id_column}; each is scored as a subject of its own"
            )
    return found


def plain(quality: Quality) -> dict[str, float]:
    """A quality as plain numbers."""
    named = {"precision": quality.precision, "recall": quality.recall, "f1": quality.f1}
    return {name: round(value, 5) for name, value in named.items()}


def _of_columns(tables: Sequence[Table], truth: str) -> list[Labels]:
    numbers: dict[str, int] = {}
    found = []
    for table in tables:
        column = table.column(truth)
        place = np.array(
            [numbers.setdefault(text, len(numbers)) for text in column.texts], np.int64
        )
        labels = np.full(table.rows, -1, dtype=np.int64)
        if len(place):
            labels[column.row] = place[column.code]
        found.append(labels)
    return found
