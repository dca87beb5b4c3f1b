"""Hidden against absent by the clock: the same question about either, in turns."""

import statistics
import time
from pathlib import Path

import httpx
from asgi import asgi
from doors import NOBODY
from unsynced import unsynced

from comity.api.app import create_app
from comity.api.demo import run_demo
from comity.api.installation import Installation
from comity.api.tokens import Grant
from comity.graph.view import micros

PEOPLE = 200
WARM = 20


def median_gap(folder: Path, pairs: int) -> float:
    """In percent of the absent one's median, over so many pairs about hidden mentions of a demo."""
    run_demo(folder / "demo", people=PEOPLE, seed=1, told=lambda _: None)
    with unsynced(), Installation.open(folder / "demo" / "data") as installation:
        client = _client(installation)
        with client:
            return _gap(client, _hidden(installation), pairs)


def _gap(client: httpx.Client, hidden: list[str], pairs: int) -> float:
    spent: tuple[list[float], list[float]] = ([], [])
    for place in range(pairs + WARM):
        ends = (hidden[place % len(hidden)], _absent(place))
        # Whoever is asked second is served warm: they take turns.
        for side in (0, 1) if place % 2 else (1, 0):
            spent[side].append(_seconds(client, ends[side], place))
    theirs, none = (statistics.median(side[WARM:]) for side in spent)
    return 100 * abs(theirs - none) / none


def _seconds(client: httpx.Client, address: str, place: int) -> float:
    path = ("", "/neighbours", "/matches")[place % 3]
    start = time.perf_counter()
    answer = client.get(f"/v1/entities/{address}{path}")
    spent = time.perf_counter() - start
    assert answer.status_code == 404
    return spent


def _absent(place: int) -> str:
    return f"{place:08x}{NOBODY[8:]}"


def _hidden(installation: Installation) -> list[str]:
    """Addresses of mentions that the viewer may not see."""
    view = installation.desk.open(_grant(installation).viewer("investigation", "a test", ""))
    seen = view._seen
    hidden = seen.index.snapshot.mention_ids[~seen.sight.mentions]
    return sorted(address.decode() for address in hidden.tolist())


def _grant(installation: Installation) -> Grant:
    now = micros(installation.clock())
    day = 86_400_000_000
    return Grant("r.alvarez", "riverton-pd", "analyst", ("investigation",), now, now + day)


def _client(installation: Installation) -> httpx.Client:
    _, secret = installation.tokens.give(_grant(installation))
    client = asgi(create_app(installation))
    client.headers["Authorization"] = f"Bearer {secret}"
    client.headers["Comity-Justification"] = "a test"
    return client
