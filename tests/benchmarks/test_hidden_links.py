"""The figures of hidden links: networks are read as they lie, and each counts once in the mean."""

from pathlib import Path

import networkx as nx
import pytest
from nets import net

from benchmarks.hidden_links import as_text, mean_of, measure, networks, of_matrix

MATRIX = '\ufeff"",a,"b, c",d\na,0,2,0\n"b, c",0,0,0\nd,0,1,5\n'


def test_a_matrix_is_a_network_without_directions_weights_and_loops(tmp_path: Path) -> None:
    file = tmp_path / "some.csv"
    file.write_text(MATRIX, encoding="utf-8")
    network = of_matrix(file)
    assert network.ids.tolist() == ["a", "b, c", "d"]
    assert list(zip(network.source.tolist(), network.target.tolist(), strict=True)) == [
        (0, 1), (1, 2)
    ]  # fmt: skip


@pytest.mark.shared_data
def test_every_published_network_is_there_and_as_large_as_told(shared: Path) -> None:
    sizes = {name: (each.size, len(each.simple.low)) for name, each in networks(shared)}
    assert len(sizes) == 13
    assert sizes["hijackers (Krebs)"] == (62, 153)
    assert sizes["London gang"] == (54, 315)
    assert sizes["Caviar, drugs, Montreal"] == (110, 205)


def test_every_method_has_a_row_and_a_place_in_the_table() -> None:
    ring = net(30, sorted(nx.watts_strogatz_graph(30, 4, 0.1, seed=1).edges()))
    rows = measure("one", ring, 2) + measure("two", ring, 2)
    assert len(rows) == 12
    means = mean_of(rows)
    assert means[0]["auc"] == pytest.approx(rows[0]["auc"])
    lines = as_text(rows + means).splitlines()
    assert [line.split()[0] for line in lines] == ["network", "one", "two", "mean"]
    assert all(len(line) == len(lines[0]) for line in lines)
