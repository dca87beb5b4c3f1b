"""The workspace on a large store: opened as groups, expanded at a hub, searched as one types."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.large_store import SPOKES, TIMES, beginnings, hubs, large_store, often_told
from benchmarks.timing import Figure
from benchmarks.workspace_desk import PATIENCE, Bench, a_desk, at_95, middle

SEARCHES = 200
DRAWN = 20_000  # as many entities as open as groups
FIRST_ROW = "#node-table tbody tr:first-child "


def measure(kept: Path, links: int) -> Iterator[Figure]:
    """Everything on a store of so many links; the first question makes what all others use."""
    data = large_store(kept, links)
    started = time.perf_counter()
    with a_desk(data) as bench:
        yield _figure("start the server and ask for the first time", time.perf_counter() - started)
        with bench.client() as client:
            for name, count in client.get("/v1/standing").json()["counts"].items():
                yield Figure("workspace", f"{name} in the large store", "comity", count, "")
        yield from _searched(bench, links)
        yield from _expanded(bench, data, kept)
        yield from _entities(bench, data, kept)
        yield from _groups(bench)


def _figure(name: str, value: float) -> Figure:
    return Figure("workspace", name, "comity", value, "s")


def _groups(bench: Bench) -> Iterator[Figure]:
    """The whole as groups; made anew for each question, so that every round is alike."""
    yield middle(
        f"{DRAWN} entities as groups, click to drawn", "comity",
        lambda: bench.clicked("#to-groups", "html[data-grouped]"),
        lambda: bench.page.evaluate("delete document.documentElement.dataset.grouped"),
    )  # fmt: skip
    bench.page.locator("#to-chart").click()


def _entities(bench: Bench, data: Path, kept: Path) -> Iterator[Figure]:
    """The page of those whom many records are of, each looked at once."""
    spent = []
    for address in often_told(data):
        _alone(bench, kept, address)
        bench.page.locator("#entity").evaluate("panel => panel.replaceChildren()")
        spent.append(bench.clicked(FIRST_ROW + "button.name", "#entity-name"))
        bench.page.wait_for_selector("#entity:not(:has([aria-busy=true]))", timeout=PATIENCE)
    yield from at_95(f"an entity of {TIMES} records, click to readable", "comity", spent)


def _expanded(bench: Bench, data: Path, kept: Path) -> Iterator[Figure]:
    """Click to the choice of what is to come, and from there to what came, drawn."""
    asked, drawn = [], []
    for address in hubs(data):
        _alone(bench, kept, address)
        asked.append(bench.clicked(FIRST_ROW + "td.row button", "dialog[open]"))
        bench.page.locator("dialog input[name=most]").fill(str(SPOKES))
        ready = f"html[data-drawn='{SPOKES + 1}']"
        drawn.append(bench.clicked("dialog button[value=yes]", ready))
    both = [one + two for one, two in zip(asked, drawn, strict=True)]
    name = f"expand a node of {SPOKES} links"
    yield from at_95(f"{name}, click to how many there are", "comity", asked)
    yield from at_95(f"{name}, choice to drawn", "comity", drawn)
    yield from at_95(f"{name}, both together", "comity", both)


def _alone(bench: Bench, kept: Path, address: str) -> None:
    """Have nothing but one entity on the chart."""
    file = kept / "alone.json"
    entities = [{"entity": address, "x": 0, "y": 0}]
    told = {"format": "comity-chart", "version": 1, "digest": "", "entities": entities}
    file.write_text(json.dumps(told), "utf-8")
    bench.clear()
    bench.open(file, 1)
    # The tables come after the picture.
    bench.page.wait_for_selector("#node-table:not([aria-busy])")


def _searched(bench: Bench, links: int) -> Iterator[Figure]:
    """At the server, as one types."""
    first, *texts = beginnings(links, SEARCHES + 1)
    spent = []
    with bench.client() as client:
        for text in [first, *texts]:
            started = time.perf_counter()
            client.post("/v1/search", json={"text": text, "limit": 50}).raise_for_status()
            spent.append(time.perf_counter() - started)
    yield _figure("the first search of a view", spent[0])
    yield from at_95("search as one types", "comity", spent[1:])
