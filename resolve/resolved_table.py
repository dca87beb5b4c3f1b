"""What became of the rows of a table, as frames and figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from comity.resolve.facts import Codes, Pairs, Scores
from comity.resolve.model import Model
from comity.resolve.table_columns import Table
from comity.resolve.table_plan import Plan
from comity.resolve.table_truth import labels_of, scored


@dataclass(frozen=True)
class ResolvedTable:
    """What became of the rows of a table: a cluster each, the pairs, and what to know of both.

    Rows of a second table are numbered after those of the first.
    """

    tables: tuple[Table, ...]
    plans: tuple[Plan, ...]
    model: Model
    cluster: Codes
    joint: Scores
    row_pairs: Pairs
    scores: Scores
    thresholds: tuple[float, float]
    warnings: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many clusters there are."""
        return len(np.unique(self.cluster))

    @property
    def clusters(self) -> pd.DataFrame:
        """One row a record: its id and row, the number of its cluster, the weakest joint there."""
        frame = pd.DataFrame(
            {"record": self.records, "row": self.rows, "cluster": pd.factorize(self.cluster)[0] + 1,
             "score": self.joint}
        )  # fmt: skip
        if len(self.tables) > 1:
            frame.insert(0, "table", np.repeat([1, 2], [table.rows for table in self.tables]))
        return frame

    @property
    def pairs(self) -> pd.DataFrame:
        """The pairs that are the same or possibly so: ids, score, decision, together, rows."""
        possible, same = self.thresholds
        kept = self.scores > min(possible, same)
        one, two, score = self.row_pairs.first[kept], self.row_pairs.second[kept], self.scores[kept]
        ids = self.records
        return pd.DataFrame(
            {"first": ids[one], "second": ids[two], "score": score,
             "decision": np.where(score > same, "same", "possible"),
             "together": self.cluster[one] == self.cluster[two],
             "first_row": self.rows[one], "second_row": self.rows[two]}
        )  # fmt: skip

    @property
    def records(self) -> npt.NDArray[np.object_]:
        """The id of each record: of its id column, or the number of its row from 1."""
        parts = zip(self.tables, self.plans, strict=True)
        return np.concatenate([_ids(table, made.roles.id_column) for table, made in parts])

    @property
    def rows(self) -> Codes:
        """The row of each record in its table, from 1: told apart even where ids are not."""
        return np.concatenate([np.arange(1, t.rows + 1, dtype=np.int32) for t in self.tables])

    def figures(self, truth: str | Sequence[object]) -> dict[str, Any]:
        """Precision, recall and F1 of pairs, clusters and B-cubed against a truth.

        The truth is a column, or one label a row. Rows without a label are left out.
        """
        labels = labels_of(self.tables, truth)
        near = self.scores > self.thresholds[1]
        said = Pairs(self.row_pairs.first[near], self.row_pairs.second[near])
        return scored(self.cluster, said, labels)


def _ids(table: Table, id_column: str) -> npt.NDArray[np.object_]:
    """The ids of records; the number of a row where it has none."""
    ids = np.array([str(row) for row in range(1, table.rows + 1)], dtype=object)
    if id_column:
        column = table.column(id_column)
        ids[column.row] = np.array(column.texts, dtype=object)[column.code]
    return ids
