"""What people write and a purge takes away is in no row of the audit; who did what, and why, is."""

import json
from typing import Any

from doors import Doors, keyed

WHY = {"case": "C-1", "reason": "seen at the harbor"}
PHONE = {"kind": "phone", "values": [{"property": "phone_number", "value": "+12175550166"}]}
SAYS = "Zanzibar was here"


def sheet(doors: Doors) -> dict[str, Any]:
    """A chart on which words stand wherever they can."""
    one, other = doors.at("R1"), doors.at("R2")
    return {
        "case": "C-1", "title": SAYS, "comment": SAYS,
        "spots": [{"entity": each, "x": 1.5, "y": -2.0} for each in (one, other)],
        "notes": [{"entity": one, "text": SAYS}],
        "groups": [{"name": SAYS, "members": [one, other]}],
        "boxes": [{"text": SAYS, "x": 1.0, "y": 2.0}],
    }  # fmt: skip


def asked_of(doors: Doors, path: str, body: dict[str, Any], **who: str) -> tuple[str, Any]:
    """What the audit keeps of a writing, and what was answered."""
    answer = doors.asker(**who).post(path, json=body, **keyed())
    assert answer.is_success, answer.text
    about = doors.rows()[-1].row
    assert about.outcome == "answered"
    return about.question, answer.json()


def test_what_is_said_in_casework_is_not_in_the_audit_and_why_is(doors: Doors) -> None:
    place = {"address": SAYS, "city": SAYS, "postcode": SAYS}
    request = {"to": "harbor-so", "case": "C-1", "text": SAYS}
    target, _ = asked_of(doors, "/v1/targets", PHONE | WHY)
    drawn, _ = asked_of(doors, "/v1/drawn/entities", PHONE | {"reason": WHY["reason"]})
    action, _ = asked_of(doors, "/v1/actions", place | WHY)
    spot, _ = asked_of(doors, "/v1/actions", {"latitude": 41.25, "longitude": -87.75, **WHY})
    for told in (target, drawn, action, spot):
        assert json.loads(told)["body"]["reason"] == WHY["reason"]
    for told in (target, drawn):
        assert json.loads(told)["body"]["values"] == [{"property": "phone_number"}]
    sent, found = asked_of(doors, "/v1/requests", request)
    ref = found["request"]["ref"]
    outcome = {"outcome": "granted", "text": SAYS}
    answered, _ = asked_of(doors, f"/v1/requests/{ref}/answer", outcome, agency="harbor-so")
    assert json.loads(answered)["ref"] == ref
    for told in (target, drawn, action, spot, sent, answered):
        assert not any(word in told for word in ("Zanzibar", "5550166", "41.25", "87.75")), told


def test_what_is_said_on_a_chart_is_not_in_the_audit_and_who_lies_on_it_is(doors: Doors) -> None:
    saved, found = asked_of(doors, "/v1/charts", sheet(doors))
    kept = f"/v1/charts/{found['ref']}"
    again, _ = asked_of(doors, f"{kept}/versions", sheet(doors))
    comment, _ = asked_of(doors, f"{kept}/comments", {"text": SAYS})
    for told in (saved, again, comment):
        assert "Zanzibar" not in told
    for told in (saved, again):
        assert json.loads(told)["body"]["notes"][0]["entity"] == doors.at("R1")
        assert json.loads(told)["body"]["groups"][0]["members"] == [doors.at("R1"), doors.at("R2")]
    assert json.loads(comment)["ref"] == found["ref"]
