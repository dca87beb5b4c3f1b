"""Tamperings with an audit's file: each kind changes something, and every one is found."""

from pathlib import Path
from random import Random

import pytest

from benchmarks import law_audit
from benchmarks.tampering import ROWS, TAMPERINGS, Victim, rows_of, write_log
from comity.graph.audit import Audit
from comity.graph.audit_verify import AuditLog

TRIES = 8
# These leave a file that looks whole by itself.
ONLY_AGAINST_A_CHECKPOINT = {
    *("change a row and its tree", "cut rows off", "drop a row and its tree", "fork the log"),
    *("move rows and their tree", "put a row in, and its tree"),
}


def test_every_tampering_is_found() -> None:
    count = TRIES * len(TAMPERINGS)
    assert law_audit.tampering_found(count, seed=5) == count


def test_an_untouched_log_holds_and_is_what_an_audit_writes(tmp_path: Path) -> None:
    write_log(tmp_path / "made.db", rows_of(ROWS))
    with Audit(tmp_path / "audit.db") as audit:
        audit.write_all(rows_of(ROWS))
        with AuditLog.open(tmp_path / "made.db") as log:
            assert log.verify() == audit.verify()


@pytest.mark.parametrize("kind", sorted(TAMPERINGS))
def test_what_works_the_tree_out_anew_shows_only_against_a_checkpoint(
    tmp_path: Path, kind: str
) -> None:
    path, rows = tmp_path / "audit.db", rows_of(ROWS)
    write_log(path, rows)
    before = path.read_bytes()
    TAMPERINGS[kind](Victim(path, rows), Random(3))
    assert path.read_bytes() != before
    found = law_audit.wrong_with(path, [])
    assert (found == "") == (kind in ONLY_AGAINST_A_CHECKPOINT), found


def test_a_finder_that_looks_at_nothing_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(law_audit, "wrong_with", lambda *_: "")
    assert law_audit.tampering_found(len(TAMPERINGS)) == 0
