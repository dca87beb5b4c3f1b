"""Casework at the command line: the same questions, answers and audit as over HTTP."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from comity.api.installation import Installation

Command = Callable[..., Any]
ANN = ("--as", "ann", "--justification", "a test", "--case", "C-1")
HAL = ("--as", "hal", "--agency", "harbor-so", "--justification", "a test", "--case", "H-1")
WHY = ("--reason", "seen at the harbor")
PHONE = ("--kind", "phone", "--value", "phone_number=(217) 555-0101")
PIER = ("--latitude", "41", "--longitude", "-87")


@pytest.fixture
def town(town: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The town's folder is where commands work."""
    monkeypatch.setenv("COMITY_FOLDER", str(town))
    return town


@pytest.mark.parametrize(("sort", "what"), [("target", PHONE), ("action", PIER)])
def test_two_desks_find_each_other_and_one_takes_back_what_it_registered(
    town: Path, comity: Command, sort: str, what: tuple[str, ...]
) -> None:
    mine = comity(sort, "register", *what, *WHY, *ANN, "--json").json()["ref"]
    assert comity(sort, "register", *what, *WHY, *HAL).code == 0
    [pointer] = comity("deconflict", "list", *ANN, "--json").json()["pointers"]
    assert (pointer["agency"], pointer["registration"]) == ("harbor-so", mine)
    assert "the watch" in comity("deconflict", "list", *ANN).out
    assert mine in comity(sort, "list", *ANN).out
    assert mine not in comity(sort, "list", *HAL).out
    assert comity(sort, "end", mine, *HAL).code == 1
    assert comity(sort, "end", mine, *ANN).code == 0
    assert comity("deconflict", "list", *HAL, "--json").json()["pointers"] == []
    with Installation.open(town) as installation:
        done = [stored.row.action for stored in installation.audit.rows()]
        assert installation.audit.unfinished() == []
    assert {f"register_{sort}", f"end_{sort}", f"list_{sort}s", "deconfliction"} <= {*done}


@pytest.mark.usefixtures("town")
def test_an_agency_asks_and_the_other_answers(comity: Command) -> None:
    ref = comity("request", "send", "harbor-so", "who was it?", *ANN, "--json").json()["ref"]
    assert ref in comity("request", "list", *HAL).out
    refused = comity("request", "send", "harbor-so", "still so?", "--validate", *ANN)
    assert (refused.code, "no agreement of yours obliges" in refused.err) == (1, True)
    assert comity("request", "answer", ref, "refused", *HAL).code == 1
    told = comity("request", "answer", ref, "granted", "--text", "nobody was", *HAL)
    assert (told.code, "riverton-pd is told" in told.err) == (0, True)
    [request] = comity("request", "list", *ANN, "--json").json()["requests"]
    assert request["answer"]["text"] == "nobody was"


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("value", ["phone_number", "phone_number=unknown", "phone=1", "=1"])
def test_a_value_that_is_none_is_refused_in_one_line(comity: Command, value: str) -> None:
    told = comity("target", "register", "--kind", "phone", "--value", value, *WHY, *ANN)
    assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)
