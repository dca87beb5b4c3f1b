"""Which part of a view to draw, and the page it becomes."""

from collections.abc import Sequence
from dataclasses import replace

from comity.analytics import around_entities, around_those_who_matter, chart_of, draw_chart
from comity.graph.view import View
from comity.sharing import marking_of
from comity.sharing.terms import TermsBy


def chart_html(
    view: View, entities: Sequence[str], terms: TermsBy, *, hops: int, limit: int
) -> tuple[str, tuple[str, ...]]:
    """The chart around some entities, or around those who matter; and what it shows."""
    network = view.network()
    if entities:
        chosen, omitted = around_entities(network, entities, hops=hops, limit=limit)
    else:
        chosen, omitted = around_those_who_matter(network, hops=hops + 1, limit=limit)
    focus = entities[0] if len(entities) == 1 else ""
    found = view.entity(focus) if focus else None
    title = f"Around {found.name}" if found else "Those who matter and what is around them"
    chart = chart_of(view, chosen, focus=found.id if found else "", omitted=omitted)
    marked = replace(chart, marking=marking_of(view.resting_on(chosen), terms))
    return draw_chart(marked, title=title), tuple(chosen)
