"""Latency of the stores' reading verbs and of the in-memory view at 1M links."""

from collections.abc import Iterable, Iterator

import numpy as np

from benchmarks.planted import Planted
from benchmarks.timing import Figure, latencies, seconds
from comity.graph.ports import Changes, GraphStore, LinkRow, MentionRow, Provenance, Reached, Scope
from comity.graph.words import BEGINNING, FOREVER
from comity.sharing import Label

LABEL = Label("bench-agency", "bench", "TLP:GREEN")
AT = 1_000_000
BATCH = 20_000
SCOPE = Scope((1,), AT)
HOPS = 6


def load(store: GraphStore, graph: Planted, peer: str) -> list[Figure]:
    """Project the planted graph into an empty store; rows a second."""
    batches = list(_changes(graph))
    taken = seconds(lambda: _apply_all(store, batches))
    rows = graph.nodes + len(graph.first)
    return [Figure("stores", "load", peer, rows / taken, "rows/s")]


def read(store: GraphStore, graph: Planted, peer: str, *, asks: int) -> list[Figure]:
    """Neighbours, two hops capped at 200, and shortest paths between random nodes."""
    rng = np.random.default_rng(3)
    ends = [(key(a), key(b)) for a, b in rng.integers(0, graph.nodes, (asks, 2)).tolist()]
    beside = (lambda a=a: store.neighbours(a, SCOPE, 200) for a, _ in ends)
    around = (lambda a=a: store.expand(a, 2, SCOPE, 200) for a, _ in ends)
    paths = (lambda a=a, b=b: store.shortest_path(a, b, HOPS, SCOPE) for a, b in ends)
    return [
        *latencies("stores", "neighbours", peer, beside),
        *latencies("stores", "2 hops, at most 200", peer, around),
        *latencies("stores", f"shortest path, at most {HOPS}", peer, paths),
    ]


def key(node: int) -> str:
    """The mention key of a planted node."""
    return f"bench:n{node}:it"


def _apply_all(store: GraphStore, batches: Iterable[Changes]) -> None:
    for changes in batches:
        store.apply(changes)


def _changes(graph: Planted) -> Iterator[Changes]:
    """The batches of one load, as a projection has them from the ledger."""
    for at, (mentions, links) in enumerate(_batches(graph)):
        labels = [] if at else [(1, LABEL)]
        reached = Reached(0, BEGINNING, f"batch {at}")
        yield Changes(AT, reached, labels, mentions=mentions, links=links)
    yield Changes(AT, Reached(1, AT))


def _batches(graph: Planted) -> Iterator[tuple[list[MentionRow], list[LinkRow]]]:
    for start in range(0, graph.nodes, BATCH):
        nodes = range(start, min(start + BATCH, graph.nodes))
        yield [MentionRow(key(n), "person", 1, _origin(f"n{n}")) for n in nodes], []
    ends = zip(graph.first.tolist(), graph.second.tolist(), strict=True)
    links: list[LinkRow] = []
    for number, (first, second) in enumerate(ends):
        links.append(_link(number, first, second))
        if len(links) == BATCH:
            yield [], links
            links = []
    yield [], links


def _link(number: int, first: int, second: int) -> LinkRow:
    return LinkRow(
        key(first), key(second), "associate_of", "associate", 1, "", BEGINNING, FOREVER,
        _origin(f"l{number}"),
    )  # fmt: skip


def _origin(record: str) -> Provenance:
    return Provenance("bench-agency", "bench", record, "bench@1", AT, FOREVER)
