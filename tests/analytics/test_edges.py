"""Anybody's table of edges: what is read, what is left out and why, and what is measured."""

import gzip
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from nets import links_of, random_net

from comity.analytics import (
    EDGE_MEASURES,
    BadArgument,
    BadTable,
    Counting,
    EdgeColumns,
    UnknownMeasure,
    measure_edges,
    network_of_edges,
    pagerank,
    read_edges,
    windows,
)  # fmt: skip
from comity.graph.network import Network
from comity.graph.words import BEGINNING


def moment(year: int, month: int) -> int:
    return int(datetime(year, month, 1, tzinfo=UTC).timestamp()) * 1_000_000


def written(folder: Path, text: str, name: str = "edges.csv") -> Path:
    file = folder / name
    file.write_bytes(gzip.compress(text.encode()) if name.endswith("gz") else text.encode())
    return file


def told(network: Network) -> list[tuple[str, str, float]]:
    ends = zip(network.ids[network.source], network.ids[network.target], strict=True)
    return [(str(a), str(b), w) for (a, b), w in zip(ends, network.weight, strict=True)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("from,to,weight\nb,a,2\na,c,0.5\n", "edges.csv"),
        ("\ufeffFrom;TO;Weight\r\nb;a;2\r\n\r\na;c;0.5", "edges.csv"),
        ("weight\tsource\tnote\ttarget\n2\tb\tx\ta\n0.5\t a \t\tc\n", "edges.tsv"),
        ('src,dst,weight\n"b",a,2\na,"c",0.5\n', "edges.csv.gz"),
    ],
)
def test_edges_are_read_however_they_are_written(tmp_path: Path, text: str, name: str) -> None:
    read = read_edges(written(tmp_path, text, name))
    assert told(read.network) == [("b", "a", 2.0), ("a", "c", 0.5)]
    assert (read.lines, read.left_out, read.reasons) == (2, 0, ())


def test_columns_can_be_named_and_a_weight_can_be_missing(tmp_path: Path) -> None:
    file = written(tmp_path, "caller,called,weight,minutes\nx,y,9,3\n")
    read = read_edges(file, EdgeColumns("caller", "called", "minutes"))
    assert told(read.network) == [("x", "y", 3.0)]
    assert told(read_edges(written(tmp_path, "to,from\ny,x\n")).network) == [("x", "y", 1.0)]


def test_lines_that_hold_no_edge_are_left_out_and_told_by_their_number(tmp_path: Path) -> None:
    lines = ["from,to,weight", "a,b,1", "a,,1", "a", "a,b,heavy", "a,b,-1", "a,b,nan", '"a\nz",b,2',
             "a,b,0", "a,b,inf"]  # fmt: skip
    read = read_edges(written(tmp_path, "\n".join(lines)))
    assert told(read.network) == [("a", "b", 1.0), ("a\nz", "b", 2.0)]
    assert (read.lines, read.left_out) == (9, 7)
    assert read.reasons == (
        "line 3: an end is empty",
        "line 4: 1 cells, too few",
        "line 5: weight 'heavy' is no number above 0",
        "line 6: weight '-1' is no number above 0",
        "line 7: weight 'nan' is no number above 0",
        "line 10: weight '0' is no number above 0",
        "line 11: weight 'inf' is no number above 0",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: no header"),
        ("a,b\n1,2\n", "no column 'from' among a, b; name it with --from"),
        ("from,b\n1,2\n", "no column 'from' among from, b"),
        ("from,to\n,\n", "no line holds an edge; line 2: an end is empty"),
        ('from,to\na,b\n"a,b\n', "line 3: unexpected end of data; is a quote left open"),
    ],
)
def test_a_file_that_holds_no_edges_is_refused_with_the_way_out(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(BadTable) as refused:
        read_edges(written(tmp_path, text))
    assert said in str(refused.value)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "edges.csv").write_bytes(b"from,to\n\xff\xfe,b\n")
    with pytest.raises(BadTable, match="not UTF-8"):
        read_edges(tmp_path / "edges.csv")
    whole = written(tmp_path, "from,to\na,b\n" * 50, "edges.csv.gz").read_bytes()
    (tmp_path / "edges.csv.gz").write_bytes(whole[:-12])
    with pytest.raises(BadTable, match="cannot be unpacked"):
        read_edges(tmp_path / "edges.csv.gz")


def test_a_header_alone_is_an_empty_network(tmp_path: Path) -> None:
    read = read_edges(written(tmp_path, "from,to\n"))
    assert read.network.size == 0
    assert measure_edges(read.network, tuple(EDGE_MEASURES)).empty


def test_long_files_say_how_far_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comity.analytics.edge_file.TOLD_EVERY", 2)
    heard: list[str] = []
    read_edges(written(tmp_path, "from,to\na,b\nb,c\nc,d\n"), progress=heard.append)
    assert heard == ["reading: 2 lines"]


def test_arrays_are_measured_as_a_view_is() -> None:
    network = random_net(3)
    ends = [(network.ids[a], network.ids[b]) for a, b in links_of(network)]
    plain = network_of_edges([a for a, _ in ends], [b for _, b in ends])
    inside = np.isin(network.ids, plain.ids)
    expected = pagerank(network.only(inside))
    assert pagerank(plain)["pagerank"].tolist() == expected["pagerank"].tolist()
    for wrong in ([1.0], [1.0, float("nan")], [1.0, -2.0]):
        with pytest.raises(BadArgument):
            network_of_edges(["a", "b"], ["b", "c"], wrong)
    with pytest.raises(BadArgument):
        network_of_edges(["a"], [])


def test_arrays_may_say_when_links_hold_and_what_entities_are() -> None:
    times = [("2024-01-05", datetime(2024, 2, 1, tzinfo=UTC)), (None, date(2024, 3, 1))]
    kinds = {"a": "person", "c": "phone"}
    network = network_of_edges(["a", "b"], ["b", "c"], times=times, kinds=kinds)
    assert [(each.start, each.end) for each in windows(network, "month")] == [
        (moment(2024, month), moment(2024, month + 1)) for month in (1, 2)
    ]
    assert (network.begins[1], network.ends[1]) == (BEGINNING, moment(2024, 3))
    assert network.kinds.tolist() == ["person", "entity", "phone"]
    assert network.party.tolist() == [True, True, False]


@pytest.mark.parametrize(
    "wrong",
    [
        {"times": []},
        {"times": [("2024-02-01", "2024-01-01")]},
        {"times": [("last week", None)]},
        {"kinds": {"a": "spaceship"}},
    ],
)
def test_times_and_kinds_that_mean_nothing_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadArgument):
        network_of_edges(["a"], ["b"], **wrong)


def test_every_measure_gives_its_columns_and_repeats_by_seed() -> None:
    network = network_of_edges(["a", "b", "c", "d"], ["b", "c", "a", "d"], [1, 2, 3, 4])
    for how in (Counting(), Counting(directed=True, weighted=True, seed=3)):
        frame = measure_edges(network, tuple(EDGE_MEASURES), how)
        columns = [column for names, _ in EDGE_MEASURES.values() for column in names]
        assert list(frame.columns) == ["entity", *columns]
        assert frame.equals(measure_edges(network, tuple(EDGE_MEASURES), how))
    heavy = measure_edges(network, ("pagerank",), Counting(directed=True, weighted=True))
    assert not heavy.equals(measure_edges(network, ("pagerank",)))
    with pytest.raises(UnknownMeasure, match="importance"):
        measure_edges(network, ("importance",))
