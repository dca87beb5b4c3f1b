"""Handing over: with recipient and reason, refused where it must be, and told to each owner."""

import csv
import io
import json
from typing import Any

import httpx
import networkx as nx
import pytest
from doors import NOBODY, Doors
from pypdf import PdfReader
from town import PACT

from comity.api.export_formats import FORMATS
from comity.graph.audit import Audit
from comity.graph.errors import AuditError

WHY = {"recipient": "county prosecutor", "reason": "charging decision in case 26-118"}


def hand_over(doors: Doors, *records: str, **more: Any) -> httpx.Response:
    """What Riverton's analyst gets who hands some of the town's people over."""
    told = {"entities": [doors.at(record) for record in records], **WHY, **more}
    return doors.asker().post("/v1/exports", json=told)


def rows_of(answer: httpx.Response) -> list[dict[str, str]]:
    assert answer.is_success, answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def heading_of(answer: httpx.Response) -> dict[str, str]:
    rows = rows_of(answer)
    return {row["property"]: row["value"] for row in rows if row["what"] == "heading"}


def agencies(answer: httpx.Response) -> set[str]:
    return {row["agency"] for row in rows_of(answer)} - {""}


def with_terms(doors: Doors, terms: str) -> None:
    """The pact's clauses on these terms."""
    text = PACT.replace('TLP:AMBER"}', f'TLP:AMBER", {terms}}}').replace("version: 1", "version: 2")
    doors.installation.ledger.put_agreement(text, "administrator")


def test_ones_own_records_go_with_a_heading_that_says_to_whom_why_and_how_they_are_marked(
    doors: Doors,
) -> None:
    answer = hand_over(doors, "R3")
    heading = heading_of(answer)
    assert (heading["recipient"], heading["reason"]) == tuple(WHY.values())
    assert heading["marking"].startswith("TLP:AMBER · passing on: ask · use in court: ask")
    assert heading["from"] == "ann of riverton-pd for investigation"
    assert len(heading["view"]) == 64
    assert agencies(answer) == {"riverton-pd"}
    assert answer.headers["content-disposition"] == 'attachment; filename="export.csv"'
    facts = {row["value"] for row in rows_of(answer) if row["what"] == "fact"}
    assert {"Mina Orlov", "1990-01-02"} <= facts


def test_no_cell_of_a_table_is_run_as_a_formula_and_the_table_says_so(doors: Doors) -> None:
    reason = '=HYPERLINK("http://127.0.0.1/?"&A1,"charges")'
    answer = hand_over(doors, "R3", reason=reason)
    heading = heading_of(answer)
    assert heading["reason"] == f"'{reason}"
    assert "not part of its value" in heading["cells"]
    told = hand_over(doors, "R3", reason=reason, format="json").json()
    assert told["heading"]["reason"] == reason


def test_what_the_owner_is_to_be_asked_for_is_refused_and_says_whom_to_ask(doors: Doors) -> None:
    answer = hand_over(doors, "R1")
    assert (answer.status_code, answer.json()["detail"]) == (
        403,
        "facts of harbor-so under TLP:AMBER, seen by pact 1, clause 1, may be passed on only with "
        "an approval: ask harbor-so (the watch)",
    )
    assert hand_over(doors, "R1", approved={"state-dmv": "memo 7"}).status_code == 403


def test_with_the_owners_approval_it_goes_and_the_file_names_it(doors: Doors) -> None:
    answer = hand_over(doors, "R1", approved={"harbor-so": "memo 7", "state-dmv": "memo 8"})
    assert agencies(answer) == {"harbor-so", "riverton-pd"}
    assert heading_of(answer)["approved by harbor-so"] == "memo 7"
    assert "memo 8" not in answer.text


def test_what_is_never_passed_on_goes_with_no_approval(doors: Doors) -> None:
    with_terms(doors, "onward: never")
    answer = hand_over(doors, "B2", approved={"harbor-so": "memo 7"})
    assert "may not be passed on: ask harbor-so" in answer.json()["detail"]


def test_a_milder_clause_does_not_outweigh_the_code_of_a_fact(doors: Doors) -> None:
    with_terms(doors, "onward: free")
    assert "only with an approval" in hand_over(doors, "B2").json()["detail"]


def test_what_is_to_be_verified_first_goes_only_with_a_verification(doors: Doors) -> None:
    with_terms(doors, "verify_first: true")
    told = {"approved": {"harbor-so": "memo 7"}}
    refused = hand_over(doors, "B2", **told)
    assert "are to be verified with the owner first" in refused.json()["detail"]
    assert hand_over(doors, "B2", **told, verified={"harbor-so": "call of today"}).is_success


def test_an_owner_gets_its_own_back_without_asking_itself(doors: Doors) -> None:
    assert hand_over(doors, "R1", recipient="harbor-so").is_success


def test_what_must_not_go_can_be_left_out_as_if_it_had_never_been_recorded(doors: Doors) -> None:
    answer = hand_over(doors, "R1", "B2", only_free=True)
    assert agencies(answer) == {"riverton-pd"}
    assert "harbor" not in answer.text
    assert "B1" not in {row["record"] for row in rows_of(answer)}
    assert answer.headers["comity-left-out"] == "records=2, facts=4"
    by_another = hand_over(doors, "B1", "B2", only_free=True)
    told, again = ([row for row in rows_of(each) if row["what"] != "heading"]
                   for each in (answer, by_another))  # fmt: skip
    assert again == told
    nothing = hand_over(doors, "B2", only_free=True)
    assert nothing.json()["type"] == "urn:comity:problem:not-to-be-passed-on"


def test_withheld_and_absent_are_refused_alike_before_anything_else(doors: Doors) -> None:
    told = {**WHY, "entities": [doors.at("R1"), doors.at("Y1")]}
    hidden = doors.asker().post("/v1/exports", json=told)
    absent = doors.asker().post("/v1/exports", json={**told, "entities": [doors.at("R1"), NOBODY]})
    assert (hidden.status_code, hidden.content) == (404, absent.content)


def test_each_owner_reads_in_its_own_row_to_whom_its_records_went_and_why(doors: Doors) -> None:
    before = doors.last()
    assert hand_over(doors, "R1", approved={"harbor-so": "memo 7"}).is_success
    asked, *owners = (stored.row for stored in doors.rows(before))
    assert (asked.action, asked.disclosed, asked.shown) == ("disseminate", (), ())
    told = {row.disclosed[0].owner: row for row in owners}
    assert set(told) == {"harbor-so", "riverton-pd"}
    for owner, row in told.items():
        assert {each.owner for each in row.disclosed} == {owner}
        assert row.action == "handed_over"
        assert {**WHY, "format": "csv"}.items() <= json.loads(row.question).items()
    assert json.loads(told["riverton-pd"].question)["approved"] == {}
    (found,) = doors.asker(agency="harbor-so").get("/v1/disclosures").json()["disclosures"]
    assert found["handed_over"] == {
        **WHY, "format": "csv", "approved": {"harbor-so": "memo 7"}, "verified": {},
    }  # fmt: skip
    assert [each["record"] for each in found["records"]] == ["B1"]
    assert found["asking"] is None


def test_a_refused_hand_over_is_in_the_audit_and_tells_no_owner_that_it_went(doors: Doors) -> None:
    before = doors.last()
    hand_over(doors, "R1")
    (stored,) = doors.rows(before)
    assert (stored.row.outcome, stored.row.disclosed) == ("not-to-be-passed-on", ())
    assert doors.asker(agency="harbor-so").get("/v1/disclosures").json()["disclosures"] == []


@pytest.mark.parametrize("form", sorted(set(FORMATS) - {"pdf"}))
def test_every_format_carries_marking_recipient_reason_and_view(doors: Doors, form: str) -> None:
    told = {"approved": {"harbor-so": "memo 7"}, "hops": 1}
    answer = hand_over(doors, "R1", format=form, **told)
    assert answer.is_success, answer.text
    digest = heading_of(hand_over(doors, "R1", **told))["view"]
    for word in (*WHY.values(), "TLP:AMBER", "harbor-so", digest, "Quillon Brandt"):
        assert word in answer.text
    assert answer.headers["content-type"] == "application/octet-stream"


def test_a_pdf_carries_them_too(doors: Doors) -> None:
    told = {"approved": {"harbor-so": "memo 7"}, "hops": 1}
    answer = hand_over(doors, "R1", format="pdf", **told)
    assert answer.headers["content-disposition"] == 'attachment; filename="export.pdf"'
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    for word in (*WHY.values(), "TLP:AMBER", "harbor-so, jail B1", "Quillon Brandt"):
        assert word in text


def test_json_and_graphml_hold_the_same_entities_and_links(doors: Doors) -> None:
    told = {"approved": {"harbor-so": "memo 7"}, "hops": 1}
    plain = hand_over(doors, "R1", format="json", **told).json()
    graph = nx.parse_graphml(hand_over(doors, "R1", format="graphml", **told).text)
    assert {each["id"] for each in plain["entities"]} == set(graph.nodes)
    assert len(plain["links"]) == graph.number_of_edges() > 1
    rows = rows_of(hand_over(doors, "R1", **told))
    assert len([row for row in rows if row["what"] == "link"]) == len(plain["links"])
    assert graph.nodes[doors.at("B2")] if doors.at("B2") in graph else True


def test_more_entities_than_a_file_holds_are_refused(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comity.api.hand_over.MOST", 2)
    answer = hand_over(doors, "R1", hops=1, approved={"harbor-so": "memo 7"})
    assert (answer.status_code, "more than 2 entities" in answer.json()["detail"]) == (400, True)


@pytest.mark.parametrize("missing", ["recipient", "reason"])
def test_without_a_recipient_or_a_reason_nothing_goes(doors: Doors, missing: str) -> None:
    assert hand_over(doors, "R3", **{missing: " "}).status_code == 422


def test_without_its_rows_in_the_audit_nothing_goes(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> list[int]:
        raise AuditError("the disk is full")

    monkeypatch.setattr(Audit, "write_all", refused)
    answer = hand_over(doors, "R3")
    assert (answer.status_code, answer.json()["title"]) == (503, "The question cannot be audited")
    assert "Mina" not in answer.text
