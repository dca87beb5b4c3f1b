"""Blocking on Spark: pairs that share a key, crowds bounded and rules widened as on one machine."""

from collections.abc import Mapping
from typing import Any

from comity.resolve import crowds
from comity.resolve import spark_batches as work
from comity.resolve.keys import table_rules_of, wide_rules_of
from comity.resolve.spark_batches import FIRST, KEY, RULE, SECOND, SUBJECT, Reading
from comity.resolve.spark_stages import Stages


def bounded_pairs(stages: Stages, reading: Reading, rows: Any) -> Any:
    """The pairs that share a key; of a crowd's pairs, the near ones."""
    subjects = rows.count()
    keys = stages.made("keys", lambda: _keys(rows, work.keys_of(reading, table_rules_of)))
    sizes = _sizes(keys)
    most = _largest(sizes, subjects)
    found = stages.made("shared", lambda: _within(keys, most))
    if subjects <= crowds.WIDE_UP_TO:
        wide = _wider(stages, reading, rows, crowds.ROOM * subjects - found.count())
        found = found.union(wide)
    large = sizes.where(_any_above(most))
    if count := large.count():
        stages.say(f"{count:,} keys are borne by crowds, of which near ones are compared")
        standing = rows.mapInArrow(work.standing_of(reading), work.standing_form(reading))
        members = keys.join(large, [RULE, KEY]).join(standing, SUBJECT)
        found = found.union(_near(members))
    return found.dropDuplicates([FIRST, SECOND])


def _keys(rows: Any, keys: work.Work) -> Any:
    return rows.mapInArrow(keys, work.KEYS_FORM)


def _sizes(keys: Any) -> Any:
    """How many bear each key."""
    return keys.groupBy(RULE, KEY).count()


def _within(keys: Any, most: Mapping[int, int]) -> Any:
    """The pairs inside blocks of at most so many, rule by rule."""
    blocks = keys.repartition(RULE, KEY)
    found = blocks.mapInArrow(work.pairs_of_keys(most), work.PAIRS_FORM)
    return found.dropDuplicates([FIRST, SECOND])


def _largest(sizes: Any, subjects: int) -> dict[int, int]:
    """Rule by rule, how many may bear a key for all of them to be compared."""
    counted = sizes.groupBy(RULE, "count").agg({KEY: "count"})
    found = counted.toArrow().to_pandas().sort_values("count")
    return {
        int(rule): crowds.largest(
            many["count"].to_numpy(), many[f"count({KEY})"].to_numpy(), subjects
        )
        for rule, many in found.groupby(RULE)
    }


def _wider(stages: Stages, reading: Reading, rows: Any, room: int) -> Any:
    """What wide rules propose, in their order, as long as all stays within the room there is."""
    keys = stages.made("wide", lambda: _keys(rows, work.keys_of(reading, wide_rules_of)))
    pairs = _sizes(keys).selectExpr(RULE, "count * (count - 1) DIV 2 AS pairs")
    costs = dict(map(tuple, pairs.groupBy(RULE).sum("pairs").collect()))
    fit = []
    for rule in sorted(costs):
        if costs[rule] <= room:
            room -= costs[rule]
            fit.append(rule)
    some = keys.where(f"{RULE} IN ({', '.join(map(str, fit)) or -1})")
    return _within(some, dict.fromkeys(fit, crowds.WIDE_UP_TO))


def _any_above(most: Mapping[int, int]) -> str:
    """The condition that a block is a crowd."""
    rules = (f"({RULE} = {rule} AND count > {size})" for rule, size in most.items())
    return " OR ".join(rules) or "false"


def _near(members: Any) -> Any:
    """The pairs of each crowd that are a few places apart in its order."""
    order = ", ".join([*(name for name in members.columns if name[0] == "o"), SUBJECT])
    window = f"OVER (PARTITION BY {RULE}, {KEY} ORDER BY {order})"
    ahead = (f"lead({SUBJECT}, {step}) {window}" for step in range(1, crowds.NEIGHBOURS + 1))
    near = members.selectExpr(SUBJECT, f"array({', '.join(ahead)}) AS others")
    pairs = near.selectExpr(SUBJECT, "explode(others) AS other").where("other IS NOT NULL")
    return pairs.selectExpr(
        f"least({SUBJECT}, other) AS {FIRST}", f"greatest({SUBJECT}, other) AS {SECOND}"
    )
