"""The demo: several agencies' files in, a link chart out, with every figure on the way."""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from comity.analytics import communities, shortest_paths, who_matters
from comity.api.asked import Asked
from comity.api.charts import chart_html
from comity.api.deeds import deed
from comity.api.errors import NotADemo
from comity.api.installation import Installation
from comity.api.settings import DemoSettings, Settings, read_settings
from comity.api.truth import score_view
from comity.graph.identity import mention_id
from comity.graph.projection import project
from comity.graph.view import View
from comity.ingest import DemoReport, ingest_file, read_mapping, write_demo
from comity.sharing import Viewer, terms_of

Told = Callable[[str], None]
FIRST, DEMO = "r.alvarez", "the demo"
TOP = 10


@dataclass
class Figures:
    """What the demo measured, as it goes along."""

    found: dict[str, Any] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time one step."""
        start = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - start, 2)


def run_demo(folder: Path, *, people: int, seed: int, told: Told) -> tuple[dict[str, Any], str]:
    """Make the demo in a new folder; the figures, and the first viewer's chart as a page."""
    figures = Figures()
    with figures.step("write"):
        report = write_demo(folder / "files", people=people, seed=seed)
    told(f"{sum(report.records.values()):,} records of {len(report.records)} sources written")
    _install(folder, report)
    with Installation.open(folder / "data") as installation:
        with figures.step("ingest"):
            figures.found["loads"] = _ingest(installation, report, told)
        with figures.step("graph"):
            project(installation.ledger, installation.store)
        with figures.step("resolve"):
            views = _views(installation, folder)
        with figures.step("analyse"):
            _analyse(figures, views, report, installation)
        with figures.step("chart"):
            html = _chart(views[FIRST], installation, figures)
    _tell(figures, told)
    return {**figures.found, "seconds": figures.seconds}, html


def _install(folder: Path, report: DemoReport) -> None:
    data = folder / "data"
    if data.exists():
        if read_settings(data).demo is None:
            raise NotADemo(data)
        shutil.rmtree(data)
    settings = Settings(agency="riverton-pd", signatures="optional", demo=DemoSettings(first=FIRST))
    Installation.init(data, settings, admin="administrator")
    shutil.copy(report.out / "viewers.yaml", data / "viewers.yaml")


def _ingest(installation: Installation, report: DemoReport, told: Told) -> list[dict[str, Any]]:
    for path in sorted((report.out / "agreements").glob("*.yaml")):
        with deed(installation, "put_agreement", DEMO, agreement=path.stem) as who:
            installation.ledger.put_agreement(path.read_text("utf-8"), who)
    loads = []
    for export in report.exports:
        mapping = read_mapping(export.mapping)
        what = {"source": mapping.source.id, "mapping": mapping.id, "file": export.file.name}
        with deed(installation, "ingest", DEMO, **what):
            summary = ingest_file(installation.ledger, mapping, export.file)
        installation.keep_mapping(mapping)
        told(
            f"{export.file.name}: {summary.read:,} rows, {summary.accepted:,} accepted, "
            f"{summary.set_aside:,} set aside, {summary.claims:,} claims"
        )
        loads.append(
            {"source": mapping.source.id, "agency": mapping.source.agency,
             "file": export.file.name, "read": summary.read, "accepted": summary.accepted,
             "set_aside": summary.set_aside, "claims": summary.claims, "links": summary.links}
        )  # fmt: skip
    return loads


def _views(installation: Installation, folder: Path) -> dict[str, View]:
    listed = yaml.safe_load((folder / "files" / "viewers.yaml").read_text("utf-8"))["viewers"]
    viewers = [Viewer(**entry) for entry in listed]
    return {viewer.principal: _view(installation, viewer) for viewer in viewers}


def _view(installation: Installation, viewer: Viewer) -> View:
    asked = Asked(installation, viewer)
    view = asked.view
    asked.record("demo", "{}", "answered")
    return view


def _analyse(
    figures: Figures, views: dict[str, View], report: DemoReport, installation: Installation
) -> None:
    oversight = views["f.oversight"]
    truth = pd.read_csv(report.out / "truth.csv", dtype=str)
    stories = json.loads((report.out / "stories.json").read_text("utf-8"))
    found = communities(oversight.network())
    figures.found |= {
        "counts": {name: view.counts() for name, view in views.items()},
        "quality": score_view(oversight, truth),
        "who_matters": {name: _top(view) for name, view in views.items()},
        "communities": {
            "count": int((found.groupby("community").size() > 1).sum()),
            "modularity": found.attrs["modularity"],
        },
        "broker": _broker(views[FIRST], installation, stories["network"]["broker"]),
        "tip": _tip(oversight, installation, stories),
    }


def _top(view: View) -> dict[str, Any]:
    ranking = who_matters(view.network(), limit=TOP)
    rows = ranking.frame[["rank", "name", "betweenness", "entity"]].to_dict("records")
    return {"ranking": rows, "left_out": dict(ranking.left_out)}


def _broker(view: View, installation: Installation, keys: list[str]) -> dict[str, Any]:
    """What the first viewer sees of the broker whom no single agency shows."""
    seen = [mention_id(installation.id_key, key) for key in keys]
    entity = next((found for key in seen if (found := view.entity(key))), None)
    if entity is None:
        return {}
    return {
        "entity": entity.id,
        "name": entity.name,
        "agencies": list(entity.agencies),
        "records": len(entity.mentions),
    }


def _tip(view: View, installation: Installation, stories: dict[str, Any]) -> dict[str, Any]:
    """The chain from the tip to the person behind its phone."""
    tip = stories["tip"]
    keys = tip["report"], tip["suspect"][-1]
    ends = [view.entity(mention_id(installation.id_key, key)) for key in keys]
    if ends[0] is None or ends[1] is None:
        return {}
    found = shortest_paths(view.network(), ends[0].id, ends[1].id, limit=1)
    names = [view.entity(entity) for path in found for entity in path.entities]
    return {"path": [entity.name for entity in names if entity is not None]}


def _chart(view: View, installation: Installation, figures: Figures) -> str:
    broker = figures.found["broker"].get("entity")
    terms = terms_of(installation.desk.agreements())
    html, shown = chart_html(view, [broker] if broker else [], terms, hops=2, limit=120)
    figures.found["chart"] = {"entities": len(shown), "viewer": view.viewer.principal}
    return html


def _tell(figures: Figures, told: Told) -> None:
    quality, broker = figures.found["quality"]["cluster"], figures.found["broker"]
    told(
        f"resolution against the truth: precision {quality['precision']:.3f}, "
        f"recall {quality['recall']:.3f}, F1 {quality['f1']:.3f}"
    )
    if broker:
        told(f"{broker['name']}: {broker['records']} records of {', '.join(broker['agencies'])}")
    if figures.found["tip"]:
        told("the tip: " + " → ".join(figures.found["tip"]["path"]))
    told(f"in all {sum(figures.seconds.values()):.1f} s")
