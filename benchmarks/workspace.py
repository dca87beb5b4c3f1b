"""How long the workspace takes in a real browser, beside the drawing library alone.

`python -m benchmarks.workspace [--people N] [--links N --kept FOLDER] [--json]`; the medians and
95th percentiles are over repeated runs. Charts are of a generated demo, the large store is kept in
a folder between runs; each is served by a process of its own.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page

from benchmarks import workspace_file, workspace_large
from benchmarks.report import as_json, as_text, machine, report
from benchmarks.timing import Figure
from benchmarks.workspace_desk import ROUNDS, Bench, a_desk, at_95, middle
from comity.analytics.chart_page import vis_network
from comity.api.asked import Asked
from comity.api.charts import chart_html
from comity.api.cli import run
from comity.api.installation import Installation
from comity.api.sessions import read_demo_viewers
from comity.graph.network import Network
from comity.sharing import terms_of

SIZES, SEARCHES, IN_A_FILE = (200, 1000, 2000, 5000), 200, 2000
STEPS, PAUSE = 60, 0.016  # how far the chart is drawn to and fro, and how often the mouse tells
LINKS = 20_000  # of the large store, where no other number is asked for
KEPT = Path(tempfile.gettempdir()) / "comity-benchmarks"
VIEWER = "r.alvarez"
PARTS = ("charts", "file", "large")
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
class Material:
    """A demo: chart files of it by size, what one types, and a chart that opens anywhere."""

    data: Path
    charts: dict[int, Path]
    texts: list[str]
    file: Path


def main() -> None:
    """Take every figure and print them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.workspace", description=__doc__)
    parser.add_argument("--people", type=int, default=4000, help="how large a demo")
    parser.add_argument("--links", type=int, default=LINKS,
                        help="of the large store; a million takes a while to make")  # fmt: skip
    parser.add_argument("--kept", type=Path, default=KEPT, help="where large stores are kept")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    host = machine()
    with tempfile.TemporaryDirectory() as place:
        figures = list(map(_said, _figures(Path(place), asked)))
    told = report(host, figures)
    print(as_json(told) if asked.json else as_text(told))


def _said(figure: Figure) -> Figure:
    """Each as it comes, for who waits: a large store takes its time."""
    print(f"{figure.name}, {figure.peer}: {figure.value:.3g} {figure.unit}", file=sys.stderr)
    return figure


def _figures(place: Path, asked: argparse.Namespace) -> Iterator[Figure]:
    if {"charts", "file"} & {*asked.only}:
        material = _material(place, asked.people)
        with a_desk(material.data) as bench:
            if "charts" in asked.only:
                yield from _charts(bench, material)
            if "file" in asked.only:
                yield from workspace_file.measure(bench.browser, material.file, IN_A_FILE)
    if "large" in asked.only:
        asked.kept.mkdir(parents=True, exist_ok=True)
        yield from workspace_large.measure(asked.kept, asked.links)


def _charts(bench: Bench, material: Material) -> Iterator[Figure]:
    for size, file in material.charts.items():
        yield middle(
            f"open a chart of {size}", "comity", partial(bench.open, file, size), bench.clear
        )
        yield _panned(f"pan a chart of {size}", "comity", bench.page, "#canvas")
        yield from _peers(bench, size, file)
    yield from _search(bench, material.texts)


def _peers(bench: Bench, size: int, file: Path) -> Iterator[Figure]:
    """The same entities and links in a page that holds nothing else."""
    name, data = "vis-network alone, drawing only", _data(bench, file)
    drawn = [_alone(bench, data) for _ in range(ROUNDS - 1)]
    page = bench.page.context.new_page()
    drawn.append(_drawn(page, data))
    yield Figure("workspace", f"open a chart of {size}", name, sorted(drawn)[ROUNDS // 2], "s")
    yield _panned(f"pan a chart of {size}", name, page, "#place")
    page.close()


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


def _search(bench: Bench, texts: list[str]) -> Iterator[Figure]:
    spent = []
    with bench.client() as client:
        for text in texts:
            started = time.perf_counter()
            client.post("/v1/search", json={"text": text, "limit": 50}).raise_for_status()
            spent.append(time.perf_counter() - started)
    yield from at_95("search as one types in the demo", "comity", spent)


def _material(place: Path, people: int) -> Material:
    """A demo, chart files of entities that hang together, and beginnings of names."""
    if run(["demo", "--no-serve", "--people", str(people), "--folder", str(place)]):
        sys.exit(1)
    data, file = place / "data", place / "chart.html"
    with Installation.open(data) as installation:
        asked = Asked(installation, read_demo_viewers(data / "viewers.yaml")[VIEWER].viewer())
        network, terms = asked.view.network(), terms_of(installation.desk.agreements())
        order = _by_part(network)
        ids = [str(network.ids[number]) for number in order]
        page, _ = chart_html(asked.view, ids[:IN_A_FILE], terms, hops=0, limit=IN_A_FILE)
        file.write_text(page, "utf-8")
        names = [str(name) for name in network.names[order[:SEARCHES]]]
    charts = {size: _chart(place, ids[:size]) for size in SIZES if size <= len(ids)}
    return Material(data, charts, [name[: 3 + at % 8] for at, name in enumerate(names)], file)


def _chart(place: Path, ids: list[str]) -> Path:
    """A chart file of some entities, in rows."""
    file = place / f"chart-{len(ids)}.json"
    spots = [{"entity": entity, "x": 60.0 * (at % 50), "y": 60.0 * (at // 50)}
             for at, entity in enumerate(ids)]  # fmt: skip
    told = {"format": "comity-chart", "version": 1, "digest": "", "entities": spots}
    file.write_text(json.dumps(told), "utf-8")
    return file


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


if __name__ == "__main__":
    main()
