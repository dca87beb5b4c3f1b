"""Every section of the benchmark runs at toy size and measures what it says it does."""

import json
import math
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks import servers
from benchmarks.__main__ import main
from comity.graph.neo4j_server import Neo4jServer
from comity.graph.neo4j_store import Neo4jStore

ROOT = Path(__file__).resolve().parents[2]
TOY = ["--nodes", "200", "--links", "800", "--people", "60", "--mentions", "600", "--asks", "30"]
SECTIONS = ["ingest", "resolution", "incremental", "stores", "analytics"]
UNITS = {"", "s", "ms", "MiB", "records/s", "facts/s", "rows/s", "pairs/s", "mentions/s"}
Told = dict[str, Any]


def _bench(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """The benchmark as a user would run it, where no shared data set is to be found."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *TOY, *arguments],
        cwd=ROOT, env={**os.environ, "COMITY_SHARED": str(folder)},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> "subprocess.CompletedProcess[str]":
    """One run of all sections that need no server."""
    only = [part for name in SECTIONS for part in ("--only", name)]
    return _bench(tmp_path_factory.mktemp("shared"), "--json", *only)


@pytest.fixture(scope="module")
def told(measured: "subprocess.CompletedProcess[str]") -> Told:
    """What that run printed."""
    found: Told = json.loads(measured.stdout)
    return found


def _values(told: Told, section: str, peer: str = "comity") -> dict[str, float]:
    return {
        figure["name"]: figure["value"]
        for figure in told["figures"]
        if (figure["section"], figure["peer"]) == (section, peer)
    }


def test_what_is_printed_is_one_object_with_machine_date_and_figures(told: Told) -> None:
    assert sorted(told) == ["date", "figures", "machine"]
    assert told["machine"]["cores"] >= 1
    assert {"python", "sqlite", "networkx", "neo4j server"} <= set(told["machine"]["versions"])


def test_nothing_printed_names_the_machine(told: Told) -> None:
    text = json.dumps(told)
    assert str(ROOT) not in text
    assert socket.gethostname() not in json.dumps(told["machine"]).split('"')


@pytest.mark.parametrize("section", [*SECTIONS, "view"])
def test_a_section_gives_finite_figures_in_known_units(told: Told, section: str) -> None:
    figures = [figure for figure in told["figures"] if figure["section"] == section]
    assert figures
    for figure in figures:
        assert math.isfinite(figure["value"]), figure
        assert figure["unit"] in UNITS | {"times faster"}, figure


def test_ingest_is_measured_by_format_and_in_all(told: Told) -> None:
    values = _values(told, "ingest")
    formats = {f"{name} to ledger" for name in ("CSV", "JSONL", "XLSX", "XML")}
    assert formats | {"files to ledger", "ledger to graph store"} <= set(values)
    assert values["records"] > 60


def test_resolution_is_measured_by_speed_and_by_quality(told: Told) -> None:
    values = _values(told, "resolution")
    assert values["candidate pairs"] > 0 < values["compare and score"]
    assert 0.9 < values["demo, persons, cluster f1"] <= 1


@pytest.mark.parametrize("part", ["median", "p95"])
def test_one_record_is_measured_as_it_comes_changes_and_goes(told: Told, part: str) -> None:
    values = _values(told, "incremental")
    ways = {f"{way} record, {part}" for way in ("new", "changed", "deleted")}
    assert ways <= set(values)
    assert values["mentions"] >= 600 / 2


def test_a_set_that_is_not_there_is_told_and_skipped(
    measured: "subprocess.CompletedProcess[str]",
) -> None:
    assert "no figures of synth_100k: set COMITY_SHARED" in measured.stderr
    assert "synth_100k" not in measured.stdout


@pytest.mark.parametrize("part", ["median", "p95"])
def test_two_hops_and_paths_are_measured_on_store_and_view(told: Told, part: str) -> None:
    stores, views = _values(told, "stores", "SQLite"), _values(told, "view")
    assert {f"2 hops, at most 200, {part}", f"shortest path, at most 6, {part}"} <= set(stores)
    assert {f"2 hops, at most 200, evidence, {part}", f"all shortest paths, {part}"} <= set(views)


def test_communities_and_betweenness_stand_beside_networkx_as_ratios(told: Told) -> None:
    ratios = _values(told, "analytics", "comity : networkx")
    assert "communities, one start" in ratios
    assert any(name.startswith("betweenness, exact") for name in ratios)
    assert any(name.startswith("betweenness, sampled") for name in ratios)


def test_ours_and_networkx_answer_the_same(told: Told) -> None:
    agreed = _values(told, "analytics", "comity and networkx")
    assert agreed["components, as many"] == 1
    assert agreed["PageRank, correlation"] > 0.999
    assert agreed["betweenness, exact, 200 entities, largest difference"] < 1e-9
    assert agreed["all shortest paths, 2 pairs, the same"] == 1
    ours, theirs = _values(told, "analytics"), _values(told, "analytics", "networkx")
    assert ours["betweenness, sampled against exact"] > 0.9
    name = "communities, one start, modularity"
    assert ours[name] == pytest.approx(theirs[name], abs=0.05)


@pytest.fixture
def lent_server(
    neo4j_server: Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Neo4jServer]:
    """The tests' own server in place of one more, emptied before and after."""
    lent = replace(neo4j_server)
    lent.stop = lambda: None  # type: ignore[method-assign]  # it is not ours to stop
    monkeypatch.setattr(servers, "_start", lambda _: lent)
    with closing(Neo4jStore(lent.uri, ("neo4j", lent.password))) as store:
        store.clear()
        yield lent
        store.clear()


@pytest.mark.neo4j
@pytest.mark.usefixtures("lent_server")
def test_the_same_is_measured_on_a_neo4j_server(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [*TOY, "--asks", "3", "--json", "--only", "stores", "--only", "neo4j"]
    monkeypatch.setattr(sys, "argv", ["benchmarks", *asked])
    main()
    told = json.loads(capsys.readouterr().out)
    assert set(_values(told, "stores", "Neo4j")) == set(_values(told, "stores", "SQLite"))
    assert set(_values(told, "stores", "SQLite : Neo4j")) == set(_values(told, "stores", "Neo4j"))
