"""The formats of an export; each carries the marking, the recipient and the reason itself."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import networkx as nx

from comity.analytics import ChartQuery, chart_of, draw_chart
from comity.api.csv_cells import csv_line
from comity.api.export import Format, Parcel, Writer
from comity.api.export_anx import as_anx
from comity.api.export_gexf import as_gexf
from comity.api.export_pdf import as_pdf
from comity.api.export_svg import as_svg
from comity.api.export_values import Row, about, fact_row, link_values, values_of
from comity.api.wire import FactOut, LinkOut, MentionOut
from comity.api.xml_text import writable
from comity.graph.answers import Entity

COLUMNS = (
    "what", "entity", "kind", "name", "property", "value", "raw", "other", "role", "from",
    "until", "agency", "source", "record", "handling", "data_class", "grade", "recorded",
    "agreement", "version", "clause",
)  # fmt: skip
# A value is evidence: whoever reads the file is told how to have it as it was recorded.
CELLS = (
    "a ' at the beginning of a cell is not part of its value: it keeps spreadsheets from "
    "taking it for a formula"
)


def as_csv(parcel: Parcel) -> Iterator[str]:
    """One table: rows of the heading, then of facts, then of links, as `what` says."""
    yield csv_line(COLUMNS)
    for row in _rows(parcel):
        yield csv_line([row.get(column, "") for column in COLUMNS])


def as_json(parcel: Parcel) -> Iterator[str]:
    """One object, an entity or a link on each line."""
    yield f'{{"heading": {_json(dict(parcel.heading))},\n"entities": [\n'
    yield from _listed(map(_entity, parcel.each_entity()))
    yield '],\n"links": [\n'
    yield from _listed(LinkOut.model_validate(link).model_dump() for link in parcel.each_link())
    yield "]}\n"


def as_graphml(parcel: Parcel) -> Iterator[str]:
    """GraphML: values by property on nodes, one edge for each link of each record."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.graph.update(_clean(parcel.heading))
    for entity in parcel.each_entity():
        graph.add_node(entity.id, **_clean({**about(entity), **_said(entity)}))
    for link in parcel.each_link():
        graph.add_edge(link.first, link.second, **_clean(link_values(link)))
    for line in nx.generate_graphml(graph, named_key_ids=True):
        yield f"{line}\n"


def as_chart(parcel: Parcel) -> Iterator[str]:
    """A link chart as one page that loads nothing."""
    said = tuple(f"{name.replace('_', ' ')}: {text}" for name, text in parcel.heading.items())
    chart = chart_of(parcel.view, parcel.entities)
    entities = tuple(sorted(parcel.entities))
    query = ChartQuery(entities, limit=len(entities), received=True)
    marked = replace(chart, marking=parcel.marking, notes=said, query=query)
    yield draw_chart(marked, title=f"Handed over to {parcel.heading['recipient']}")


FORMATS: Mapping[Format, Writer] = {
    "csv": as_csv,
    "graphml": as_graphml,
    "json": as_json,
    "html-chart": as_chart,
    "gexf": as_gexf,
    "anx": as_anx,
    "svg": as_svg,
    "pdf": as_pdf,
}


def _rows(parcel: Parcel) -> Iterator[Row]:
    for name, text in {**parcel.heading, "cells": CELLS}.items():
        yield {"what": "heading", "property": name, "value": text}
    for entity in parcel.each_entity():
        about = {"entity": entity.id, "kind": entity.kind, "name": entity.name}
        yield {"what": "entity", **about, "role": "; ".join(entity.roles)}
        for fact in entity.facts:
            said = {"property": fact.property, "value": fact.value, "raw": fact.raw}
            yield {"what": "fact", **about, **said, **fact_row(fact)}
    for link in parcel.each_link():
        ends = {"entity": link.first, "kind": link.kind, "other": link.second, "role": link.role}
        yield {"what": "link", **ends, **fact_row(link)}


def _entity(entity: Entity) -> dict[str, Any]:
    """An entity without what it says of others that do not go along."""
    plain = {name: getattr(entity, name) for name in ("id", "kind", "name", "standing", "roles")}
    mentions = [MentionOut.model_validate(each).model_dump() for each in entity.mentions]
    facts = [FactOut.model_validate(fact).model_dump() for fact in entity.facts]
    return {**plain, "agencies": entity.agencies, "mentions": mentions, "facts": facts}


def _said(entity: Entity) -> Mapping[str, str]:
    return {f"said_{name}": text for name, text in values_of(entity).items()}


def _clean(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: writable(text) for name, text in texts.items()}


def _listed(items: Iterator[Mapping[str, Any]]) -> Iterator[str]:
    between = ""
    for item in items:
        yield between + _json(item)
        between = ",\n"
    yield "\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
