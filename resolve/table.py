"""Resolution of a plain table: columns named as properties, one row a record."""

import time
from collections.abc import Mapping

import numpy as np
import pandas as pd

from comity.resolve.facts import Facts
from comity.resolve.measure import Labels, matched_pairs
from comity.resolve.model import Model
from comity.resolve.run import Resolved, resolve_facts
from comity.resolve.table_columns import read_table
from comity.resolve.table_facts import facts_of
from comity.resolve.table_truth import scored


def facts_of_table(frame: pd.DataFrame, columns: Mapping[str, str], kind: str = "person") -> Facts:
    """The facts of a table; `columns` names the property that each column holds."""
    table = read_table(frame)
    return facts_of(kind, table.rows, [(p, table.column(name)) for name, p in columns.items()])


def score_table(
    frame: pd.DataFrame,
    columns: Mapping[str, str],
    truth: str,
    model: Model,
    kind: str = "person",
) -> dict[str, object]:
    """Resolve a table and compare with its truth column: pair, cluster and bcubed figures."""
    started = time.perf_counter()
    facts = facts_of_table(frame, columns, kind)
    resolved = resolve_facts(facts, model)
    taken = time.perf_counter() - started
    true = pd.factorize(frame[truth])[0].astype(np.int64)
    return figures(resolved, true, model.thresholds(kind).same) | {"seconds": round(taken, 3)}


def figures(resolved: Resolved, truth: Labels, threshold: float) -> dict[str, object]:
    """Quality of candidates, pairs and clusters as plain numbers."""
    near = resolved.scores > threshold
    pairs = resolved.pairs
    return {
        "records": len(truth),
        "candidates": len(pairs),
        "block_recall": round(matched_pairs(pairs, truth).recall, 5),
        **scored(resolved.clusters, pairs.at(near), truth),
    }
