"""Orders on records over HTTP: who may, on whose records, what they do, and whom they list."""

import json
import shutil
from collections.abc import Iterator
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from doors import NOBODY, OF_RECORDS, Doors, opened
from town import row

from comity.api import records
from comity.api.app import QUESTIONS
from comity.api.asked import Asked
from comity.api.installation import Installation
from comity.api.order_list import read_order_list, reference
from comity.api.orders_door import Orders
from comity.api.questions import audited
from comity.api.routes_orders import QUESTIONS as ORDERS
from comity.api.tokens import Grant
from comity.api.unfinished import DONE, NOTHING
from comity.api.wire_orders import CorrectBody, OrderBody, SealBody
from comity.graph.audit import Audit
from comity.graph.errors import ProjectionError
from comity.graph.ledger import Ledger
from comity.graph.ledger_words import Mark
from comity.graph.view import micros
from comity.ingest import ingest_records, parse_mapping
from comity.sharing import Viewer

NUMBERS = count()
VERBS = ("received", "correct", "seal", "unseal", "expunge")
NAME = {verb: f"who_{verb}" if verb == "received" else f"{verb}_record" for verb in VERBS}
HIDDEN = "silent-agency"
HELD = """\
mapping: held
version: 1
source: {id: held, agency: riverton-pd, title: Kept for the task force}
format: csv
record: "NO"
label: {data_class: incident, handling: "TLP:AMBER", owner: {column: FORCE}}
mentions:
  person: {kind: person, properties: {name: NAME}}
"""


@pytest.fixture(scope="module")
def river(made_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """The town, served for all tests here."""
    data = Path(shutil.copytree(made_town, tmp_path_factory.mktemp("orders") / "town"))
    with opened(data) as served:
        yield served


@pytest.fixture(scope="module")
def office(river: Doors) -> httpx.Client:
    """Riverton's records office."""
    return river.asker("order of the court", principal="rosa", role="records")


@pytest.fixture(scope="module")
def hal(river: Doors) -> httpx.Client:
    """An analyst of the harbor."""
    return river.asker(principal="hal", agency="harbor-so")


@pytest.fixture
def one(river: Doors) -> str:
    """The number of a new record of Riverton's; its person is found by that number."""
    number = f"N{next(NUMBERS)}"
    send(river, number)
    return number


def send(doors: Doors, number: str) -> None:
    rows = [{"row": row(number, name_of(number), "1970-01-02", "")}]
    sent = doors.asker(role="writer").post(
        "/v1/sources/rms/records", json={"records": rows}, headers={"Idempotency-Key": number}
    )
    assert sent.json()["accepted"] == 1


def order(who: httpx.Client, verb: str, record: str, source: str = "rms", **more: Any) -> Any:
    said = OF_RECORDS[NAME[verb]] | more
    return who.post(f"/v1/records/{verb}", json={"source": source, "record": record, **said})


def post_text(who: httpx.Client, said: str) -> httpx.Response:
    """A correction whose JSON is written by hand."""
    told = {"Content-Type": "application/json"}
    return who.post("/v1/records/correct", content=said.encode(), headers=told)


def name_of(record: str) -> str:
    """A name that is like no other record's."""
    letters = [chr(ord("a") + byte % 26) for byte in sha256(record.encode()).digest()]
    return f"{''.join(letters[:9])} {''.join(letters[9:20])}".title()


def found(who: httpx.Client, record: str) -> list[str]:
    """The ids under which somebody finds a record's person by its name."""
    answer = who.post("/v1/search", json={"text": name_of(record)}).json()
    return [hit["entity"] for hit in answer["hits"] if hit["name"] == name_of(record)]


def test_whoever_received_a_record_is_listed_by_agency_before_and_with_every_order(
    office: httpx.Client, hal: httpx.Client, one: str
) -> None:
    assert order(office, "received", one).json()["received"] == []
    [entity] = found(hal, one)
    assert hal.get(f"/v1/entities/{entity}").is_success
    [told] = order(office, "received", one).json()["received"]
    assert (told["agency"], told["answers"], told["purposes"]) == (
        "harbor-so",
        2,
        ["investigation"],
    )
    assert told["first"] <= told["last"]
    assert set(told) == {"agency", "answers", "first", "last", "purposes", "handed_over"}
    assert "hal" not in order(office, "received", one).text
    body = {"entities": [entity], "recipient": "the mayor", "reason": "a report", "format": "json",
            "approved": {"riverton-pd": "memo 7"}}  # fmt: skip
    assert hal.post("/v1/exports", json=body).is_success
    [told] = order(office, "seal", one).json()["received"]
    assert [(to["recipient"], to["reason"]) for to in told["handed_over"]] == [
        ("the mayor", "a report")
    ]


def test_a_seal_hides_a_record_from_all_but_whom_it_spares_until_it_is_opened(
    river: Doors, office: httpx.Client, hal: httpx.Client, one: str
) -> None:
    before = found(office, one), found(hal, one)
    told = order(office, "seal", one, spared=["harbor-so"])
    assert (told.status_code, told.json()["changed"]) == (201, True)
    assert (found(office, one), found(hal, one)) == ([], before[1])
    again = order(office, "seal", one, spared=["harbor-so"]).json()
    assert again["changed"] is False
    assert order(office, "seal", one, spared=[]).json()["changed"] is True
    assert found(hal, one) == []
    assert order(office, "unseal", one).json()["changed"] is True
    assert (found(office, one), found(hal, one)) == before
    assert order(office, "unseal", one).json()["changed"] is False
    kinds = [mark.kind for mark in river.installation.ledger.marks() if mark.record == one]
    assert kinds == ["seal", "seal", "unseal"]


def test_a_slip_in_whom_a_seal_spares_is_refused_and_tells_of_no_agency_that_one_knows_not(
    river: Doors, office: httpx.Client, one: str
) -> None:
    told = order(office, "seal", one, spared=["harbour-so"])
    assert told.json()["type"] == "urn:comity:problem:bad-question"
    assert "did you mean 'harbor-so'? allowed: harbor-so, riverton-pd;" in told.text
    silent = parse_mapping(HELD.replace("held", "silent").replace("riverton-pd", HIDDEN), "silent")
    sent = [("insert", {"NO": "1", "NAME": "Ada Mute", "FORCE": HIDDEN})]
    ingest_records(river.installation.ledger, silent, sent, name="1")  # type: ignore[arg-type]
    assert HIDDEN in records.agencies(river.installation)
    theirs, none = (order(office, "seal", one, spared=[name]) for name in (HIDDEN, "nobody-here"))
    assert theirs.text.replace(HIDDEN, "nobody-here") == none.text
    assert found(office, one) != []
    assert order(office, "seal", one, spared=[" harbor-so "]).is_success
    assert river.installation.ledger.sealed()["rms", one] == ("harbor-so",)


def test_a_correction_is_a_new_version_and_names_only_columns_that_are_read(
    river: Doors, office: httpx.Client, one: str
) -> None:
    [entity] = found(office, one)
    assert order(office, "correct", one, values={"BORN": "1971-02-03"}).json()["changed"] is True
    facts = office.get(f"/v1/entities/{entity}").json()["entity"]["facts"]
    assert [fact["value"] for fact in facts if fact["property"] == "birth_date"] == ["1971-02-03"]
    assert order(office, "correct", one, values={"BORN": "1971-02-03"}).json()["changed"] is False
    strange = order(office, "correct", one, values={"BRON": "1971-02-03"})
    assert strange.json()["detail"] == "values: the source's mapping reads BORN, NAME, NO, PHONE"
    broken = order(office, "correct", one, values={"BORN": "31/31/1971"})
    assert (broken.status_code, "1971" in broken.text) == (400, False)
    for number in ("R1", f"{one}x"):
        moved = order(office, "correct", one, values={"NO": number})
        assert moved.json()["detail"] == "values: a correction keeps a record's own id"
    for odd in (["a"], {"a": "b"}, None, 7, 1e308, "x" * 10_000, "[" * 900 + "]" * 900, "\u0000"):
        odd_one = order(office, "correct", one, values={"BORN": odd})
        assert odd_one.status_code in (201, 400, 422), odd
    assert order(office, "correct", one, values={"BORN": "1971-02-03"}).is_success
    other = order(office, "correct", one, table="x.pdf")
    assert other.json()["type"] == "urn:comity:problem:no-such-table"
    told = [json.loads(each.row.question)["body"] for each in river.rows()
            if each.row.action == "correct_record" and f'"{one}"' in each.row.question]  # fmt: skip
    assert told[0]["values"] == ["BORN"]


def test_an_expunged_record_leaves_no_word_of_it_that_came_over_http(
    river: Doors, office: httpx.Client, one: str
) -> None:
    writer = river.asker(role="writer")
    body = {"records": [{"row": row(one, name_of(one), "77/77/1934", "+12175550177")}]}
    key = {"Idempotency-Key": f"broken {one}"}
    first = writer.post("/v1/sources/rms/records", json=body, headers=key)
    assert "77/77/1934" in first.text
    assert order(office, "correct", one, values={"PHONE": "+12175550188"}).is_success
    assert order(office, "expunge", one).is_success
    again = writer.post("/v1/sources/rms/records", json=body, headers=key)
    assert again.json() == first.json() | {
        "problems": [{"row": 1, "column": "", "reason": "purged"}]
    }
    kept = [each.row.question for each in river.rows() if each.row.action == "add_records"]
    assert any('["BORN", "NAME", "NO", "PHONE"]' in question for question in kept)
    left = b"".join(each.read_bytes() for each in river.installation.folder.glob("*.db*"))
    for word in (name_of(one), "77/77/1934", "+12175550177", "+12175550188"):
        assert word.encode() not in left, word


def test_a_correction_leaves_no_record_that_cannot_be_read_again(
    river: Doors, office: httpx.Client, one: str
) -> None:
    deep = "[" * 150 + "]" * 150
    for odd in ("NaN", "1e999", "-Infinity", "[1e999]", deep):
        said = (
            f'{{"source": "rms", "record": "{one}", "order": "abc", "values": {{"PHONE": {odd}}}}}'
        )
        assert post_text(office, said).status_code == 400, odd
    assert order(office, "correct", one, values={"BORN": "1971-02-03"}).json()["changed"] is True
    assert order(office, "expunge", one).is_success
    left = [each for each in river.installation.ledger.quarantine() if one.encode() in each.content]
    assert left == []


def test_a_column_that_no_audit_could_name_is_refused(office: httpx.Client, one: str) -> None:
    said = f'{{"source": "rms", "record": "{one}", "order": "abc", "values": {{"\\ud800": 1}}}}'
    told = post_text(office, said)
    assert told.json()["type"] == "urn:comity:problem:invalid"
    assert told.json()["errors"][0]["at"] == "body.values"


@pytest.mark.parametrize("verb", ["correct", "expunge"])
def test_what_is_held_is_neither_corrected_nor_expunged_until_the_hold_is_ended(
    river: Doors, office: httpx.Client, one: str, verb: str
) -> None:
    ledger = river.installation.ledger
    never = order(office, verb, "NEVER").content
    for kind in ("hold", "release", "hold"):
        ledger.mark(Mark(kind, "rms", one, "civil suit 26-3", "ana"))  # type: ignore[arg-type]
    before = ledger.head()
    told = order(office, verb, one)
    assert (told.status_code, told.json()["type"]) == (409, "urn:comity:problem:held")
    assert "comity retention release" in told.json()["detail"]
    assert "suit" not in told.text
    assert ledger.head() == before
    assert river.rows()[-1].row.outcome == "held"
    theirs = river.asker("why", principal="hao", agency="harbor-so", role="records")
    assert order(theirs, verb, one).content == never
    assert order(office, "seal", one).is_success
    assert order(office, "unseal", one).is_success
    ledger.mark(Mark("release", "rms", one, "the suit is over", "ana"))
    assert order(office, verb, one).json()["changed"] is True


def test_a_sealed_record_is_not_corrected_so_that_nobody_guesses_what_it_says(
    office: httpx.Client, one: str
) -> None:
    assert order(office, "seal", one, spared=[]).is_success
    told = [order(office, "correct", one, values={"BORN": day}) for day in
            ("1970-01-02", "1971-02-03", "nothing")]  # fmt: skip
    assert {answer.status_code for answer in told} == {400}
    assert len({answer.content for answer in told}) == 1
    assert order(office, "seal", one, spared=["riverton-pd"]).is_success
    assert order(office, "correct", one, values={"BORN": "1971-02-03"}).is_success


def test_what_is_expunged_is_gone_with_its_words_and_is_as_if_never_there(
    river: Doors, office: httpx.Client, hal: httpx.Client, one: str
) -> None:
    assert order(office, "expunge", one).json()["changed"] is True
    assert (found(office, one), found(hal, one)) == ([], [])
    for verb in VERBS:
        gone, never = order(office, verb, one), order(office, verb, "NEVER")
        assert (gone.status_code, gone.content) == (404, never.content), verb
    assert river.installation.ledger.verify().holds
    left = b"".join(each.read_bytes() for each in river.installation.folder.glob("*.db*")
                    if not each.name.startswith("audit"))  # fmt: skip
    assert name_of(one).encode() not in left


@pytest.mark.parametrize("verb", VERBS)
def test_another_agencys_record_is_answered_as_none_is(
    river: Doors, office: httpx.Client, verb: str
) -> None:
    before = len(river.installation.ledger.marks()), river.installation.ledger.purges()
    none = order(office, verb, NOBODY, source="nowhere")
    assert (none.status_code, none.json()["type"]) == (404, "urn:comity:problem:nothing-here")
    for source, record in (("jail", "B1"), ("youth", "Y1"), ("rms", "B1"), ("jail", "R1")):
        theirs = order(office, verb, record, source=source)
        assert (theirs.status_code, theirs.content) == (404, none.content)
        assert theirs.headers["content-length"] == none.headers["content-length"]
    assert (len(river.installation.ledger.marks()), river.installation.ledger.purges()) == before


@pytest.mark.parametrize("verb", VERBS)
def test_a_task_forces_facts_are_no_agencys_own(
    river: Doors, office: httpx.Client, verb: str
) -> None:
    mapping = parse_mapping(HELD, "held")
    sent = [("insert", {"NO": f"F{verb}", "NAME": "Ada Force", "FORCE": "harbor-tf"})]
    ingest_records(river.installation.ledger, mapping, sent, name=verb)  # type: ignore[arg-type]
    theirs, none = order(office, verb, f"F{verb}", source="held"), order(office, verb, NOBODY)
    assert (theirs.status_code, theirs.content) == (404, none.content)


def test_where_a_column_says_whose_a_row_is_nobody_guesses_at_parts_of_others(
    river: Doors, office: httpx.Client
) -> None:
    mapping = parse_mapping(HELD, "held")
    river.installation.keep_mapping(mapping)
    sent = [("insert", {"NO": "FM", "NAME": "Ada Own", "FORCE": "riverton-pd"})]
    ingest_records(river.installation.ledger, mapping, sent, name="own")  # type: ignore[arg-type]
    told = order(office, "correct", "FM", source="held", values={"NAME": "Ada Own"})
    assert (told.status_code, "at the terminal" in told.text) == (400, True)
    assert order(office, "seal", "FM", source="held").is_success


@pytest.mark.parametrize("role", ["analyst", "writer", "auditor"])
@pytest.mark.parametrize("verb", VERBS)
def test_other_roles_are_refused_whatever_they_name(river: Doors, verb: str, role: str) -> None:
    who = river.asker(role=role)
    answers = [order(who, verb, "R1"), order(who, verb, NOBODY), order(who, verb, "B1", "jail")]
    assert {answer.status_code for answer in answers} == {403}
    assert len({answer.content for answer in answers}) == 1


def test_an_order_tells_who_saw_and_so_needs_both_scopes(river: Doors, one: str) -> None:
    now = river.installation.clock()
    needs = {question.answer.__name__: question.needs for question in QUESTIONS}
    assert {needs[f"{verb}_record"] for verb in VERBS[1:]} == {"write"}
    grant = Grant("ann", "riverton-pd", "records", ("investigation",), micros(now),
                  micros(now) + 10**12, scopes=("write",))  # fmt: skip
    secret = river.installation.tokens.give(grant)[1]
    who = river.client(**{"Authorization": f"Bearer {secret}", "Comity-Justification": "why"})
    assert order(who, "expunge", one).status_code == 403
    assert found(river.asker(), one) != []


@pytest.mark.parametrize(
    "wrong",
    [
        {"order": "  "}, {"order": "x" * 10_000}, {"record": ""}, {"source": "x" * 10_000},
        {"values": {}}, {"values": []}, {"spared": [""]}, {"spared": ["a,b"]}, {"spared": ["  "]},
        {"order": "a\nb"}, {"spared": ["a"] * 51}, {"more": 1},
    ],
)  # fmt: skip
def test_an_order_without_its_reference_or_of_another_form_is_refused(
    office: httpx.Client, one: str, wrong: dict[str, Any]
) -> None:
    verb = "correct" if "values" in wrong else "seal"
    answer = order(office, verb, one, **wrong) if "record" not in wrong else order(
        office, verb, wrong["record"]
    )  # fmt: skip
    assert answer.json()["type"] == "urn:comity:problem:invalid"
    assert found(office, one) != []


@pytest.fixture
def listing(river: Doors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the served town keeps its order list meanwhile."""
    settings = river.installation.settings.model_copy(
        update={"order_list": str(tmp_path / "orders.json")}
    )
    monkeypatch.setattr(river.installation, "settings", settings)
    return tmp_path / "orders.json"


def listed(installation: Installation, record: str) -> list[str]:
    """The orders on a record that the list tells."""
    path, key = Path(installation.settings.order_list), installation.id_key
    named = reference(key, "rms", record)
    return [each.kind for each in read_order_list(path, key).entries if each.ref == named]


@pytest.mark.parametrize("verb", ["seal", "unseal", "expunge"])
def test_an_order_that_a_restore_could_not_be_told_of_is_not_carried_out(
    river: Doors, office: httpx.Client, listing: Path, one: str, verb: str
) -> None:
    if verb == "unseal":
        assert order(office, "seal", one).is_success
        listing.unlink()
    listing.mkdir()
    before = river.installation.ledger.head()
    told = order(office, verb, one)
    assert (told.status_code, told.json()["type"]) == (503, "urn:comity:problem:no-order-list")
    assert river.installation.ledger.head() == before
    assert river.rows()[-1].row.outcome == "no-order-list"
    assert order(office, verb, NOBODY).status_code == 404
    listing.rmdir()
    assert order(office, verb, one).json()["changed"] is True
    assert listed(river.installation, one)[-1] == ("purge" if verb == "expunge" else verb)


def test_an_order_whose_list_fails_on_the_way_says_so_and_the_next_one_mends_it(
    river: Doors, office: httpx.Client, listing: Path, one: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_then(*given: Any, **named: Any) -> int:
        listing.unlink()
        listing.mkdir()
        return mark(*given, **named)

    mark = records.mark
    with monkeypatch.context() as failing:
        failing.setattr(records, "mark", fail_then)
        told = order(office, "seal", one)
    assert (told.status_code, told.json()["type"]) == (503, "urn:comity:problem:not-listed")
    assert river.rows()[-1].row.outcome == "not-listed"
    assert found(office, one) == []
    listing.rmdir()
    assert order(office, "seal", one, spared=["harbor-so"]).json()["changed"] is False
    assert listed(river.installation, one) == ["seal"]


def test_an_order_is_listed_though_the_graph_store_is_away(
    river: Doors, office: httpx.Client, listing: Path, one: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise ProjectionError("away")

    with monkeypatch.context() as going:
        going.setattr(records, "project", away)
        assert order(office, "expunge", one).status_code == 503
    assert listing.exists()
    assert listed(river.installation, one) == ["purge"]


def test_an_order_that_a_stop_kept_from_the_list_is_on_it_once_the_server_starts(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = town / "settings.yaml"
    named = f"order_list: {town.parent / 'orders.json'}"
    path.write_text(path.read_text().replace("order_list: ''", named))
    with Installation.open(town) as installation, monkeypatch.context() as stopping:
        stopping.setattr(records, "_reach", stop)
        with pytest.raises(Stopped):
            Orders(installation).seal(ROSA, ("rms", "R3"), "an order", ())
    with opened(town) as served:
        assert listed(served.installation, "R3") == ["seal"]


ROSA = Viewer("rosa", "riverton-pd", "records", "investigation", "order of the court")


class Stopped(BaseException):
    """Stands for the end of the process: nothing after it is done."""


def stop(*_: object, **__: object) -> None:
    raise Stopped


BODIES = {verb: SealBody if verb == "seal" else OrderBody for verb in VERBS[2:]} | {
    "correct": CorrectBody
}
WORKS = {"correct": "correct", "seal": "mark", "unseal": "mark", "expunge": "expunge"}


@pytest.mark.parametrize("verb", sorted(BODIES))
@pytest.mark.parametrize("late", [False, True])
def test_an_order_that_a_stop_cut_off_is_told_truly_and_can_be_given_again(
    town: Path, monkeypatch: pytest.MonkeyPatch, verb: str, late: bool
) -> None:
    with Installation.open(town) as installation:
        if verb == "unseal":
            Orders(installation).seal(ROSA, ("rms", "R3"), "an order", ())
        with monkeypatch.context() as stopping:
            # After the ledger has it and before the graph store does; or before either.
            stopping.setattr(records, "_reach" if late else WORKS[verb], stop)
            with pytest.raises(Stopped):
                give(installation, verb)
    with Audit(town / "audit.db") as audit:
        [intent] = audit.unfinished()
    with Installation.open(town) as installation:
        [told] = [kept.row.outcome for kept in installation.audit.rows()
                  if kept.settles == intent.id]  # fmt: skip
        assert told == (DONE if late else NOTHING)
        if verb == "expunge" and late:
            assert installation.desk.open(ROSA).search("Mina Orlov") == []
        else:
            assert give(installation, verb).changed is not late


def test_a_correction_that_a_stop_cut_off_never_stands_in_for_another(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Installation.open(town) as installation:
        orders, days = Orders(installation), ("1971-02-03", "1972-03-04")
        with monkeypatch.context() as stopping:
            stopping.setattr(Ledger, "publish", stop)
            with pytest.raises(Stopped):
                orders.correct(ROSA, ("rms", "R3"), {"BORN": days[0]}, "an order", "")
        assert orders.correct(ROSA, ("rms", "R3"), {"BORN": days[1]}, "an order", "")
        told = installation.ledger.kept_record("rms", "R3")
        assert told is not None
        assert days[1].encode() in told.content


def give(installation: Installation, verb: str) -> Any:
    """Give an order on R3 as the server does."""
    [question] = [each for each in ORDERS if each.answer.__name__ == f"{verb}_record"]
    about = {"source": "rms", "record": "R3", **OF_RECORDS[f"{verb}_record"]}
    asked, body = Asked(installation, ROSA), BODIES[verb].model_validate(about)
    return audited(question)(asked=asked, orders=Orders(installation), body=body)
