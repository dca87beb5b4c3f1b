"""Results are written whole, into a file of their own, and leave what is there as it was else."""

import os
from pathlib import Path

import pytest
from conftest import Command

from comity.api.whole_files import NotWritable, check_targets, write_whole

ROWS = "first,last,dob\nAnn,Lee,1980-05-07\nAnn,Lee,1980-05-07\nBob,Ray,1971-02-03\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(ROWS, "utf-8")
    return path


def test_a_link_stays_a_link_and_its_file_is_written(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    link.symlink_to(target)
    write_whole(link, lambda file: file.write(b"new") and None)
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_who_may_read_a_file_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    path.write_text("old")
    path.chmod(0o600)
    write_whole(path, lambda file: file.write(b"new") and None)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_result_cut_off_leaves_the_file_before_it(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    path.write_text("old")

    def cut_off(_file: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_whole(path, cut_off)
    assert [each.read_text() for each in tmp_path.iterdir()] == ["old"]


def test_results_go_to_plain_files_of_their_own(tmp_path: Path, table: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    free = tmp_path / "free.csv"
    check_targets((free, None), (table, None))
    for written in ((tmp_path,), (pipe,), (table,), (free, free), (tmp_path / "no" / "x.csv",)):
        with pytest.raises(NotWritable):
            check_targets(written, (table,))


@pytest.mark.parametrize("words", ["table {0} --out {0}", "table {0} --out {1} --pairs {1}",
                                   "names {0} --left first --right last --out {0}"])  # fmt: skip
def test_what_was_read_is_never_written_over(
    table: Path, tmp_path: Path, comity: Command, words: str
) -> None:
    told = comity("resolve", *words.format(table, tmp_path / "out.csv").split())
    assert (told.code, "a file of its own" in told.err) == (1, True)
    assert table.read_text("utf-8") == ROWS
    assert not (tmp_path / "out.csv").exists()


def test_names_are_written_as_parquet_where_the_name_says_so(
    table: Path, tmp_path: Path, comity: Command
) -> None:
    out = tmp_path / "scores.parquet"
    assert comity("resolve", "names", table, "--left", "first", "--right", "last", "--out",
                  out).code == 0  # fmt: skip
    assert out.read_bytes()[:4] == b"PAR1"


def test_columns_of_the_user_are_never_taken(tmp_path: Path, comity: Command) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text("a,b,score,name_score\nAnn Lee,Ann Lee,x,y\n", "utf-8")
    told = comity("resolve", "names", path, "--left", "a", "--right", "b")
    head, row = (line.replace('"', "") for line in told.out.splitlines())
    assert head == "a,b,score,name_score,name_name_score,name_name_same"
    assert row.startswith("Ann Lee,Ann Lee,x,y,")


@pytest.mark.parametrize(
    "command", ["table {0} --truth t", "names {0} --left first_name --right surname --truth t"]
)
def test_no_truth_at_all_is_no_perfect_score(tmp_path: Path, comity: Command, command: str) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text("first_name,surname,t\nAnn,Lee,\nBo,Day,\n", "utf-8")
    told = comity("resolve", *command.format(path).split())
    assert (told.code, "nothing to score against" in told.err) == (1, True)
