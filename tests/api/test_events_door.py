"""Communications and movement over HTTP and in the terminal: of one case, under its authority."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from conftest import Command
from doors import NOBODY, Doors, opened

from comity.api.files import write_private
from comity.api.installation import MAPPINGS, Installation
from comity.client import connect
from comity.ingest import ingest_records, parse_mapping

AUTHORITY = (
    "{started: AT, amount: AMOUNT, currency: CURRENCY, "
    "authority: WARRANT, authority_case: CASE, authority_expires: UNTIL}"
)
MAPPING = """\
mapping: lines
version: 1
source: {id: lines, agency: riverton-pd, title: Lines}
format: csv
files: ["lines*.csv"]
record: "NO"
label: {data_class: incident, handling: "TLP:AMBER"}
mentions:
  call: {kind: call, when: CALL, properties: CALLED}
  sighting: {kind: sighting, when: SEEN, properties: CALLED}
  payment: {kind: payment, when: PAID, properties: AUTHORITY}
  from: {kind: phone, when: FROM, properties: {phone_number: FROM, imei: IMEI}}
  to: {kind: phone, when: TO, properties: {phone_number: TO}}
  car: {kind: vehicle, when: PLATE, properties: {plate: PLATE}}
  place: {kind: location, when: PLACE, properties: {street: PLACE, city: CITY}}
  payer: {kind: account, when: PAYER, properties: {account_number: PAYER}}
  payee: {kind: account, when: PAYEE, properties: {account_number: PAYEE}}
links:
  - {from: from, to: call, kind: involved_in, role: caller}
  - {from: to, to: call, kind: involved_in, role: callee}
  - {from: car, to: sighting, kind: involved_in, role: subject}
  - {from: sighting, to: place, kind: located_at}
  - {from: payer, to: payment, kind: involved_in, role: payer}
  - {from: payee, to: payment, kind: involved_in, role: payee}
"""
COLUMNS = (
    *("NO", "AT", "WARRANT", "CASE", "UNTIL", "CALL", "SEEN", "PAID", "FROM", "TO", "IMEI"),
    *("PLATE", "PLACE", "CITY", "PAYER", "PAYEE", "AMOUNT", "CURRENCY"),
)
ONE, TWO, THREE = "+12175550131", "+12175550132", "+12175550133"
OLD, NEW = "490154203237518", "356938035643809"
UNDER = {"WARRANT": "W-1", "CASE": "C-1", "UNTIL": "2099-01-01"}


def call(number: int, one: str, two: str, at: str, imei: str = OLD, **more: str) -> dict[str, str]:
    sides = {"CALL": "y", "FROM": one, "TO": two, "IMEI": imei}
    return {"NO": f"L{number}", "AT": at, **UNDER, **sides, **more}


def seen(number: int, plate: str, place: str, at: str) -> dict[str, str]:
    where = {"SEEN": "y", "PLATE": plate, "PLACE": place, "CITY": "Springfield"}
    return {"NO": f"L{number}", "AT": at, **UNDER, **where}


def paid(number: int, payer: str, payee: str, at: str, amount: str) -> dict[str, str]:
    sides = {"PAID": "y", "PAYER": payer, "PAYEE": payee, "AMOUNT": amount, "CURRENCY": "EUR"}
    return {"NO": f"L{number}", "AT": at, **UNDER, **sides}


ROWS = [
    call(1, ONE, TWO, "2025-03-03T23:10:00Z"),
    call(2, ONE, TWO, "2025-03-10T23:20:00Z"),
    call(3, TWO, ONE, "2025-03-11T08:00:00Z", imei=""),
    call(4, ONE, THREE, "2025-03-12T08:00:00Z", imei=NEW),
    call(5, TWO, THREE, "2025-03-12T09:00:00Z", imei=""),
    call(6, ONE, TWO, "2025-03-13T09:00:00Z", CASE="C-2"),
    call(7, ONE, TWO, "2025-03-13T09:00:00Z", WARRANT=""),
    call(8, ONE, TWO, "2025-03-13T09:00:00Z", UNTIL="2025-04-01"),
    *(seen(10 + at, plate, f"{at // 2} Pier Road", f"2025-03-0{1 + at // 2}T10:0{at % 2}:00Z")
      for at, plate in enumerate(("ABC123", "XYZ789") * 3)),
    paid(20, "90346886", "90346887", "2025-03-01T10:00:00Z", "1000"),
    paid(21, "90346887", "90346888", "2025-03-01T20:00:00Z", "950"),
]  # fmt: skip


@pytest.fixture(scope="module")
def lines(made_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """The town with calls, sightings and payments, most of them under a warrant for C-1."""
    data = Path(shutil.copytree(made_town, tmp_path_factory.mktemp("lines") / "town"))
    said = MAPPING.replace("AUTHORITY", AUTHORITY)
    said = said.replace("CALLED", AUTHORITY.replace(" amount: AMOUNT, currency: CURRENCY,", ""))
    write_private(data / MAPPINGS / "lines.yaml", said.encode())
    rows: list[Any] = [("insert", {**dict.fromkeys(COLUMNS, ""), **each}) for each in ROWS]
    with Installation.open(data) as installation:
        summary = ingest_records(
            installation.ledger, parse_mapping(said, "lines"), rows, name="lines"
        )
        assert summary.accepted == len(ROWS)
    with opened(data) as served:
        yield served


def of_case(doors: Doors, case: str = "C-1") -> httpx.Client:
    """Ann, a member of C-1, who asks for a case."""
    asker = doors.asker()
    asker.headers["Comity-Case"] = case
    return asker


def phone(doors: Doors, number: str) -> str:
    hits = doors.asker().post("/v1/search", json={"text": number, "kind": "phone"}).json()["hits"]
    return str(hits[0]["entity"])


def test_contacts_count_what_has_an_authority_and_the_rest_is_told_as_refused(lines: Doors) -> None:
    one, two, three = (phone(lines, each) for each in (ONE, TWO, THREE))
    asked = {"entity": one, "other": two}
    told = of_case(lines).get("/v1/events/contacts", params=asked).json()
    counts = [(each["contact"]["entity"], each["outgoing"], each["incoming"])
              for each in told["contacts"]]  # fmt: skip
    assert counts == [(two, 2, 1), (three, 1, 0)]
    assert told["contacts"][0]["since"] == "2025-03-03T23:10:00Z"
    assert told["refused"] == {
        "no authority": 1, "another case": 1, "expired, or without an expiry": 1,
    }  # fmt: skip
    assert [each["reciprocity"] for each in told["reciprocity"]] == [0.5]
    assert [each["entity"] for each in told["common"]] == [three]
    assert told["marking"]["owners"]
    everybody = of_case(lines).get("/v1/events/contacts", params={"best": 1}).json()
    assert {each["who"]["entity"] for each in everybody["contacts"]} == {one, two, three}


def test_a_pattern_of_life_is_by_the_clock_of_a_zone(lines: Doors) -> None:
    asked = {"zone": "Europe/Brussels", "entity": phone(lines, ONE)}
    told = of_case(lines).get("/v1/events/pattern", params=asked).json()
    [pattern] = told["patterns"]
    slots = {(each["weekday"], each["hour"]): each["events"] for each in pattern["hours"]}
    assert slots == {(1, 0): 2, (1, 9): 1, (2, 9): 1}
    assert sum(each["share"] for each in pattern["hours"]) == pytest.approx(1)


def test_two_seen_together_at_several_places_are_told_with_each_meeting(lines: Doors) -> None:
    told = of_case(lines).get("/v1/events/together", params={"places": 3}).json()
    [pair] = told["travel"]
    assert (pair["meetings"], pair["places"], told["count"]) == (3, 3, 3)
    assert {pair["one"]["kind"], pair["other"]["kind"]} == {"vehicle"}
    apart = of_case(lines).get("/v1/events/together", params={"window": 0}).json()
    assert (apart["travel"], apart["meetings"]) == ([], [])


def test_payments_follow_on_each_other_soon_and_in_about_that_amount(lines: Doors) -> None:
    told = of_case(lines).get("/v1/events/payments").json()
    [chain] = told["chains"]
    assert [each["amount"] for each in chain["payments"]] == [1000, 950]
    first, second = chain["payments"]
    assert first["payee"] == second["payer"]
    for asked in ({"hours": 2}, {"tolerance": 0.01}, {"entity": second["payee"]["entity"]}):
        assert of_case(lines).get("/v1/events/payments", params=asked).json()["chains"] == []


def test_a_number_in_another_handset_is_told_with_its_telephone(lines: Doors) -> None:
    told = of_case(lines).get("/v1/events/handsets").json()
    [change] = told["changes"]
    assert (change["value"], change["changed"]) == (ONE, "imei")
    assert (change["before"]["imei"], change["after"]["imei"]) == (OLD, NEW)
    assert change["of"] == [{"entity": phone(lines, ONE)}]
    assert change["first_after"] == "2025-03-12T08:00:00Z"


ROUTES = ("contacts", "pattern", "together", "payments", "handsets")


@pytest.mark.parametrize("route", ROUTES)
def test_without_a_case_of_ones_own_nothing_is_analysed_and_the_audit_says_so(
    lines: Doors, route: str
) -> None:
    before = lines.last()
    for asker in (lines.asker(), of_case(lines, "C-2"), of_case(lines, "C-3")):
        refused = asker.get(f"/v1/events/{route}")
        assert (refused.status_code, refused.json()["type"]) == (
            403, "urn:comity:problem:no-authority",
        )  # fmt: skip
    assert of_case(lines).get(f"/v1/events/{route}").status_code == 200
    rows = [stored.row for stored in lines.rows(before)]
    assert [(row.action, row.outcome) for row in rows] == [
        *[(route, "no-authority")] * 3, (route, "answered"),
    ]  # fmt: skip
    assert rows[-1].disclosed


@pytest.mark.parametrize(
    ("route", "asked", "status"),
    [
        ("contacts", {"entity": NOBODY}, 404), ("contacts", {"other": NOBODY}, 404),
        ("contacts", {"best": 101}, 422), ("contacts", {"kind": "sighting"}, 422),
        ("pattern", {"zone": "America"}, 400), ("pattern", {"zone": "../UTC"}, 400),
        ("pattern", {"zone": "x" * 65}, 422), ("together", {"metres": 50_001}, 422),
        ("together", {"window": -1}, 422), ("together", {"window": "nan"}, 422),
        ("payments", {"tolerance": 1}, 422), ("payments", {"hours": 0}, 422),
        ("payments", {"hours": 1e-300}, 422),
        ("payments", {"entity": NOBODY}, 404), ("handsets", {"by": "name"}, 422),
    ],
)  # fmt: skip
def test_nobody_nonsense_and_too_much_are_refused(
    lines: Doors, route: str, asked: dict[str, Any], status: int
) -> None:
    assert of_case(lines).get(f"/v1/events/{route}", params=asked).status_code == status


def test_common_contacts_are_of_two(lines: Doors) -> None:
    one = phone(lines, ONE)
    for asked in ({"other": one}, {"entity": one, "other": one}):
        assert of_case(lines).get("/v1/events/contacts", params=asked).status_code == 400


def test_the_commands_take_the_case_at_its_word_and_say_what_was_left_out(
    lines: Doors, comity: Command
) -> None:
    who = ("--as", "ann", "--justification", "a test", "-C", lines.installation.folder)
    for command, said in (
        ("contacts", "another case: 1"), ("pattern", "by the clock of UTC"),
        ("together", "proves nothing"), ("payments", "1 chains"), ("handsets", OLD),
    ):  # fmt: skip
        told = comity("analyse", command, *who, "--case", "C-1")
        assert (told.code, said in told.out) == (0, True), (command, told.out, told.err)
        refused = comity("analyse", command, *who)
        assert (refused.code, "case" in refused.err) == (1, True)


def test_the_client_has_a_frame_of_each_keyed_by_entity(lines: Doors) -> None:
    with connect(lines.root, lines.token(), justification="a test", case="C-1") as client:
        one = phone(lines, ONE)
        assert client.contacts(one)["entity"].tolist() == [one, one]
        assert client.contacts(one).attrs["refused"]["another case"] == 1
        assert client.pattern_of_life(one, zone="UTC")["events"].sum() == 4
        assert client.together()["places"].tolist() == [3]
        assert client.payments()["amount"].tolist() == [1000, 950]
        assert client.handsets()["entities"].tolist() == [[one]]
        assert client.reachable(one, hops=1).attrs["counts"][0] == 1
        assert "profile" in client.community(one).attrs
        assert client.key_players(through="shared_phone", k=1).attrs["best"]
        assert client.hidden_links(method="common_neighbors").attrs["method"]
        assert client.what_if([one], measures=["degree"]).attrs["changes"]
        since = datetime(2020, 1, 1, tzinfo=UTC)
        assert {*client.community_changes(known_at=since)["change"]} == {"born"}
        assert client.paths(one, phone(lines, TWO), sort="in_time")["hop"].tolist() == [1, 2]


def test_an_authority_taken_back_since_allows_nothing_of_the_days_before(lines: Doors) -> None:
    """The last test here: a warrant of the others is quashed in it."""
    asked = {"entity": phone(lines, THREE)}
    told = of_case(lines).get("/v1/events/contacts", params=asked).json()
    assert [each["events"] for each in told["contacts"]] == [1, 1]
    text = (lines.installation.folder / MAPPINGS / "lines.yaml").read_text()
    quashed = {**dict.fromkeys(COLUMNS, ""), **ROWS[4], "WARRANT": ""}
    ingest_records(
        lines.installation.ledger, parse_mapping(text, "lines"), [("update", quashed)], name="quash"
    )
    for then in ({}, {"known_at": told["standing"]["known_at"]}):
        after = of_case(lines).get("/v1/events/contacts", params=asked | then).json()
        assert [each["events"] for each in after["contacts"]] == [1]
        assert after["refused"] == told["refused"] | {"no authority": 2}
    assert of_case(lines).get(f"/v1/entities/{phone(lines, TWO)}", params=then).status_code == 200
