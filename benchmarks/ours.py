"""Comity at its defaults, as one contestant: the model adapts to every set within the time."""

import numpy as np

from benchmarks.contestant import Answer, Labels, Task, labels, run
from benchmarks.sets import SETS
from comity.resolve import (
    Facts,
    Model,
    default_model,
    facts_of_table,
    matched_pairs,
    read_model,
    resolve_facts,
    resolve_to_act_on,
)


def resolve(task: Task) -> Answer:
    """Clusters at the shipped threshold, without a label."""
    known = SETS[task.name]
    model = default_model() if task.model is None else read_model(task.model)
    facts = facts_of_table(task.frame, known.columns, known.kind)
    resolved = resolve_facts(facts, model)
    truth = labels(task.frame)
    return Answer(
        clusters=resolved.clusters.astype(np.int64),
        fitting=None,
        versions={"model": model.version},
        pairs=lambda: len(resolved.pairs),
        act=lambda: _to_act_on(facts, model),
        more=lambda: {"candidate_recall": matched_pairs(resolved.pairs, truth).recall},
    )


def _to_act_on(facts: Facts, model: Model) -> Labels:
    """The clusters that are safe to act on."""
    return resolve_to_act_on(facts, model).clusters.astype(np.int64)


if __name__ == "__main__":
    run(resolve)
