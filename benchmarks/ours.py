"""Comity at its defaults, as one contestant: the model adapts to every set within the time."""

import numpy as np

from benchmarks.contestant import Answer, Labels, Task, labels, run
from benchmarks.sets import SETS
from comity.resolve import (
    NO_PAIRS,
    Resolved,
    cluster,
    default_model,
    facts_of_table,
    matched_pairs,
    read_model,
    resolve_facts,
)


def resolve(task: Task) -> Answer:
    """Clusters at the shipped threshold, without a label."""
    known = SETS[task.name]
    model = default_model() if task.model is None else read_model(task.model)
    resolved = resolve_facts(facts_of_table(task.frame, known.columns, known.kind), model)
    truth = labels(task.frame)
    return Answer(
        clusters=resolved.clusters.astype(np.int64),
        fitting=None,
        versions={"model": model.version},
        pairs=lambda: len(resolved.pairs),
        act=lambda: _at(resolved, model.thresholds(known.kind).act),
        more=lambda: {"candidate_recall": matched_pairs(resolved.pairs, truth).recall},
    )


def _at(resolved: Resolved, threshold: float) -> Labels:
    """The clusters of the same scores at another threshold."""
    nobody = np.full(len(resolved.clusters), -1, dtype=np.int32)
    found = cluster(
        len(resolved.clusters), resolved.pairs, resolved.scores, threshold, nobody, NO_PAIRS,
        NO_PAIRS,
    )  # fmt: skip
    return found.astype(np.int64)


if __name__ == "__main__":
    run(resolve)
