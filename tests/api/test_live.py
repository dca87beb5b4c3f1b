"""The live stream: what shows is told at a tick, what does not leaves no trace, and it ends."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from doors import Doors, opened
from town import MAPPING, row

from comity.api import live
from comity.api.asked import Asked
from comity.api.live import NOTHING_NEW, Streams, tick
from comity.graph.answers import Standing
from comity.ingest import ingest_records, parse_mapping
from comity.sharing import Viewer

ANN = Viewer("ann", "riverton-pd", "analyst", "investigation", "the pier")
HAL = Viewer("hal", "harbor-so", "analyst", "investigation", "the pier")


@pytest.fixture(scope="module")
def river(made_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """The town, served for all tests here."""
    data = Path(shutil.copytree(made_town, tmp_path_factory.mktemp("live") / "town"))
    with opened(data) as served:
        yield served


def asking(river: Doors, viewer: Viewer) -> Callable[[], Asked]:
    return lambda: Asked(river.installation, viewer)


def recorded(river: Doors, source: str, data_class: str, record: str) -> None:
    """Another youth, or another prisoner, of the harbor."""
    text = MAPPING.format(source=source, agency="harbor-so", data_class=data_class)
    rows = [("insert", row(record, f"Nobody {record}", "1999-01-01", ""))]
    ingest_records(river.installation.ledger, parse_mapping(text, source), rows, name=record)  # type: ignore[arg-type]


def test_what_came_is_told_once_with_its_row_in_the_audit(river: Doors) -> None:
    again = asking(river, ANN)
    last, before = again().view.standing(), river.last()
    recorded(river, "jail", "booking", "B7")
    found = tick(again, last)
    assert found is not None
    now, text = found
    event, data = text.removesuffix("\n\n").split("\n")
    told = json.loads(data.removeprefix("data: "))
    assert (event, told["total"]) == ("event: changes", 1)
    assert told["changes"][0]["how"] == "came"
    [row_] = [stored.row for stored in river.rows(before)]
    assert (row_.action, row_.shown) == ("live", (told["changes"][0]["after"][0]["entity"],))
    after = tick(again, now)
    assert after is not None
    assert after[1] == NOTHING_NEW


def test_what_does_not_show_sends_what_silence_sends_and_leaves_no_row(river: Doors) -> None:
    again, theirs = asking(river, ANN), asking(river, HAL)
    last, before = again().view.standing(), theirs().view.standing()
    rows = river.last()
    recorded(river, "youth", "juvenile", "Y7")
    found, seen = tick(again, last), tick(theirs, before)
    assert found is not None
    assert seen is not None
    assert (found[1], found[0].digest) == (NOTHING_NEW, last.digest)
    assert seen[1] != NOTHING_NEW
    assert [stored.row.principal for stored in river.rows(rows)] == ["hal"]


def test_a_stream_begins_with_its_view_and_has_as_many_ticks_as_it_was_asked_for(
    river: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "TICK", 0.0)
    answer = river.asker().get("/v1/live", params={"ticks": 3})
    assert answer.headers["content-type"].startswith("text/event-stream")
    first, *rest = answer.text.split("\n\n")[:-1]
    assert first.startswith("event: view\n")
    assert rest == [NOTHING_NEW.strip("\n")] * 3


def test_it_ends_once_its_token_holds_no_more(
    river: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "TICK", 0.0)
    secret = river.token()
    who = {"Authorization": f"Bearer {secret}", "Comity-Justification": "the pier"}
    tokens, first = river.installation.tokens, live.tick

    def revoking(again: live.Again, last: Standing) -> tuple[Standing, str] | None:
        tokens.revoke_secret(secret, 1)
        return first(again, last)

    monkeypatch.setattr(live, "tick", revoking)
    answer = river.client(**who).get("/v1/live", params={"ticks": 3})
    assert answer.text.count("\n\n") == 1


def test_nobody_opens_more_streams_than_their_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MOST_OF_ALL", 6)
    streams, ann, hal = Streams(), ("riverton-pd", "ann"), ("harbor-so", "hal")
    assert [streams.take(ann) for _ in range(5)] == [True] * 4 + [False]
    assert [streams.take(hal) for _ in range(3)] == [True, True, False]
    streams.leave(ann)
    assert streams.take(hal)
