"""The law over HTTP: equal bytes, equal headers, equal refusals, for every reading question."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from doors import opened, without_date
from law.questions import TEXTS
from law.recording import END, ID_KEY, Recorded, WorldClock, record_step
from law.twins import allowed_labels, twin_of
from law.worlds import AGREEMENT, START, VIEWER, Step, random_world
from unsynced import unsynced

from comity.analytics import MEASURES
from comity.api.app import QUESTIONS
from comity.api.installation import ID_KEY as KEY_FILE
from comity.api.installation import LEDGER, Installation
from comity.api.settings import Settings
from comity.api.tokens import Grant
from comity.graph.identity import mention_id
from comity.graph.ledger import Ledger
from comity.graph.view import micros

SEEDS = range(1_000, 1_009)
SHARE = 0.6
MOST = 8
Said = list[tuple[int, dict[str, str], bytes]]
Ask = Callable[[httpx.Client, list[str]], Iterator[httpx.Response]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """An installation with a fixed id key and the agreement, and the viewer's token."""
    folder = tmp_path_factory.mktemp("made") / "data"
    with unsynced():
        Installation.init(folder, Settings(agency="alpha"), admin="administrator")
        (folder / KEY_FILE).write_bytes(ID_KEY)
        clock = WorldClock()
        clock.now = START - timedelta(hours=1)
        with kept(folder, clock) as installation:
            installation.ledger.put_agreement(AGREEMENT, "a test")
            holder = (VIEWER.principal, VIEWER.agency, VIEWER.role, (VIEWER.purpose,))
            ends = micros(END + timedelta(days=1))
            _, secret = installation.tokens.give(Grant(*holder, micros(clock.now), ends))
    return folder, secret


@pytest.mark.parametrize("part", range(3))
def test_no_byte_of_an_answer_tells_of_what_is_withheld(
    tmp_path: Path, made: tuple[Path, str], part: int
) -> None:
    counted, seeds = 0, SEEDS[part::3]
    for seed in seeds:
        world = random_world(seed)
        twin = twin_of(world, allowed_labels())
        keys = {m.key for step in world if step.record for m in step.record.mentions}
        addresses = sorted(mention_id(ID_KEY, key) for key in keys)[:MOST]
        ours, everything = served(world, tmp_path / f"{seed}", made, addresses)
        theirs, less = served(twin, tmp_path / f"{seed} twin", made, addresses)
        for name, answers in ours.items():
            assert answers == theirs[name], f"world {seed}: {name} tells"
        counted += everything != less and any(said[0] == 200 for said in ours["entity"])
    assert counted >= SHARE * len(seeds)


def test_every_reading_question_is_asked() -> None:
    assert set(ASKS) == {each.answer.__name__ for each in QUESTIONS if not each.writes}


def kept(folder: Path, clock: WorldClock) -> Installation:
    """An installation whose ledger keeps the world's time too."""
    installation = Installation.open(folder, clock)
    installation.ledger = Ledger.open(folder / LEDGER, clock=clock.micros)
    return installation


def served(
    world: list[Step], folder: Path, made: tuple[Path, str], addresses: list[str]
) -> tuple[dict[str, Said], dict[str, int]]:
    """What the viewer is told over HTTP, and how much there is to see at all."""
    shutil.copytree(made[0], folder)
    clock = WorldClock()
    with unsynced():
        with kept(folder, clock) as installation:
            for step in world:
                record_step(step, installation.ledger, clock)
            clock.now = END
            there = (installation.ledger, installation.store, installation.desk, clock)
            whole = Recorded(*there).all_seeing().counts()
        with opened(folder, clock) as doors:
            token = {"Authorization": f"Bearer {made[1]}", "Comity-Justification": "a test"}
            return told(doors.client(**token), addresses), whole


def told(client: httpx.Client, addresses: list[str]) -> dict[str, Said]:
    """Every answer, by question."""
    return {
        name: [(a.status_code, without_date(a.headers), a.content) for a in ask(client, addresses)]
        for name, ask in ASKS.items()
    }


def _search(client: httpx.Client, _: list[str]) -> Iterator[httpx.Response]:
    for text in TEXTS:
        yield client.post("/v1/search", json={"text": text})
        yield client.post("/v1/search", json={"text": text, "kind": "person", "limit": 1})


def _neighbours(client: httpx.Client, addresses: list[str]) -> Iterator[httpx.Response]:
    """Every page of every mention's neighbours, one at a time."""
    for address in addresses:
        cursor: str | None = ""
        while cursor is not None:
            asked = {"limit": 1, **({"cursor": cursor} if cursor else {})}
            answer = client.get(f"/v1/entities/{address}/neighbours", params=asked)
            yield answer
            cursor = answer.json().get("next_cursor")


def _paths(client: httpx.Client, addresses: list[str]) -> Iterator[httpx.Response]:
    for source, target in pairwise(addresses):
        for k in (None, 2):
            yield client.post("/v1/paths", json={"source": source, "target": target, "k": k})


def _changes(client: httpx.Client, _: list[str]) -> Iterator[httpx.Response]:
    for since in (START - timedelta(days=1), START + timedelta(hours=1)):
        yield client.get("/v1/changes", params={"since": since.isoformat()})


def _each(pattern: str) -> Ask:
    return lambda client, addresses: (client.get(pattern.format(one)) for one in addresses)


ASKS: Mapping[str, Ask] = {
    "standing": lambda client, _: iter([client.get("/v1/standing")]),
    "search": _search,
    "entity": _each("/v1/entities/{}"),
    "neighbours": _neighbours,
    "matches": _each("/v1/entities/{}/matches"),
    "changes": _changes,
    "review": lambda client, _: iter([client.get("/v1/review", params={"limit": 9})]),
    "why": lambda client, addresses: (
        client.get(f"/v1/why/{first}/{second}") for first, second in pairwise(addresses)
    ),
    "why_picture": lambda client, addresses: (
        client.get(f"/v1/why/{first}/{second}/picture") for first, second in pairwise(addresses)
    ),
    "paths": _paths,
    "list_communities": lambda client, _: iter([client.get("/v1/communities")]),
    "centrality": lambda client, _: (client.get(f"/v1/centrality/{name}") for name in MEASURES),
    "chart": lambda client, addresses: (
        client.get("/v1/chart", params={"entity": one}) for one in ["", *addresses[:2]]
    ),
    "draw": lambda client, addresses: iter(
        [client.post("/v1/chart", json={"entities": addresses[:1], "hops": 2})]
    ),
}
