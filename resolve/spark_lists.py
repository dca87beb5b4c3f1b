"""Lists without doubles on Spark: the sources found to name nobody twice, as on one machine."""

from typing import Any

from comity.resolve.doubles import ENOUGH, STRAY
from comity.resolve.spark_batches import (
    FIRST,
    SECOND,
    SOURCE,
    SOURCES_FORM,
    SUBJECT,
    Reading,
    sources_of,
)

LIST = "list"


def clean_lists(spark: Any, rows: Any, near: Any, reading: Reading) -> Any:
    """Rows (subject, list) of those whose source is a list that names nobody twice."""
    sources = rows.mapInArrow(sources_of(reading), SOURCES_FORM)
    if not sources.groupBy(SUBJECT).count().where("count > 1").isEmpty():
        return spark.createDataFrame([], f"{SUBJECT} bigint, {LIST} int")
    numbers = spark.createDataFrame(_clean(near, sources), f"{SOURCE} string, {LIST} int")
    return sources.join(numbers.hint("broadcast"), SOURCE).select(SUBJECT, LIST)


def _clean(near: Any, sources: Any) -> list[tuple[str, int]]:
    """The sources bound to others again and again and next to never to themselves, numbered."""
    one = sources.selectExpr(f"{SUBJECT} AS {FIRST}", f"{SOURCE} AS one")
    two = sources.selectExpr(f"{SUBJECT} AS {SECOND}", f"{SOURCE} AS two")
    bonds = near.join(one, FIRST).join(two, SECOND).groupBy("one", "two").count().collect()
    own: dict[str, int] = {}
    across: dict[str, int] = {}
    for first, second, count in bonds:
        if first == second:
            own[first] = count
        else:
            for name in (first, second):
                across[name] = across.get(name, 0) + count
    clean = sorted(
        name
        for name, count in across.items()
        if count >= ENOUGH and own.get(name, 0) <= STRAY * count
    )
    return [(name, number) for number, name in enumerate(clean)]
