"""One agreement turned off under a running server: what rests on it is in no byte of any answer."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest
from doors import Doors, opened

from comity.analytics import MEASURES
from comity.graph.identity import mention_id
from comity.graph.ports import GraphStore

Command = Callable[..., Any]
HIDDEN = "harbor-so"
NAME_PARTS = ("given_name", "middle_name", "family_name", "suffix")
EVERYONE = {"limit": 1000, "include": ["bystander", "professional"]}
REASON = {"Comity-Include-Reason": "a test of everybody"}


@dataclass(frozen=True)
class Broker:
    """The broker's lasting address in the police's own records, and one of his bookings."""

    address: str
    booking: str
    arrest: str


@pytest.fixture
def doors(demo: Path) -> Iterator[Doors]:
    """The demo, served."""
    with opened(demo / "data") as served:
        yield served


@pytest.fixture
def broker(doors: Doors, demo: Path) -> Broker:
    """Whom the police, by agreement, know from the jail too."""
    keys = json.loads((demo / "files" / "stories.json").read_text("utf-8"))["network"]["broker"]
    own = next(key for key in keys if key.startswith("riverton-rms"))
    booking = next(key for key in keys if key.startswith("harbor-jail")).split(":")[1]
    id_key = doors.installation.id_key
    arrest = mention_id(id_key, f"harbor-jail:{booking}:booking")
    return Broker(mention_id(id_key, own), booking, arrest)


def only_said_by(agency: str, store: GraphStore) -> list[str]:
    """Every source, record id and value, raw or compared, that no other agency holds a word of."""
    rows = [row for batch in store.scan("claims", 0) for row in batch.to_pylist()]
    names = ("source", "record", "value", "raw")
    theirs = {row[name] for row in rows if row["agency"] == agency for name in names}
    others = [row[name] for row in rows if row["agency"] != agency for name in names]
    written = "\n".join([*others, *_full_names(row for row in rows if row["agency"] != agency)])
    return sorted(text for text in theirs if len(text) > 3 and text not in written)


def _full_names(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The names that answers put together from the parts in one mention."""
    parts: dict[str, dict[str, str]] = {}
    for row in rows:
        parts.setdefault(row["mention"], {})[row["property"]] = row["raw"]
    for known in parts.values():
        for names in (("given_name", "family_name"), NAME_PARTS):
            yield " ".join(known[name] for name in names if name in known)


def answers(who: httpx.Client, broker: Broker) -> dict[str, bytes]:
    """The raw bytes of every answer about the broker, his surroundings and the whole network."""
    ends = {"source": broker.address, "target": broker.arrest}
    one = f"/v1/entities/{broker.address}"
    asked = {
        "standing": who.get("/v1/standing"),
        "search": who.post("/v1/search", json={"text": broker.booking, "kind": "arrest"}),
        "entity": who.get(one),
        "arrest": who.get(f"/v1/entities/{broker.arrest}"),
        "neighbours": who.get(f"{one}/neighbours", params={"limit": 500}),
        "matches": who.get(f"{one}/matches"),
        "path": who.post("/v1/paths", json=ends),
        "paths": who.post("/v1/paths", json={**ends, "k": 3}),
        "communities": who.get("/v1/communities", params={"limit": 1000, "members": 1000}),
        "chart": who.get("/v1/chart", params={"hops": 3, "limit": 2000}),
        "draw": who.post("/v1/chart", json={"entities": [broker.address], "hops": 3}),
        "surest": who.post("/v1/paths", json={**ends, "sort": "strongest", "k": 2}),
        "reachable": who.post("/v1/reachable", json={"source": broker.address, "limit": 1000}),
        "community": who.get(f"{one}/community", params={"members": 1000}),
        "key_players": who.get("/v1/key-players"),
        **{
            name: who.get(f"/v1/centrality/{name}", params=EVERYONE, headers=REASON)
            for name in MEASURES
        },
    }
    return {name: answer.content for name, answer in asked.items()}


def plain(content: bytes) -> str:
    """An answer as a reader gets it: neither HTML nor JSON hides a letter."""
    text = unescape(content.decode())
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)


def said(hidden: list[str], content: bytes) -> set[str]:
    """Which of the hidden texts stand in an answer, as words of their own."""
    text = plain(content)
    return {
        each
        for each in hidden
        if each in text and re.search(rf"(?<![\w-]){re.escape(each)}(?![\w-])", text)
    }


def test_what_an_agreement_lets_show_is_gone_with_it_and_back_with_it_without_a_restart(
    doors: Doors, broker: Broker, comity: Command
) -> None:
    alvarez = doors.asker(principal="r.alvarez")
    hidden = only_said_by(HIDDEN, doors.installation.store)
    assert len(hidden) > 500
    before = answers(alvarez, broker)
    for name in ("entity", "search", "arrest", "neighbours", "path", "paths", "chart", "draw"):
        assert broker.booking in plain(before[name]), name
        assert said(hidden, before[name]), name
    assert comity("agreement", "suspend", "regional-mou", "--by", "chief").code == 0
    without = answers(alvarez, broker)
    for name, content in without.items():
        assert content != before[name], name
        assert said(hidden, content) == set(), name
        assert HIDDEN not in plain(content), name
        assert "harbor-" not in plain(content), name
    assert json.loads(without["entity"])["entity"]["facts"]
    assert json.loads(without["standing"])["standing"]["agreements"] == [
        "motor-vehicle-access",
        "task-force-agreement",
    ]
    for name in ("arrest", "path", "paths"):
        assert json.loads(without[name])["status"] == 404
    assert comity("agreement", "activate", "regional-mou", "--by", "chief").code == 0
    for name, content in answers(alvarez, broker).items():
        assert lasting(content) == lasting(before[name]), name


def test_the_owner_and_other_agreements_lose_nothing(
    doors: Doors, broker: Broker, comity: Command
) -> None:
    askers = [
        doors.asker(principal="h.olsen", agency="harbor-so", role="investigator"),
        doors.asker(principal="f.kimura", agency="fusion-tf"),
    ]
    path = f"/v1/entities/{broker.arrest}"
    before = [who.get(path).json()["entity"] for who in askers]
    assert comity("agreement", "suspend", "regional-mou").code == 0
    assert [who.get(path).json()["entity"] for who in askers] == before


def lasting(content: bytes) -> str:
    """An answer without the moment that it was asked at."""
    return re.sub(
        r"20\d\d-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z| UTC)?", "<then>", plain(content)
    )
