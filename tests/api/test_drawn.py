"""What is drawn by hand: it shows like any record, to whom agreements let it, until taken back."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from doors import NOBODY, Doors, opened

from comity.api.installation import Installation
from comity.api.records import expunge
from comity.graph.ledger_words import Mark
from comity.graph.projection import rebuild
from comity.graph.strength import STRENGTHS
from comity.graph.words import mention_key
from comity.sharing import Viewer

NUMBERS = count()
PACT_OF_DRAWINGS = """\
agreement: drawings
version: 1
title: What analysts draw
status: active
parties: [riverton-pd, harbor-so]
purposes: [investigation]
starts: 2020-01-01
ends: 2099-01-01
shares:
  - {clause: "1", from: [riverton-pd], to: [harbor-so], data_classes: [drawn],
     handling_ceiling: "TLP:GREEN"}
"""


@pytest.fixture(scope="module")
def river(made_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """The town, served for all tests here; what Riverton draws goes to the harbor up to GREEN."""
    data = Path(shutil.copytree(made_town, tmp_path_factory.mktemp("drawn") / "town"))
    with opened(data) as served:
        served.installation.ledger.put_agreement(PACT_OF_DRAWINGS, "administrator")
        yield served


@pytest.fixture(scope="module")
def ann(river: Doors) -> httpx.Client:
    """An analyst of Riverton."""
    return river.asker()


@pytest.fixture(scope="module")
def hal(river: Doors) -> httpx.Client:
    """An analyst of the harbor."""
    return river.asker(principal="hal", agency="harbor-so")


def drawn(who: httpx.Client, first: str, second: str, **more: Any) -> httpx.Response:
    """A link that somebody draws."""
    key = more.pop("key", f"key {next(NUMBERS)}")
    said = {"kind": "associate_of", "role": "associate", "reason": "seen at the pier"}
    body = {"first": first, "second": second, **said, **more}
    return who.post("/v1/drawn/links", json=body, headers={"Idempotency-Key": key})


def edges(who: httpx.Client, *entities: str) -> list[Any]:
    """The links that were drawn by hand between some entities, as a chart has them."""
    answer = who.post("/v1/drawing", json={"entities": entities}).json()
    return [edge for edge in answer["edges"] if edge["kind"] == "associate_of"]


@pytest.mark.parametrize("strength", STRENGTHS)
def test_a_drawn_link_is_on_the_chart_with_its_strength_until_it_is_taken_back(
    river: Doors, ann: httpx.Client, strength: str
) -> None:
    ends = river.at("R1"), river.at("B2")
    ref = drawn(ann, *ends, strength=strength, grade="ADMIRALTY:C3").json()["ref"]
    [edge] = edges(ann, *ends)
    assert (edge["strength"], edge["grades"]) == (strength, ["ADMIRALTY:C3"])
    assert f"drawn/riverton-pd {ref}, TLP:AMBER, graded ADMIRALTY:C3" in edge["lines"][0]
    assert ann.delete(f"/v1/drawn/{ref}").json()["ref"] == ref
    assert edges(ann, *ends) == []
    assert ann.delete(f"/v1/drawn/{ref}").status_code == 404


def test_the_strongest_of_several_says_how_strong_a_line_is(
    river: Doors, ann: httpx.Client
) -> None:
    ends = river.at("R2"), river.at("B2")
    refs = [drawn(ann, *ends, strength=each).json()["ref"] for each in ("tentative", "unconfirmed")]
    [edge] = edges(ann, *ends)
    assert (edge["count"], edge["strength"]) == (2, "unconfirmed")
    for ref in refs:
        ann.delete(f"/v1/drawn/{ref}")


def test_another_agency_sees_it_where_an_agreement_lets_it_and_never_who_drew_it(
    river: Doors, ann: httpx.Client, hal: httpx.Client
) -> None:
    ends = river.at("R3"), river.at("B2")
    kept = drawn(ann, *ends, reason="a word of Ann's").json()["ref"]
    assert edges(hal, *ends) == []
    told = drawn(ann, *ends, handling="TLP:GREEN", reason="a word of Ann's").json()["ref"]
    [edge] = edges(hal, *ends)
    assert edge["count"] == 1
    assert b"a word of Ann's" not in hal.post("/v1/drawing", json={"entities": ends}).content
    assert hal.get("/v1/drawn").json()["drawn"] == []
    for ref in (kept, told):
        assert hal.delete(f"/v1/drawn/{ref}").content == hal.delete(f"/v1/drawn/{NOBODY}").content
    listed = ann.get("/v1/drawn").json()["drawn"]
    assert {one["ref"]: (one["author"], one["reason"]) for one in listed} == dict.fromkeys(
        (kept, told), ("ann", "a word of Ann's")
    )
    for ref in (kept, told):
        ann.delete(f"/v1/drawn/{ref}")


def test_it_goes_with_what_it_hangs_on(river: Doors, ann: httpx.Client) -> None:
    """Under emergency Riverton sees the youths; without, a link to one is as if it never was."""
    told = {"reason": "a child was taken an hour ago"}
    broken = ann.post("/v1/emergencies", json=told).json()["emergency"]["ref"]
    seeing = river.asker()
    seeing.headers["Comity-Emergency"] = broken
    ref = drawn(ann, river.at("R1"), river.at("Y1"), key="youth")
    assert ref.status_code == 404  # writing is as of now, without the emergency
    assert ann.get("/v1/drawn").json()["drawn"] == []


def test_the_hidden_and_the_absent_are_refused_alike(river: Doors, ann: httpx.Client) -> None:
    hidden, absent = (drawn(ann, river.at("R1"), end) for end in (river.at("Y1"), NOBODY))
    assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)
    assert hidden.status_code == 404


@pytest.mark.parametrize(
    ("said", "problem", "told"),
    [
        ({"kind": "knows"}, "bad-question", "no link of the kind 'knows'"),
        ({"role": "king"}, "bad-question", "no role 'king'"),
        ({"kind": "located_at"}, "bad-question", "has no role"),
        ({"grade": "Z9"}, "bad-question", "ADMIRALTY:C3"),
        ({"handling": "TLP:MAUVE"}, "unknown-code", ""),
        ({"since": "2026-01-02T00:00Z", "until": "2026-01-01T00:00Z"}, "bad-question", "ends"),
        ({"strength": "certain"}, "invalid", ""),
    ],
)
def test_what_the_vocabulary_does_not_know_is_refused(
    river: Doors, ann: httpx.Client, said: dict[str, str], problem: str, told: str
) -> None:
    answer = drawn(ann, river.at("R1"), river.at("B2"), **said)
    assert answer.json()["type"] == f"urn:comity:problem:{problem}"
    assert told in answer.json()["detail"]


def test_one_entity_is_not_linked_to_itself(river: Doors, ann: httpx.Client) -> None:
    assert "these are one" in drawn(ann, river.at("R1"), river.at("B1")).json()["detail"]


def test_the_same_key_draws_once_and_another_body_under_it_is_refused(
    river: Doors, ann: httpx.Client
) -> None:
    ends = river.at("R4"), river.at("B2")
    first, again = (drawn(ann, *ends, key="once").json()["ref"] for _ in range(2))
    assert first == again
    assert edges(ann, *ends)[0]["count"] == 1
    other = drawn(ann, *ends, key="once", reason="another reason")
    assert other.json()["type"] == "urn:comity:problem:key-reused"
    ann.delete(f"/v1/drawn/{first}")


def test_a_drawn_entity_is_found_and_matched_like_any_other(ann: httpx.Client) -> None:
    values = [{"property": "name", "value": "Leander Voss"},
              {"property": "birth_date", "value": "1971-04-05"}]  # fmt: skip
    body = {"kind": "person", "values": values, "reason": "named by a caller"}
    headers = {"Idempotency-Key": "voss"}
    answer = ann.post("/v1/drawn/entities", json=body, headers=headers).json()
    [hit] = ann.post("/v1/search", json={"text": "Leander Voss"}).json()["hits"]
    assert hit["entity"] == answer["entity"]
    [one] = ann.get("/v1/drawn").json()["drawn"]
    assert (one["entity"], one["first"], one["kind"]) == (answer["entity"], None, "person")
    ann.delete(f"/v1/drawn/{answer['ref']}")
    assert ann.post("/v1/search", json={"text": "Leander Voss"}).json()["hits"] == []
    wrong = body | {"values": [{"property": "plate", "value": "AB 1"}]}
    refused = ann.post("/v1/drawn/entities", json=wrong, headers={"Idempotency-Key": "plate"})
    assert "has no 'plate'" in refused.json()["detail"]


def test_purging_a_record_takes_along_what_was_drawn_on_it(river: Doors, ann: httpx.Client) -> None:
    ends = river.at("R5"), river.at("B3")
    ref = drawn(ann, *ends, reason="his brother Perpetuo").json()["ref"]
    ledger = river.installation.ledger
    ledger.purge("jail", "B3", "order 7")
    assert ledger.verify().holds
    assert ann.get("/v1/drawn").json()["drawn"] == []
    assert ann.delete(f"/v1/drawn/{ref}").status_code == 404
    left = b"".join(each.read_bytes() for each in ledger.path.parent.glob("ledger.db*"))
    for word in (b"his brother Perpetuo", mention_key("jail", "B3", "person").encode()):
        assert word not in left


def test_what_is_drawn_on_a_purged_record_stays_while_it_is_held(
    river: Doors, ann: httpx.Client
) -> None:
    ref = drawn(ann, river.at("R4"), river.at("B2"), reason="held for the trial").json()["ref"]
    ledger, place = river.installation.ledger, ("drawn/riverton-pd", ref)
    ledger.mark(Mark("hold", *place, "civil suit 26-3", "ana"))
    expunge(river.installation, "jail", "B2", "order 8")
    kept = ledger.kept_record(*place)
    assert kept is not None
    assert b"held for the trial" in kept.content
    assert ann.get("/v1/drawn").json()["drawn"] == []
    assert ann.get("/v1/chart").is_success
    rebuild(ledger, river.installation.store)
    with Installation.open(river.installation.folder) as again:
        asker = Viewer("ann", "riverton-pd", "analyst", "investigation", "a test")
        view = again.desk.open(asker)
        assert view.search("Tobiah Finch") != []
        assert view.mention_key(river.at("B2")) is None
    assert ledger.verify().holds
    ledger.mark(Mark("release", *place, "over", "ana"))
    expunge(river.installation, *place, "order 9")
    assert ledger.kept_record(*place) is None
    assert ledger.verify().holds
