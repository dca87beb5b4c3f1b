"""Files through the command line: taken in, set aside, mended, counted, backed up."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from comity.graph.ledger import Ledger

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
    assert comity("backup", lot / "kept").code == 0
    assert comity("restore", lot / "kept", "-C", lot / "new").code == 0
    assert comity("graph", "load", "-C", lot / "new").code == 0
    assert before
    assert comity(*asked, "-C", lot / "new").json()["hits"] == before
    checks = comity("doctor", "-C", lot / "new", "--json").json()
    assert all(check["holds"] for check in checks)
    assert comity("restore", lot / "kept", "-C", lot / "data").code == 1


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
