"""XLSX sheets: every kind of cell as text, one bad line, damaged books, and bombs."""

import gzip
import zipfile
from collections.abc import Callable
from copy import copy
from datetime import date, datetime, time, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
import reading
from openpyxl import Workbook, load_workbook

from comity.ingest.mapping_tables import FormatSpec
from comity.ingest.opening_rows import reread

Write = Callable[..., Path]
rows_of = partial(reading.rows_of, kind="xlsx")
refusal = partial(reading.refusal, kind="xlsx")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def packed(parts: dict[str, str]) -> bytes:
    """An archive of these parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def book(lines: str, texts: str = "", styles: str = "", about: str = "") -> dict[str, str]:
    """The parts of a workbook as office programs write them, with one sheet of these lines."""
    return {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="rId1" Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}">{about}'
        '<sheets><sheet name="Log" sheetId="1" r:id="rId7"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="rId7" Type="{RELATED}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId8" Type="{RELATED}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId9" Type="{RELATED}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        "</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{texts}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData>'
        '<mergeCells count="0"/></worksheet>',
    }


def cell(place: str, value: str, kind: str = "str", style: int = 0) -> str:
    return f'<c r="{place}" t="{kind}" s="{style}"><v>{value}</v></c>'


def line(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


HEAD = line(1, cell("A1", "NO"), cell("B1", "NAME"))
STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>'
    '<numFmt numFmtId="165" formatCode="&quot;day&quot; 0.0"/>'
    '<numFmt numFmtId="166" formatCode="[h]:mm"/></numFmts><cellXfs>'
    + "".join(f'<xf numFmtId="{form}"/>' for form in (0, 14, 22, 20, 164, 165, 166))
    + "</cellXfs>"
)


def values_of(write: Write, lines: str, **parts: str) -> list[list[str]]:
    rows = rows_of(write("a.xlsx", packed(book(lines, **parts))))
    return [list(row.values.values()) for row in rows]


# --- cells ---


def test_shared_texts_lose_their_formatting_and_reading_aids(write: Write) -> None:
    texts = (
        "<si><t>NO</t></si><si><r><t>Ann </t></r><r><rPr/><t>Bell</t></r></si>"
        "<si><t>東京</t><rPh><t>トウキョウ</t></rPh></si>"
    )
    lines = line(1, cell("A1", "0", "s"), cell("B1", "NAME")) + line(
        2, cell("A2", "1", "s"), cell("B2", "2", "s")
    )
    assert values_of(write, lines, texts=texts) == [["Ann Bell", "東京"]]


@pytest.mark.parametrize(
    ("value", "kind", "style", "text"),
    [
        ("7", "n", 0, "7"),
        ("7.0", "n", 0, "7"),
        ("0.1", "n", 0, "0.1"),
        ("1.5551234567E10", "n", 0, "15551234567"),
        ("15551234567", "n", 0, "15551234567"),
        ("1", "b", 0, "true"),
        ("0", "b", 0, "false"),
        ("#N/A", "e", 0, "#N/A"),
        ("Ann", "str", 0, "Ann"),
        ("2024-05-07T00:00:00", "d", 0, "2024-05-07"),
        # The serial numbers of Microsoft's own documentation: 1, 39448 and a half day.
        ("1", "n", 1, "1900-01-01"),
        ("39448", "n", 1, "2008-01-01"),
        ("39448", "n", 4, "2008-01-01"),
        ("39448.5", "n", 2, "2008-01-01T12:00:00"),
        ("0.5", "n", 3, "12:00:00"),
        ("61", "n", 1, "1900-03-01"),
        ("39448", "n", 5, "39448"),
        ("1.0625", "n", 6, "25:30:00"),
        ("99999999999", "n", 1, "99999999999"),
    ],
)
def test_a_cell_is_the_text_it_shows(
    write: Write, value: str, kind: str, style: int, text: str
) -> None:
    lines = HEAD + line(2, cell("A2", value, kind, style), cell("B2", "x"))
    assert values_of(write, lines, styles=STYLES) == [[text, "x"]]


def test_a_macintosh_book_counts_its_days_from_1904(write: Write) -> None:
    lines = HEAD + line(2, cell("A2", "1", "n", 1), cell("B2", "x"))
    about = '<workbookPr date1904="1"/>'
    assert values_of(write, lines, styles=STYLES, about=about) == [["1904-01-02", "x"]]


def test_cells_and_lines_without_a_place_follow_each_other(write: Write) -> None:
    bare = "<row><c><v>1</v></c><c><v>2</v></c></row>"
    head = '<row><c t="str"><v>A</v></c><c t="str"><v>B</v></c></row>'
    rows = rows_of(write("a.xlsx", packed(book(head + bare + "<row/>" + bare))))
    assert [(row.number, list(row.values.values())) for row in rows] == [
        (2, ["1", "2"]),
        (4, ["1", "2"]),
    ]


def test_a_gap_in_a_line_is_an_empty_cell_and_comments_are_nothing(write: Write) -> None:
    head = line(1, *(cell(f"{at}1", at) for at in "ABC"))
    lines = head + line(2, "<!-- x -->", cell("A2", "1"), cell("C2", "3"))
    assert values_of(write, lines) == [["1", "", "3"]]


def test_random_sheets_are_read_as_the_well_known_library_reads_them(tmp_path: Path) -> None:
    rng = Random(5)
    start = datetime(1950, 1, 1)  # noqa: DTZ001 - sheets know no zone
    makers: list[Callable[[], object]] = [
        lambda: None,
        lambda: rng.choice(["Žižek", " a b ", "x\ny", "<&>", "王"]),
        lambda: rng.randrange(-(10**9), 10**9),
        lambda: round(rng.uniform(-1e6, 1e6), 3),
        lambda: rng.random() < 0.5,
        lambda: start + timedelta(seconds=rng.randrange(10**9)),
        lambda: date(1950, 1, 1) + timedelta(days=rng.randrange(30_000)),
        lambda: time(rng.randrange(24), rng.randrange(60)),
    ]
    made = Workbook()
    made.active.append([f"C{n}" for n in range(6)])
    for _ in range(200):
        made.active.append([rng.choice(makers)() for _ in range(6)])
    made.save(tmp_path / "a.xlsx")
    known = load_workbook(tmp_path / "a.xlsx", data_only=True).active.iter_rows(
        min_row=2, values_only=True
    )
    expected = [[shown(value) for value in values] for values in known if any_of(values)]
    assert [list(row.values.values()) for row in rows_of(tmp_path / "a.xlsx")] == expected


def any_of(values: tuple[object, ...]) -> bool:
    return any(value is not None for value in values)


def shown(value: object) -> str:
    """A cell as the library gives it, as our text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return (value if value.time() != time() else value.date()).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


# --- lines ---


def test_the_header_may_stand_below_a_title_on_a_sheet_of_ones_choice(tmp_path: Path) -> None:
    made = Workbook()
    made.active.append(["Cover"])
    sheet = made.create_sheet("Jail")
    for cells in (["Jail register"], [], ["NO", "NAME"], [1, "Ann"], [], [2, "Bo"]):
        sheet.append(cells)
    made.save(tmp_path / "a.xlsx")
    rows = rows_of(tmp_path / "a.xlsx", sheet="Jail", header_row=3)
    assert [(row.number, row.values) for row in rows] == [
        (4, {"NO": "1", "NAME": "Ann"}),
        (6, {"NO": "2", "NAME": "Bo"}),
    ]
    assert reread(9, rows[0].content, FormatSpec(type="xlsx")).values == rows[0].values
    assert "no sheet 'Jai'; it has: Sheet, Jail" in refusal(tmp_path / "a.xlsx", sheet="Jai")


def test_columns_given_by_the_mapping_replace_a_missing_or_double_header(write: Write) -> None:
    path = write("a.xlsx", packed(book(line(1, cell("A1", "N"), cell("B1", "N")) + HEAD[:0])))
    [row] = rows_of(path, header=False, columns=["A", "B"])
    assert row.values == {"A": "N", "B": "N"}
    assert "'N' stands twice" in refusal(path)
    assert rows_of(path, columns=["A", "B"]) == []


def test_a_line_with_more_cells_than_the_header_is_set_aside_and_the_next_is_read(
    write: Write,
) -> None:
    lines = HEAD + line(2, cell("A2", "1"), cell("D2", "x")) + line(3, cell("A3", "3"))
    bad, good = rows_of(write("a.xlsx", packed(book(lines))))
    assert (bad.number, bad.problem) == (2, "4 cells where the header has 2")
    assert good.values == {"NO": "3", "NAME": ""}


def test_a_line_longer_than_allowed_is_set_aside(write: Write) -> None:
    lines = HEAD + line(2, cell("A2", "x" * 3000)) + line(3, cell("A3", "3"))
    rows = rows_of(write("a.xlsx", packed(book(lines))), max_record_mb=2048 / reading.MB)
    assert [(row.number, bool(row.problem)) for row in rows] == [(2, True), (3, False)]


def test_gzip_is_taken_off(write: Write) -> None:
    path = write("a.xlsx.gz", gzip.compress(packed(book(HEAD + line(2, cell("A2", "1"))))))
    assert [row.values["NO"] for row in rows_of(path)] == ["1"]


# --- a bad file: one clear line, nothing read ---


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("", "there is no header"),
        (HEAD + line(5, cell("A5", "1")) + line(4, cell("A4", "2")), "line 4 stands after line 5"),
        (HEAD + line(2, cell("B2", "1"), cell("A2", "2")), "stands after a later one"),
        (HEAD + line(2, cell("ZZZ2", "1")), "no place in a sheet"),
        (HEAD + line(2, cell("A2", "9", "s")), "line 3: the sheet is damaged"),
        (HEAD + "<row><c></row>", "the sheet is damaged"),
        ('<!DOCTYPE x [<!ENTITY x "y">]>' + HEAD, "the sheet is damaged"),
    ],
)
def test_a_damaged_sheet_is_refused_whole(write: Write, lines: str, reason: str) -> None:
    assert reason in refusal(write("a.xlsx", packed(book(lines))))


def test_a_line_that_never_ends_is_refused(write: Write) -> None:
    path = write("a.xlsx", packed(book("<row>" + "<c/>" * 500_000)))
    assert "no record ends within 1 MB" in refusal(path, max_record_mb=1)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"NO,NAME\n1,Ann\n", "not an XLSX workbook"),
        (packed({"a.txt": "x"}), "not a readable workbook"),
        (packed(book(HEAD) | {"xl/workbook.xml": f'<workbook xmlns="{MAIN}"/>'}), "no sheet"),
        (packed(book(HEAD) | {"xl/workbook.xml": "<workbook"}), "not a readable workbook"),
        (packed(book(HEAD))[:-30], "not an XLSX workbook"),
        (packed(book(HEAD))[:200] + b"x" * 50 + packed(book(HEAD))[250:], "workbook"),
    ],
)
def test_what_is_no_workbook_is_refused(write: Write, content: bytes, reason: str) -> None:
    assert reason in refusal(write("a.xlsx", content))


def test_a_sheet_with_a_document_type_is_refused(write: Write) -> None:
    parts = book(HEAD + line(2, cell("A2", "&x;")))
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + parts[sheet]
    assert "a document type (DOCTYPE) is not allowed" in refusal(write("a.xlsx", packed(parts)))


# --- bombs ---


def test_a_bomb_of_many_names_for_the_same_bytes_is_refused_at_once(tmp_path: Path) -> None:
    """45 kB on disk that its directory says to be ten parts of 45 MB each."""
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (45 << 20))
        for number in range(2, 11):
            again = copy(archive.infolist()[0])
            again.filename = f"xl/worksheets/sheet{number}.xml"
            archive.filelist.append(again)
    assert path.stat().st_size < 200_000
    _refused_at_once(path, "max_opened_mb")


def test_a_bomb_that_opens_to_450_megabytes_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in book("").items():
            if not name.startswith("xl/worksheets"):
                archive.writestr(name, text)
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<worksheet xmlns="{MAIN}"><sheetData>{HEAD}'.encode())
            for _ in range(450):
                sheet.write(b"<row><c/></row>" * (reading.MB // 15))
    assert path.stat().st_size < 2 * reading.MB
    _refused_at_once(path, "max_opened_mb")


def test_a_bomb_among_the_shared_texts_is_refused_at_once(write: Write) -> None:
    parts = book(HEAD, texts="<si><t>a</t></si>" * (20 * reading.MB // 17))
    _refused_at_once(write("a.xlsx", packed(parts)), "too many texts")


def test_a_bomb_behind_gzip_stops_at_its_budget(write: Write) -> None:
    path = write("a.xlsx.gz", gzip.compress(b"PK" + b" " * (8 << 20)))
    assert "max_opened_mb" in refusal(path, max_opened_mb=2)


def test_a_directory_that_lies_about_a_parts_size_is_found_out(write: Write) -> None:
    """The sheet opens to more than its directory says; no more than it says is ever opened."""
    out = BytesIO(packed(book(HEAD + line(2, cell("A2", "x" * 100_000)))))
    with zipfile.ZipFile(out, "a") as archive:
        archive.getinfo("xl/worksheets/sheet1.xml").file_size = 400
        archive.writestr("late.txt", "")
    assert "the sheet is damaged" in refusal(write("a.xlsx", out.getvalue()))


def _refused_at_once(path: Path, reason: str) -> None:
    rows, _, said, grown = reading.read_apart(path, "xlsx")
    assert rows == 0
    assert reason in said
    assert grown < 4 * reading.MB


def test_a_long_sheet_takes_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in book("").items():
            if not name.startswith("xl/worksheets"):
                archive.writestr(name, text)
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<worksheet xmlns="{MAIN}"><sheetData>{HEAD}'.encode())
            for number in range(2, 40_002):
                sheet.write(line(number, cell(f"A{number}", "1"), cell(f"B{number}", "x")).encode())
            sheet.write(b"</sheetData></worksheet>")
    rows, bad, _, grown = reading.read_apart(path, "xlsx")
    assert (rows, bad) == (40_000, 0)
    assert grown < 4 * reading.MB
