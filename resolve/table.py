"""Resolution of a plain table: columns named as properties, one row a record."""

import time
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from comity.resolve.errors import TableError
from comity.resolve.facts import Codes, Facts, Pairs
from comity.resolve.measure import Labels, Quality, bcubed, clustered_pairs, matched_pairs
from comity.resolve.model import Model
from comity.resolve.run import Resolved, resolve_facts


def facts_of_table(frame: pd.DataFrame, columns: Mapping[str, str], kind: str = "person") -> Facts:
    """The facts of a table; `columns` names the property that each column holds."""
    missing = sorted(set(columns) - set(frame.columns))
    if missing:
        raise TableError(f"no column {missing[0]!r}; the table has: {', '.join(frame.columns)}")
    properties = tuple(sorted(set(columns.values())))
    parts = [_column(frame[column], properties.index(prop)) for column, prop in columns.items()]
    subject, prop, texts = (np.concatenate(list(part)) for part in zip(*parts, strict=True))
    codes, values = pd.factorize(texts, sort=False)
    return Facts(
        kind, len(frame), subject, prop, codes.astype(np.int32), properties, [*map(str, values)]
    )


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
    said = Pairs(pairs.first[near], pairs.second[near])
    clusters = resolved.clusters.astype(np.int64)
    return {
        "records": len(truth),
        "candidates": len(pairs),
        "block_recall": round(matched_pairs(pairs, truth).recall, 5),
        "pair": _plain(matched_pairs(said, truth)),
        "cluster": _plain(clustered_pairs(clusters, truth)),
        "bcubed": _plain(bcubed(clusters, truth)),
    }


def _plain(quality: Quality) -> dict[str, float]:
    named = {"precision": quality.precision, "recall": quality.recall, "f1": quality.f1}
    return {name: round(value, 5) for name, value in named.items()}


def _column(
    column: pd.Series, prop: int
) -> tuple[Codes, npt.NDArray[np.int16], npt.NDArray[np.object_]]:
    kept = column.notna().to_numpy()
    texts = column[kept].astype(str).to_numpy(dtype=object)
    rows = np.flatnonzero(kept).astype(np.int32)
    return rows, np.full(len(rows), prop, dtype=np.int16), texts
