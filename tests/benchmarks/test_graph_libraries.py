"""What graph libraries are asked is the same question: ours and networkx's answers are equal."""

import pytest

from benchmarks import graph_comity, graph_networkit, graph_networkx
from benchmarks.analytics import OURS, _figures
from benchmarks.graph_tasks import TASKS, Edges, Waits, measured
from benchmarks.planted import plant

GRAPH = plant(300, 900)
EDGES = Edges(GRAPH.nodes, GRAPH.first, GRAPH.second)


@pytest.mark.parametrize("task", [each for each in TASKS if each != "communities"])
def test_ours_and_networkx_answer_alike(task: str) -> None:
    values = []
    for library in (graph_comity.LIBRARY, graph_networkx.LIBRARY):
        answer = library[task](EDGES)
        values.append(answer.value if isinstance(answer, Waits) else float(answer))
    assert values[0] == pytest.approx(values[1], rel=1e-4)


def test_communities_are_told_by_their_modularity() -> None:
    told = [
        measured(library["communities"], EDGES)["value"]
        for library in (graph_comity.LIBRARY, graph_networkx.LIBRARY, graph_networkit.LIBRARY)
    ]
    assert all(0.3 < value < 1 for value in told)


def test_every_library_is_asked_known_tasks_only_and_ours_all() -> None:
    assert set(graph_comity.LIBRARY) == set(TASKS)
    for library in (graph_networkx.LIBRARY, graph_networkit.LIBRARY):
        assert set(library) <= set(TASKS)


def test_figures_put_ours_first_so_that_peers_are_compared_with_it() -> None:
    told = {"seconds": 2.0, "cpu": 1.0, "value": 3.0}
    figures = _figures({OURS: {"k-core": told}, "networkx": {"k-core": told}})
    assert [(each.name, each.peer) for each in figures[:1]] == [("k-core", OURS)]
    assert {each.name for each in figures} == {"k-core", "k-core, processor", "k-core, largest"}
