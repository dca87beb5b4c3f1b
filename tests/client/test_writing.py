"""Writing through the client: records safe to send again, judgements, and things as they were."""

import json
import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pandas as pd
import pytest
from doors import Doors
from town import SOURCES, row

from comity.client import BadQuestion, Client, NotAllowed, Nothing, Unreachable, connect

STAHL = row("R9", "Ivo Stahl", "1970-01-01", "+12175550109")


def test_records_are_there_when_the_call_returns(doors: Doors, feed: Client) -> None:
    told = feed.send_records("rms", [STAHL, STAHL | {"NO": "R8", "BORN": "soon"}])
    assert (told["read"], told["accepted"], told["set_aside"]) == (2, 1, 1)
    assert told["problems"][0]["column"] == "BORN"
    assert feed.entity(doors.at("R9")).name == "Ivo Stahl"


def test_rows_are_updated_and_deleted_and_a_table_is_named(doors: Doors, feed: Client) -> None:
    feed.send_records("rms", [STAHL], table="rms_night.csv")
    feed.send_records("rms", [STAHL | {"NAME": "Ivo Stahlmann"}], operation="update")
    assert feed.entity(doors.at("R9")).name == "Ivo Stahlmann"
    feed.send_records("rms", [{"NO": "R9"}], operation="delete")
    with pytest.raises(Nothing):
        feed.entity(doors.at("R9"))
    with pytest.raises(BadQuestion, match="No such table"):
        feed.send_records("rms", [STAHL], table="rms.pdf")


def test_a_key_of_ones_own_makes_a_second_call_the_same(doors: Doors, feed: Client) -> None:
    first = feed.send_records("rms", [STAHL], key="night")
    assert feed.send_records("rms", [STAHL], key="night") == first
    with pytest.raises(BadQuestion, match="different body"):
        feed.send_records("rms", [STAHL, STAHL], key="night")
    again = feed.send_records("rms", [STAHL])
    assert (again["load"] > first["load"], again["unchanged"]) == (True, 1)
    assert len(doors.installation.ledger.loads()) == len(SOURCES) + 2


def test_an_answer_lost_on_the_way_is_asked_for_once_more_and_nothing_taken_twice(
    doors: Doors,
) -> None:
    with losing_answers(doors, 1) as (address, tries):
        client = connect(address, doors.token("feed", role="writer"), justification="a test")
        told = client.send_records("rms", [STAHL])
        client.close()
    assert told["accepted"] == 1
    assert len(tries) == 2
    assert [load.source for load in doors.installation.ledger.loads()].count("rms") == 2


def test_an_answer_lost_twice_is_told_and_the_rows_are_there_all_the_same(doors: Doors) -> None:
    with losing_answers(doors, 2) as (address, tries):
        client = connect(address, doors.token("feed", role="writer"), justification="a test")
        with pytest.raises(Unreachable, match="no answer"):
            client.send_records("rms", [STAHL], key="night")
        client.close()
        assert len(tries) == 2
    with connect(doors.root, doors.token("feed", role="writer"), justification="x") as client:
        assert client.send_records("rms", [STAHL], key="night")["accepted"] == 1
    assert [load.source for load in doors.installation.ledger.loads()].count("rms") == 2


def test_a_judgement_parts_two_mentions_and_its_withdrawal_restores_them(
    doors: Doors, feed: Client
) -> None:
    first, second = doors.at("R1"), doors.at("B1")
    before = feed.entity(first)
    ref = feed.judge(first, second, "different", "not the same tattoo")
    assert list(feed.entity(first).mentions["record"]) == ["R1"]
    told = feed.why(first, second)
    assert (told.verdict, told.decision) == ("different", "different")
    feed.withdraw(ref, "it was the light")
    last = doors.rows()[-1].row
    assert (last.action, last.justification) == ("withdraw", "it was the light")
    after = feed.entity(first)
    pd.testing.assert_frame_equal(after.facts, before.facts)
    assert after.id == before.id


def test_things_are_told_as_they_were_known_then(doors: Doors, feed: Client) -> None:
    before = feed.entity(doors.at("R4"))
    then = datetime.fromisoformat(before.facts.attrs["standing"]["known_at"])
    change = row("R4", "Tobias Fink", "1975-08-19", "")
    feed.send_records("rms", [change], operation="update")
    assert feed.entity(doors.at("R4")).name == "Tobias Fink"
    earlier = feed.at(known_at=then)
    assert earlier.entity(doors.at("R4")).name == "Tobiah Finch"
    pd.testing.assert_frame_equal(earlier.entity(doors.at("R4")).facts, before.facts)
    assert list(earlier.search("Tobias Fink", kind="person")["name"]) == ["Tobiah Finch"]


@contextmanager
def losing_answers(doors: Doors, count: int) -> Iterator[tuple[str, list[int]]]:
    """A line to the server that breaks before the answers to the first `count` calls."""
    port = int(doors.root.rstrip("/").rpartition(":")[2])
    tries: list[int] = []
    over = threading.Event()

    def pass_on() -> None:
        while True:
            near, _ = listening.accept()
            with near, socket.create_connection(("127.0.0.1", port)) as far:
                if over.is_set():
                    return
                tries.append(len(tries))
                _carry(near, far, lose=len(tries) <= count)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=pass_on)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}", tries
        finally:
            over.set()
            # One more call, so that the line that waits for one hears that the test is over.
            socket.create_connection(listening.getsockname()).close()
            thread.join()


def _carry(near: socket.socket, far: socket.socket, *, lose: bool) -> None:
    """Carry bytes both ways until one end hangs up, or before the first byte of an answer."""
    ways = {near: far, far: near}
    while True:
        for end in select.select(list(ways), [], [])[0]:
            content = end.recv(1 << 16)
            if not content or (lose and end is far):
                return
            ways[end].sendall(content)


def test_something_is_handed_over_as_a_file_or_refused(doors: Doors, feed: Client) -> None:
    told = {"recipient": "county prosecutor", "reason": "charging decision"}
    written = feed.hand_over(doors.at("R3"), **told)
    assert "heading,,,,recipient,county prosecutor" in written
    with pytest.raises(NotAllowed, match="ask harbor-so"):
        feed.hand_over([doors.at("R1")], **told)
    allowed = feed.hand_over(
        [doors.at("R1")], **told, approved={"harbor-so": "memo 7"}, form="json"
    )
    assert json.loads(allowed)["heading"]["approved by harbor-so"] == "memo 7"
