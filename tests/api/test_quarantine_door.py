"""Rows set aside over HTTP: who is told of them, whose, and never what they hold."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from doors import Doors, opened
from town import MAPPING, row

from comity.casework.drawn import source_of
from comity.graph.words import BadRow, Link, LoadPlan, Record, mention_key
from comity.ingest import SourceMapping, ingest_records, parse_mapping, rerun
from comity.ingest.again import SINCE
from comity.sharing import Label

OF_A_FORCE = MAPPING.replace(
    "data_class: {data_class}", "data_class: incident, owner: {{column: FORCE}}"
)


def take_in(
    doors: Doors, source: str, agency: str, *rows: dict[str, str], text: str = MAPPING
) -> SourceMapping:
    """Rows of a source, by a mapping that is kept."""
    told = text.format(source=source, agency=agency, data_class="incident")
    mapping = parse_mapping(told, source)
    doors.installation.keep_mapping(mapping)
    name = f"{source} {[each['NO'] for each in rows]}"
    sent: Any = [("insert", each) for each in rows]
    ingest_records(doors.installation.ledger, mapping, sent, name=name)
    return mapping


@pytest.fixture(scope="module")
def river(made_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """The town with rows set aside of both agencies, of a task force, and of a drawn link."""
    data = Path(shutil.copytree(made_town, tmp_path_factory.mktemp("aside") / "town"))
    with opened(data) as served:
        bad = [row(f"Q{n}", f"Secret Name{n}", f"31/3{n}/1980", "") for n in range(3)]
        take_in(served, "desk", "riverton-pd", row("Q7", "Ivo Stahl", "1970-01-01", ""), *bad)
        take_in(served, "pier", "harbor-so", row("P1", "Secret Harbor", "41/01/1980", ""))
        forced = row("F1", "Secret Force", "51/01/1980", "") | {"FORCE": "harbor-tf"}
        take_in(served, "held", "riverton-pd", forced, text=OF_A_FORCE)
        draw_past_its_end(served)
        yield served


def draw_past_its_end(doors: Doors) -> None:
    """A link that was drawn to a mention of the harbor's, which went before it was kept."""
    label = Label("riverton-pd", "drawn", "TLP:AMBER")
    ends = mention_key("rms", "R1", "person"), mention_key("jail", "GONE", "person")
    record = Record("r" * 32, b"{}", 1, links=(Link(*ends, "associate_of", "", label),))
    ledger = doors.installation.ledger
    plan = LoadPlan(source_of("riverton-pd"), "drawn@1", "words", "drawn by hand", "sent")
    load = ledger.begin(plan).load
    ledger.append(load, [record], [], 1)
    assert ledger.publish(load).set_aside == 1


def listed(doors: Doors, **how: Any) -> Any:
    params = {name: how.pop(name) for name in ("past", "limit") if name in how}
    who: httpx.Client = doors.asker(**{"role": "records", **how})
    answer = who.get("/v1/quarantine", params=params)
    assert answer.is_success, answer.text
    return answer.json()


def test_the_rows_of_ones_own_sources_are_told_with_column_and_reason_and_no_other(
    river: Doors,
) -> None:
    told = [each for each in listed(river)["rows"] if each["source"] == "desk"]
    assert [(each["load"], each["row"], each["record"], each["column"]) for each in told] == [
        (1, 2, "Q0", "BORN"), (1, 3, "Q1", "BORN"), (1, 4, "Q2", "BORN")
    ]  # fmt: skip
    assert "31/30/1980" in told[0]["reason"]
    assert {each["source"] for each in listed(river)["rows"]} == {"desk", "held"}
    assert {each["source"] for each in listed(river, agency="harbor-so")["rows"]} == {"pier"}
    assert listed(river, agency="superior-court")["rows"] == []
    assert "Secret" not in str(listed(river)) + str(listed(river, agency="harbor-so"))


def test_where_a_column_says_whose_a_row_is_neither_record_nor_reason_is_told(
    river: Doors,
) -> None:
    [told] = [each for each in listed(river)["rows"] if each["source"] == "held"]
    assert (told["column"], told["record"], told["reason"]) == ("BORN", "", "")


def test_a_row_is_told_by_the_mapping_that_it_came_by_and_not_by_a_later_one(river: Doors) -> None:
    forced = row("T1", "Secret Turn", "52/01/1980", "") | {"FORCE": "harbor-tf"}
    take_in(river, "turn", "riverton-pd", forced, text=OF_A_FORCE)
    take_in(river, "turn", "riverton-pd", row("T2", "Ivo Own", "53/01/1980", ""))
    told = [each for each in listed(river)["rows"] if each["source"] == "turn"]
    assert [each["record"] for each in told] == ["", "T2"]
    assert "52/01/1980" not in str(told)


def test_a_drawn_link_tells_of_no_end_that_is_anothers(river: Doors) -> None:
    [aside] = [each for each in river.installation.ledger.quarantine() if "drawn" in each.source]
    assert aside.reason == "an end does not exist"
    assert "GONE" not in str(listed(river))


def test_a_reason_that_an_earlier_release_wrote_names_no_strangers_mention_either(
    river: Doors,
) -> None:
    mapping = parse_mapping(MAPPING.format(source="old", agency="riverton-pd",
                                           data_class="incident"), "old")  # fmt: skip
    river.installation.keep_mapping(mapping)
    ledger = river.installation.ledger
    keys = mention_key("jail", "B1", "person"), mention_key("old", "O1", "person")
    plan = LoadPlan(mapping.source, mapping.id, mapping.text, "old.csv", "old")
    load = ledger.begin(plan).load
    bad = [BadRow(n, "", f"an end does not exist: {key}", b"x", f"O{n}")
           for n, key in enumerate(keys, start=1)]  # fmt: skip
    ledger.append(load, [], bad, 2)
    ledger.publish(load)
    told = [each["reason"] for each in listed(river)["rows"] if each["source"] == "old"]
    assert told == ["an end does not exist", f"an end does not exist: {keys[1]}"]


def test_no_row_tells_how_much_the_whole_ledger_holds(river: Doors) -> None:
    mapping = take_in(river, "far", "riverton-pd", row("L1", "Ada Far", "1970-01-01", ""))
    body = {"source": "far", "record": "L1", "order": "order 1", "values": {"BORN": "71/01/1980"}}
    office, ledger = river.asker(role="records"), river.installation.ledger
    told = []
    for earlier in ("", " after position 83"):
        assert office.post("/v1/records/correct", json=body).status_code == 400
        sent: Any = [("update", row("L1", "Ada Far", "81/01/1980", ""))]
        ingest_records(ledger, mapping, sent, name=f"correction by order 7{earlier}")
        take_in(river, "pier", "harbor-so", row(f"P{earlier}", "Ida Pier", "1970-01-01", ""))
        rows = [each for each in listed(river)["rows"] if each["source"] == "far"]
        told.append({each["file"] for each in rows})
    assert told == [{"correction by order order 1", "correction by order 7"}] * 2


def test_a_row_that_ran_again_too_late_names_no_load_of_all(river: Doors) -> None:
    broken, right = (row("W1", "Ada Late", day, "") for day in ("91/01/1980", "1970-01-01"))
    mapping = take_in(river, "late", "riverton-pd", broken)
    take_in(river, "late", "riverton-pd", right | {"PHONE": "+12175550109"})
    ledger = river.installation.ledger
    [aside] = [each for each in ledger.quarantine() if each.source == "late"]
    ledger.mend(aside.id, json.dumps(right).encode())
    assert rerun(ledger, mapping, [ledger.quarantined(aside.id)]).set_aside == 1
    [told] = [each for each in listed(river)["rows"] if each["source"] == "late"]
    assert told["reason"] == SINCE


def test_what_a_sealed_record_said_is_told_by_no_reason(river: Doors) -> None:
    take_in(river, "desk", "riverton-pd", row("S1", "Ada Seal", "1970-01-01", ""))
    broken = row("S1", "Ada Seal", "61/01/1980", "")
    take_in(river, "desk", "riverton-pd", broken, row("S2", "Ida Open", "1970-01-01", ""))
    assert "61/01/1980" in str(listed(river))
    office = river.asker(role="records")
    body = {"source": "desk", "record": "S1", "order": "court order 26-1"}
    assert office.post("/v1/records/seal", json=body).is_success
    assert "61/01/1980" not in str(listed(river))
    assert office.post("/v1/records/unseal", json=body).is_success
    assert "61/01/1980" in str(listed(river))


def test_the_list_comes_in_pages_and_ends(river: Doors) -> None:
    whole, rows, past = listed(river), [], 0
    while past is not None:
        page = listed(river, past=past, limit=2)
        assert page["waiting"] == len(whole["rows"])
        rows, past = rows + page["rows"], page["next"]
    assert rows == whole["rows"]
    assert listed(river, past=10**6)["rows"] == []


def test_only_who_mends_rows_is_told_of_them(river: Doors) -> None:
    for role, status in (("analyst", 403), ("auditor", 403), ("writer", 200), ("records", 200)):
        assert river.asker(role=role).get("/v1/quarantine").status_code == status
