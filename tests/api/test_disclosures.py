"""Who saw an agency's records, over HTTP: its own records alone, and no word of the question."""

import json

import httpx
import pytest
from doors import Doors
from town import PACT

from comity.graph.audit import AuditFilter
from comity.sharing import Label

WHY = "a tip that stays with those who had it"
BOOKING = Label("harbor-so", "booking", "TLP:AMBER").canonical()


@pytest.fixture
def ann(doors: Doors) -> httpx.Client:
    """An analyst of Riverton, who asks for a reason of her own."""
    return doors.asker(WHY)


def told(
    doors: Doors, agency: str = "harbor-so", role: str = "analyst", **params: str
) -> list[dict]:  # type: ignore[type-arg]
    answer = doors.asker(principal="hal", agency=agency, role=role).get(
        "/v1/disclosures", params=params
    )
    assert answer.is_success, answer.text
    found: list[dict] = answer.json()["disclosures"]  # type: ignore[type-arg]
    return found


def test_every_record_behind_an_answer_is_in_its_row_with_its_label_and_right(
    doors: Doors, ann: httpx.Client
) -> None:
    before = doors.last()
    ann.post("/v1/search", json={"text": "Quillon Brandt", "limit": 1})
    ann.get("/v1/chart")
    ann.get("/v1/standing")
    searched, drawn, standing = (stored.row for stored in doors.rows(before))
    mine, theirs = sorted(searched.disclosed, key=lambda each: each.owner, reverse=True)
    assert (mine.owner, mine.agreement, mine.refs) == ("riverton-pd", "", (doors.at("R1"),))
    assert (theirs.label, theirs.agreement, theirs.clause) == (BOOKING, "pact", "1")
    assert theirs.refs == (doors.at("B1"),)
    drawn_refs = {ref for each in drawn.disclosed for ref in each.refs}
    assert {doors.at("R1"), doors.at("B1"), doors.at("R1", "phone")} <= drawn_refs
    assert doors.at("Y1") not in drawn_refs
    assert standing.disclosed == ()
    assert standing.view == drawn.view != ""


def test_an_owner_learns_who_saw_its_record_by_which_clause_and_no_word_of_the_question(
    doors: Doors, ann: httpx.Client
) -> None:
    ann.post("/v1/search", json={"text": "Quillon Brandt", "limit": 1})
    ann.post("/v1/search", json={"text": "Mina Orlov", "limit": 1})
    (found,) = told(doors)
    assert (found["agency"], found["role"], found["purpose"]) == (
        *("riverton-pd", "analyst", "investigation"),
    )
    assert found["permits"] == [{"agreement": "pact", "version": 1, "clause": "1"}]
    assert found["records"] == [{"mention": doors.at("B1"), "source": "jail", "record": "B1"}]
    assert found["asking"] is None
    assert found["at"][-4] == "."
    text = json.dumps(found)
    assert not any(word in text for word in ("ann", WHY, "Brandt", "search", doors.at("R1")))


def test_only_auditors_see_what_their_own_people_looked_at_and_why(
    doors: Doors, ann: httpx.Client
) -> None:
    ann.get(f"/v1/entities/{doors.at('R3')}")
    assert told(doors, "riverton-pd") == []
    (found,) = told(doors, "riverton-pd", "auditor")
    assert (found["asking"]["principal"], found["asking"]["justification"]) == ("ann", WHY)
    assert found["permits"] == []


def test_disclosures_of_one_entity_are_those_of_its_own_records(
    doors: Doors, ann: httpx.Client
) -> None:
    ann.get(f"/v1/entities/{doors.at('B1')}")
    ann.get(f"/v1/entities/{doors.at('B2')}")
    both = told(doors)
    assert len(both) == 2
    assert told(doors, entity=doors.at("B2")) == both[1:]
    assert told(doors, entity=doors.at("R1")) == both[:1]
    assert told(doors, entity=doors.at("R3")) == []
    absent = doors.asker(agency="harbor-so").get("/v1/disclosures", params={"entity": "0" * 32})
    assert absent.status_code == 404


def test_disclosures_come_in_pages_and_by_time(doors: Doors, ann: httpx.Client) -> None:
    for _ in range(3):
        ann.get(f"/v1/entities/{doors.at('B2')}")
    harbor = doors.asker(agency="harbor-so")
    first = harbor.get("/v1/disclosures", params={"limit": 2}).json()
    rest = harbor.get("/v1/disclosures", params={"limit": 2, "past": first["next"]}).json()
    assert (len(first["disclosures"]), len(rest["disclosures"]), rest["next"]) == (2, 1, None)
    assert told(doors, until="2020-01-01T00:00:00Z") == []
    assert len(told(doors, since="2020-01-01T00:00:00Z")) == 3


def test_looking_at_disclosures_leaves_a_row_and_discloses_nothing_itself(doors: Doors) -> None:
    before = doors.last()
    assert told(doors) == []
    (stored,) = doors.installation.audit.rows(AuditFilter(after=before))
    assert (stored.row.action, stored.row.disclosed) == ("disclosures", ())


def test_who_asked_and_why_is_told_where_the_agreement_of_that_time_says_so(
    doors: Doors, ann: httpx.Client
) -> None:
    ann.get(f"/v1/entities/{doors.at('B2')}")
    text = PACT.replace("version: 1", "version: 2\nowners_learn: question")
    doors.installation.ledger.put_agreement(text, "administrator")
    ann.get(f"/v1/entities/{doors.at('B2')}")
    before, after = (each["asking"] for each in told(doors))
    assert before is None
    assert (after["principal"], after["justification"], after["action"]) == ("ann", WHY, "entity")
