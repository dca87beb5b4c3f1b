"""Writings that a stopped program left behind are settled at the next start, truly where known."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from town import address, row

from comity.api.asked import Asked
from comity.api.cli_asking import Ask
from comity.api.deeds import deed
from comity.api.installation import Installation
from comity.api.routes_writing import add_records, judge, withdraw
from comity.api.unfinished import DONE, NOTHING, UNKNOWN
from comity.api.wire_questions import JudgementBody, RecordsBody
from comity.api.writing import Writing
from comity.graph.audit import Audit, AuditRow
from comity.graph.view import micros
from comity.graph.words import LoadPlan
from comity.sharing import Viewer

Command = Callable[..., Any]
ANN = Viewer("ann", "riverton-pd", "writer", "investigation", "a test")
FEW = [row("R9", "Ivo Stahl", "1970-01-01", "")]
MANY = [row(f"R{n}", "x" * 90, "", "") for n in range(300)]


class Stopped(BaseException):
    """Stands for the end of the process: nothing after it is done."""


def say(installation: Installation, answer: Callable[..., Any], **given: Any) -> Any:
    """Ask one writing question as the server does."""
    ask = Ask(installation, Asked(installation, ANN))
    return ask(answer, writing=Writing(installation), **given)


def add_them(installation: Installation, rows: list[dict[str, str]]) -> None:
    body = RecordsBody.model_validate({"records": [{"row": each} for each in rows]})
    say(installation, add_records, id="rms", body=body, idempotency_key=f"night {len(rows)}")


def judge_them(installation: Installation) -> None:
    ends = {"first": address(installation, "R1"), "second": address(installation, "B1")}
    said = {**ends, "verdict": "different", "reason": "not the same tattoo"}
    say(installation, judge, body=JudgementBody.model_validate(said))


def withdraw_it(installation: Installation) -> None:
    [*_, stored] = installation.ledger.judgements()
    say(installation, withdraw, ref=stored.judgement.ref)


WRITE: dict[str, Callable[[Installation], None]] = {
    "add": lambda installation: add_them(installation, FEW),
    "add many": lambda installation: add_them(installation, MANY),
    "judge": judge_them,
    "withdraw": withdraw_it,
}
STOPS = {
    "before it wrote": ("comity.api.writing.Writing.{verb}", NOTHING),
    "after it wrote": ("comity.graph.audit.Audit.settle", DONE),
}
VERBS = {"add": "add_records", "add many": "add_records", "judge": "judge", "withdraw": "withdraw"}


def left_behind(town: Path) -> list[tuple[str, str]]:
    """Opens the installation anew; the actions and outcomes that this settled."""
    with Audit(town / "audit.db") as audit:
        intents = {stored.id for stored in audit.unfinished()}
    with Installation.open(town) as installation:
        settled = [row for row in installation.audit.rows() if row.settles in intents]
        assert installation.audit.unfinished() == []
        assert installation.audit.verify().holds
    assert len(settled) == len(intents)
    return [(each.row.action, each.row.outcome) for each in settled]


@pytest.mark.parametrize("stop", sorted(STOPS))
@pytest.mark.parametrize("name", sorted(WRITE))
def test_what_came_of_a_writing_is_told_truly_after_a_stop(
    town: Path, monkeypatch: pytest.MonkeyPatch, name: str, stop: str
) -> None:
    where, outcome = STOPS[stop]
    with Installation.open(town) as installation:
        if name == "withdraw":
            judge_them(installation)
        with monkeypatch.context() as stopped:
            stopped.setattr(where.format(verb=VERBS[name]), _stop)
            with pytest.raises(Stopped):
                WRITE[name](installation)
    assert left_behind(town) == [(VERBS[name], outcome)]
    assert left_behind(town) == []


def test_an_earlier_writing_of_the_same_words_is_not_taken_for_the_one_that_stopped(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Installation.open(town) as installation:
        judge_them(installation)
        withdraw_it(installation)
        with monkeypatch.context() as stopped:
            stopped.setattr("comity.api.writing.Writing.judge", _stop)
            with pytest.raises(Stopped):
                judge_them(installation)
    assert left_behind(town) == [("judge", NOTHING)]


@pytest.fixture
def installation(town: Path) -> Iterator[Installation]:
    """The town's installation, as a program that is about to stop holds it."""
    with Installation.open(town) as opened_installation:
        yield opened_installation


@pytest.mark.parametrize("stop", ["before", "after"])
def test_what_came_of_an_agreements_status_is_told_truly(
    town: Path, installation: Installation, stop: str
) -> None:
    ledger = installation.ledger
    ledger.set_agreement_status("pact", "suspended", "chief")
    ledger.set_agreement_status("pact", "active", "chief")
    _cut_off(installation, "set_agreement_status", agreement="pact", status="suspended")
    if stop == "after":
        ledger.set_agreement_status("pact", "suspended", "chief")
    installation.close()
    outcome = NOTHING if stop == "before" else DONE
    assert left_behind(town) == [("set_agreement_status", outcome)]


@pytest.mark.parametrize("stop", ["before", "after"])
def test_whether_a_load_was_discarded_is_told_truly(
    town: Path, installation: Installation, stop: str
) -> None:
    ledger, mapping = installation.ledger, installation.mappings()["rms"]
    plan = LoadPlan(mapping.source, mapping.id, mapping.text, "lost.csv", "ab12")
    load = ledger.begin(plan).load
    _cut_off(installation, "abandon", load=load)
    if stop == "after":
        ledger.abandon(load)
    installation.close()
    assert left_behind(town) == [("abandon", NOTHING if stop == "before" else DONE)]


def test_where_nobody_can_know_it_is_said_so(town: Path, installation: Installation) -> None:
    _cut_off(installation, "remap", source="rms")
    installation.close()
    assert left_behind(town) == [("remap", UNKNOWN)]


def test_a_command_that_was_killed_is_settled_by_the_next(town: Path, comity: Command) -> None:
    code = (
        "import os, pathlib, signal, sys\n"
        "from comity.api.deeds import deed\n"
        "from comity.api.installation import Installation\n"
        "with Installation.open(pathlib.Path(sys.argv[1])) as i, deed(i, 'ingest', 'ann'):\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(town)], check=False)
    assert killed.returncode == -signal.SIGKILL
    checks = comity("doctor", "-C", town, "--json")
    assert checks.code == 0, checks.err
    last = comity("audit", "list", "-C", town, "--json").json()[-1]
    assert (last["who"], last["action"], last["outcome"]) == (
        "ann (riverton-pd)",
        "ingest",
        UNKNOWN,
    )


def test_a_writing_on_its_way_is_not_settled_by_a_command_beside_it(
    town: Path, comity: Command
) -> None:
    with Installation.open(town) as busy, deed(busy, "ingest", "ann"):
        told = comity("doctor", "-C", town, "--json").json()
        assert {"name": "writings", "holds": True, "told": "1 under way"} in told
        assert len(busy.audit.unfinished()) == 1
    told = comity("doctor", "-C", town, "--json").json()
    assert {"name": "writings", "holds": True, "told": "none is unfinished"} in told


def test_after_writings_of_every_kind_the_doctor_finds_none_unfinished(
    town: Path, comity: Command
) -> None:
    with Installation.open(town) as installation:
        for write in WRITE.values():
            write(installation)
    told = comity("doctor", "-C", town, "--json").json()
    assert {"name": "writings", "holds": True, "told": "none is unfinished"} in told


def _stop(*_: object) -> None:
    raise Stopped


def _cut_off(installation: Installation, action: str, **what: object) -> None:
    """Say what is about to be done and never that it was."""
    now = micros(installation.clock())
    who = ("chief", "riverton-pd", "operator", "administration", "", "a test")
    row = AuditRow(now, *who, action, json.dumps(what), None, None, "", (), (), "")
    installation.audit.intend(row)
