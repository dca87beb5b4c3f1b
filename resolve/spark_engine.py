"""Resolution beyond one machine: the same blocking, scoring and clustering on Apache Spark.

Parquet in, Parquet out. Every stage is kept in a work folder; a run that was cut off goes on
from the last whole one. The adapted model is worked out on the driver from counts of patterns.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from comity.resolve import spark_batches as work
from comity.resolve.closure import LARGEST
from comity.resolve.facts import Hashes
from comity.resolve.model import Model
from comity.resolve.spark_batches import (
    COMPONENT,
    FIRST,
    LIST_A,
    LIST_B,
    PATTERN,
    SCORE,
    SECOND,
    SUBJECT,
    Reading,
)
from comity.resolve.spark_blocking import bounded_pairs
from comity.resolve.spark_components import components
from comity.resolve.spark_lists import LIST, clean_lists
from comity.resolve.spark_records import RECORD, Columns, held_in, records
from comity.resolve.spark_stages import Say, Stages
from comity.resolve.train import Floats, adapt, counts_of, random_pairs

CLUSTERS = "clusters"


@dataclass(frozen=True)
class SparkTask:
    """What to resolve: a Parquet file or folder, the property of each column, the kind."""

    source: str
    columns: Columns
    kind: str
    model: Model
    id_column: str = ""

    @property
    def told(self) -> str:
        """The task as a text, by which a work folder knows it again."""
        rates = {kind: repr(made) for kind, made in self.model.by_kind.items()}
        model = hashlib.sha256(repr((self.model.version, rates)).encode()).hexdigest()
        told = [self.source, dict(self.columns), self.kind, self.id_column, model]
        return json.dumps(told)


def resolve_on_spark(spark: Any, task: SparkTask, folder: str, say: Say) -> Any:
    """Rows (record, cluster, score) of all records, kept in the folder's `clusters`.

    A cluster is called by the number of its first row, from 1; the score is that of its
    weakest joint. The same clusters come out as on one machine.
    """
    stages = Stages(spark, folder, say)
    stages.belong_to(task.told)
    if stages.is_whole(CLUSTERS):
        return stages.read(CLUSTERS)
    rows, found = _Run(spark, task, stages).joined()
    return stages.made(CLUSTERS, lambda: _named(rows, found))


@dataclass(frozen=True)
class _Run:
    """One task on its way through the stages."""

    spark: Any
    task: SparkTask
    stages: Stages

    def joined(self) -> tuple[Any, Any]:
        """The records, and the clusters of those that are joined: the steps in their order."""
        task, made = self.task, self.stages.made
        rows = made(
            "records", lambda: records(self.spark, task.source, task.columns, task.id_column)
        )
        reading = Reading(task.kind, held_in(rows), task.model)
        pairs = made("pairs", lambda: bounded_pairs(self.stages, reading, rows))
        patterns = made("patterns", lambda: _compared(pairs, rows, reading))
        model = self._adapted(rows, patterns, reading)
        near = _near(patterns, task.kind, model)
        lists = made("lists", lambda: clean_lists(self.spark, rows, near, reading))
        whole = made("components", lambda: components(self.spark, near))
        members = whole.join(lists, SUBJECT, "left")
        missed = made("missed", lambda: _compared(_missed(members, pairs), rows, reading))
        inside = _inside(patterns.union(missed), members)
        found = made("joined", lambda: _clustered(inside, task.kind, model))
        return rows, found

    def _adapted(self, rows: Any, patterns: Any, reading: Reading) -> Model:
        """The model adapted as on one machine: by the same counts and the same random pairs."""
        subjects, kind = rows.count(), self.task.kind
        drawn = random_pairs(subjects)
        ends = {FIRST: drawn.first.astype(np.int64), SECOND: drawn.second.astype(np.int64)}
        some = self.spark.createDataFrame(pa.table(ends))
        made = self.stages.made
        strangers = made("strangers", lambda: _counted(_compared(some, rows, reading)))
        candidates = made("counts", lambda: _counted(patterns))
        stranger, times = _sorted(strangers)
        random = np.repeat(stranger, times.astype(np.int64))
        return adapt(self.task.model, kind, counts_of(kind, subjects, *_sorted(candidates), random))


def _compared(pairs: Any, rows: Any, reading: Reading) -> Any:
    """Pairs with the texts of both sides, compared."""
    for side, end in (("a", FIRST), ("b", SECOND)):
        told = [f"{SUBJECT} AS {end}", *(f"{name} AS {side}_{name}" for name, _ in reading.held)]
        pairs = pairs.join(rows.selectExpr(*told), end)
    return pairs.mapInArrow(work.patterns_of(reading), work.PATTERNS_FORM)


def _near(patterns: Any, kind: str, model: Model) -> Any:
    """The pairs that are the same by their scores alone."""
    form = f"{work.PAIRS_FORM}, {SCORE} float"
    scored = patterns.mapInArrow(work.scores_of(kind, model), form)
    return scored.where(f"{SCORE} > CAST('{model.thresholds(kind).same!r}' AS float)")


def _inside(patterns: Any, members: Any) -> Any:
    """The pairs whose two ends are of one component, with it and the lists of both."""
    first = members.selectExpr(f"{SUBJECT} AS {FIRST}", COMPONENT, f"{LIST} AS {LIST_A}")
    second = members.selectExpr(
        f"{SUBJECT} AS {SECOND}", f"{COMPONENT} AS other", f"{LIST} AS {LIST_B}"
    )
    inside = patterns.join(first, FIRST).join(second, SECOND).where(f"{COMPONENT} = other")
    lists = (f"coalesce({name}, -1) AS {name}" for name in (LIST_A, LIST_B))
    return inside.selectExpr(FIRST, SECOND, PATTERN, COMPONENT, *lists)


def _clustered(inside: Any, kind: str, model: Model) -> Any:
    """Pairs inside components scored and clustered, whole components at a time."""
    scored = inside.mapInArrow(work.scores_of(kind, model), work.SCORED_FORM)
    cut = work.clusters_of(model.thresholds(kind).same)
    return scored.repartition(COMPONENT).mapInArrow(cut, work.CLUSTERS_FORM)


def _missed(members: Any, pairs: Any) -> Any:
    """The pairs inside small components that no key proposed, but for those of one list."""
    sizes = members.groupBy(COMPONENT).count().where(f"count > 2 AND count <= {LARGEST}")
    inside = members.join(sizes, COMPONENT)
    one = inside.selectExpr(COMPONENT, f"{SUBJECT} AS {FIRST}", f"{LIST} AS {LIST_A}")
    two = inside.selectExpr(COMPONENT, f"{SUBJECT} AS {SECOND}", f"{LIST} AS {LIST_B}")
    every = one.join(two, COMPONENT).where(f"{FIRST} < {SECOND}")
    across = every.where(f"{LIST_A} IS NULL OR {LIST_B} IS NULL OR {LIST_A} <> {LIST_B}")
    return across.select(FIRST, SECOND).join(pairs, [FIRST, SECOND], "left_anti")


def _named(rows: Any, found: Any) -> Any:
    """Every record with its cluster; one that stands alone is its own."""
    whole = rows.select(SUBJECT, RECORD).join(found, SUBJECT, "left").orderBy(SUBJECT)
    return whole.selectExpr(
        RECORD, f"coalesce({work.CLUSTER}, {SUBJECT}) + 1 AS {work.CLUSTER}", SCORE
    )


def _counted(patterns: Any) -> Any:
    return patterns.groupBy(PATTERN).count()


def _sorted(counted: Any) -> tuple[Hashes, Floats]:
    """Patterns in their order and how often each comes."""
    table = counted.toArrow()
    patterns = work.unsigned(table.column(PATTERN).to_numpy())
    order = np.argsort(patterns)
    return patterns[order], table.column("count").to_numpy()[order].astype(np.float64)
