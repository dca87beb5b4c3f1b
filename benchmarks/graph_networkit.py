"""networkit asked for the tasks of graph libraries, called by hand on arrays, on one thread."""

import networkit as nk
import numpy as np

from benchmarks.graph_tasks import SOURCES, TOLERANCE, Edges, Waits, asked, main


def _graph(edges: Edges) -> nk.Graph:
    nk.setNumberOfThreads(1)
    nk.setSeed(0, False)
    ends = edges.low.astype(np.uint64), edges.high.astype(np.uint64)
    return nk.GraphFromCoo(ends, n=edges.size)


def _components(edges: Edges) -> int:
    graph = _graph(edges)
    return int(nk.components.ConnectedComponents(graph).run().numberOfComponents())


def _pagerank(edges: Edges) -> float:
    graph = _graph(edges)
    return float(max(nk.centrality.PageRank(graph, 0.85, TOLERANCE).run().scores()))


def _cores(edges: Edges) -> float:
    graph = _graph(edges)
    return float(max(nk.centrality.CoreDecomposition(graph).run().scores()))


def seeded(edges: Edges, seed: int) -> list[int]:
    """Communities by a seed."""
    graph = _graph(edges)
    nk.setSeed(seed, False)
    found = nk.community.PLM(graph, refine=True, par="none randomized").run().getPartition()
    return list(found.getVector())


def _betweenness(edges: Edges) -> float:
    """So many sources of its own choice: its sums are scaled in another way."""
    graph = _graph(edges)
    return float(sum(nk.centrality.EstimateBetweenness(graph, SOURCES).run().scores()))


def _one_path(edges: Edges) -> Waits:
    graph = _graph(edges)

    def ask(source: int, target: int) -> int:
        search = nk.distance.BidirectionalBFS(graph, source, target, True).run()
        return len(search.getPath()) + 1 if search.getDistance() < edges.size else 0

    return asked(edges.pairs, ask)


LIBRARY = {
    "components": _components,
    "PageRank": _pagerank,
    "k-core": _cores,
    "communities": lambda edges: seeded(edges, 0),
    "betweenness": _betweenness,
    "one path": _one_path,
}

if __name__ == "__main__":
    main(LIBRARY)
