"""The comparison of resolvers: runs in processes of their own, groups, and what is printed."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from benchmarks import contenders, resolution
from benchmarks.contenders import OURS, SMALL, Contender, Run
from benchmarks.contestant import read_records
from benchmarks.resolution_text import as_text
from benchmarks.wrong_merges import groups_of, merged_wrongly, wrong_merges

# Two people with two records each, one with one.
PEOPLE = [
    ("Maria", "Kovalenko", "1971-06-24", "Hull", "maria.kovalenko@smith.net", 0),
    ("Robert", "Smith", "1935-01-30", "London", "rob@jones.com", 1),
    ("Maria", "Kovalenk", "1971-06-24", "Hull", "maria.kovalenko@smith.net", 0),
    ("Rob", "Smith", "1935-01-30", "London", "rob@jones.com", 1),
    ("Wenjie", "Qqq", None, None, None, 2),
]


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pd.DataFrame:
    """`fake_1000` made of five records, here and in every process started from here."""
    columns = ["first_name", "surname", "dob", "city", "email", "truth"]
    frame = pd.DataFrame(PEOPLE, columns=columns).assign(source="a", unique_id=range(5))
    folder = tmp_path / "data" / "fake_1000"
    folder.mkdir(parents=True)
    frame.to_parquet(folder / "data.parquet")
    monkeypatch.setenv("COMITY_SHARED", str(tmp_path))
    monkeypatch.setattr("benchmarks.sets.FOLDER", tmp_path)
    monkeypatch.setattr(resolution, "FOLDER", tmp_path)
    monkeypatch.setattr(contenders, "PEERS", tmp_path / "nowhere")
    return frame


@pytest.mark.usefixtures("tiny")
def test_the_table_has_ours_with_what_it_found_and_cost_and_says_which_peers_lack(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["resolution", "--json", "--sets", "fake_1000"])
    resolution.main()
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    ours, *peers = told["runs"]
    assert ours["contender"] == "Comity"
    assert ours["cluster"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert ours["records"] == 5
    assert min(ours[cost] for cost in ("seconds", "peak_mib", "pairs")) > 0
    assert [peer["failed"] for peer in peers] == ["not installed: make peers"] * len(peers)
    assert told["act"][0]["set"] == "fake_1000"
    assert {line["by"] for line in told["wrong_merges"]} == {"name origin", "year of birth"}
    assert "did not" not in as_text(told)


@pytest.mark.usefixtures("tiny")
def test_a_run_past_its_limit_did_not_finish() -> None:
    assert contenders.run(OURS, "fake_1000", 0.05).failed == "did not finish in 0 s"


@pytest.mark.usefixtures("tiny")
def test_a_run_that_fails_says_why() -> None:
    told = contenders.run(OURS, "fake_1000", 60, ["--records", "many"]).failed
    assert told.startswith("failed: ")
    assert "many" in told


def test_a_contender_that_a_set_is_too_large_for_says_so() -> None:
    small = Contender("small", "nowhere", "nothing", SMALL, "too slow")
    assert contenders.run(small, "synth_1m", 1).failed == "not run: too slow"


@pytest.mark.usefixtures("tiny")
def test_a_part_of_a_set_is_of_whole_people() -> None:
    assert read_records("fake_1000", 3)["truth"].tolist() == [0, 0]
    assert read_records("fake_1000", 4)["truth"].tolist() == [0, 1, 0, 1]
    assert len(read_records("fake_1000", None)) == 5


def test_every_record_of_a_cluster_of_two_people_is_wrongly_merged() -> None:
    clusters, truth = np.array([7, 7, 7, 2, 3]), np.array([0, 0, 1, 2, 2])
    assert merged_wrongly(clusters, truth).tolist() == [True, True, True, False, False]


def test_groups_are_told_by_names_and_dates(tiny: pd.DataFrame) -> None:
    found = groups_of("fake_1000", tiny)
    assert found["name origin"].tolist() == ["slavic", "english", "other", "english", "chinese"]
    assert found["year of birth"].tolist() == [
        "before 1980", "before 1940", "before 1980", "before 1940", "not said",
    ]  # fmt: skip


def test_wrong_merges_are_counted_by_group_and_threshold(tiny: pd.DataFrame) -> None:
    truth = np.array([0, 1, 0, 1, 2])
    found = {"same": np.array([0, 0, 2, 3, 4]), "act": np.arange(5)}
    rows = wrong_merges("fake_1000", tiny, truth, found)
    assert {"set": "fake_1000", "by": "name origin", "group": "english", "records": 2,
            "same": 1, "act": 0} in rows  # fmt: skip
    assert sum(int(str(row["same"])) for row in rows if row["by"] == "year of birth") == 2


def test_the_text_tells_who_did_not_finish() -> None:
    told = {
        "machine": {"cpu": "c", "cores": 2, "memory_gib": 1, "system": "s", "load": 0,
                    "versions": {"python": "3"}},
        "date": "2026-01-01",
        "runs": [resolution.row(Run("peer", "febrl1", failed="did not finish in 9 s"))],
        "act": [], "wrong_merges": [], "cost": [{"set": "x", "records": 9, "failed": "killed"}],
    }  # fmt: skip
    text = as_text(told)
    assert "febrl1  peer  did not finish in 9 s" in text
    assert "killed" in text
