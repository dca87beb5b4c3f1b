"""How long the workspace takes in a real browser, beside the drawing library alone.

`python -m benchmarks.workspace [--people N] [--json]`; the medians and 95th percentiles are over
repeated runs on a generated demo, served by a process of its own.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.report import as_json, as_text, machine, report
from benchmarks.timing import Figure
from comity.analytics.chart_page import vis_network
from comity.api.asked import Asked
from comity.api.cli import run
from comity.api.installation import Installation
from comity.api.sessions import read_demo_viewers
from comity.graph.network import Network

SIZES, ROUNDS, SEARCHES = (200, 1000, 2000, 5000), 5, 200
STEPS, PAUSE = 60, 0.016  # how far the chart is drawn to and fro, and how often the mouse tells
VIEWER = "r.alvarez"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DRAW = """data => new Promise(done => {
  const started = performance.now();
  const network = new vis.Network(document.getElementById("place"), data, {physics: false});
  network.once("afterDrawing", () => done((performance.now() - started) / 1000));
})"""


# What a page shows while it is drawn to and fro: the times that the browser asked it to paint.
COUNT = """() => { window.painted = 0; window.began = performance.now();
  const next = () => { window.painted += 1; requestAnimationFrame(next); }; next(); }"""
COUNTED = "() => window.painted / ((performance.now() - window.began) / 1000)"


@dataclass(frozen=True)
class Bench:
    """A served demo and a browser that is signed in to it."""

    page: Page
    root: str
    charts: dict[int, Path]
    texts: list[str]


def main() -> None:
    """Take every figure and print them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.workspace", description=__doc__)
    parser.add_argument("--people", type=int, default=4000, help="how large a demo")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    host = machine()
    with tempfile.TemporaryDirectory() as place:
        figures = list(_figures(Path(place), asked.people))
    told = report(host, figures)
    print(as_json(told) if asked.json else as_text(told))


def _figures(place: Path, people: int) -> Iterator[Figure]:
    with _bench(place, people) as bench:
        for size, file in bench.charts.items():
            yield _figure(f"open a chart of {size}", "comity", partial(_open, bench, file))
            yield _panned(f"pan a chart of {size}", "comity", bench.page, "#canvas")
            yield from _peers(bench, size, file)
        yield _figure("all that shows as groups, click to drawn", "comity", lambda: _grouped(bench))
        bench.page.locator("#to-chart").click()
        yield _figure("an entity of many records, click to readable", "comity",
                      lambda: _entity(bench))  # fmt: skip
        yield from _search(bench)


def _figure(
    name: str, who: str, act: Callable[[], Any], read: Callable[[Any], float] | None = None
) -> Figure:
    """The median of some rounds, in seconds; `read` takes the time from what the act gives."""
    spent = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        told = act()
        spent.append(read(told) if read else time.perf_counter() - started)
    return Figure("workspace", name, who, statistics.median(spent), "s")


def _open(bench: Bench, file: Path) -> None:
    size = len(json.loads(file.read_text("utf-8"))["entities"])
    page = bench.page
    page.evaluate("delete document.documentElement.dataset.drawn")
    page.locator("#file").set_input_files(file)
    page.wait_for_selector(f"html[data-drawn='{size}']", state="attached", timeout=60_000)


def _peers(bench: Bench, size: int, file: Path) -> Iterator[Figure]:
    """The same entities and links in a page that holds nothing else."""
    name, data = "vis-network alone, drawing only", _data(bench, file)
    drawn = [_alone(bench, data) for _ in range(ROUNDS - 1)]
    page = bench.page.context.new_page()
    drawn.append(_drawn(page, data))
    yield Figure("workspace", f"open a chart of {size}", name, statistics.median(drawn), "s")
    yield _panned(f"pan a chart of {size}", name, page, "#place")
    page.close()


def _grouped(bench: Bench) -> None:
    page = bench.page
    page.evaluate("delete document.documentElement.dataset.grouped")
    page.locator("#to-groups").click()
    page.wait_for_selector("html[data-grouped]", state="attached", timeout=60_000)


def _panned(name: str, who: str, page: Page, place: str) -> Figure:
    """Frames a second while the mouse draws the picture to and fro."""
    page.bring_to_front()
    box = page.locator(place).bounding_box()
    assert box is not None
    # A corner, where hardly anything lies that the mouse would take along.
    x, y = box["x"] + 15, box["y"] + 15
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(COUNT)
    for step in range(STEPS):
        page.mouse.move(x + 150 * abs(np.sin(step / 10)), y + 100 * abs(np.sin(step / 7)))
        time.sleep(PAUSE)
    told = page.evaluate(COUNTED)
    page.mouse.up()
    return Figure("workspace", name, who, float(told), "frames/s")


def _data(bench: Bench, file: Path) -> dict[str, Any]:
    """What a chart file draws, as the drawing library takes it."""
    told = bench.page.evaluate(
        """async ids => (await (await fetch('/v1/drawing', {method: 'POST',
           headers: {'Content-Type': 'application/json'},
           body: JSON.stringify({entities: ids, limit: 5000})})).json())""",
        [each["entity"] for each in json.loads(file.read_text("utf-8"))["entities"]],
    )
    return {
        "nodes": [{"id": n["entity"], "label": n["name"], "x": n["x"], "y": n["y"]}
                  for n in told["nodes"]],
        "edges": [{"from": e["first"], "to": e["second"], "label": e["role"]}
                  for e in told["edges"]],
    }  # fmt: skip


def _alone(bench: Bench, data: dict[str, Any]) -> float:
    page = bench.page.context.new_page()
    spent = _drawn(page, data)
    page.close()
    return spent


def _drawn(page: Page, data: dict[str, Any]) -> float:
    page.set_content('<div id="place" style="width:1200px;height:700px"></div>')
    page.add_script_tag(content=vis_network())
    return float(page.evaluate(DRAW, data))


def _entity(bench: Bench) -> None:
    page = bench.page
    page.locator("#entity").evaluate("panel => panel.replaceChildren()")
    page.locator("#node-table button.name").first.click()
    page.wait_for_selector("#entity-name")


def _search(bench: Bench) -> Iterator[Figure]:
    cookies = {each["name"]: each["value"] for each in bench.page.context.cookies()}
    spent = []
    with httpx.Client(base_url=bench.root, cookies=cookies, timeout=60) as client:
        for text in bench.texts:
            started = time.perf_counter()
            client.post("/v1/search", json={"text": text, "limit": 50}).raise_for_status()
            spent.append(time.perf_counter() - started)
    spent.sort()
    for name, at in (("median", 0.5), ("95th percentile", 0.95)):
        value = spent[int(len(spent) * at)]
        yield Figure("workspace", f"search as one types, {name}", "comity", value, "s")


@contextmanager
def _bench(place: Path, people: int) -> Iterator[Bench]:
    if run(["demo", "--no-serve", "--people", str(people), "--folder", str(place)]):
        sys.exit(1)
    data = place / "data"
    charts, texts = _material(data, place)
    with _served(data) as address, sync_playwright() as play:
        root = address.split("?")[0]
        found = next(filter(None, map(shutil.which, BROWSERS)))
        browser: Browser = play.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 1500, "height": 1000}).new_page()
        page.goto(address)
        page.goto(root + "workspace")
        page.wait_for_selector("html[data-ready=yes]", state="attached")
        yield Bench(page, root, charts, texts)
        browser.close()


def _material(data: Path, place: Path) -> tuple[dict[int, Path], list[str]]:
    """Chart files of entities that hang together, and beginnings of names to search for."""
    with Installation.open(data) as installation:
        viewer = read_demo_viewers(data / "viewers.yaml")[VIEWER].viewer()
        network = Asked(installation, viewer).view.network()
        order = _by_part(network)
        names = [str(name) for name in network.names[order[:SEARCHES]]]
        charts = {}
        for size in (each for each in SIZES if each <= len(order)):
            spots = [{"entity": str(network.ids[n]), "x": 60.0 * (at % 50), "y": 60.0 * (at // 50)}
                     for at, n in enumerate(order[:size])]  # fmt: skip
            charts[size] = place / f"chart-{size}.json"
            told = {"format": "comity-chart", "version": 1, "digest": "", "entities": spots}
            charts[size].write_text(json.dumps(told), "utf-8")
    return charts, [name[: 3 + at % 8] for at, name in enumerate(names)]


def _by_part(network: Network) -> list[int]:
    """All entities, part by part: around the one that is linked to most, nearest first."""
    simple = network.simple
    found: dict[int, None] = {}
    for start in np.argsort(-np.diff(simple.start), kind="stable").tolist():
        waiting = [] if start in found else [start]
        while waiting:
            found.update(dict.fromkeys(waiting))
            beside = (other for number in waiting for other in simple.neighbour_list(number))
            waiting = [other for other in dict.fromkeys(beside) if other not in found]
    return list(found)


@contextmanager
def _served(data: Path) -> Iterator[str]:
    """A server of a process of its own; the address that opens a session."""
    command = [sys.executable, "-m", "comity.api.cli", "serve", "-C", str(data), "--port", "0"]
    with subprocess.Popen(command, text=True, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
