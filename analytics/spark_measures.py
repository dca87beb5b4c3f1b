"""Measures on Apache Spark, from links in Parquet, where a graph outgrows one machine.

DataFrame jobs alone: no jar beside Spark's own. Links have two columns of text, `source` and
`target`; directions, loops and repeats do not count, as in a network's simple form, and an
entity without a link is in none of the answers.
"""

from typing import Any

from comity.analytics.errors import BadArgument, BadTable, NotConverging
from comity.resolve.spark_components import components as hung

ENDS = ("source", "target")
TOLERANCE, ROUNDS = 1e-10, 500


def read_links(spark: Any, path: str) -> Any:
    """The distinct pairs of a Parquet file or folder, each in both directions."""
    raw = spark.read.parquet(path)
    missing = [name for name in ENDS if name not in raw.columns]
    if missing:
        raise BadTable(path, 0, f"no column {missing[0]!r}; links need source and target")
    pairs = raw.where("source IS NOT NULL AND target IS NOT NULL AND source <> target")
    one = pairs.selectExpr("CAST(source AS STRING) AS entity", "CAST(target AS STRING) AS other")
    return one.union(one.selectExpr("other AS entity", "entity AS other")).distinct().cache()


def degree_on_spark(links: Any) -> Any:
    """Rows (entity, neighbours, degree): to how many others each is linked, and their share."""
    counted = links.groupBy("entity").count().withColumnRenamed("count", "neighbours")
    others = max(counted.count() - 1, 1)
    return counted.selectExpr("entity", "neighbours", f"neighbours / {others} AS degree")


def components_on_spark(spark: Any, links: Any) -> Any:
    """Rows (entity, component, size): components from the largest (0) down."""
    named = _numbered(links)
    edges = (
        links.where("entity < other")
        .join(named.selectExpr("entity", "number AS first"), "entity")
        .join(named.selectExpr("entity AS other", "number AS second"), "other")
        .select("first", "second")
    )
    found = hung(spark, edges).join(named.withColumnRenamed("number", "subject"), "subject")
    return _largest_first(found.selectExpr("entity", "component AS label"), "component")


def pagerank_on_spark(links: Any, *, damping: float = 0.85) -> Any:
    """Rows (entity, pagerank): PageRank that sums to 1, followed until it moves no more.

    Raises NotConverging after ROUNDS rounds.
    """
    if not 0 <= damping < 1:
        raise BadArgument("damping", damping, "from 0 and below 1")
    ways = links.join(degree_on_spark(links).select("entity", "neighbours"), "entity").cache()
    size = ways.select("entity").distinct().count()
    scores = ways.select("entity").distinct().selectExpr("entity", f"1D / {size or 1} AS pagerank")
    for _ in range(ROUNDS):
        sent = ways.join(scores, "entity").selectExpr(
            "other AS entity", "pagerank / neighbours AS s"
        )
        now = (
            sent.groupBy("entity")
            .sum("s")
            .selectExpr(
                "entity", f"{1 - damping}D / {size or 1} + {damping}D * `sum(s)` AS pagerank"
            )
            .localCheckpoint()
        )
        if _moved(scores, now) < TOLERANCE * (1 - damping):
            return now
        scores = now
    raise NotConverging(f"PageRank does not settle in {ROUNDS} rounds; lower the damping")


def label_propagation_on_spark(links: Any, *, rounds: int = 20) -> Any:
    """Rows (entity, community, size): everybody takes the label that most neighbours have.

    All at once, the least label where two are as many; a label counts for its own bearer too,
    so that pairs do not swap theirs for ever. It stops when no label changes, or after `rounds`.
    """
    labels = links.select("entity").distinct().selectExpr("entity", "entity AS label")
    itself = labels.selectExpr("entity", "entity AS other")
    heard = links.union(itself).cache()
    for _ in range(rounds):
        said = heard.join(labels.selectExpr("entity AS other", "label"), "other")
        votes = said.groupBy("entity", "label").count()
        best = votes.groupBy("entity").agg({"count": "max"}).withColumnRenamed("max(count)", "most")
        now = (
            votes.join(best, "entity").where("count = most")
            .groupBy("entity").agg({"label": "min"})
            .withColumnRenamed("min(label)", "label").localCheckpoint()
        )  # fmt: skip
        changed = now.join(labels.withColumnRenamed("label", "before"), "entity")
        if not changed.where("label <> before").limit(1).count():
            break
        labels = now
    return _largest_first(labels, "community")


def _numbered(links: Any) -> Any:
    """Each entity with a number of its own; which, matters to nobody."""
    names = links.select("entity").distinct()
    return names.selectExpr("entity", "monotonically_increasing_id() AS number").localCheckpoint()


def _largest_first(labelled: Any, name: str) -> Any:
    """Groups numbered by size, then by their first entity, as in memory."""
    groups = labelled.groupBy("label").agg({"entity": "min", "label": "count"})
    ordered = groups.selectExpr(
        "label",
        "`count(label)` AS size",
        f"row_number() OVER (ORDER BY `count(label)` DESC, `min(entity)`) - 1 AS {name}",
    )
    return labelled.join(ordered, "label").select("entity", name, "size")


def _moved(before: Any, now: Any) -> float:
    both = before.withColumnRenamed("pagerank", "former").join(now, "entity")
    row = both.selectExpr("sum(abs(pagerank - former))").first()
    return float(row[0] or 0.0)
