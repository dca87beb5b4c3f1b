"""Which part of a view to draw, and the page it becomes."""

from collections.abc import Sequence
from dataclasses import replace

from comity.analytics import (
    Chart,
    ChartQuery,
    around_entities,
    around_those_who_matter,
    chart_of,
    draw_chart,
)
from comity.graph.view import View
from comity.sharing import marking_of, marking_received
from comity.sharing.terms import TermsBy

Drawn = tuple[str, tuple[str, ...]]  # a page, and the entities on it


def chart_html(
    view: View, entities: Sequence[str], terms: TermsBy, *, hops: int, limit: int
) -> Drawn:
    """The chart around some entities, or around those who matter; and what it shows."""
    return drawn(view, ChartQuery(tuple(entities), hops, limit), terms)


def drawn(
    view: View, query: ChartQuery, terms: TermsBy, title: str = "", notes: tuple[str, ...] = ()
) -> Drawn:
    """The page that answers a query; what it names and is not there is left out."""
    named = [found for found in map(view.holder, query.entities) if found is not None]
    chosen, omitted = _chosen(view, query, named)
    focus = named[0] if len(named) == len(query.entities) == 1 and not query.received else ""
    chart = chart_of(view, chosen, focus=focus, omitted=omitted, seed=query.seed)
    marking = marking_received if query.received else marking_of
    marked = replace(chart, marking=marking(view.resting_on(chosen), terms), query=query,
                     notes=notes)  # fmt: skip
    return draw_chart(marked, title=title or _title(chart)), tuple(chosen)


def _chosen(view: View, query: ChartQuery, named: list[str]) -> tuple[list[str], int]:
    if query.received:
        return named, 0
    network = view.network()
    if query.entities:
        return around_entities(network, named, hops=query.hops, limit=query.limit)
    return around_those_who_matter(network, hops=query.hops + 1, limit=query.limit)


def _title(chart: Chart) -> str:
    names = {node.id: node.name for node in chart.nodes}
    if chart.focus:
        return f"Around {names[chart.focus]}"
    return "Those who matter and what is around them"
