"""What the law costs: opening a view, cold clusters with hidden mentions, policy against none.

Half of it is measured on a planted graph a tenth of which is under a label that does not show,
beside the same graph with that tenth never recorded.
"""

import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np
import pyarrow as pa

from benchmarks.planted import Planted, plant
from benchmarks.seeing import ID_KEY, VIEWER
from benchmarks.timing import processor_seconds, seconds
from comity.analytics import pagerank, shortest_paths
from comity.graph.answers import Neighbour
from comity.graph.desk import system_clock
from comity.graph.growth import empty_snapshot, extend_snapshot
from comity.graph.identity import mention_id
from comity.graph.match_table import NO_MATCHES, Matches, MatchTable
from comity.graph.matching import MatchIndex
from comity.graph.ports import GraphKeeper, Reached, Table
from comity.graph.snapshot import Snapshot
from comity.graph.view import View, open_view
from comity.graph.words import BEGINNING, FOREVER, Micros
from comity.resolve import default_model
from comity.sharing import Clearance, Label, Permit

SHOWN, HIDDEN = Label("agency", "open", "TLP:GREEN"), Label("agency", "closed", "TLP:RED")
AT, BATCH, HIDDEN_SHARE = 1_000_000, 100_000, 0.1
SIZE_OF_ENTITY, ROUNDS, PRICE_ROUNDS, ASKS = 3, 5, 24, 10


class Scale(Protocol):
    """How large the graphs are."""

    links: int
    mentions: int


@dataclass(frozen=True)
class Store:
    """A store of one load of a planted graph; `hidden` says which nodes do not show."""

    graph: Planted
    hidden: np.ndarray[tuple[int], np.dtype[np.bool_]]

    def reached(self) -> Reached:
        """All of it."""
        return Reached(1, AT)

    def labels(self) -> list[tuple[int, Label]]:
        """The two."""
        return [(1, SHOWN), (2, HIDDEN)]

    def scan(self, table: Table, since: Micros) -> Iterator[pa.RecordBatch]:
        """The rows of a table."""
        if since < AT:
            yield from {"mentions": self._mentions, "claims": _nothing, "links": self._links}[
                table
            ]()

    def _mentions(self) -> Iterator[pa.RecordBatch]:
        for start in range(0, self.graph.nodes, BATCH):
            nodes = np.arange(start, min(start + BATCH, self.graph.nodes))
            keys = [key(node) for node in nodes.tolist()]
            yield _batch(len(nodes), key=keys, kind="person", label=self._label(nodes), record=keys)

    def _links(self) -> Iterator[pa.RecordBatch]:
        for start in range(0, len(self.graph.first), BATCH):
            first, second = (end[start : start + BATCH] for end in (self.graph.first,
                                                                   self.graph.second))  # fmt: skip
            ends = ([key(node) for node in end.tolist()] for end in (first, second))
            yield _batch(
                len(first), first=next(ends), second=next(ends), kind="associate_of",
                role="associate", label=np.ones(len(first), dtype=np.int64), grade="",
                valid_from=BEGINNING, valid_to=FOREVER, record="a list",
            )  # fmt: skip

    def _label(self, nodes: np.ndarray[tuple[int], np.dtype[np.int64]]) -> list[int]:
        found: list[int] = (1 + self.hidden[nodes]).tolist()
        return found


def key(node: int) -> str:
    """The mention key of a planted node."""
    return f"bench:n{node}:it"


def _nothing() -> Iterator[pa.RecordBatch]:
    return iter(())


def _batch(size: int, **columns: object) -> pa.RecordBatch:
    known = {"mapping": "bench@1", "agency": "agency", "source": "bench", "known_from": AT,
             "known_to": FOREVER}  # fmt: skip
    whole = {name: value if isinstance(value, list | np.ndarray) else [value] * size
             for name, value in {**columns, **known}.items()}  # fmt: skip
    return pa.RecordBatch.from_arrays([pa.array(value) for value in whole.values()], list(whole))


def _snapshot(graph: Planted, hidden: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Snapshot:
    store: GraphKeeper = Store(graph, hidden)  # type: ignore[assignment]  # what a snapshot reads of one
    return extend_snapshot(empty_snapshot(ID_KEY), store)


def _hidden(nodes: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.random.default_rng(5).random(nodes) < HIDDEN_SHARE


def _clearance() -> Clearance:
    return Clearance(VIEWER, system_clock(), {SHOWN: Permit("pact", 1, "1")})


@cache
def _planted(links: int) -> tuple[MatchIndex, MatchIndex, Planted]:
    """The graph under policy, and the same without what is hidden and without policy."""
    graph = plant(links // 5, links)
    hidden = _hidden(graph.nodes)
    kept = ~hidden[graph.first] & ~hidden[graph.second]
    # The same keys under the same numbers: the two differ in nothing but the policy.
    ends = graph.first[kept], graph.second[kept]
    less = Planted(graph.nodes, *ends)
    model = default_model()
    none = {kind: MatchTable(NO_MATCHES) for kind in model.kinds}
    whole = _snapshot(graph, hidden)
    return (
        MatchIndex(whole, model, none),
        MatchIndex(_snapshot(less, np.zeros(graph.nodes, dtype=np.bool_)), model, none),
        graph,
    )


def open_view_ms(scale: Scale) -> float:
    """Deciding is measured elsewhere; this is the mask over every row."""
    index, _, _ = _planted(scale.links)
    open_view(index, _clearance())
    return 1000 * _least(lambda: open_view(index, _clearance()))


def clusters_s(scale: Scale) -> float:
    """Who is who in a view that nobody opened before, a tenth of the mentions hidden."""
    index = _mentions(scale.mentions)
    return _least(lambda: _entities(index), rounds=3)


def _entities(index: MatchIndex) -> int:
    return int(open_view(index, _clearance())._seen.entities.size)


def _mentions(mentions: int) -> MatchIndex:
    """Entities of three mentions each, every pair of them a match far over the threshold."""
    graph = Planted(mentions, np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32))
    start = np.arange(0, mentions - SIZE_OF_ENTITY + 1, SIZE_OF_ENTITY, dtype=np.int32)
    first = np.concatenate([start, start, start + 1])
    second = np.concatenate([start + 1, start + 2, start + 2])
    scores = np.full(len(first), 30, dtype=np.float32)
    model = default_model()
    tables = {kind: MatchTable(NO_MATCHES) for kind in model.kinds}
    tables["person"] = MatchTable(Matches(first, second, scores))
    return MatchIndex(_snapshot(graph, _hidden(mentions)), model, tables)


def two_hops_price(scale: Scale) -> float:
    """How much longer two hops take under policy, in percent."""
    views, ids = _views(scale.links)
    return _price(*(lambda view=view: [_two_hops(view, a) for a in ids] for view in views))


def paths_price(scale: Scale) -> float:
    """How much longer all shortest paths take under policy, in percent."""
    views, ids = _views(scale.links)
    pairs = list(zip(ids[::2], ids[1::2], strict=True))
    networks = [view.network() for view in views]
    return _price(*(lambda n=n: [shortest_paths(n, *pair) for pair in pairs] for n in networks))


def pagerank_price(scale: Scale) -> float:
    """How much longer PageRank takes under policy, in percent."""
    views, _ = _views(scale.links)
    return _price(*(lambda view=view: pagerank(view.network()) for view in views))


@cache
def _views(links: int) -> tuple[tuple[View, View], list[str]]:
    policy, without, graph = _planted(links)
    views = open_view(policy, _clearance()), open_view(without, _clearance())
    for view in views:
        view.network()
    hidden, rng = _hidden(graph.nodes), np.random.default_rng(3)
    nodes = [node for node in rng.integers(0, graph.nodes, 4 * ASKS).tolist() if not hidden[node]]
    return views, [mention_id(ID_KEY, key(node)) for node in nodes[: 2 * ASKS]]


def _two_hops(view: View, address: str, most: int = 200) -> list[Neighbour]:
    near = view.neighbours(address, limit=most)
    far: list[Neighbour] = []
    for neighbour in near:
        if len(near) + len(far) >= most:
            break
        far += view.neighbours(neighbour.entity, limit=most - len(near) - len(far))
    return near + far


def _price(policy: Callable[[], object], without: Callable[[], object]) -> float:
    """In percent of processor time, the median of rounds in which the two take turns to begin."""
    policy(), without()
    ratios = []
    for number in range(PRICE_ROUNDS):
        both = [policy, without] if number % 2 else [without, policy]
        taken = {work: processor_seconds(work) for work in both}
        ratios.append(taken[policy] / taken[without])
    return 100 * (statistics.median(ratios) - 1)


def _least(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The least of some rounds, in which what else runs on the machine counts least."""
    return min(seconds(work) for _ in range(rounds))
