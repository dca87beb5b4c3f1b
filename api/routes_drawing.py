"""The question of a page that draws a chart itself: its content and positions as data."""

from typing import Annotated

from fastapi import Depends

from comity.analytics import (
    ChartEdge,
    DrawnNode,
    around_entities,
    around_those_who_matter,
    drawing_of,
)
from comity.api.asked import Asked
from comity.api.asking import ask_at
from comity.api.questions import Question
from comity.api.wire import IntervalOut
from comity.api.wire_drawing import DrawingAnswer, DrawingBody, EdgeOut, LeadOut, NodeOut

AskedAt = Annotated[Asked, Depends(ask_at)]


def drawing(asked: AskedAt, body: DrawingBody) -> DrawingAnswer:
    """What a chart shows: entities at their places, links with their records, what lies near."""
    held = {spot.entity: (spot.x, spot.y) for spot in body.held}
    leads = asked.view.holders((*body.entities, *held))
    named = [leads[asked_for] for asked_for in body.entities if asked_for in leads]
    network = asked.view.network()
    if body.entities:
        chosen, omitted = around_entities(network, named, hops=body.hops, limit=body.limit)
    else:
        chosen, omitted = around_those_who_matter(network, hops=body.hops + 1, limit=body.limit)
    kept = {leads[address]: spot for address, spot in held.items() if address in leads}
    drawn = drawing_of(asked.view, chosen, kept, layout=body.layout)
    return DrawingAnswer(
        standing=asked.standing(),
        nodes=tuple(map(_node, drawn.nodes)),
        edges=tuple(map(_edge, drawn.edges)),
        leads=tuple(LeadOut(asked=a, entity=e) for a, e in leads.items() if a != e),
        omitted=omitted,
    )


def _node(node: DrawnNode) -> NodeOut:
    outline, (longitude, latitude) = node.outline, node.where or (None, None)
    return NodeOut(
        entity=outline.id, kind=outline.kind, name=outline.name, standing=node.standing,
        agencies=outline.agencies, links=node.links, x=node.x, y=node.y,
        longitude=longitude, latitude=latitude,
    )  # fmt: skip


def _edge(edge: ChartEdge) -> EdgeOut:
    return EdgeOut(
        first=edge.source, second=edge.target, kind=edge.kind, role=edge.role, count=edge.count,
        agencies=edge.agencies, lines=edge.lines, valid=IntervalOut.model_validate(edge.valid),
        strength=edge.strength, grades=edge.grades, trust=edge.trust,
    )  # fmt: skip


QUESTIONS = (Question("POST", "/v1/drawing", drawing),)
