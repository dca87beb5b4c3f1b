"""`comity ingest` and `comity quarantine` as a person types them: bad input, and the way on."""

import gzip
import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from comity.api.installation import Installation

Command = Callable[..., Any]
MAPPING = """\
mapping: people
source: {id: rms, agency: riverton-pd, title: Records}
format: FORMAT
record: ID
export: full
label: {data_class: incident, handling: "TLP:GREEN"}
mentions:
  p: {kind: person, properties: {name: NAME, birth_date: BORN}}
"""
GOOD = {
    "csv": b"ID,NAME,BORN\n1,Ann,1980\n2,Bo,1990\n",
    "json": b'[{"ID": 1, "NAME": "Ann", "BORN": "1980"}, {"ID": 2, "NAME": "Bo"}]',
    "jsonl": b'{"ID": 1, "NAME": "Ann", "BORN": "1980"}\n{"ID": 2, "NAME": "Bo"}\n',
    "xml": b"<R><r><ID>1</ID><NAME>Ann</NAME></r><r><ID>2</ID><NAME>Bo</NAME></r></R>",
}


def workbook() -> bytes:
    book, out = Workbook(), BytesIO()
    for cells in (["ID", "NAME", "BORN"], [1, "Ann", 1980], [2, "Bo", 1990]):
        book.active.append(cells)
    book.save(out)
    return out.getvalue()


def xlsx_bomb() -> bytes:
    out = BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet,
    ):
        for _ in range(300):
            sheet.write(b"<row/>" * ((1 << 20) // 6))
    return out.getvalue()


def gzip_bomb() -> bytes:
    return gzip.compress(b"ID,NAME,BORN\n") + gzip.compress(b"x" * (4 << 20)) * 70


@pytest.fixture
def place(comity: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new installation beside an empty folder for files."""
    monkeypatch.setenv("COMITY_FOLDER", str(tmp_path / "data"))
    assert comity("init", tmp_path / "data", "--agency", "riverton-pd").code == 0
    return tmp_path


def prepare(place: Path, kind: str) -> tuple[Path, Path]:
    """A mapping and a good file of a format."""
    mapping, file = place / "people.yaml", place / f"people.{kind}"
    spec = "{type: xml, items: R/r}" if kind == "xml" else kind
    mapping.write_text(MAPPING.replace("FORMAT", spec))
    file.write_bytes(workbook() if kind == "xlsx" else GOOD[kind])
    return mapping, file


def nothing_is_loaded(folder: Path) -> bool:
    with Installation.open(folder) as installation:
        ledger = installation.ledger
        open_loads = [one for one in ledger.loads() if one.state != "abandoned"]
        return not (ledger.head()[0] or ledger.quarantine() or open_loads)


@pytest.mark.parametrize(
    ("kind", "content", "words"),
    [
        ("csv", b"ID,NAM,BORN\n1,Ann,1980\n", "did you mean 'NAM'? columns: ID, NAM, BORN"),
        ("csv", None, "No such file"),
        ("csv", b"", "the file is empty"),
        ("csv", b"ID,NAME,BORN\n", "a full export without a row"),
        ("csv", "ID,NAME,BORN\n1,Ann,1980\n".encode("utf-16-le"), "UTF-16"),
        ("csv", b"ID,NAME,BORN\n1,Zo\xeb,1980\n", "letters that are not utf-8"),
        ("csv", b"ID,NAME,BORN\n" + b"\0" * 100, "bytes of zero"),
        ("csv", b"ID,ID,BORN\n1,Ann,1980\n", "'ID' stands twice"),
        ("csv", gzip.compress(GOOD["csv"], mtime=0)[:-9], "cut off; fetch it again"),
        ("csv", gzip_bomb, "max_opened_mb"),
        ("json", b'[{"ID": 1, "NAME": ', "not JSON"),
        ("json", b'{"data": []}', "format.items"),
        ("json", b'[{"ID": ' + b"[" * 10_000, "nested too deeply"),
        ("json", b'[{"ID": 1, "NAM": "Ann"}]', "did you mean 'NAM'?"),
        ("xml", b"<R><r><ID>1</ID></R>", "line 1: not XML"),
        ("xml", b'<!DOCTYPE R [<!ENTITY x "y">]><R><r><ID>1</ID></r></R>', "DOCTYPE"),
        ("xlsx", b"ID,NAME,BORN\n1,Ann,1980\n", "not an XLSX workbook"),
        ("xlsx", xlsx_bomb, "max_opened_mb"),
    ],
)
def test_a_bad_file_is_one_line_nothing_is_loaded_and_the_same_command_works_later(
    comity: Command,
    place: Path,
    kind: str,
    content: bytes | Callable[[], bytes] | None,
    words: str,
) -> None:
    mapping, file = prepare(place, kind)
    good = file.read_bytes()
    file.unlink()
    if content is not None:
        file.write_bytes(content() if callable(content) else content)
    told = comity("ingest", "-m", mapping, file)
    assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)
    assert words in told.err
    assert str(file) in told.err or file.name in told.err
    assert nothing_is_loaded(place / "data")
    file.write_bytes(good)
    [summary] = comity("ingest", "-m", mapping, file, "--json").json()
    assert (summary["accepted"], summary["set_aside"]) == (2, 0)


@pytest.mark.parametrize(
    ("wrong", "right", "words"),
    [
        ("birth_dat:", "birth_date:", "line 8: mentions.p.properties.birth_dat: unknown property"),
        ("kind: persn", "kind: person", "line 8: mentions.p.kind: unknown kind 'persn'; did you"),
        ("handling: TLP:GREN", 'handling: "TLP:GREEN"', "line 6: label.handling: unknown handling"),
        ("recrod: ID", "record: ID", "line 4: unknown key 'recrod'; did you mean 'record'?"),
    ],
)
def test_a_mapping_with_a_slip_is_one_line_and_the_same_command_works_later(
    comity: Command, place: Path, wrong: str, right: str, words: str
) -> None:
    mapping, file = prepare(place, "csv")
    good = mapping.read_text()
    mapping.write_text(good.replace(right, wrong))
    told = comity("ingest", "-m", mapping, file)
    assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)
    assert f"{mapping}, {words}" in told.err
    assert nothing_is_loaded(place / "data")
    mapping.write_text(good)
    assert comity("ingest", "-m", mapping, file).code == 0


def test_a_good_file_before_a_bad_one_is_in_and_the_bad_one_is_not(
    comity: Command, place: Path
) -> None:
    mapping, file = prepare(place, "csv")
    told = comity("ingest", "-m", mapping, "--no-full", file, place / "none.csv")
    assert (told.code, told.err.count("\n")) == (1, 1)
    assert told.out.startswith("people.csv: 2 rows read, 2 accepted")


def test_several_files_that_would_each_withdraw_the_others_are_refused(
    comity: Command, place: Path
) -> None:
    mapping, file = prepare(place, "csv")
    (place / "more.csv").write_bytes(GOOD["csv"])
    told = comity("ingest", "-m", mapping, file, place / "more.csv")
    assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)
    assert "--no-full" in told.err
    assert nothing_is_loaded(place / "data")


# --- rows set aside ---


@pytest.fixture
def aside(comity: Command, place: Path) -> dict[str, Any]:
    """One row that was set aside for its date."""
    mapping, file = prepare(place, "csv")
    file.write_bytes(GOOD["csv"].replace(b"1990", b"soon"))
    assert comity("ingest", "-m", mapping, file).code == 0
    [row] = comity("quarantine", "list", "--json").json()
    return row


def test_a_dismissed_row_stays_on_the_list_with_its_reason(
    comity: Command, aside: dict[str, Any]
) -> None:
    told = comity("quarantine", "dismiss", aside["id"], "--reason", "a test record")
    assert (told.code, told.out) == (0, f"row {aside['id']} is dismissed: a test record\n")
    [row] = comity("quarantine", "list", "--json").json()
    assert (row["state"], row["note"], row["row"]) == ("dismissed", "a test record", 3)
    assert "a test record" in comity("quarantine", "list").out


def test_a_dismissed_row_is_not_run_again_even_with_all(
    comity: Command, place: Path, aside: dict[str, Any]
) -> None:
    comity("quarantine", "dismiss", aside["id"], "--reason", "a test record")
    told = comity("quarantine", "rerun", "-m", place / "people.yaml", "--all")
    assert (told.code, told.err.count("\n")) == (1, 1)
    assert "no row of rms waits" in told.err


@pytest.mark.usefixtures("aside")
def test_rows_of_several_loads_run_again_each_as_its_own_load(comity: Command, place: Path) -> None:
    mapping, file = prepare(place, "csv")
    file.write_bytes(b"ID,NAME,BORN\n1,Ann,1980\n3,Cy,later\n")
    assert comity("ingest", "-m", mapping, "--no-full", file).code == 0
    dates = "{column: BORN, values: {soon: 1990, later: 2000}}"
    mapping.write_text(mapping.read_text().replace("birth_date: BORN", f"birth_date: {dates}"))
    told = comity("quarantine", "rerun", "-m", mapping, "--all", "--json").json()
    assert [(one["read"], one["accepted"]) for one in told] == [(1, 1), (1, 1)]
    rows = comity("quarantine", "list", "--json").json()
    assert [(row["row"], row["state"]) for row in rows] == [(3, "rerun"), (3, "rerun")]


@pytest.mark.parametrize(
    ("values", "code", "words"),
    [
        ("{BORN: 1}", 2, "not JSON"),
        ("[1]", 2, "one JSON object"),
        ('{"BORN": "1990"}', 0, ""),
    ],
)
def test_mending_takes_one_json_object(
    comity: Command, place: Path, aside: dict[str, Any], values: str, code: int, words: str
) -> None:
    told = comity("quarantine", "mend", aside["id"], "--values", values)
    assert (told.code, told.err.count("\n")) == (code, 1)
    assert words in told.err
    if not code:
        again = comity("quarantine", "rerun", "-m", place / "people.yaml", "--json").json()
        assert again[0]["accepted"] == 1


def test_a_row_that_is_not_there_is_one_line(comity: Command, aside: dict[str, Any]) -> None:
    for words in (
        ["mend", "99"],
        ["mend", "99", "--values", "{}"],
        ["dismiss", "99", "--reason", "x"],
    ):
        told = comity("quarantine", *words)
        assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)
        assert "no quarantined row '99'" in told.err
    assert aside["state"] == "waiting"


def test_a_draft_is_a_mapping_that_reads_its_file(comity: Command, place: Path) -> None:
    _, file = prepare(place, "csv")
    (place / "draft.yaml").write_text(comity("ingest", "draft", file).out)
    [summary] = comity("ingest", "-m", place / "draft.yaml", file, "--json").json()
    assert (summary["read"], summary["accepted"]) == (2, 2)


def test_a_summary_tells_all_its_figures_and_json_is_parsed_by_any_program(
    comity: Command, place: Path
) -> None:
    mapping, file = prepare(place, "csv")
    told = comity("ingest", "-m", mapping, file, "--json")
    assert set(json.loads(told.out)[0]) >= {
        "file", "read", "accepted", "set_aside", "unchanged", "claims", "links", "seconds",
    }  # fmt: skip
    assert told.err.startswith("people.csv: 2 rows read")
