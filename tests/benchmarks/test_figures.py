"""How figures are taken, compared and told."""

import networkx as nx
import numpy as np
import pytest
from nets import net, oracle, random_net

from benchmarks import networkx_peer, servers
from benchmarks.analytics_first import modularity
from benchmarks.planted import plant
from benchmarks.report import as_text, compared, machine, report
from benchmarks.timing import MEBIBYTE, Figure, Memory, latencies
from comity.graph.neo4j_server import NoServer


def test_a_time_is_compared_by_how_many_times_longer_the_peer_took() -> None:
    figures = [Figure("s", "n", "ours", 2.0, "ms"), Figure("s", "n", "theirs", 10.0, "ms")]
    assert compared(figures) == [Figure("s", "n", "ours : theirs", 5.0, "times faster")]


def test_a_rate_is_compared_by_how_many_times_more_ours_did() -> None:
    figures = [Figure("s", "n", "ours", 9.0, "rows/s"), Figure("s", "n", "theirs", 3.0, "rows/s")]
    assert compared(figures) == [Figure("s", "n", "ours : theirs", 3.0, "times faster")]


def test_only_times_and_rates_of_one_name_are_compared() -> None:
    figures = [
        Figure("s", "quality", "ours", 0.9, ""),
        Figure("s", "quality", "theirs", 0.8, ""),
        Figure("s", "one", "ours", 1.0, "s"),
        Figure("t", "one", "theirs", 2.0, "s"),
        Figure("s", "none", "ours", 0.0, "s"),
        Figure("s", "none", "theirs", 2.0, "s"),
    ]
    assert compared(figures) == []


def test_the_text_has_a_line_a_name_with_the_ratio_behind() -> None:
    figures = [Figure("s", "n", "ours", 2.0, "ms"), Figure("s", "n", "theirs", 1234.5, "ms")]
    lines = as_text(report(machine(), figures)).splitlines()
    assert lines[-1].split() == ["s", "n", "ours", "2", "ms", "theirs", "1,234", "ms", "=", "617x"]


def test_latencies_leave_the_first_tenth_out() -> None:
    asked: list[int] = []
    median, p95 = latencies("s", "n", "ours", (lambda n=n: asked.append(n) for n in range(20)))
    assert asked == list(range(20))
    assert (median.name, p95.name) == ("n, median", "n, p95")
    assert 0 <= median.value <= p95.value


def test_memory_that_was_held_for_a_moment_is_counted() -> None:
    memory = Memory()
    np.ones(64 * MEBIBYTE // 8).sum()
    assert memory.grown() > 48


def test_a_planted_graph_is_simple_and_the_same_for_a_seed() -> None:
    graph, again, other = plant(500, 2_000), plant(500, 2_000), plant(500, 2_000, seed=2)
    ends = set(zip(graph.first.tolist(), graph.second.tolist(), strict=True))
    assert len(ends) == 2_000
    assert all(0 <= low < high < 500 for low, high in ends)
    assert ends == set(zip(again.first.tolist(), again.second.tolist(), strict=True))
    assert ends != set(zip(other.first.tolist(), other.second.tolist(), strict=True))


@pytest.mark.parametrize("seed", range(10))
def test_the_yardstick_of_communities_is_the_textbook_s(seed: int) -> None:
    network = random_net(seed)
    if not len(network.simple.low):
        return
    label = np.random.default_rng(seed).integers(0, 3, network.size)
    groups = [set(np.flatnonzero(label == number).tolist()) for number in range(3)]
    expected = nx.community.modularity(oracle(network), groups)
    assert modularity(network, label) == pytest.approx(expected, abs=1e-12)


def test_the_peer_has_no_path_where_there_is_none() -> None:
    graph = networkx_peer.graph_of(net(4, [(0, 1), (1, 2)]))
    assert networkx_peer.one_path(graph, 0, 3) == networkx_peer.all_paths(graph, 0, 3, 5) == []
    assert networkx_peer.one_path(graph, 0, 2) == [[0, 1, 2]]


def test_where_there_is_no_server_the_reason_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def nothing() -> None:
        raise NoServer("no Java 21 here: install a JDK")

    monkeypatch.setattr(servers, "find_java", nothing)
    with servers.neo4j() as store:
        assert store is None
    assert servers.server_version() == "none"
    assert capsys.readouterr().err == "no figures of Neo4j: no Java 21 here: install a JDK\n"
