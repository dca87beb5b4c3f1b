"""The campaign itself: its list of figures, how a run ends, and how a failing world is shrunk."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from law import kept, rounds
from law.core import Case, Outcome, case_of
from law.figures import FIGURES
from law.goals import at_least, at_most
from law.shrinking import drawn, shrunk

from comity.graph.errors import UnknownRef

ROOT = Path(__file__).resolve().parents[2]


def campaign(*options: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "law", *options], cwd=ROOT, capture_output=True, text=True,
        check=False, env={"PYTHONPATH": f"{ROOT / 'tests'}:{ROOT}", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip


def test_no_two_figures_share_a_name() -> None:
    names = [figure.name for figure in FIGURES]
    assert len(set(names)) == len(names)


def test_a_goal_says_which_way_it_goes() -> None:
    assert (str(at_least(10_000)), str(at_most(5, "%"))) == ("at least 10,000", "at most 5 %")
    assert at_least(40).is_met(40)
    assert not at_most(0).is_met(1)


def test_a_figure_is_one_line_and_one_object() -> None:
    line, whole = campaign("--only", "planted leaks"), campaign("--only", "planted leaks", "--json")
    assert line.returncode == whole.returncode == 0, line.stderr
    (told,) = json.loads(whole.stdout)["figures"]
    assert line.stdout == f"planted leaks: {told['measured']}, at least 40\n"
    assert told["met"] is True


def test_what_falls_short_is_said_and_ends_in_1() -> None:
    told = campaign("--only", "random worlds", "--worlds", "0")
    assert (told.returncode, told.stdout) == (
        1, "random worlds that count: 0, at least 10,000  FALLS SHORT\n",
    )  # fmt: skip


def test_a_run_goes_on_where_it_was_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "KEPT", tmp_path)
    half = tmp_path / f"{kept.fingerprint()}-worlds.jsonl"
    rows = [{"seed": seed, "tells": "", "counts": True, "weighs": []} for seed in range(3)]
    half.write_text("\n".join([*map(json.dumps, rows), '{"seed": 3, "te']))
    assert rounds.try_worlds(3) == [Outcome(seed, "", True) for seed in range(3)]


def test_a_world_that_cannot_be_tried_tells_and_stops_no_other() -> None:
    def work(seed: int) -> Outcome:
        if seed == 1:
            raise UnknownRef("record", "alpha:r0", "list them")
        return Outcome(seed, "", True)

    first, second, third = rounds.one_by_one(work, range(3), "")
    assert (first, third) == (Outcome(0, "", True), Outcome(2, "", True))
    assert (second.counts, "no record 'alpha:r0'" in second.tells) == (False, True)


def test_a_world_that_tells_is_drawn_at_its_smallest() -> None:
    case = next(case for case in map(case_of, range(20)) if has_phone(case))
    small = shrunk(case, has_phone)
    (step,) = small.world
    assert step.record is not None
    assert [claim.property for claim in step.record.claims] == ["phone_number"]
    assert step.record.links == ()
    assert "phone_number" in drawn(small)


def has_phone(case: Case) -> bool:
    """Whether anybody's record has a number."""
    records = (step.record for step in case.world if step.record)
    return any(claim.property == "phone_number" for record in records for claim in record.claims)
