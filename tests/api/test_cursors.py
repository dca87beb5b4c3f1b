"""Pages of neighbours: all of them once, in order; a cursor is good for its own pages only."""

import base64
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from doors import Doors, opened
from hypothesis import given
from hypothesis import strategies as st

from comity.api.cursors import SEAL, Cursor, read_cursor, write_cursor
from comity.api.errors import BadQuestion

KEY = b"k" * 32
TEXT = st.text(max_size=20)
CURSORS = st.builds(Cursor, TEXT, TEXT, st.integers(), st.none() | st.integers(), TEXT)


def pages(ann: httpx.Client, entity: str, limit: int, **query: str) -> list[Any]:
    """The answers of every page of neighbours."""
    path, found, cursor = f"/v1/entities/{entity}/neighbours", [], ""
    while True:
        asked = {"limit": str(limit), **({"cursor": cursor} if cursor else query)}
        answer = ann.get(path, params=asked)
        assert answer.status_code == 200, answer.text
        found.append(answer.json())
        cursor = found[-1]["next_cursor"]
        if cursor is None:
            return found


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 500])
def test_pages_show_every_neighbour_once_in_the_order_of_ids(town_doors: Doors, limit: int) -> None:
    ann = town_doors.asker()
    phone = town_doors.at("R1", "phone")
    [whole] = pages(ann, phone, 100)
    found = pages(ann, phone, limit)
    shown = [neighbour for page in found for neighbour in page["neighbours"]]
    assert shown == whole["neighbours"]
    assert [each["entity"] for each in shown] == sorted({each["entity"] for each in shown})
    assert len(shown) == 4
    assert all(page["neighbours"] for page in found)


def test_all_pages_are_of_the_moment_of_the_first(town: Path) -> None:
    with opened(town) as doors:
        ann, phone = doors.asker(), doors.at("R1", "phone")
        path = f"/v1/entities/{phone}/neighbours"
        first = ann.get(path, params={"limit": 2}).json()
        writer = doors.asker(role="writer")
        body = {"records": [{"row": _row(f"R{n}")} for n in range(20, 60)]}
        sent = writer.post("/v1/sources/rms/records", json=body, headers={"Idempotency-Key": "k"})
        assert sent.json()["accepted"] == 40
        second = ann.get(path, params={"limit": 500, "cursor": first["next_cursor"]}).json()
        assert len(first["neighbours"]) + len(second["neighbours"]) == 4
        assert second["standing"] == first["standing"]
        assert len(ann.get(path, params={"limit": 500}).json()["neighbours"]) == 44


def test_a_cursor_keeps_the_times_that_were_asked_for(town_doors: Doors) -> None:
    ann = town_doors.asker()
    asked = {"known_at": "2999-01-01T00:00:00Z", "valid_at": "2024-01-01T00:00:00Z"}
    first, *others = pages(ann, town_doors.at("R1", "phone"), 1, **asked)
    assert first["standing"]["known_at"] == "2999-01-01T00:00:00Z"
    assert first["standing"]["valid_at"] == "2024-01-01T00:00:00Z"
    assert all(page["standing"] == first["standing"] for page in others)


def test_a_cursor_is_refused_for_another_entity(town_doors: Doors) -> None:
    ann = town_doors.asker()
    first = ann.get(_path(town_doors, "R1"), params={"limit": 1}).json()["next_cursor"]
    answer = ann.get(_path(town_doors, "B1"), params={"limit": 1, "cursor": first})
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:comity:problem:bad-question")


def test_a_cursor_of_another_viewer_is_refused_where_the_view_is_another(
    town_doors: Doors,
) -> None:
    ann, olsen = town_doors.asker(), town_doors.asker(principal="olsen", agency="harbor-so")
    first = olsen.get(_path(town_doors, "R1"), params={"limit": 1}).json()["next_cursor"]
    answer = ann.get(_path(town_doors, "R1"), params={"limit": 1, "cursor": first})
    assert (answer.status_code, answer.json()["type"]) == (410, "urn:comity:problem:view-changed")


def test_a_cursor_is_refused_once_an_agreement_is_off_and_good_again_once_it_is_on(
    doors: Doors,
) -> None:
    ann, ledger = doors.asker(), doors.installation.ledger
    first = ann.get(_path(doors, "R1"), params={"limit": 1}).json()["next_cursor"]
    again = {"limit": 1, "cursor": first}
    statuses = []
    for status in ("suspended", "active"):
        ledger.set_agreement_status("pact", status, "a test")
        statuses.append(ann.get(_path(doors, "R1"), params=again).status_code)
    assert statuses == [410, 200]


def test_a_cursor_of_another_installation_is_refused(town_doors: Doors) -> None:
    cursor = Cursor(town_doors.at("R1", "phone"), "", 1, None, "")
    forged = write_cursor(b"another key of thirty-two bytes!", cursor)
    answer = town_doors.asker().get(_path(town_doors, "R1"), params={"cursor": forged})
    assert answer.status_code == 400


@given(CURSORS)
def test_a_cursor_comes_back_as_it_was_written(cursor: Cursor) -> None:
    assert read_cursor(KEY, write_cursor(KEY, cursor)) == cursor


@given(CURSORS, st.data())
def test_a_cursor_with_any_byte_changed_is_refused(cursor: Cursor, data: st.DataObject) -> None:
    whole = _bytes_of(write_cursor(KEY, cursor))
    place = data.draw(st.integers(0, len(whole) - 1))
    forged = bytearray(whole)
    forged[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(BadQuestion):
        read_cursor(KEY, base64.urlsafe_b64encode(bytes(forged)).decode())


@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda raw: raw.decode("latin-1")))
def test_any_other_text_is_no_cursor(text: str) -> None:
    with pytest.raises(BadQuestion):
        read_cursor(KEY, text)


def test_a_cursor_shows_no_position_of_the_ledger() -> None:
    cursor = Cursor("e", "a", 1, None, "d")
    body = json.loads(_bytes_of(write_cursor(KEY, cursor))[SEAL:])
    assert body == ["e", "a", 1, None, "d"]


def _bytes_of(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _path(doors: Doors, record: str) -> str:
    return f"/v1/entities/{doors.at(record, 'phone')}/neighbours"


def _row(number: str) -> dict[str, str]:
    return {"NO": number, "NAME": f"Person {number}", "BORN": "", "PHONE": "+12175550101"}
