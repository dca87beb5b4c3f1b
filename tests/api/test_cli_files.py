"""Files through the command line: taken in, set aside, mended, counted, backed up."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from comity.graph.ledger import Ledger
from comity.graph.words import BadRow, LoadPlan
from comity.ingest import read_mapping

Command = Callable[..., Any]
MAPPING = """\
mapping: cars
version: 1
source: {id: lot, agency: riverton-pd, title: Car lot}
format: csv
record: LOT
label: {data_class: incident, handling: "TLP:GREEN"}
mentions:
  owner: {kind: person, properties: {name: OWNER, birth_date: BORN}}
  car: {kind: vehicle, properties: {plate: PLATE}}
links:
  - {from: owner, to: car, kind: uses, role: owner}
"""
ROWS = """\
LOT,OWNER,BORN,PLATE
1,Ann Bell,1980-05-07,AAA 1
2,Bo Chan,soon,BBB 2
3,Cy Dorn,1990-01-02,CCC 3
"""


@pytest.fixture
def lot(comity: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new installation, a mapping and a file with one bad row."""
    monkeypatch.setenv("COMITY_FOLDER", str(tmp_path / "data"))
    assert comity("init", tmp_path / "data", "--agency", "riverton-pd").code == 0
    (tmp_path / "lot.yaml").write_text(MAPPING)
    (tmp_path / "cars.csv").write_text(ROWS)
    return tmp_path


def take_in(comity: Command, lot: Path) -> Any:
    return comity("ingest", "--mapping", lot / "lot.yaml", lot / "cars.csv", "--json").json()[0]


def test_rows_read_are_accepted_or_set_aside_and_the_load_goes_on(
    comity: Command, lot: Path
) -> None:
    told = comity("ingest", "files", "-m", lot / "lot.yaml", lot / "cars.csv")
    assert told.code == 0
    assert told.out.startswith("cars.csv: 3 rows read, 2 accepted, 6 claims, 2 links in ")
    assert "1 set aside, see quarantine list" in told.out


def test_the_same_file_again_changes_nothing(comity: Command, lot: Path) -> None:
    first, second = take_in(comity, lot), take_in(comity, lot)
    assert (first["accepted"], first["set_aside"], first["claims"]) == (2, 1, 6)
    assert (second["unchanged"], second["claims"], second["links"]) == (2, 0, 0)


def test_a_row_set_aside_is_listed_mended_and_run_again(comity: Command, lot: Path) -> None:
    take_in(comity, lot)
    [row] = comity("quarantine", "list", "--json").json()
    assert (row["file"], row["row"], row["column"], row["state"]) == (
        "cars.csv", 3, "BORN", "waiting",
    )  # fmt: skip
    mend = comity("quarantine", "mend", row["id"], "--values", '{"BORN": "1985-11-30"}')
    assert mend.code == 0
    [again] = comity("quarantine", "rerun", "-m", lot / "lot.yaml", "--json").json()
    assert (again["read"], again["accepted"], again["set_aside"]) == (1, 1, 0)
    assert [row["state"] for row in comity("quarantine", "list", "--json").json()] == ["rerun"]
    assert comity("quarantine", "rerun", "-m", lot / "lot.yaml").code == 1


def test_rows_that_nobody_mended_run_again_when_asked_for(comity: Command, lot: Path) -> None:
    take_in(comity, lot)
    mapping = MAPPING.replace(
        "birth_date: BORN", "birth_date: {column: BORN, values: {soon: 1999}}"
    )
    (lot / "lot.yaml").write_text(mapping.replace("version: 1", "version: 2"))
    [again] = comity("quarantine", "rerun", "-m", lot / "lot.yaml", "--all", "--json").json()
    assert (again["read"], again["accepted"]) == (1, 1)


def test_a_corrected_mapping_derives_the_claims_anew(comity: Command, lot: Path) -> None:
    take_in(comity, lot)
    mapping = MAPPING.replace("version: 1", "version: 2").replace("birth_date: BORN", "alias: BORN")
    (lot / "lot.yaml").write_text(mapping)
    [summary] = comity("ingest", "remap", "-m", lot / "lot.yaml", "--json").json()
    assert (summary["read"], summary["claims"]) == (2, 6)


def test_a_store_counts_what_was_taken_in(comity: Command, lot: Path) -> None:
    take_in(comity, lot)
    assert comity("graph", "load").code == 0
    found = comity("graph", "stats", "--json").json()
    counted = {name: found[name] for name in ("nodes", "relationships", "claims", "dangling")}
    assert counted == {"nodes": 4, "relationships": 2, "claims": 6, "dangling": 0}
    assert found["kinds"] == {"person": 2, "vehicle": 2}
    assert comity("graph", "rebuild").code == 0
    assert comity("graph", "stats", "--json").json() == found


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("lot.yaml", MAPPING.replace("plate: PLATE", "plat: PLATE"), "did you mean 'plate'"),
        ("lot.yaml", "mapping: [", "lot.yaml"),
        ("cars.csv", ROWS.replace("OWNER", "OWNR"), "OWNER"),
        ("cars.csv", None, "cars.csv"),
        ("lot.yaml", None, "lot.yaml"),
    ],
)
def test_bad_input_is_one_line_and_works_once_the_cause_is_gone(
    comity: Command, lot: Path, name: str, text: str | None, said: str
) -> None:
    kept = (lot / name).read_text()
    (lot / name).unlink() if text is None else (lot / name).write_text(text)
    told = comity("ingest", "-m", lot / "lot.yaml", lot / "cars.csv")
    assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)
    assert said in told.err
    assert comity("quarantine", "list", "--json").json() == []
    (lot / name).write_text(kept)
    assert take_in(comity, lot)["accepted"] == 2


def test_a_drafted_mapping_reads_its_file(comity: Command, lot: Path) -> None:
    drafted = comity("ingest", "draft", lot / "cars.csv")
    assert drafted.code == 0
    (lot / "draft.yaml").write_text(drafted.out.replace("agency: CHANGE-ME", "agency: riverton-pd"))
    told = comity("ingest", "-m", lot / "draft.yaml", lot / "cars.csv", "--json").json()
    assert told[0]["read"] == 3


def test_a_backup_comes_back_whole_in_a_new_folder(comity: Command, lot: Path) -> None:
    take_in(comity, lot)
    asked = ("search", "Ann Bell", "--as", "ann", "--justification", "a test", "--json")
    before = comity(*asked).json()["hits"]
    assert comity("backup-key", lot / "key").code == 0
    with_key = (lot / "kept", "--key", lot / "key")
    assert comity("backup", *with_key).code == 0
    restore = ("restore", *with_key, "--no-later-orders", "nothing was ordered")
    assert comity(*restore, "-C", lot / "new").code == 0
    assert comity("graph", "load", "-C", lot / "new").code == 0
    assert before
    assert comity(*asked, "-C", lot / "new").json()["hits"] == before
    checks = comity("doctor", "-C", lot / "new", "--json").json()
    assert all(check["holds"] for check in checks)
    assert comity(*restore, "-C", lot / "data").code == 1


@pytest.fixture
def cut_off(lot: Path) -> int:
    """A load of a file that was cut off after three rows and never came back."""
    mapping = read_mapping(lot / "lot.yaml")
    rows = [BadRow(row, "BORN", "no date", b"x") for row in (2, 3)]
    with Ledger.open(lot / "data" / "ledger.db") as ledger:
        plan = LoadPlan(mapping.source, mapping.id, mapping.text, "lost.csv", "ab12")
        load = ledger.begin(plan).load
        ledger.append(load, [], rows, 3)
    return load


def test_loads_are_listed_newest_first_and_a_cut_off_one_is_open(
    comity: Command, lot: Path, cut_off: int
) -> None:
    taken = take_in(comity, lot)["load"]
    told = comity("ingest", "loads", "--json").json()
    assert [(row["load"], row["file"], row["state"]) for row in told] == [
        (taken, "cars.csv", "published"),
        (cut_off, "lost.csv", "open"),
    ]
    assert [(row["rows"], row["accepted"], row["set_aside"]) for row in told] == [
        (4, 2, 1),
        (3, 0, 2),
    ]
    [still] = comity("ingest", "loads", "--open", "--json").json()
    assert (still["load"], still["source"], still["began"][-1]) == (cut_off, "lot", "Z")
    assert "lost.csv" in comity("ingest", "loads", "--open").out


def test_a_cut_off_load_is_discarded_with_what_it_staged(comity: Command, cut_off: int) -> None:
    told = comity("ingest", "abandon", cut_off)
    assert told.out == f"load {cut_off} of lost.csv is discarded: 3 unseen rows\n"
    assert comity("ingest", "loads", "--open", "--json").json() == []
    assert comity("quarantine", "list", "--json").json() == []
    assert comity("ingest", "loads", "--json").json()[0]["state"] == "abandoned"


def test_only_an_open_load_can_be_discarded(comity: Command, lot: Path, cut_off: int) -> None:
    taken = take_in(comity, lot)["load"]
    assert comity("ingest", "abandon", cut_off, "--json").json()["state"] == "abandoned"
    for load in (taken, cut_off, 99):
        told = comity("ingest", "abandon", load)
        assert (told.code, told.out) == (1, "")
        assert f"no open load '{load}'" in told.err
        assert "ingest loads --open" in told.err
    assert len(comity("quarantine", "list", "--json").json()) == 1


def test_the_doctor_names_open_loads_and_how_to_be_rid_of_them(
    comity: Command, cut_off: int
) -> None:
    def loads() -> str:
        told = comity("doctor", "--json")
        assert told.code == 0, told.err
        return {check["name"]: check["told"] for check in json.loads(told.out)}["loads"]

    assert loads().startswith(f"load {cut_off} of lot (lost.csv) is open since 20")
    assert loads().endswith("comity ingest abandon LOAD")
    comity("ingest", "abandon", cut_off)
    assert loads() == "none is open"


def test_the_doctor_tells_what_does_not_hold(comity: Command, lot: Path) -> None:
    take_in(comity, lot)
    comity("graph", "load")
    (lot / "data" / "ledger.db").rename(lot / "later.db")
    Ledger.create(lot / "data" / "ledger.db").close()
    told = comity("doctor", "--json")
    assert told.code == 1
    assert [check["name"] for check in json.loads(told.out) if not check["holds"]] == [
        "graph store"
    ]
    assert "graph store" in told.err


def test_a_store_that_the_next_question_brings_up_is_well(comity: Command, lot: Path) -> None:
    take_in(comity, lot)
    checks = {check["name"]: check for check in comity("doctor", "--json").json()}
    assert checks["graph store"]["holds"]
    assert checks["graph store"]["told"].startswith("1 positions behind")
