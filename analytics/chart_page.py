"""The chart as one HTML page that loads nothing: pyvis, with every opening in it closed.

pyvis 0.3.2 as it comes links outside style sheets, runs script from its heading, turns every
tooltip into markup once one holds "href", and drops parallel links of undirected charts.
"""

import base64
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import escape
from importlib import resources
from pathlib import Path
from typing import Any

from pyvis.network import Network as PyvisNetwork

from comity.analytics.chart import Chart, ChartEdge, ChartNode
from comity.analytics.chart_file import file_of
from comity.analytics.icons import colour_of, icon_of
from comity.analytics.plain_values import plain
from comity.graph.answers import Standing
from comity.graph.vocabulary import vocabulary
from comity.graph.written import written
from comity.sharing import marking_line

LEAD = (
    "Lead only. No result is not clearance. Confirm warrants and cautions with the issuing agency."
)
LONGEST_LABEL = 40
_VIS = "lib/vis-9.1.2/vis-network.min.js"


class HardenedNetwork(PyvisNetwork):  # type: ignore[misc]  # pyvis has no types
    """pyvis with linear-time links, parallel links kept, and a page of our own.

    It shows itself in a notebook, and is left as a file in UTF-8 wherever it runs.
    """

    def __init__(self, chart: Chart, title: str) -> None:
        super().__init__(directed=True, cdn_resources="in_line", notebook=False)
        self._chart, self._title = chart, title
        self.nodes = [_node(node) for node in chart.nodes]
        self.node_map = {node["id"]: node for node in self.nodes}
        self.edges = list(_edges(chart.edges))

    def add_edge(self, source: object, to: object, **options: Any) -> None:
        """Add a link; unlike pyvis, never compared with all others and never dropped."""
        words = str(options.get("label", ""))
        told = {"label": words, "count": 1, "dashes": False, "bend": 0, "lines": [words]}
        self.edges.append({**told, "from": plain(source), "to": plain(to), **options})

    def add_node(self, n_id: object, label: object = None, **options: Any) -> None:
        """Add an entity beside those of the chart; one of the same id is there once."""
        key = plain(n_id)
        if key in self.node_map:
            return
        name = str(key if label is None else label)
        node = {"kind": "other", "x": 0.0, "y": 0.0, "lines": [name], **options}
        self.node_map[key] = {**node, "id": key, "label": short(name)}
        self.nodes.append(self.node_map[key])

    def write_html(
        self, name: str, local: bool = True, notebook: bool = False, open_browser: bool = False
    ) -> None:
        """Leave the page as a file; pyvis would write it in whatever the machine writes in."""
        del local, notebook, open_browser
        self.html = self.generate_html()
        Path(name).write_text(self.html, "utf-8")

    def _repr_html_(self) -> str:
        # A sandbox without allow-same-origin: the page can run, and reach nothing of the notebook.
        page = escape(self.generate_html())
        return (
            f'<iframe sandbox="allow-scripts" srcdoc="{page}" width="100%" height="620"></iframe>'
        )

    def generate_html(self, name: str = "", local: bool = True, notebook: bool = False) -> str:
        """The whole page; the arguments are pyvis's and change nothing."""
        del name, local, notebook
        kinds = sorted({node["kind"] for node in self.nodes})
        data = {
            "nodes": self.nodes,
            "edges": self.edges,
            "icons": {kind: icon_of(kind) for kind in kinds},
            "colours": {kind: colour_of(kind) for kind in kinds},
            "focus": self._chart.focus,
            "file": file_of(self._chart, self._title),
        }
        return _page(self._chart, self._title, _json(data), kinds)


def draw_chart(chart: Chart, *, title: str = "Link chart") -> str:
    """One HTML page with the chart, its legend, and its twin as tables."""
    return str(HardenedNetwork(chart, title).generate_html())


def content_policy() -> str:
    """The page's content security policy: its own script and style by hash, nothing else."""
    scripts = " ".join(f"'sha256-{_digest(text)}'" for text in (vis_network(), _own("chart.js")))
    style = f"'sha256-{_digest(_own('chart.css'))}'"
    return (
        f"default-src 'none'; script-src {scripts}; style-src {style}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def standing_line(standing: Standing) -> str:
    """As whom, for what and on which agreements, in one line."""
    resting = ", ".join(standing.agreements) or "own records only"
    held = f", as held on {written(standing.valid_at)}" if standing.valid_at is not None else ""
    return (
        f"Seen by {standing.viewer} of {standing.agency} for {standing.purpose}; resting on: "
        f"{resting}; known {written(standing.known_at)} UTC{held}."
    )


def _node(node: ChartNode) -> dict[str, Any]:
    head = f"{node.name} ({node.kind.replace('_', ' ')})"
    said = f"said by: {', '.join(node.agencies)}"
    return {
        "id": plain(node.id),
        "label": short(node.name),
        "kind": node.kind,
        "x": node.x,
        "y": node.y,
        "lines": [head, said, *node.lines],
    }


def bends(edges: Sequence[ChartEdge]) -> Iterable[float]:
    """How far each link bends to its side, as a part of its length: parallel ones lie apart."""
    seen: dict[frozenset[str], int] = defaultdict(int)
    for edge in edges:
        ends = frozenset((edge.source, edge.target))
        nth, seen[ends] = seen[ends], seen[ends] + 1
        # A bend is seen from its start: the same one the other way round lies on the other side.
        side = 1 if edge.source < edge.target else -1
        yield round(side * 0.14 * ((nth + 1) // 2) * (1 if nth % 2 else -1), 2)


def words_on(edge: ChartEdge) -> str:
    """What is written on a link: its role, or its kind, and how many records say so."""
    many = f" ×{edge.count}" if edge.count > 1 else ""
    return (edge.role or edge.kind).replace("_", " ") + many


def _edges(edges: Sequence[ChartEdge]) -> Iterable[dict[str, Any]]:
    for edge, bend in zip(edges, bends(edges), strict=True):
        words = words_on(edge)
        yield {
            "from": plain(edge.source),
            "to": plain(edge.target),
            "label": words,
            "count": edge.count,
            "dashes": edge.kind == "mentions",
            "bend": bend,
            "lines": [f"{edge.kind.replace('_', ' ')}: {words}", *edge.lines],
        }


def _page(chart: Chart, title: str, data: str, kinds: Sequence[str]) -> str:
    names = {node.id: node.name for node in chart.nodes}
    left = f" {chart.omitted} more entities lie near and are not drawn." if chart.omitted else ""
    notes = "".join(f'<p class="standing">{escape(note)}</p>' for note in chart.notes)
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(content_policy())}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{escape(title)} · Comity</title>
<style>{_own("chart.css")}</style></head>
<body><a class="skip" href="#tables">Skip to the tables</a>
<header><h1>{escape(title)}</h1>
{_banner(chart)}<p class="standing">{escape(standing_line(chart.standing))}</p>{notes}
<p class="lead">{LEAD}</p></header>
<main><div id="chart" tabindex="0" role="img"
 aria-label="Link chart; the same as tables below"></div>
<aside><h2>Kinds</h2><ul class="legend">{_legend(kinds)}</ul>
<h2>Selected</h2><div id="about" class="about" aria-live="polite">
<p>Choose something on the chart to see who says so.</p></div>
<h2>On this chart</h2><p>{len(chart.nodes)} entities, {sum(e.count for e in chart.edges)} links.
{escape(left)} A dashed line is a report's word. A thicker line rests on more records.</p></aside>
<script type="application/json" id="chart-data">{data}</script>
<script>{vis_network()}</script><script>{_own("chart.js")}</script>
<section class="tables" id="tables"><h2>The chart as tables</h2>
{_nodes_table(chart.nodes)}{_edges_table(chart.edges, names)}</section></main></body></html>
"""


def _banner(chart: Chart) -> str:
    if chart.marking is None:
        return ""
    return f'<p class="marking">{escape(marking_line(chart.marking))}</p>\n'


def _legend(kinds: Iterable[str]) -> str:
    meaning = vocabulary().definitions
    return "".join(
        f'<li><img alt="" src="{icon_of(kind)}"><span title="{escape(meaning.get(kind, ""))}">'
        f"{escape(kind.replace('_', ' '))}</span></li>"
        for kind in kinds
    )


def _nodes_table(nodes: Sequence[ChartNode]) -> str:
    rows = [
        (
            node.name,
            node.kind.replace("_", " "),
            node.standing,
            ", ".join(node.agencies),
            node.lines,
        )
        for node in sorted(nodes, key=lambda node: (node.kind, node.name, node.id))
    ]
    heads = ("Name", "Kind", "Standing", "Agencies", "Values and their sources")
    return _table("Entities", heads, rows)


def _edges_table(edges: Sequence[ChartEdge], names: Mapping[str, str]) -> str:
    rows = [
        (names[edge.source], (edge.role or edge.kind).replace("_", " "), names[edge.target],
         str(edge.count), edge.lines)
        for edge in edges
    ]  # fmt: skip
    return _table("Links", ("From", "Role", "To", "Records", "Sources"), rows)


def _table(
    caption: str, heads: Sequence[str], rows: Sequence[tuple[str, str, str, str, tuple[str, ...]]]
) -> str:
    top = "".join(f'<th scope="col">{head}</th>' for head in heads)
    body = "".join(f"<tr>{_cells(row)}</tr>" for row in rows)
    return (
        f'<h2>{caption}</h2><div class="twin" tabindex="0" role="region" aria-label="{caption}">'
        f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cells(row: tuple[str, str, str, str, tuple[str, ...]]) -> str:
    first, *middle, lines = row
    listed = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return (
        f'<th scope="row">{escape(str(first))}</th>'
        + "".join(f"<td>{escape(str(cell))}</td>" for cell in middle)
        + f"<td><ul>{listed}</ul></td>"
    )


def short(text: str) -> str:
    """A name cut to what stands beside an entity."""
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1] + "…"


def _json(data: object) -> str:
    """JSON that no text in it can break out of."""
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


@cache
def _own(name: str) -> str:
    return resources.files(__package__).joinpath(f"data/{name}").read_text("utf-8")


@cache
def vis_network() -> str:
    """The drawing library that pyvis ships; its source map would be an outside request."""
    text = resources.files("pyvis").joinpath(_VIS).read_text("utf-8")
    return text.split("//# sourceMappingURL")[0].replace("</script", "<\\/script")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
