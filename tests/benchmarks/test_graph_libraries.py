"""What graph libraries are asked is the same question: ours and networkx's answers are equal."""

import pytest

from benchmarks import graph_comity, graph_networkit, graph_networkx, graph_scale
from benchmarks.analytics import OURS, _figures, of_runs, scale_figures
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


def test_seeds_divide_in_their_own_way_and_repeat() -> None:
    for library in (graph_comity, graph_networkit):
        labels = [list(library.seeded(EDGES, seed)) for seed in (0, 1, 1)]
        assert labels[1] == labels[2]
        assert labels[0] != labels[1]


def test_runs_by_seed_are_told_by_best_mean_and_least() -> None:
    runs = [{"value": 0.5, "cpu": 2.0}, {"value": 0.75, "cpu": 4.0}]
    told = {name: value for name, value, _ in of_runs(runs)}
    assert list(told.values()) == [0.75, 0.625, 0.5, 3.0]
    assert of_runs([]) == []


def test_ten_times_the_network_is_told_as_so_many_times_linear() -> None:
    def told(cpu: float) -> dict[str, object]:
        return {"measures": {"k-core": {"cpu": cpu}}, "peak": 7.0,
                "moved": 100.0, "speed": 50.0, "taken": 3.0}  # fmt: skip

    figures = {each.name: each.value for each in scale_figures(told(1.0), told(12.0))}
    assert figures["k-core, times linear"] == 1.2
    assert figures["most memory"] == 7.0
    assert figures["PageRank over its bytes at the speed of copying, the network"] == 1.5


def test_the_measures_on_ten_times_the_network_are_all_there() -> None:
    network = graph_comity.network_from(EDGES)
    assert all(len(find(network)) == EDGES.size for find in graph_scale.MEASURES.values())
