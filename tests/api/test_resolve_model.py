"""Models on the command line: used, listed, taken back, held against decisions, proposed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from changed_models import changed
from town import address

from comity.api.installation import Installation
from comity.resolve import (
    ModelFile,
    calibration,
    model_file_of,
    parse_model_file,
    read_model_file,
    shipped_model_file,
    written_out,
)

Command = Callable[..., Any]
ASKS = ("--as", "ann", "--justification", "a test")
SHIPPED = shipped_model_file().version
JUDGED = (("R1", "B1", "same"), ("R1", "R2", "different"), ("R3", "B2", "unsure"))


@pytest.fixture
def town(town: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The town's folder is where commands work."""
    monkeypatch.setenv("COMITY_FOLDER", str(town))
    return town


def kept(town: Path, model: ModelFile) -> Path:
    """A model in a file beside the town."""
    path = town.parent / f"{model.version}.json"
    path.write_text(written_out(model), "utf-8")
    return path


def wide() -> ModelFile:
    """A model that leaves next to everything to people."""
    content = shipped_model_file().content
    content["kinds"]["person"]["thresholds"] = {"possible": -60.0, "same": 12.0, "act": 60.0}
    return model_file_of({**content, "version": "wide"}, "wide")


def judge(comity: Command, town: Path) -> None:
    with Installation.open(town) as installation:
        ids = {each: address(installation, each) for pair in JUDGED for each in pair[:2]}
    for first, second, verdict in JUDGED:
        assert comity("resolve", "judge", ids[first], ids[second], verdict, *ASKS).code == 0


def use(comity: Command, file: Path | str) -> Any:
    return comity("resolve", "model", "use", file, "--reason", "a test", "--by", "ben")


def test_a_model_is_used_listed_shown_and_withdrawn(comity: Command, town: Path) -> None:
    path = kept(town, changed("strict", bits=9.0))
    told = use(comity, path)
    assert (told.code, told.err) == (0, "strict is in force from now on\n")
    assert use(comity, path).err == "strict is in force already\n"
    shipped, strict = comity("resolve", "model", "list", "--json").json()
    assert (shipped["version"], shipped["for"]) == (SHIPPED, "whoever has no other")
    assert {**strict, "since": "", "hash": ""} == {
        "version": "strict", "since": "", "until": "", "for": "everybody", "by": "ben",
        "reason": "a test", "hash": "",
    }  # fmt: skip
    lines = comity("resolve", "model", "show", "strict", "--json").json()["thresholds"]["person"]
    assert lines["same"] == 9.0
    assert comity("resolve", "model", "withdraw", "strict", "--reason", "worse").code == 0
    assert comity("resolve", "model", "list", "--json").json()[1]["until"] != ""
    again = comity("resolve", "model", "withdraw", "strict", "--reason", "worse")
    assert (again.code, again.err) == (
        1, "comity: no model in force 'strict'; list the models to find its version\n"
    )  # fmt: skip


def test_answers_name_the_model_in_force(comity: Command, town: Path) -> None:
    with Installation.open(town) as installation:
        ends = [address(installation, each) for each in ("R1", "B1")]
    why = ("resolve", "why", *ends, *ASKS, "--json")
    assert comity(*why).json()["why"]["model"] == SHIPPED
    assert use(comity, kept(town, changed("strict", bits=90.0))).code == 0
    now = comity(*why).json()["why"]
    assert (now["model"], now["decision"]) == ("strict", "different")


def test_a_model_is_shown_with_its_card_and_its_hash(comity: Command, town: Path) -> None:
    told = comity("resolve", "model", "show").out
    assert f"{SHIPPED}, hash {shipped_model_file().hash}" in told
    assert "not_for: decisions about a person" in told
    label = '["harbor-so","booking","TLP:AMBER",[],""]'
    content = {**shipped_model_file().content, "version": "own", "training": {"labels": [label]}}
    told = use(comity, kept(town, model_file_of(content, "own"))).err
    assert told == "own is in force from now on, for who may see 1 labels\n"
    assert f"trained on records under {label}" in comity("resolve", "model", "show", "own").out
    missing = comity("resolve", "model", "show", "other")
    assert missing.err == "comity: no model 'other'; list the models to find its version\n"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (None, "cannot be read: No such file or directory"),
        ("{}", "is of format None and this release reads 2"),
        ('"hash": "00",', "was changed after it was written: its hash does not hold"),
        ('"version": "other name",', "its hash does not hold"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_line(
    comity: Command, town: Path, text: str | None, problem: str
) -> None:
    path = kept(town, changed("strict"))
    if text is None:
        path.unlink()
    elif text == "{}":
        path.write_text(text)
    else:
        name = text.partition(":")[0]
        lines = path.read_text("utf-8").splitlines()
        path.write_text(
            "\n".join(f" {text}" if line.startswith(f" {name}:") else line for line in lines)
        )
    told = use(comity, path)
    assert (told.code, told.out) == (1, "")
    assert told.err.startswith("comity: ")
    assert told.err.count("\n") == 1
    assert problem in told.err
    assert len(comity("resolve", "model", "list", "--json").json()) == 1


def test_a_version_that_is_taken_is_refused(comity: Command, town: Path) -> None:
    told = use(comity, kept(town, changed(SHIPPED, bits=1.0)))
    assert told.err == (
        f"comity: version '{SHIPPED}' is another model; give the changed file another version\n"
    )


def test_decisions_say_how_well_the_thresholds_hold(comity: Command, town: Path) -> None:
    judge(comity, town)
    found = comity("resolve", "model", "check", *ASKS, "--json").json()
    assert found["model"] == SHIPPED
    assert found["decisions"] == {"same": 1, "different": 1, "unsure": 1, "disputed": 0}
    assert sum(row["decided"] for row in found["bands"]) == 2
    assert found["same"]["decided"] == found["same"]["same"] == 1
    assert found["same"]["low"] == pytest.approx(0.2065, abs=1e-4)
    told = comity("resolve", "model", "check", *ASKS).out
    assert f"{SHIPPED}: 1 same, 1 different, 1 unsure, 0 disputed" in told
    assert "pairs would be acted on" in told
    wrong = comity("resolve", "model", "check", "--kind", "ghost", *ASKS)
    assert wrong.err.startswith("comity: no kind 'ghost'; the model knows: person, ")


def test_a_proposal_is_a_file_and_in_force_nowhere_until_it_is_used(
    comity: Command, town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calibration, "LEAST", 2)
    assert use(comity, kept(town, wide())).code == 0
    judge(comity, town)
    out = town.parent / "proposal.json"
    told = comity("resolve", "model", "propose", "--out", out, *ASKS)
    assert told.code == 0, told.err
    proposed = read_model_file(out)
    assert proposed.version.startswith("wide-by-decisions-")
    assert f"put it in force with: comity resolve model use {out}" in told.err
    assert "entities here that would change: " in told.out
    assert [json.loads(label)[0] for label in proposed.labels] == [
        "harbor-so", "riverton-pd", "riverton-pd"
    ]  # fmt: skip
    assert len(comity("resolve", "model", "list", "--json").json()) == 2
    assert use(comity, out).code == 0
    again = comity("resolve", "model", "propose", "--out", town.parent / "second.json", *ASKS)
    assert again.code == 0
    assert read_model_file(town.parent / "second.json") == proposed


def test_too_few_decisions_propose_nothing(comity: Command, town: Path) -> None:
    judge(comity, town)
    out = town.parent / "proposal.json"
    told = comity("resolve", "model", "propose", "--out", out, *ASKS)
    assert told.code == 1
    assert "it takes 20 decisions on one kind" in told.err
    assert not out.exists()


def test_the_doctor_names_the_model_in_force_and_one_that_cannot_be_read(
    comity: Command, town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> tuple[bool, str]:
        checks = {check["name"]: check for check in json.loads(comity("doctor", "--json").out)}
        return checks["models"]["holds"], checks["models"]["told"]

    assert told() == (True, "the shipped one is in force")
    use(comity, kept(town, changed("strict")))
    assert told() == (True, "strict is in force")
    monkeypatch.setattr("comity.resolve.model_file.FORMAT", 3)
    parse_model_file.cache_clear()
    holds, why = told()
    assert not holds
    assert "model strict of the ledger is of format 2 and this release reads 3" in why
