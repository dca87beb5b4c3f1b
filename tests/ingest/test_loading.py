"""Loading files: full and delta exports, the same file again, history, and the law of counting."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from people_files import PEOPLE, THREE, names

from comity.graph.ledger import Ledger
from comity.graph.words import LoadSummary
from comity.ingest import SourceMapping, ingest_file

Write = Callable[..., Path]
Mapped = Callable[[str], SourceMapping]
DELTA = (
    PEOPLE
    + "export: {kind: delta, operation: {column: OP, values: {I: insert, U: update, D: delete}}}\n"
)


def read_whole(summary: LoadSummary) -> bool:
    """Whether every row read was accepted or set aside."""
    return summary.read == summary.accepted + summary.set_aside


# --- exports ---


def test_a_file_is_loaded_and_its_bad_row_set_aside(
    ledger: Ledger, mapped: Mapped, write: Write
) -> None:
    summary = ingest_file(ledger, mapped(PEOPLE), write("people.csv", THREE))
    assert (summary.read, summary.accepted, summary.set_aside, summary.claims) == (3, 2, 1, 4)
    assert summary.reasons == {"no date or time": 1}
    assert names(ledger) == {"1": ["Ann", "1980"], "2": ["Bo", "1990"]}
    [row] = ledger.quarantine()
    assert (row.file, row.row, row.column, row.record) == ("people.csv", 4, "BORN", "3")


def test_the_same_file_again_changes_nothing(ledger: Ledger, mapped: Mapped, write: Write) -> None:
    path = write("people.csv", THREE)
    ingest_file(ledger, mapped(PEOPLE), path)
    before = ledger.head(), names(ledger)
    again = ingest_file(ledger, mapped(PEOPLE), path)
    assert (again.accepted, again.unchanged, again.claims, again.position) == (2, 2, 0, 0)
    assert (ledger.head(), names(ledger)) == before


def test_the_same_rows_in_another_file_change_nothing(
    ledger: Ledger, mapped: Mapped, write: Write
) -> None:
    ingest_file(ledger, mapped(PEOPLE), write("a.csv", THREE.rstrip("\n")))
    again = ingest_file(ledger, mapped(PEOPLE), write("b.csv.gz", gzip.compress(THREE.encode())))
    assert (again.unchanged, again.position) == (2, 0)


def test_a_changed_record_supersedes_its_earlier_version_which_stays_as_history(
    ledger: Ledger, mapped: Mapped, write: Write
) -> None:
    ingest_file(ledger, mapped(PEOPLE), write("a.csv", THREE))
    before = ledger.head()[1]
    changed = ingest_file(ledger, mapped(PEOPLE), write("b.csv", "ID,NAME,BORN\n1,Anna,1981\n"))
    assert (changed.unchanged, changed.claims) == (0, 2)
    assert names(ledger) == {"1": ["Anna", "1981"], "2": ["Bo", "1990"]}
    assert names(ledger, before) == {"1": ["Ann", "1980"], "2": ["Bo", "1990"]}


def test_a_full_export_withdraws_what_it_no_longer_holds_and_keeps_what_it_cannot_read(
    ledger: Ledger, mapped: Mapped, write: Write
) -> None:
    mapping = mapped(PEOPLE + "export: full\n")
    ingest_file(ledger, mapping, write("a.csv", THREE.replace("soon", "2000")))
    before = ledger.head()[1]
    summary = ingest_file(ledger, mapping, write("b.csv", "ID,NAME,BORN\n1,Ann,1980\n2,Bo,soon\n"))
    assert (summary.unchanged, summary.set_aside) == (1, 1)
    assert sorted(names(ledger)) == ["1", "2"]
    assert sorted(names(ledger, before)) == ["1", "2", "3"]


def test_full_said_at_the_load_overrules_the_mapping_both_ways(
    ledger: Ledger, mapped: Mapped, write: Write
) -> None:
    ingest_file(ledger, mapped(PEOPLE), write("a.csv", THREE))
    one = write("b.csv", "ID,NAME,BORN\n1,Ann,1980\n")
    ingest_file(ledger, mapped(PEOPLE + "export: full\n"), one, full=False)
    assert sorted(names(ledger)) == ["1", "2"]
    ingest_file(ledger, mapped(PEOPLE), one, full=True)
    assert sorted(names(ledger)) == ["1"]


def test_a_delta_inserts_updates_and_deletes(ledger: Ledger, mapped: Mapped, write: Write) -> None:
    mapping = mapped(DELTA)
    ingest_file(ledger, mapping, write("a.csv", "OP,ID,NAME,BORN\nI,1,Ann,1980\nI,2,Bo,1990\n"))
    path = write("b.csv", "OP,ID,NAME,BORN\nU,1,Anna,1980\nD,2,,\nI,3,Cy,\nX,4,Di,\nD,9,,\n")
    summary = ingest_file(ledger, mapping, path)
    assert (summary.read, summary.accepted, summary.set_aside) == (5, 4, 1)
    assert names(ledger) == {"1": ["Anna", "1980"], "3": ["Cy"]}
    again = ingest_file(ledger, mapping, path)
    assert (again.accepted, again.unchanged, again.position) == (4, 4, 0)


def test_every_format_says_the_same(
    tmp_path: Path, ledger: Ledger, mapped: Mapped, write: Write
) -> None:
    rows = [{"ID": "1", "NAME": "Zoë", "BORN": "1980"}, {"ID": "2", "NAME": "Bo", "BORN": "1990"}]
    book = Workbook()
    for cells in (list(rows[0]), *(list(row.values()) for row in rows)):
        book.active.append(cells)
    book.save(tmp_path / "people.xlsx")
    lines = [",".join(cells) for cells in (rows[0], *(row.values() for row in rows))]
    inner = "".join(f"<r>{''.join(f'<{k}>{v}</{k}>' for k, v in row.items())}</r>" for row in rows)
    write("people.csv", "\n".join(lines))
    write("people.json", json.dumps(rows))
    write("people.jsonl", "\n".join(map(json.dumps, rows)))
    write("people.xml", f"<R>{inner}</R>")
    for kind in ("csv", "xlsx", "json", "jsonl", "xml"):
        spec = "{type: xml, items: R/r}" if kind == "xml" else kind
        plain = tmp_path / f"people.{kind}"
        for path in (plain, write(f"people.{kind}.gz", gzip.compress(plain.read_bytes()))):
            summary = ingest_file(ledger, mapped(PEOPLE.replace("csv", spec)), path)
            assert (summary.accepted, summary.set_aside) == (2, 0), path
            assert names(ledger) == {"1": ["Zoë", "1980"], "2": ["Bo", "1990"]}, path


# --- laws ---

ROWS = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from("IUDX"), st.sampled_from("1234 "),
            st.sampled_from(["Ann", "Bo", ""]), st.sampled_from(["1980", "soon", ""]),
        ).map(",".join),
        st.sampled_from(["I,1,too,many,cells", "I,2", 'I,3,"open,1980', 'I,4,"a"b,1980']),
    ),
    max_size=12,
)  # fmt: skip


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(st.lists(ROWS, min_size=1, max_size=3))
def test_rows_read_are_accepted_or_set_aside_and_the_accepted_ones_are_what_is_known(
    tmp_path_factory: pytest.TempPathFactory, mapped: Mapped, files: list[list[str]]
) -> None:
    folder, mapping = tmp_path_factory.mktemp("law"), mapped(DELTA)
    known: dict[str, list[str]] = {}
    with Ledger.create(folder / "ledger.db") as ledger:
        for number, rows in enumerate(files):
            path = folder / f"{number}.csv"
            path.write_text("\n".join(["OP,ID,NAME,BORN", *rows, ""]))
            summary = ingest_file(ledger, mapping, path)
            accepted = _expected(known, rows)
            assert summary.read == len(rows)
            assert read_whole(summary)
            assert summary.accepted == accepted
            assert len(ledger.quarantine(summary.load)) == summary.set_aside
            assert sum(summary.reasons.values()) == summary.set_aside
        assert names(ledger) == {record: said for record, said in known.items() if said}
        assert ledger.verify().holds


def _expected(known: dict[str, list[str]], rows: list[str]) -> int:
    """Change what is known as these rows ask; how many of them are good."""
    accepted, last = 0, dict[str, str]()
    for row in rows:
        does, record, name, born = [*row.split(","), "", "", ""][:4]
        sound = row.count(",") == 3 and '"' not in row and does in "IUD" and record.strip()
        if not sound or (does != "D" and born == "soon"):
            continue
        if does == "I" and last.get(record, "D") != "D":
            continue  # the second insert of a record in one load
        accepted, last[record] = accepted + 1, does
        known[record] = [] if does == "D" else [said for said in (name, born) if said]
    return accepted
