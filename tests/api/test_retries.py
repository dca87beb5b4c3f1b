"""An Idempotency-Key makes sending safe to repeat: one answer, and the rows taken once."""

import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from doors import Doors, opened, opened_elsewhere
from town import SOURCES, row

from comity.api.retries import Retries, place_of
from comity.graph.ledger import Ledger

STAHL = row("R9", "Ivo Stahl", "1970-01-01", "+12175550109")


def send(writer: httpx.Client, *rows: dict[str, str], key: str = "k") -> httpx.Response:
    body = {"records": [{"operation": "update", "row": each} for each in rows]}
    return writer.post("/v1/sources/rms/records", json=body, headers={"Idempotency-Key": key})


@pytest.fixture
def writer(doors: Doors) -> httpx.Client:
    """A program of Riverton that sends records."""
    return doors.asker(principal="feed", role="writer")


def test_the_same_sending_again_gets_the_same_answer_and_is_not_taken_twice(
    doors: Doors, writer: httpx.Client
) -> None:
    first = send(writer, STAHL)
    loads = doors.installation.ledger.loads()
    again = send(writer, STAHL)
    assert (again.status_code, again.content) == (first.status_code, first.content) == (
        201, first.content,
    )  # fmt: skip
    assert doors.installation.ledger.loads() == loads


def test_a_retry_never_brings_an_earlier_state_back(writer: httpx.Client, doors: Doors) -> None:
    first = send(writer, STAHL)
    send(writer, STAHL | {"NAME": "Ivo Stahlmann"}, key="later")
    assert send(writer, STAHL).json() == first.json()
    found = doors.asker().get(f"/v1/entities/{doors.at('R9')}").json()["entity"]
    assert found["name"] == "Ivo Stahlmann"


def test_a_key_that_comes_with_another_body_is_refused(doors: Doors, writer: httpx.Client) -> None:
    send(writer, STAHL)
    answer = send(writer, STAHL | {"NAME": "Ivo Stahlmann"})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:comity:problem:key-reused")
    assert len(doors.installation.ledger.loads()) == len(SOURCES) + 1
    assert send(writer, STAHL).status_code == 201


def test_two_programs_may_use_the_same_key(doors: Doors, writer: httpx.Client) -> None:
    other = doors.asker(principal="other feed", role="writer")
    assert send(writer, STAHL).json()["accepted"] == 1
    assert send(other, row("R8", "Uma Reyes", "", "")).json()["accepted"] == 1


def test_eight_tries_that_race_are_taken_once_and_answered_alike(
    doors: Doors, writer: httpx.Client
) -> None:
    start, rows = threading.Barrier(8), [row(f"R{n}", f"P {n}", "", "") for n in range(30, 60)]

    def race(_: int) -> httpx.Response:
        start.wait()
        return send(writer, *rows)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(race, range(8)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert len(doors.installation.ledger.loads()) == len(SOURCES) + 1
    assert answers[0].json()["accepted"] == 30


def test_a_key_answers_the_same_after_a_restart(town: Path) -> None:
    with opened(town) as doors:
        token = doors.token("feed", role="writer")
        headers = {"Authorization": f"Bearer {token}", "Comity-Justification": "feed"}
        first = send(doors.client(**headers), STAHL)
    with opened(town) as doors:
        again = send(doors.client(**headers), STAHL)
        assert again.content == first.content
        answer = send(doors.client(**headers), STAHL, STAHL)
        assert answer.json()["type"] == "urn:comity:problem:key-reused"


def test_what_was_acknowledged_is_there_after_the_server_is_killed(town: Path) -> None:
    kept: list[str] = []
    with opened_elsewhere(town) as (doors, server):
        writer, many = doors.asker(principal="feed", role="writer"), threading.Event()
        sending = threading.Thread(target=_send_until_cut_off, args=(writer, kept, many))
        sending.start()
        many.wait()
        server.process.send_signal(signal.SIGKILL)
        server.process.wait()
        sending.join()
    with opened(town) as doors:
        ann, writer = doors.asker(), doors.asker(principal="feed", role="writer")
        assert doors.installation.audit.unfinished() == []
        assert len(kept) >= 20
        for number in kept:
            assert ann.get(f"/v1/entities/{doors.at(number)}").is_success, number
        count = len(kept) + 1
        answers = [_send_numbered(writer, at).json() for at in range(count)]
        assert [answer["accepted"] for answer in answers] == [1] * count
        kept_loads = [load for load in doors.installation.ledger.loads() if load.source == "rms"]
        assert len(kept_loads) == count + 1
        assert doors.installation.ledger.verify().holds


def test_a_try_cut_off_before_its_answer_was_kept_is_not_taken_twice(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process stops between making the rows true and keeping the answer."""
    with opened(town) as doors, monkeypatch.context() as cut:
        cut.setattr(Retries, "remember", _cut_off)
        assert send(doors.asker(principal="feed", role="writer"), STAHL).status_code == 500
    with opened(town) as doors:
        writer = doors.asker(principal="feed", role="writer")
        send(writer, STAHL | {"NAME": "Ivo Stahlmann"}, key="later")
        other = send(writer, STAHL | {"NAME": "Somebody Else"})
        assert other.json()["type"] == "urn:comity:problem:key-reused"
        answer = send(writer, STAHL)
        assert (answer.status_code, answer.json()["claims"]) == (201, 3)
        assert send(writer, STAHL).content == answer.content
        found = doors.asker().get(f"/v1/entities/{doors.at('R9')}").json()["entity"]
        assert found["name"] == "Ivo Stahlmann"


def test_a_load_cut_off_under_a_key_is_not_gone_on_with_by_another_body_or_program(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(town) as doors, monkeypatch.context() as cut:
        cut.setattr(Ledger, "publish", _cut_off)
        assert send(doors.asker(principal="feed", role="writer"), STAHL).status_code == 500
    with opened(town) as doors:
        other = doors.asker(principal="other feed", role="writer")
        told = send(other, row("R8", "Uma Reyes", "", "")).json()
        assert (told["read"], told["accepted"]) == (1, 1)
        again = send(doors.asker(principal="feed", role="writer"), STAHL).json()
        assert (again["read"], again["accepted"]) == (1, 1)
        names = [doors.asker().get(f"/v1/entities/{doors.at(n)}").json() for n in ("R8", "R9")]
        assert [each["entity"]["name"] for each in names] == ["Uma Reyes", "Ivo Stahl"]


def test_places_of_keys_never_run_together() -> None:
    parts = [("a", "b", "c"), ("ab", "", "c"), ("a", "bc", ""), ("", "ab", "c"), ("a", "b", "cc")]
    assert len({place_of(*part) for part in parts}) == len(parts)


def _cut_off(*_: Any) -> Any:
    raise RuntimeError("the process stopped here")


def _send_numbered(writer: httpx.Client, at: int) -> httpx.Response:
    return send(writer, row(f"R{100 + at}", f"Person {at}", "", ""), key=f"k{at}")


def _send_until_cut_off(writer: httpx.Client, kept: list[str], many: threading.Event) -> None:
    try:
        while _send_numbered(writer, len(kept)).status_code == 201:
            kept.append(f"R{100 + len(kept)}")
            if len(kept) == 20:
                many.set()
    except httpx.TransportError:
        pass  # the server is gone, which is what this waits for
    finally:
        many.set()
