"""Breaking the glass: it opens what was agreed for it, tells the owners at once, and ends."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from doors import Clock, Doors
from town import PACT

REASON = "a child was taken an hour ago"


@pytest.fixture
def clock() -> Clock:
    """A clock of today, for agreements whose ends are days."""
    return Clock(datetime.now(UTC))


def broken(who: httpx.Client, minutes: int = 60) -> Any:
    """The emergency that somebody opens."""
    answer = who.post("/v1/emergencies", json={"reason": REASON, "minutes": minutes})
    assert answer.status_code == 201, answer.text
    return answer.json()["emergency"]


def youth(who: httpx.Client, doors: Doors, ref: str = "") -> httpx.Response:
    """Asking for the youth whom nobody else may see."""
    headers = {"Comity-Emergency": ref} if ref else {}
    return who.get(f"/v1/entities/{doors.at('Y1')}", headers=headers)


def test_the_glass_opens_what_was_agreed_and_only_when_the_emergency_is_named(
    timed: Doors,
) -> None:
    ann = timed.asker()
    before = youth(ann, timed)
    assert before.status_code == 404
    ref = broken(ann)["ref"]
    assert youth(ann, timed).content == before.content
    seen = youth(ann, timed, ref)
    assert seen.status_code == 200
    permits = {fact["origin"]["permit"]["clause"] for fact in seen.json()["entity"]["facts"]}
    assert permits == {"9"}


def test_an_emergency_ends_by_itself(timed: Doors, clock: Clock) -> None:
    ann = timed.asker()
    ref = broken(ann, minutes=10)["ref"]
    clock.now += timedelta(minutes=9)
    assert youth(ann, timed, ref).status_code == 200
    clock.now += timedelta(minutes=1)
    refused = youth(ann, timed, ref)
    assert (refused.status_code, "is over" in refused.json()["detail"]) == (403, True)


@pytest.mark.parametrize("ref", ["0" * 32, "f" * 32])
def test_an_emergency_that_is_nobodys_opens_nothing(timed: Doors, ref: str) -> None:
    assert youth(timed.asker(), timed, ref).status_code == 403


def test_an_emergency_opens_nothing_for_anybody_else(timed: Doors) -> None:
    ref = broken(timed.asker())["ref"]
    for other in (
        timed.asker(principal="ben"),
        timed.asker(agency="harbor-so"),
    ):
        assert youth(other, timed, ref).status_code == 403


def test_without_a_clause_for_it_there_is_no_emergency(timed: Doors) -> None:
    stranger = timed.asker(agency="state-dmv")
    refused = stranger.post("/v1/emergencies", json={"reason": REASON})
    assert (refused.status_code, "no agreement of yours" in refused.json()["detail"]) == (403, True)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"reason": "urgent"}, 422),
        ({"reason": " " * 40}, 422),
        ({"reason": REASON, "minutes": 0}, 422),
        ({"reason": REASON, "minutes": 241}, 403),
        ({"minutes": 5}, 422),
    ],
)
def test_an_emergency_says_why_and_does_not_last(
    timed: Doors, body: dict[str, Any], status: int
) -> None:
    ann = timed.asker()
    assert ann.post("/v1/emergencies", json=body).status_code == status
    assert ann.get("/v1/emergencies").json()["emergencies"] == []


def test_owners_are_told_at_once_and_say_once_whether_it_was_right(timed: Doors) -> None:
    ann, owner = timed.asker(), timed.asker(principal="olsen", agency="harbor-so")
    ref = broken(ann)["ref"]
    (told,) = owner.get("/v1/emergencies").json()["emergencies"]
    assert (told["ref"], told["principal"], told["reason"]) == (ref, "ann", REASON)
    assert told["waiting_for"] == ["harbor-so"]
    said = {"verdict": "justified", "reason": "the child was found"}
    assert ann.post(f"/v1/emergencies/{ref}/review", json=said).status_code == 403
    assert owner.post(f"/v1/emergencies/{ref}/review", json=said).status_code == 201
    assert owner.post(f"/v1/emergencies/{ref}/review", json=said).status_code == 403
    (told,) = ann.get("/v1/emergencies").json()["emergencies"]
    assert [(one["agency"], one["verdict"]) for one in told["reviews"]] == [
        ("harbor-so", "justified")
    ]
    assert told["waiting_for"] == []


def test_an_emergency_does_not_concern_strangers(timed: Doors) -> None:
    ref = broken(timed.asker())["ref"]
    stranger = timed.asker(agency="state-dmv")
    assert stranger.get("/v1/emergencies").json()["emergencies"] == []
    said = {"verdict": "justified", "reason": "the child was found"}
    answers = [stranger.post(f"/v1/emergencies/{one}/review", json=said) for one in (ref, "0" * 32)]
    assert answers[0].status_code == answers[1].status_code == 404
    assert answers[0].content == answers[1].content


def test_every_question_in_an_emergency_says_so_in_the_audit(timed: Doors) -> None:
    ann = timed.asker()
    ref = broken(ann)["ref"]
    before = timed.last()
    youth(ann, timed, ref)
    youth(ann, timed, "0" * 32)
    first, second = (stored.row for stored in timed.rows(before))
    assert first.justification.startswith(f"emergency {ref}: ")
    assert {each.clause for each in first.disclosed} == {"9"}
    assert second.outcome == "not-allowed"
    (seen, *_) = (
        timed.asker(agency="harbor-so", role="auditor")
        .get("/v1/disclosures", params={"entity": timed.at("Y1")})
        .json()["disclosures"]
    )
    assert (seen["agency"], seen["permits"][0]["clause"]) == ("riverton-pd", "9")


def test_a_suspended_agreement_ends_its_emergencies_too(timed: Doors) -> None:
    ann = timed.asker()
    ref = broken(ann)["ref"]
    timed.installation.ledger.set_agreement_status("pact", "suspended", "a test")
    assert youth(ann, timed, ref).status_code == 404


THIRD = """\
agreement: third
version: 1
title: Another pact, of which the harbor is no party
parties: [riverton-pd, state-dmv]
task_forces:
  - {id: river-tf, lead: riverton-pd, members: [riverton-pd, state-dmv], ends: 2099-01-01}
purposes: [investigation]
starts: 2020-01-01
ends: 2099-01-01
shares:
  - {clause: "1", from: [state-dmv], to: [river-tf], data_classes: [licence],
     handling_ceiling: "TLP:AMBER", emergency: true}
"""


def test_an_owner_learns_nothing_of_the_other_owners(timed: Doors) -> None:
    harbor = timed.asker(principal="olsen", agency="harbor-so")
    ref = broken(timed.asker())["ref"]
    before = harbor.get("/v1/emergencies").json()["emergencies"]
    timed.installation.ledger.put_agreement(THIRD, "a test")
    said = {"verdict": "justified", "reason": "the child was found"}
    other = timed.asker(agency="state-dmv")
    assert other.post(f"/v1/emergencies/{ref}/review", json=said).status_code == 201
    assert harbor.get("/v1/emergencies").json()["emergencies"] == before


def test_owners_who_share_with_a_task_force_are_told_too(timed: Doors) -> None:
    timed.installation.ledger.put_agreement(THIRD, "a test")
    assert broken(timed.asker())["waiting_for"] == ["harbor-so", "state-dmv"]
    (told,) = timed.asker(agency="state-dmv").get("/v1/emergencies").json()["emergencies"]
    assert told["waiting_for"] == ["state-dmv"]


def test_an_emergency_opens_nothing_but_for_what_the_owners_were_told(timed: Doors) -> None:
    ref = broken(timed.asker(purposes=("administration", "investigation")))["ref"]
    ann = timed.asker()
    assert youth(ann, timed, ref).status_code == 403
    ref = broken(ann)["ref"]
    assert youth(timed.asker(role="auditor"), timed, ref).status_code == 403
    headers = {"Comity-Emergency": ref, "Comity-Case": "C-1"}
    other_case = ann.get(f"/v1/entities/{timed.at('Y1')}", headers=headers)
    assert other_case.status_code == 403
    assert youth(ann, timed, ref).status_code == 200


def test_owners_keep_what_they_were_told_when_the_agreement_is_gone(
    timed: Doors, clock: Clock
) -> None:
    ref = broken(timed.asker(), minutes=10)["ref"]
    timed.installation.ledger.set_agreement_status("pact", "ended", "a test")
    later = PACT.replace("harbor-so", "state-dmv").replace("agreement: pact", "agreement: later")
    clock.now += timedelta(minutes=11)
    timed.installation.ledger.put_agreement(later, "a test")
    owner, newcomer = timed.asker(agency="harbor-so"), timed.asker(agency="state-dmv")
    (told,) = owner.get("/v1/emergencies").json()["emergencies"]
    assert (told["ref"], told["waiting_for"]) == (ref, ["harbor-so"])
    assert newcomer.get("/v1/emergencies").json()["emergencies"] == []
    said = {"verdict": "not justified", "reason": "nobody was missing"}
    assert owner.post(f"/v1/emergencies/{ref}/review", json=said).status_code == 201
