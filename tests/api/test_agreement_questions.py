"""What a viewer sees under which agreement, what would go with one, and who sees our records."""

from typing import Any

import httpx
import pytest
from doors import Doors
from town import address

from comity.api.installation import Installation


def asked(who: httpx.Client, path: str) -> Any:
    """The answer to a question that has one."""
    answer = who.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_each_clause_is_told_in_words_with_how_much_it_lets_show(doors: Doors) -> None:
    (pact,) = asked(doors.asker(), "/v1/agreements")["agreements"]
    assert (pact["id"], pact["version"], pact["ends"]) == ("pact", 1, "2099-01-01")
    booking, incident, juvenile, *_ = pact["clauses"]
    assert booking["text"].startswith("harbor-so share booking up to TLP:AMBER with riverton-pd.")
    assert booking["facts"] > 0
    assert juvenile["facts"] == 0  # nothing without an emergency
    assert incident["facts"] == 0  # one's own incidents rest on no clause


def test_what_would_go_with_an_agreement_is_what_goes_with_it(doors: Doors) -> None:
    told = asked(doors.asker(), "/v1/agreements/pact/without")
    assert told["counts"] == asked(doors.asker(), "/v1/standing")["counts"]
    assert {(one["owner"], one["data_class"]) for one in told["lost"]} == {("harbor-so", "booking")}
    doors.installation.ledger.set_agreement_status("pact", "suspended", "a test")
    assert asked(doors.asker(), "/v1/standing")["counts"] == told["counts_without"]
    assert doors.asker().get("/v1/agreements/pact/without").status_code == 404
    assert asked(doors.asker(), "/v1/agreements")["agreements"] == []


@pytest.mark.parametrize("agreement", ["nowhere", "own records", "%20", "../standing"])
def test_an_agreement_that_is_not_ones_own_is_nothing(doors: Doors, agreement: str) -> None:
    assert doors.asker().get(f"/v1/agreements/{agreement}/without").status_code == 404


def test_an_owner_learns_who_else_may_see_a_record(doors: Doors) -> None:
    with_key: Installation = doors.installation
    own = address(with_key, "R1")
    emergency, always = asked(doors.asker(), f"/v1/mentions/{own}/audience")["audience"]
    assert (always["agency"], always["permit"]["clause"], always["sees"]) == (
        *("harbor-so", "2", "the facts"),
    )
    assert always["purposes"] == ["investigation"]
    assert "Only in an emergency" in emergency["conditions"]


def test_who_sees_another_agencys_record_is_for_its_owner_to_know(doors: Doors) -> None:
    for record in ("B2", "Y1"):
        theirs = address(doors.installation, record)
        assert doors.asker().get(f"/v1/mentions/{theirs}/audience").status_code == 404
