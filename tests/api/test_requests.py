"""Requests at the door: who owes an answer has it, both see it, nobody else, and the clock runs."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from doors import Clock, Doors, opened
from town import PACT

from comity.api.duties import owed

Command = Callable[..., Any]
ASKED = {"to": "harbor-so", "case": "C-1", "text": "who visited cell 4?"}


@pytest.fixture
def ann(timed: Doors) -> httpx.Client:
    """An analyst of Riverton."""
    return timed.asker(days=30)


@pytest.fixture
def hal(timed: Doors) -> httpx.Client:
    """An analyst of the harbor."""
    return timed.asker(principal="hal", agency="harbor-so", days=30)


def sent(who: httpx.Client, key: str = "k1", **changes: Any) -> httpx.Response:
    return who.post("/v1/requests", json=ASKED | changes, headers={"Idempotency-Key": key})


def listed(who: httpx.Client) -> Any:
    return who.get("/v1/requests").json()["requests"]


def answered(who: httpx.Client, ref: str, **said: str) -> httpx.Response:
    return who.post(f"/v1/requests/{ref}/answer", json={"outcome": "granted", **said})


def test_a_request_says_who_asks_whom_for_what_and_by_when_an_answer_is_owed(
    ann: httpx.Client, hal: httpx.Client
) -> None:
    told = sent(ann).json()["request"]
    assert told == {
        "ref": told["ref"],
        "agency": "riverton-pd",
        "principal": "ann",
        "to": "harbor-so",
        "purpose": "investigation",
        "case": "C-1",
        "text": "who visited cell 4?",
        "handling": "TLP:AMBER",
        "agreement": "pact",
        "clause": "20",
        "asks": "answer",
        "at": "2026-03-02T09:30:00Z",
        "due": "2026-03-07T09:30:00Z",
        "late": False,
        "answer": None,
    }
    assert listed(hal) == listed(ann) == [told]


def test_only_the_two_agencies_see_a_request(timed: Doors, ann: httpx.Client) -> None:
    ref = sent(ann).json()["request"]["ref"]
    other = timed.asker(agency="state-dmv")
    assert listed(other) == []
    nothing = answered(other, "0" * 32)
    assert nothing.status_code == 404
    assert answered(other, ref).content == answered(ann, ref).content == nothing.content


def test_the_agency_that_was_asked_answers_once_and_both_see_it(
    ann: httpx.Client, hal: httpx.Client, clock: Clock
) -> None:
    ref = sent(ann).json()["request"]["ref"]
    assert answered(hal, ref, outcome="refused").status_code == 422
    clock.now += timedelta(days=6)
    assert [one["late"] for one in listed(ann)] == [True]
    done = answered(hal, ref, outcome="refused", text="sealed by the court")
    assert done.status_code == 201
    [told] = listed(ann)
    assert (told["late"], told["answer"]["who"]) == (False, "hal")
    assert (told["answer"]["outcome"], told["answer"]["text"]) == ("refused", "sealed by the court")
    again = answered(hal, ref)
    assert (again.status_code, "is answered" in again.json()["detail"]) == (403, True)


def test_what_waits_for_ones_own_word_comes_first(ann: httpx.Client, hal: httpx.Client) -> None:
    first, second = (sent(ann, key).json()["request"]["ref"] for key in ("k1", "k2"))
    own = sent(hal, to="riverton-pd").json()["request"]["ref"]
    assert answered(hal, first).is_success
    assert [one["ref"] for one in listed(hal)] == [second, first, own]


def test_a_request_needs_an_agreement_that_obliges_the_other(
    timed: Doors, ann: httpx.Client
) -> None:
    for who, changes in (
        (ann, {"to": "state-dmv"}),
        (ann, {"to": "riverton-pd"}),
        (timed.asker(agency="state-dmv"), {}),
        (timed.asker(purposes=("licensing",)), {}),
    ):
        refused = sent(who, **changes)
        assert (refused.status_code, "obliges" in refused.json()["detail"]) == (403, True)
    sent(ann)
    timed.installation.ledger.set_agreement_status("pact", "suspended", "a test")
    assert sent(ann, "k2").status_code == 403
    assert len(listed(ann)) == 1


def test_the_same_request_again_is_not_sent_twice(ann: httpx.Client, clock: Clock) -> None:
    first = sent(ann).json()["request"]
    clock.now += timedelta(hours=1)
    assert sent(ann).json()["request"] == first
    other = sent(ann, text="who visited cell 5?")
    assert (other.status_code, other.json()["type"]) == (422, "urn:comity:problem:key-reused")
    assert listed(ann) == [first]


def test_a_confirmation_is_asked_for_by_the_duty_to_validate_and_its_clock_runs(
    timed: Doors, ann: httpx.Client, hal: httpx.Client, clock: Clock
) -> None:
    assert sent(ann, asks="validate").status_code == 403
    duty = '{clause: "21", who: [harbor-so], duty: validate, within: 24h}'
    text = PACT.replace("version: 1", "version: 2").replace(
        "within: 5d}]", f"within: 5d}}, {duty}]"
    )
    timed.installation.ledger.put_agreement(text, "a test")
    told = sent(ann, asks="validate").json()["request"]
    assert (told["clause"], told["due"]) == ("21", "2026-03-03T09:30:00Z")
    assert (told["asks"], listed(hal)) == ("validate", [told])
    assert sent(ann).status_code == 422  # the key is that of another request
    assert sent(ann, asks="validate").json()["request"] == told
    assert sent(hal, to="riverton-pd", asks="validate").status_code == 403
    clock.now += timedelta(hours=25)
    late = [(one.who, one.duty, one.about) for one in owed(timed.installation) if one.late]
    assert late == [("harbor-so", "validate", f"request {told['ref']} of riverton-pd")]
    assert answered(hal, told["ref"]).is_success
    assert not any(one.late for one in owed(timed.installation))


def test_an_unknown_handling_code_is_refused(ann: httpx.Client) -> None:
    assert sent(ann, handling="TLP:MAUVE").status_code == 422


def test_an_agency_is_late_with_an_answer_once_its_time_is_over_and_until_it_answers(
    timed: Doors, ann: httpx.Client, hal: httpx.Client, clock: Clock
) -> None:
    ref = sent(ann).json()["request"]["ref"]

    def late() -> list[tuple[str, str, str]]:
        told = owed(timed.installation)
        return [(one.who, one.clause, one.about) for one in told if one.late]

    clock.now += timedelta(days=5)
    assert late() == []
    clock.now += timedelta(seconds=1)
    assert late() == [("harbor-so", "20", f"request {ref} of riverton-pd")]
    answered(hal, ref)
    assert late() == []


def test_who_is_late_with_an_answer_is_told_at_the_command_line(
    town: Path, comity: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMITY_FOLDER", str(town))
    with opened(town, lambda: datetime(2025, 1, 1, tzinfo=UTC)) as long_ago:
        ref = sent(long_ago.asker(days=9_000)).json()["request"]["ref"]
    [row] = comity("agreement", "duties", "--late", "--json").json()
    assert (row["who"], row["duty"]) == ("harbor-so", "answer")
    assert ref in row["about"]
