"""Connected components of pairs on Spark: by scipy where the pairs fit the driver, else by stars.

Large star and small star in turn (Kiveris and others, 2014): every step hangs subjects below
smaller ones, until each hangs below the smallest of its component.
"""

from typing import Any

import numpy as np
import pyarrow as pa

from comity.resolve.cluster import components as connected
from comity.resolve.facts import Ints, Pairs
from comity.resolve.spark_batches import COMPONENT, FIRST, SECOND, SUBJECT

# Sixteen bytes a pair, and as much again to work with.
FITS = 30_000_000


def components(spark: Any, near: Any, fits: int = FITS) -> Any:
    """Rows (subject, component) of all subjects in a pair; the component is its smallest."""
    return _on_driver(spark, near) if near.count() <= fits else _by_stars(near)


def _on_driver(spark: Any, near: Any) -> Any:
    table = near.select(FIRST, SECOND).toArrow()
    ends = [table.column(name).to_numpy() for name in (FIRST, SECOND)]
    subject, smallest = _smallest(*ends)
    return spark.createDataFrame(pa.table({SUBJECT: subject, COMPONENT: smallest}))


def _smallest(first: Ints, second: Ints) -> tuple[Ints, Ints]:
    """Each subject and the smallest of its component."""
    numbers, place = np.unique(np.concatenate([first, second]), return_inverse=True)
    one, two = np.split(place, 2)
    component = connected(len(numbers), Pairs(one, two))
    least = np.full(len(numbers), np.iinfo(np.int64).max)
    np.minimum.at(least, component, numbers)
    return numbers, least[component]


def _by_stars(near: Any) -> Any:
    """Edges (subject, smaller one) until nothing moves any more."""
    edges = near.selectExpr(f"{SECOND} AS node", f"{FIRST} AS below").distinct()
    before = None
    while (now := _print(edges)) != before:
        before = now
        edges = _small_star(_large_star(edges)).localCheckpoint()
    hung = edges.selectExpr(f"node AS {SUBJECT}", f"below AS {COMPONENT}")
    roots = edges.selectExpr(f"below AS {SUBJECT}", f"below AS {COMPONENT}")
    return hung.union(roots).distinct()


def _print(edges: Any) -> tuple[int, ...]:
    """What tells one set of edges from another."""
    # Sums of hashes cut to 32 bits, which billions of them cannot make overflow.
    row = edges.selectExpr(
        "count(*)", "coalesce(sum(xxhash64(node, below) & 4294967295), 0)"
    ).first()
    return int(row[0]), int(row[1])


def _large_star(edges: Any) -> Any:
    """Larger neighbours of each node go below the least of its neighbours."""
    both = edges.union(edges.selectExpr("below AS node", "node AS below"))
    least = both.selectExpr(
        "node", "below", "least(node, min(below) OVER (PARTITION BY node)) AS least"
    )
    return least.where("below > node").selectExpr("below AS node", "least AS below").distinct()


def _small_star(edges: Any) -> Any:
    """Smaller neighbours of each node, and the node, go below the least of them."""
    least = edges.selectExpr("node", "below", "min(below) OVER (PARTITION BY node) AS least")
    moved = least.selectExpr("below AS node", "least AS below")
    itself = least.selectExpr("node", "least AS below")
    return moved.union(itself).where("node <> below").distinct()
