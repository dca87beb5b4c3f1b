"""A load is seen at once or not at all: bad files, changed files, full disks, loads cut off."""

import os
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from ledger_records import START, live
from people_files import PEOPLE, THREE, names

from comity.graph.errors import FileFull, LoadRefused
from comity.graph.ledger import Ledger
from comity.graph.words import LoadSummary
from comity.ingest import IngestError, Progress, SourceMapping, check_full, ingest_file, load
from comity.ingest.errors import (
    EmptyExport,
    FileChanged,
    NotFull,
    UnknownColumn,
    UnreadableFile,
    WrongFile,
)

Write = Callable[..., Path]
Mapped = Callable[[str], SourceMapping]


@pytest.fixture(autouse=True)
def _the_chain_holds(ledger: Ledger) -> Iterator[None]:
    yield
    assert ledger.verify().holds


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loads go in by two rows at a time."""
    monkeypatch.setattr(load, "BATCH", 2)


# --- at once, or not at all ---


@pytest.mark.usefixtures("small_batches")
def test_a_load_is_seen_at_once_at_its_end(ledger: Ledger, mapped: Mapped, write: Write) -> None:
    told: list[Progress] = []

    def look(progress: Progress) -> None:
        told.append(progress)
        with Ledger.open(ledger.path) as other:
            assert names(other) == {}
            assert other.head()[0] == 0

    path = write("a.csv", "ID,NAME,BORN\n" + "".join(f"{n},Ann,1980\n" for n in range(7)))
    ingest_file(ledger, mapped(PEOPLE), path, progress=look)
    assert [progress.rows for progress in told] == [2, 4, 6, 7]
    assert told[-1].consumed == told[-1].total == path.stat().st_size
    assert len(names(ledger)) == 7


@pytest.mark.usefixtures("small_batches")
def test_a_reader_in_another_process_keeps_answering_during_a_load(
    ledger: Ledger, mapped: Mapped, write: Write
) -> None:
    ingest_file(ledger, mapped(PEOPLE), write("a.csv", "ID,NAME,BORN\n0,Old,\n"))
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    reader = context.Process(target=_answer, args=(ledger.path, theirs))
    reader.start()
    answers: list[int] = []

    def ask(_: Progress) -> None:
        ours.send("how many?")
        answers.append(ours.recv())

    path = write("b.csv", "ID,NAME,BORN\n" + "".join(f"{n},Ann,1980\n" for n in range(1, 7)))
    try:
        ingest_file(ledger, mapped(PEOPLE), path, progress=ask)
        ours.send("how many?")
        assert (answers, ours.recv()) == ([1, 1, 1], 7)
    finally:
        ours.send("")
        reader.join()


def _answer(path: Path, asked: Connection) -> None:
    with Ledger.open(path) as ledger:
        while asked.recv():
            asked.send(len(live(ledger.changes(START))))


def nothing_is_loaded(ledger: Ledger) -> bool:
    """Whether nothing is known, staged or set aside."""
    staged = ledger._file.read("SELECT count(*) FROM version")[0][0]
    states = {one.state for one in ledger.loads()}
    return not (ledger.head()[0] or staged or ledger.quarantine() or states - {"abandoned"})


@pytest.mark.parametrize(
    ("name", "content", "error", "words"),
    [
        ("a.csv", "ID,NAM,BORN\n1,Ann,1980\n", UnknownColumn, "'NAME'.*did you mean 'NAM'"),
        ("a.csv", None, UnreadableFile, "a.csv: "),
        ("a.csv", "", UnreadableFile, "the file is empty"),
        ("a.csv", "ID,NAME,BORN\n", EmptyExport, "a full export without a row"),
        ("a.csv", "ID,NAME,BORN\n1,Ann\n,,\n", EmptyExport, "a full export without a row"),
        ("a.csv", "ID,NAME,BORN\n1,Ann,1980\n".encode("utf-16-le"), UnreadableFile, "UTF-16"),
        ("a.txt", "ID,NAME,BORN\n1,Ann,1980\n", WrongFile, r"it reads: \*.csv"),
    ],
)
def test_a_bad_file_is_one_line_nothing_is_loaded_and_the_right_one_then_is(
    tmp_path: Path, ledger: Ledger, mapped: Mapped, write: Write,
    name: str, content: str | bytes | None, error: type[IngestError], words: str,
) -> None:  # fmt: skip
    mapping = mapped(PEOPLE + "export: full\nfiles: '*.csv'\n")
    if content is not None:
        write(name, content)
    with pytest.raises(error, match=words) as refused:
        ingest_file(ledger, mapping, tmp_path / name)
    assert "\n" not in str(refused.value)
    assert nothing_is_loaded(ledger)
    assert ingest_file(ledger, mapping, write("a.csv", THREE)).accepted == 2


def test_a_folder_and_a_pipe_are_refused_before_they_are_read(
    tmp_path: Path, ledger: Ledger, mapped: Mapped
) -> None:
    with pytest.raises(UnreadableFile, match="a folder"):
        ingest_file(ledger, mapped(PEOPLE), tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(UnreadableFile, match="not a plain file"):
            ingest_file(ledger, mapped(PEOPLE), tmp_path / "pipe")


def test_a_file_that_breaks_in_its_middle_leaves_nothing(
    ledger: Ledger, mapped: Mapped, write: Write
) -> None:
    mapping = mapped(PEOPLE.replace("csv", "{type: xml, items: R/r}"))
    good = "<r><ID>{}</ID><NAME>Ann</NAME><BORN>1980</BORN></r>"
    head = "<R>" + "".join(good.format(n) for n in range(5_000))
    with pytest.raises(UnreadableFile, match="not XML"):
        ingest_file(ledger, mapping, write("a.xml", head))
    assert nothing_is_loaded(ledger)
    assert ingest_file(ledger, mapping, write("a.xml", head + "</R>")).accepted == 5_000


def test_a_file_that_changes_while_it_is_read_leaves_nothing(
    ledger: Ledger, mapped: Mapped, write: Write
) -> None:
    path = write("a.csv", THREE)

    def spoil(_: Progress) -> None:
        path.write_text(THREE + "4,Di,\n")

    with pytest.raises(FileChanged, match="run it again"):
        ingest_file(ledger, mapped(PEOPLE), path, progress=spoil)
    assert nothing_is_loaded(ledger)
    assert ingest_file(ledger, mapped(PEOPLE), path).accepted == 3


def test_an_empty_full_export_is_taken_where_the_person_says_so(
    ledger: Ledger, mapped: Mapped, write: Write
) -> None:
    mapping = mapped(PEOPLE + "export: full\n")
    ingest_file(ledger, mapping, write("a.csv", THREE))
    ingest_file(ledger, mapping, write("b.csv", "ID,NAME,BORN\n"), full=True)
    assert names(ledger) == {}


def test_a_full_export_of_a_part_is_refused(ledger: Ledger, mapped: Mapped, write: Write) -> None:
    body = "{files: 'FILE', mentions: {p: {kind: person}}}"
    both = [body.replace("FILE", name) for name in ("a.csv", "b.csv")]
    tables = mapped(f"format: csv\nrecord: ID\ntables: [{', '.join(both)}]")
    with pytest.raises(NotFull, match="several tables"):
        ingest_file(ledger, tables, write("a.csv", "ID\n1\n"), full=True)
    files = [write(name, THREE) for name in ("c.csv", "d.csv")]
    with pytest.raises(NotFull, match=r"d\.csv cannot be a full export: it is one of several"):
        check_full(mapped(PEOPLE + "export: full\n"), files, None)
    check_full(mapped(PEOPLE + "export: full\n"), files, False)
    assert nothing_is_loaded(ledger)


# --- cut off ---


@pytest.fixture
def eight(write: Write) -> Path:
    return write("a.csv", "ID,NAME,BORN\n" + "".join(f"{n},Ann,soon\n" if n == 3 else
                 f"{n},Ann,1980\n" for n in range(8)))  # fmt: skip


@pytest.mark.usefixtures("small_batches")
def test_an_interrupted_load_is_kept_and_goes_on(
    ledger: Ledger, mapped: Mapped, eight: Path
) -> None:
    def interrupt(progress: Progress) -> None:
        if progress.rows == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest_file(ledger, mapped(PEOPLE), eight, progress=interrupt)
    assert names(ledger) == {}
    [cut] = ledger.loads()
    assert (cut.state, cut.through_row) == ("open", 5)
    seen: list[int] = []
    summary = ingest_file(
        ledger, mapped(PEOPLE), eight, progress=lambda progress: seen.append(progress.rows)
    )
    assert seen == [2, 4]
    assert (summary.load, summary.read, summary.accepted) == (cut.load, 8, 7)
    assert len(names(ledger)) == 7


class FullAtSecond:
    """A ledger whose disk is full at the second batch."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger, self._batches = ledger, 0
        self.begin, self.publish, self.abandon = ledger.begin, ledger.publish, ledger.abandon

    def append(self, *batch: object) -> None:
        """Refuse the second one."""
        self._batches += 1
        if self._batches == 2:
            raise FileFull(self._ledger.path, "the disk is full")
        self._ledger.append(*batch)  # type: ignore[arg-type]


@pytest.mark.usefixtures("small_batches")
def test_what_was_staged_before_the_disk_was_full_is_kept(
    ledger: Ledger, mapped: Mapped, eight: Path
) -> None:
    with pytest.raises(FileFull):
        ingest_file(FullAtSecond(ledger), mapped(PEOPLE), eight)
    assert names(ledger) == {}
    [cut] = ledger.loads()
    assert (cut.state, cut.through_row) == ("open", 3)
    summary = ingest_file(ledger, mapped(PEOPLE), eight)
    assert (summary.load, summary.accepted) == (cut.load, 7)


@pytest.mark.usefixtures("small_batches")
def test_two_runs_of_one_file_do_not_harm_each_other(
    ledger: Ledger, mapped: Mapped, eight: Path
) -> None:
    summaries: list[LoadSummary] = []

    def meanwhile(_: Progress) -> None:
        if not summaries:
            with Ledger.open(ledger.path) as other:
                summaries.append(ingest_file(other, mapped(PEOPLE), eight))

    with pytest.raises(LoadRefused):
        ingest_file(ledger, mapped(PEOPLE), eight, progress=meanwhile)
    assert (summaries[0].read, summaries[0].accepted) == (8, 7)
    assert len(names(ledger)) == 7
    assert [one.state for one in ledger.loads()] == ["published"]


@pytest.mark.usefixtures("small_batches")
def test_a_run_that_another_one_overtook_leaves_the_load_to_it(
    ledger: Ledger, mapped: Mapped, eight: Path
) -> None:
    def stop(progress: Progress) -> None:
        if progress.rows == 4:
            raise KeyboardInterrupt

    def meanwhile(_: Progress) -> None:
        with Ledger.open(ledger.path) as other, pytest.raises(KeyboardInterrupt):
            ingest_file(other, mapped(PEOPLE), eight, progress=stop)

    with pytest.raises(LoadRefused, match="another run"):
        ingest_file(ledger, mapped(PEOPLE), eight, progress=meanwhile)
    [cut] = ledger.loads()
    assert (cut.state, cut.through_row) == ("open", 7)
    assert ingest_file(ledger, mapped(PEOPLE), eight).accepted == 7
