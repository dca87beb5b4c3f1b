"""Deconfliction at the door: both desks are pointed to each other, and told nothing else."""

import json
from datetime import timedelta
from itertools import count
from typing import Any

import httpx
import pytest
from doors import Clock, Doors
from town import PACT

from comity.sharing import Label

NUMBERS = count()
PERSON = {
    "kind": "person",
    "values": [
        {"property": "name", "value": "Quillon Brandt"},
        {"property": "birth_date", "value": "1980-05-07"},
    ],
}
SPELLED = {
    "kind": "person",
    "values": [
        {"property": "given_name", "value": "Quilon"},
        {"property": "family_name", "value": "BRANDT"},
        {"property": "birth_date", "value": "1980-05-07"},
    ],
}
PIER = {"latitude": 41.0, "longitude": -87.0, "radius": 300}
NEAR = {"latitude": 41.004, "longitude": -87.0, "radius": 300}
WHY = {"case": "C-1", "reason": "seen at three of the burglaries"}


@pytest.fixture
def ann(timed: Doors) -> httpx.Client:
    """An analyst of Riverton."""
    return timed.asker(days=30)


@pytest.fixture
def hal(timed: Doors) -> httpx.Client:
    """An analyst of the harbor."""
    return timed.asker(principal="hal", agency="harbor-so", days=30)


def registered(who: httpx.Client, what: dict[str, Any], key: str = "", **more: Any) -> Any:
    """A target, or an action where a place is told, that somebody registers."""
    sort = "target" if "kind" in what else "action"
    answer = sent(who, what | WHY | more, key)
    assert answer.status_code == 201, answer.text
    return answer.json()[sort]


def sent(who: httpx.Client, body: dict[str, Any], key: str = "") -> httpx.Response:
    path = "/v1/targets" if "kind" in body else "/v1/actions"
    headers = {"Idempotency-Key": key or f"key {next(NUMBERS)}"}
    return who.post(path, json=body, headers=headers)


def pointers(who: httpx.Client) -> list[dict[str, str]]:
    answer = who.get("/v1/deconfliction")
    assert answer.is_success, answer.text
    found: list[dict[str, str]] = answer.json()["pointers"]
    return found


@pytest.mark.parametrize(("one", "other"), [(PERSON, SPELLED), (PIER, NEAR)])
def test_both_desks_learn_of_each_other_and_of_nothing_else(
    ann: httpx.Client, hal: httpx.Client, clock: Clock, one: Any, other: Any
) -> None:
    mine = registered(ann, one)
    assert pointers(ann) == []
    clock.now += timedelta(minutes=5)
    theirs = registered(hal, other, reason="wanted for the theft of a boat", case="H-7")
    [to_harbor], [to_riverton] = pointers(ann), pointers(hal)
    assert to_harbor == {
        "ref": to_harbor["ref"],
        "agency": "harbor-so",
        "desk": "the watch",
        "at": "2026-03-02T09:35:00Z",
        "registration": mine["ref"],
    }
    assert (to_riverton["agency"], to_riverton["registration"]) == ("riverton-pd", theirs["ref"])
    # By the same reference each desk finds its own registration when the other calls.
    assert to_riverton["ref"] == to_harbor["ref"]
    told = (
        ann.get("/v1/deconfliction").text
        + ann.get("/v1/targets").text
        + ann.get("/v1/actions").text
    )
    for word in ("boat", "H-7", theirs["ref"], "Quilon", "41.004"):
        assert word not in told


def test_who_registers_is_answered_alike_whether_somebody_else_did_or_not(
    ann: httpx.Client, hal: httpx.Client
) -> None:
    def listed() -> Any:
        return [ann.get(path).json().popitem() for path in ("/v1/targets", "/v1/actions")]

    mine = registered(ann, PERSON, "k1")
    before = listed()
    registered(hal, SPELLED)
    assert listed() == before
    assert registered(ann, PERSON, "k1") == mine


def test_pairs_of_one_desks_registrations_cannot_be_told_to_belong_together(
    ann: httpx.Client, hal: httpx.Client
) -> None:
    first, second = registered(ann, PERSON), registered(ann, SPELLED)
    theirs = registered(hal, PERSON)
    found = pointers(hal)
    assert len({one["ref"] for one in found}) == len(found) == 2
    assert {one["registration"] for one in found} == {theirs["ref"]}
    own = {first["ref"], second["ref"]}
    assert {one["registration"] for one in pointers(ann)} == own
    assert not own & {one["ref"] for one in found}


@pytest.mark.parametrize("status", ["suspended", "ended"])
def test_pointers_go_with_the_agreement_from_the_next_request(
    timed: Doors, ann: httpx.Client, hal: httpx.Client, status: str
) -> None:
    registered(ann, PERSON)
    registered(hal, PERSON)
    assert pointers(ann)
    timed.installation.ledger.set_agreement_status("pact", status, "a test")
    assert pointers(ann) == pointers(hal) == []


def test_an_agreement_that_does_not_say_so_points_to_nothing(
    timed: Doors, ann: httpx.Client, hal: httpx.Client
) -> None:
    silent = PACT.replace("deconflict: true\n", "").replace("version: 1", "version: 2")
    timed.installation.ledger.put_agreement(silent, "a test")
    registered(ann, PERSON)
    registered(hal, PERSON)
    assert pointers(ann) == pointers(hal) == []


@pytest.mark.parametrize("purposes", [("licensing",), ("investigation", "licensing")])
def test_pointers_are_for_the_purposes_of_the_agreement(
    timed: Doors, hal: httpx.Client, purposes: tuple[str, ...]
) -> None:
    ann = timed.asker(purposes=purposes)
    registered(ann, PERSON)
    registered(hal, PERSON)
    for_that = purposes[0] == "investigation"
    assert bool(pointers(ann)) == bool(pointers(hal)) == for_that
    if for_that:
        ann.headers["Comity-Purpose"] = "licensing"
        assert pointers(ann) == []


def test_pointers_go_when_either_desk_takes_its_registration_back(
    ann: httpx.Client, hal: httpx.Client
) -> None:
    mine, _ = registered(ann, PERSON), registered(hal, PERSON)
    assert ann.delete(f"/v1/targets/{mine['ref']}").json()["ref"] == mine["ref"]
    assert pointers(ann) == pointers(hal) == []
    assert ann.get("/v1/targets").json()["targets"] == []


def test_registrations_end_by_themselves(
    ann: httpx.Client, hal: httpx.Client, clock: Clock
) -> None:
    registered(ann, PERSON, days=1)
    registered(hal, PERSON, days=9)
    clock.now += timedelta(hours=23)
    assert pointers(hal)
    clock.now += timedelta(hours=1)
    assert pointers(hal) == pointers(ann) == []
    assert ann.get("/v1/targets").json()["targets"] == []


def test_actions_that_are_long_after_one_another_do_not_meet(
    ann: httpx.Client, hal: httpx.Client
) -> None:
    registered(ann, PIER, since="2026-03-04T20:00:00Z", hours=2)
    registered(hal, NEAR, since="2026-03-04T23:00:00Z")
    assert pointers(ann) == []
    registered(hal, NEAR, since="2026-03-04T22:30:00Z")
    assert len(pointers(ann)) == 1


@pytest.mark.parametrize("sort", ["targets", "actions"])
def test_another_agencys_registration_is_as_good_as_none(
    ann: httpx.Client, hal: httpx.Client, sort: str
) -> None:
    theirs = registered(hal, PERSON if sort == "targets" else PIER)
    for ref in (theirs["ref"], "0" * 32):
        answer = ann.delete(f"/v1/{sort}/{ref}")
        assert (answer.status_code, answer.json()["detail"]) == (
            404,
            "there is nothing here that this view may see",
        )
    other = "actions" if sort == "targets" else "targets"
    assert hal.delete(f"/v1/{other}/{theirs['ref']}").status_code == 404
    assert hal.delete(f"/v1/{sort}/{theirs['ref']}").is_success
    assert hal.delete(f"/v1/{sort}/{theirs['ref']}").status_code == 404


@pytest.mark.parametrize("what", [PERSON, PIER])
def test_the_same_key_and_body_again_register_nothing_more(
    ann: httpx.Client, clock: Clock, what: Any
) -> None:
    first = registered(ann, what, "k1")
    clock.now += timedelta(minutes=1)
    assert registered(ann, what, "k1") == first
    again = sent(ann, what | WHY | {"reason": "for another reason"}, "k1")
    assert (again.status_code, again.json()["type"]) == (422, "urn:comity:problem:key-reused")
    assert registered(ann, what, "k2")["ref"] != first["ref"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"days": 181}, "within 180 days"),
        ({"kind": "ghost"}, "no such kind"),
        ({"values": PERSON["values"][:1]}, "compared with nothing"),
        ({"values": [{"property": "plate", "value": "ABC"}]}, "a person has the properties"),
        ({"values": [{"property": "birth_date", "value": "5/7/80"}]}, "is no date"),
    ],
)
def test_a_target_that_could_not_be_compared_is_refused_and_no_value_repeated(
    ann: httpx.Client, changes: Any, said: str
) -> None:
    answer = sent(ann, PERSON | WHY | changes)
    assert (answer.status_code, said in answer.json()["detail"]) == (400, True), answer.text
    assert not any(word in answer.text for word in ("ghost", "ABC", "5/7", "Brandt"))


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"since": "2026-03-01T09:30:00Z"}, 400),
        ({"since": "2026-09-01T09:30:00Z"}, 400),
        ({"since": "tomorrow"}, 400),
        ({"latitude": None}, 400),
        ({"latitude": 91}, 422),
        ({"case": " "}, 422),
        ({"reason": "why"}, 422),
    ],
)
def test_an_action_at_no_place_or_time_that_can_be_is_refused(
    ann: httpx.Client, changes: Any, status: int
) -> None:
    assert sent(ann, PIER | WHY | changes).status_code == status
    assert ann.get("/v1/actions").json()["actions"] == []


def test_a_desk_learns_whenever_its_registration_was_pointed_to(
    timed: Doors, ann: httpx.Client, hal: httpx.Client
) -> None:
    registered(ann, PERSON)
    registered(hal, PERSON)
    assert hal.get("/v1/disclosures").json()["disclosures"] == []
    before = timed.last()
    [pointer] = pointers(ann)
    [row] = timed.rows(before)
    told = row.row.disclosed
    assert [each.label for each in told] == [
        Label("harbor-so", "deconfliction", "TLP:AMBER").canonical()
    ]
    [seen] = hal.get("/v1/disclosures").json()["disclosures"]
    assert seen["agency"] == "riverton-pd"
    assert seen["permits"][0]["clause"] == "deconflict"
    assert pointer["ref"] in json.dumps(seen)
    assert "Brandt" not in json.dumps(seen)


@pytest.mark.parametrize(
    "wide",
    [
        PIER | {"radius": 5001},
        PIER | {"hours": 24 * 14 + 1},
        {"kind": "phone", "values": [{"property": "phone_number", "value": "+12175550101"}] * 21},
    ],
)
def test_what_would_look_for_others_rather_than_tell_of_ones_own_is_refused(
    ann: httpx.Client, wide: dict[str, Any]
) -> None:
    assert sent(ann, wide | WHY).status_code == 422
