"""The demo agencies: the same bytes for the same seed, a truth for every mention, two stories."""

import csv
import json
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
import yaml
from openpyxl import load_workbook

from comity.ingest.demo import DemoReport, write_demo
from comity.ingest.demo_people import make_people
from comity.ingest.demo_story import BROKER
from comity.ingest.mapping import read_mapping
from comity.sharing import Viewer, read_agreement


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> DemoReport:
    return write_demo(tmp_path_factory.mktemp("demo"), people=200)


def truth(report: DemoReport) -> dict[str, str]:
    with (report.out / "truth.csv").open(encoding="utf-8", newline="") as file:
        return {row["mention"]: row["truth"] for row in csv.DictReader(file)}


def test_the_same_seed_writes_the_same_bytes(report: DemoReport, tmp_path: Path) -> None:
    again = write_demo(tmp_path, people=200)
    files = sorted(p.relative_to(again.out) for p in again.out.rglob("*") if p.is_file())
    assert len(files) > 20
    for name in files:
        assert (again.out / name).read_bytes() == (report.out / name).read_bytes(), name


def test_another_process_writes_the_same_bytes_whatever_its_hashes(
    report: DemoReport, tmp_path: Path
) -> None:
    """Sets and dictionaries of texts come in another order where the hash seed is another."""
    code = "import sys; from pathlib import Path; from comity.ingest import write_demo; "
    code += "write_demo(Path(sys.argv[1]), people=200)"
    environment = {**os.environ, "PYTHONHASHSEED": "1"}
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, env=environment)
    for path in sorted(report.out.iterdir()):
        if path.is_file():
            assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_another_seed_writes_other_people(report: DemoReport, tmp_path: Path) -> None:
    other = write_demo(tmp_path, people=200, seed=8)
    name = "court_cases.jsonl"
    assert (other.out / name).read_bytes() != (report.out / name).read_bytes()


def test_a_bigger_world_begins_with_the_smaller_one(report: DemoReport, tmp_path: Path) -> None:
    bigger = write_demo(tmp_path, people=400)
    small = (report.out / "dmv_licences.csv").read_bytes()
    # The last neighbourhood of the smaller world is cut, so its last lines may differ.
    assert (bigger.out / "dmv_licences.csv").read_bytes().startswith(small[: len(small) * 9 // 10])


def test_six_sources_of_five_agencies_each_with_a_mapping_that_holds(report: DemoReport) -> None:
    mappings = {export.mapping: read_mapping(export.mapping) for export in report.exports}
    assert len({m.source.id for m in mappings.values()}) == 6
    assert len({m.source.agency for m in mappings.values()}) == 5
    for export in report.exports:
        assert export.file.stat().st_size > 0
        mappings[export.mapping].table_for(str(export.file))
    assert all(count > 10 for count in report.records.values())


def test_agreements_and_viewers_hold_and_name_the_same_agencies(report: DemoReport) -> None:
    agreements = [read_agreement(p) for p in sorted((report.out / "agreements").iterdir())]
    parties = {party for agreement in agreements for party in agreement.parties}
    given = yaml.safe_load((report.out / "viewers.yaml").read_text("utf-8"))["viewers"]
    viewers = [Viewer(**entry) for entry in given]
    assert {viewer.agency for viewer in viewers} == parties
    assert {purpose for a in agreements for purpose in a.purposes} >= {v.purpose for v in viewers}


def test_truth_names_each_mention_once(report: DemoReport) -> None:
    with (report.out / "truth.csv").open(encoding="utf-8", newline="") as file:
        keys = [row["mention"] for row in csv.DictReader(file)]
    assert len(keys) == len(set(keys)) > 1000


def test_a_booking_sheet_starts_below_its_title_and_has_real_dates(report: DemoReport) -> None:
    book = load_workbook(report.out / "harbor_bookings_1.xlsx", read_only=True)
    rows = list(book["Bookings"].iter_rows(values_only=True))
    book.close()
    assert rows[3][0] == "Booking #"
    assert rows[4][1].isoformat() == "2023-01-09T21:30:00"
    assert len(rows) == report.records["harbor-jail"] + 4


def test_the_stories_name_mentions_of_the_truth(report: DemoReport) -> None:
    stories = json.loads((report.out / "stories.json").read_text("utf-8"))
    known = truth(report)
    broker = stories["network"]["broker"]
    assert {known[key] for key in broker} == {BROKER}
    assert len({key.split(":")[0] for key in broker}) == 6
    tip = stories["tip"]
    assert known[tip["phone"]] == known[tip["line"]]
    assert {known[key] for key in tip["suspect"]} == {"story.cars.5"}


def test_memory_does_not_grow_with_the_number_of_people(tmp_path: Path) -> None:
    def peak(people: int) -> int:
        tracemalloc.start()
        write_demo(tmp_path / str(people), people=people)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(100)  # pools and modules are read once
    assert peak(1600) < peak(200) * 1.5 + 200_000


def test_households_hold_twins_and_juniors_and_married_names() -> None:
    people = [person for number in range(1, 40) for person in make_people(7, number)]
    assert any(person.suffix == "Jr" for person in people)
    assert any(person.maiden for person in people)
    assert any(person.second_family for person in people)
    born = [(person.born, person.family.plain, person.homes) for person in people]
    assert len(set(map(str, born))) < len(born)
