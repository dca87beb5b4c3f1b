"""At the doors: whom to ask, and that two are one, where the facts themselves do not show."""

import pytest
from doors import Doors
from town import address

from comity.graph.errors import AgreementRefused

LESS = """\
agreement: less
version: 1
title: Less than the facts
status: active
parties: [riverton-pd, {{agency: harbor-so, desk: youth desk, contact: room 4}}]
purposes: [investigation]
starts: 2020-01-01
ends: 2099-01-01
shares:
  - {{clause: "1", from: [harbor-so], to: [riverton-pd], data_classes: [juvenile],
     handling_ceiling: "TLP:AMBER", {gives}}}
"""


def give(doors: Doors, gives: str) -> None:
    """Let the harbor give something of what it holds of youths."""
    doors.installation.ledger.put_agreement(LESS.format(gives=gives), "administrator")


@pytest.fixture
def phone(doors: Doors) -> str:
    """The address of a phone that a youth of the harbor's uses too."""
    return address(doors.installation, "R1", "phone")


def test_a_pointer_names_agency_desk_and_reference_and_nothing_else(
    doors: Doors, phone: str
) -> None:
    assert doors.asker().get(f"/v1/entities/{phone}/pointers").json()["pointers"] == []
    give(doors, "gives: pointer")
    answer = doors.asker().get(f"/v1/entities/{phone}/pointers")
    (pointer,) = answer.json()["pointers"]
    assert (pointer["agency"], pointer["desk"], pointer["contact"]) == (
        "harbor-so", "youth desk", "room 4",
    )  # fmt: skip
    assert pointer["permit"] == {"agreement": "less", "version": 1, "clause": "1"}
    assert not {"Zebedee", "Y1", "youth", "juvenile"} & set(answer.text.split('"'))


def test_whole_names_are_pointed_to_and_parts_of_names_are_not(doors: Doors) -> None:
    give(doors, "gives: pointer")

    def found(text: str) -> list[str]:
        answer = doors.asker().post("/v1/pointers/search", json={"text": text})
        return [one["agency"] for one in answer.json()["pointers"]]

    assert found("zebedee hollow") == ["harbor-so"]
    assert found("Zebedee") == found("Zebedea Hollow") == found("Quillon Brandt") == []


def test_the_owner_finds_by_the_reference_who_asked_and_what_was_meant(
    doors: Doors, phone: str
) -> None:
    give(doors, "gives: pointer")
    (pointer,) = doors.asker().get(f"/v1/entities/{phone}/pointers").json()["pointers"]
    owner = doors.asker(principal="sam", agency="harbor-so", role="auditor")
    path = f"/v1/disclosures?pointer={pointer['ref']}"
    (told,) = owner.get(path).json()["disclosures"]
    assert told["agency"] == "riverton-pd"
    assert ("youth", "Y1") in {(one["source"], one["record"]) for one in told["records"]}
    assert doors.asker().get(path).json()["disclosures"] == []
    assert owner.get(f"/v1/disclosures?pointer={'0' * 32}").json()["disclosures"] == []


def test_hidden_and_unknown_addresses_are_the_same_nothing(doors: Doors) -> None:
    hidden = address(doors.installation, "Y1")
    for what in ("pointers", "ties"):
        answers = [doors.asker().get(f"/v1/entities/{at}/{what}") for at in (hidden, "0" * 32)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content


def test_who_is_pointed_to_shows_in_the_audience_of_a_record(doors: Doors) -> None:
    give(doors, "gives: pointer")
    owner = doors.asker(agency="harbor-so")
    told = owner.get(f"/v1/mentions/{address(doors.installation, 'Y1')}/audience").json()
    assert "whom to ask" in {one["sees"] for one in told["audience"]}


def test_a_redaction_of_what_no_record_has_is_refused(doors: Doors) -> None:
    with pytest.raises(AgreementRefused, match="clause 1 redacts 'birthdate'"):
        give(doors, "redact: [birthdate]")
    give(doors, "redact: [birth_date, name]")
    youth = doors.asker().get(f"/v1/entities/{address(doors.installation, 'Y1')}")
    assert youth.json()["entity"]["facts"] == []
