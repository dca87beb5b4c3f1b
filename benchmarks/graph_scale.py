"""Measures of one network in one process: time, memory, and PageRank beside the memory's speed.

`python -m benchmarks.graph_scale NODES LINKS` prints one object; ours alone.
"""

import json
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from benchmarks.graph_comity import columns_of, network_from
from benchmarks.graph_tasks import SOURCES, WARM, Edges, edges_of
from benchmarks.timing import peak_mib
from comity.analytics import (
    betweenness_centrality,
    communities,
    components,
    core_number,
    degree_centrality,
    pagerank,
)
from comity.analytics.matrices import adjacency
from comity.graph.network import Network

COPIED = 2**28  # bytes, far more than any cache holds
MEASURES: dict[str, Callable[[Network], pd.DataFrame]] = {
    "components": components,
    "degrees": degree_centrality,
    "PageRank": pagerank,
    "k-core": core_number,
    "communities, one seed": lambda network: communities(network, seeds=1),
    f"betweenness, {SOURCES} sources": lambda network: betweenness_centrality(network, SOURCES),
}


def main() -> None:
    """Measure every one from arrays, and then what PageRank's bytes would take."""
    for find in MEASURES.values():
        find(network_from(edges_of(*WARM)))
    edges = edges_of(int(sys.argv[1]), int(sys.argv[2]))
    columns_of(edges.size, len(edges.low))
    told: dict[str, object] = {"peak before": peak_mib()}
    told["measures"] = {name: _taken(find, edges) for name, find in MEASURES.items()}
    told["peak"] = peak_mib()
    print(json.dumps({**told, **_moving(network_from(edges))}))


def _taken(find: Callable[[Network], pd.DataFrame], edges: Edges) -> dict[str, float]:
    """Building from arrays counts; the least of two, for other work on the machine adds only."""
    tries = []
    for _ in range(2):
        network, wall, cpu = network_from(edges), time.perf_counter(), time.process_time()
        find(network)
        tries.append((time.process_time() - cpu, time.perf_counter() - wall))
    return {"cpu": min(tries)[0], "seconds": min(tries)[1]}


def _moving(network: Network) -> dict[str, float]:
    """PageRank on a matrix that is there, and the bytes of its rounds at the speed of copying.

    A round reads the matrix, and reads or writes a column ten times at the least: product, walk,
    answer, rest and way.
    """
    matrix, size = adjacency(network), network.size
    start = time.process_time()
    rounds = int(pagerank(network).attrs["rounds"]) + 1
    taken = time.process_time() - start
    of_matrix = matrix.data.nbytes + matrix.indices.nbytes + matrix.indptr.nbytes
    moved = rounds * (of_matrix + 10 * 8 * size)
    speed = _copying()
    return {"rounds": rounds, "taken": taken, "moved": moved, "speed": speed}


def _copying() -> float:
    """Bytes read and written a second by numpy's copy, the best of five."""
    source = np.ones(COPIED // 8)
    target = np.empty_like(source)
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        np.copyto(target, source)
        taken.append(time.perf_counter() - start)
    return 2 * COPIED / min(taken)


if __name__ == "__main__":
    main()
