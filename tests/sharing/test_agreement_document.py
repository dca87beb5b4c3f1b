"""The document: everything its parties may write, and what they may not."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from pacts import FULL, pact, pact_text

from comity.sharing import (
    DocumentError,
    Duty,
    Party,
    TaskForce,
    agreement_schema,
    agreement_text,
    changes_between,
    parse_agreement,
)
from comity.sharing.comparison import Change

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "docs" / "agreement.schema.json"
DEMO = sorted((ROOT / "ingest" / "data" / "demo_agreements").glob("*.yaml"))


def share(**changes: Any) -> list[dict[str, Any]]:
    """The shares of the full agreement, the first one changed."""
    shares: list[dict[str, Any]] = yaml.safe_load(FULL)["shares"]
    return [shares[0] | changes, *shares[1:]]


def test_every_part_of_the_document_is_read() -> None:
    found = pact()
    assert found.parties == ("city", "sheriff", "court")
    assert found.desks[0] == Party("city", "records", "24 hours", "the chief")
    ends = datetime(2025, 9, 1, tzinfo=UTC)
    assert found.task_forces == (TaskForce("force", "city", ("city", "sheriff"), ends),)
    assert found.duties[0] == Duty("3.1", found.parties, "update", timedelta(hours=24))
    assert found.duties[1].within == timedelta(days=5)
    assert found.notice == timedelta(days=60)
    first, second, third, *_, last, safety = found.clauses
    assert (safety.owners, safety.receivers) == (found.parties, found.parties)
    assert safety.data_classes == ("officer_safety",)
    assert pact(officer_safety=False).clauses == found.clauses[:-1]
    assert (first.purposes, first.onward) == (("investigation",), "never")
    assert (second.roles, second.training, second.verify_first) == (
        ("analyst",),
        ("warrants",),
        True,
    )
    assert (third.areas, third.case_member) == (("north",), True)
    assert last.emergency


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ends": "2024-12-31"}, "before it starts"),
        ({"review": "2027-01-01"}, "outside its time"),
        ({"parties": ["city", "city", "sheriff", "court"]}, "party 'city' stands twice"),
        ({"task_forces": [{"id": "court", "lead": "city", "members": ["city"],
                           "ends": "2025-09-01"}]}, "party 'court' stands twice"),
        ({"task_forces": [{"id": "force", "lead": "city", "members": ["sheriff"],
                           "ends": "2025-09-01"}]}, "led by 'city', who is no member"),
        ({"task_forces": [{"id": "force", "lead": "city", "members": ["city", "navy"],
                           "ends": "2025-09-01"}]}, "task force force names 'navy'"),
        ({"shares": share(clause="2.2")}, "clause '2.2' stands twice"),
        ({"shares": share(to=["navy"])}, "clause 2.1 names 'navy', who is no party"),
        ({"shares": share(purposes=["gossip"])}, "clause 2.1 is for 'gossip'"),
        ({"shares": share(handling_ceiling="TPL:RED")}, "unknown handling code 'TPL:RED'"),
        ({"shares": share(onward="sometimes")}, "unknown value 'sometimes'"),
        ({"shares": share(trainings=["x"])}, "did you mean 'training'"),
        ({"duties": [{"clause": "3.1", "who": ["navy"], "duty": "update", "within": "24h"}]},
         "clause 3.1 names 'navy'"),
        ({"duties": [{"clause": "3.1", "who": ["*"], "duty": "update", "within": "soon"}]},
         "24h or 5d"),
        ({"duties": [{"clause": "3.1", "who": ["*"], "duty": "sing", "within": "5d"}]},
         "unknown value 'sing'"),
        ({"parties": [{"agency": "city", "desks": "x"}, "sheriff", "court"]},
         "did you mean 'desk'"),
    ],
)  # fmt: skip
def test_what_does_not_hold_together_is_refused_with_its_line(
    changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(DocumentError, match=r"pact\.yaml, line \d+") as refused:
        pact(**changes)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "value",
    ['!!int ""', "!!bool x", "!!timestamp x", '!!float ""', "1" + ":59" * 400 + ".5",
     "true", '"1"', "99999999999999999999"],
)  # fmt: skip
def test_a_version_that_is_no_number_is_refused_with_its_line(value: str) -> None:
    text = DEMO[0].read_text("utf-8")
    line = next(at for at, one in enumerate(text.splitlines(), 1) if one.startswith("version:"))
    text = re.sub(r"(?m)^version: .*$", lambda _: f"version: {value}", text)
    with pytest.raises(DocumentError, match=rf"line {line}: (version: |cannot read )"):
        parse_agreement(text, "pact")


def test_a_clause_is_not_numbered_by_a_truth() -> None:
    for truth in (True, False):
        with pytest.raises(DocumentError, match="clause: input should be a valid string"):
            pact(shares=share(clause=truth))


FORGED = "x\n\n## What is shared\n- 9. nobody shares anything"


@pytest.mark.parametrize("name", [FORGED, "x\u202ey", "x\x1b[2Jy"])
def test_a_name_never_forges_a_sentence_of_the_text_that_people_sign(name: str) -> None:
    for changes in (
        {"title": name}, {"parties": [{"agency": "city", "desk": name}, "sheriff", "court"]},
        {"shares": share(clause=name)},
    ):  # fmt: skip
        with pytest.raises(DocumentError, match="write it on one line, without control signs"):
            pact(**changes)
    told = agreement_text(pact(objectives=FORGED))
    assert told.count("\n## What is shared\n") == 1


def test_the_published_schema_is_that_of_this_release() -> None:
    assert json.loads(SCHEMA.read_text("utf-8")) == agreement_schema(), "comity agreement schema"


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_the_schema_accepts_the_agreements_of_the_demo(path: Path) -> None:
    jsonschema.validate(_as_json(path.read_text("utf-8")), agreement_schema())


def test_the_schema_accepts_every_part_and_refuses_what_it_does_not_know() -> None:
    jsonschema.validate(_as_json(FULL), agreement_schema())
    for wrong in ({"color": "blue"}, {"version": 0}, {"parties": ["city"]}, {"shares": []}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(_as_json(pact_text(**wrong)), agreement_schema())


def test_the_text_for_people_tells_every_condition() -> None:
    told = agreement_text(pact())
    for words in (
        "sheriff share booking up to TLP:AMBER with city, sheriff and court.",
        "Only for investigation.",
        "Only with the role analyst.",
        "Only after training in warrants.",
        "Only what concerns north.",
        "Only for members of the case they ask for.",
        "Only in an emergency; the owners are told at once.",
        "does not pass it on",
        "its owner is asked whether it still holds",
        "force: city and sheriff, led by city, until the day before 2025-09-01",
        "keeps what it shares up to date within 1 day",
        "answers a request within 5 days",
        "Whoever will not renew it says so 60 days before its end.",
        "whoever took or was handed files purges them",
        "city (desk: records; contact: 24 hours; signs: the chief)",
    ):
        assert words in told, words


def test_nothing_that_binds_is_left_out_of_the_text_for_people() -> None:
    """Two agreements that differ read differently."""
    told = {agreement_text(pact())}
    for changes in (
        {"title": "Other"}, {"version": 2}, {"status": "draft"}, {"binding": False},
        {"objectives": "peace"}, {"purposes": ["investigation"]}, {"starts": "2025-01-02"},
        {"ends": "2026-01-02"}, {"review": "2025-10-02"}, {"notice_days": 61},
        {"at_end": "hide"}, {"owners_learn": "question"}, {"duties": []}, {"deconflict": True},
        {"task_forces": [], "shares": share()[:3]},
        *({"shares": share(**one)} for one in (
            {"from": ["court"]}, {"to": ["city"]}, {"data_classes": ["warrant"]},
            {"handling_ceiling": "TLP:RED"}, {"purposes": []}, {"roles": ["analyst"]},
            {"training": ["x"]}, {"areas": ["north"]}, {"case_member": True},
            {"emergency": True}, {"onward": "free"}, {"evidence": "never"},
            {"verify_first": True}, {"clause": "9"},
        )),
    ):  # fmt: skip
        text = agreement_text(pact(**changes))
        assert text not in told, changes
        told.add(text)


def test_targets_and_plans_are_compared_only_where_the_agreement_says_so() -> None:
    assert not pact().deconflict
    assert "Deconfliction" not in agreement_text(pact())
    told = agreement_text(pact(deconflict=True))
    assert "told the other's agency, desk and a reference, when, and nothing else" in told
    changed = changes_between(pact(), pact(deconflict=True))
    assert changed == (Change("deconflict", "False", "True"),)


def test_an_agreement_without_the_newer_parts_still_reads() -> None:
    for path in DEMO:
        assert parse_agreement(path.read_text("utf-8"), path.name).clauses


def _as_json(text: str) -> Any:
    """A YAML document as JSON has it: days are text there."""
    return json.loads(json.dumps(yaml.safe_load(text), default=str))
