"""GEXF 1.3, which Gephi reads: values on nodes at their places, one edge for each link."""

from collections.abc import Iterator, Mapping

from comity.analytics import spots_of
from comity.api.export import Parcel
from comity.api.export_values import OF_A_LINK, about, link_values, properties_of, values_of
from comity.api.xml_text import content, element, opening
from comity.graph.answers import Entity, LinkFact

_SPACES = {"xmlns": "http://gexf.net/1.3", "xmlns:viz": "http://gexf.net/1.3/viz", "version": "1.3"}
_GRAPH = {
    "defaultedgetype": "directed", "mode": "dynamic", "timeformat": "datetime",
    "timerepresentation": "interval",
}  # fmt: skip
_OF_A_NODE = ("kind", "standing", "agencies", "handling")
Spot = tuple[float, float]


def as_gexf(parcel: Parcel) -> Iterator[str]:
    """The file, a node or an edge on each line; links show when they hold."""
    names = [*_OF_A_NODE, *(f"said_{name}" for name in properties_of(parcel))]
    keys = {name: str(at) for at, name in enumerate(names)}
    spots = spots_of(parcel.view, parcel.entities)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f"{opening('gexf', _SPACES)}\n{_meta(parcel.heading)}\n{opening('graph', _GRAPH)}\n"
    yield _declared("node", keys)
    yield _declared("edge", {name: str(at) for at, name in enumerate(OF_A_LINK)})
    yield "<nodes>\n"
    for entity in parcel.each_entity():
        yield f"{_node(entity, keys, spots[entity.id])}\n"
    yield "</nodes>\n<edges>\n"
    for number, link in enumerate(parcel.each_link()):
        yield f"{_edge(number, link)}\n"
    yield "</edges>\n</graph></gexf>\n"


def _meta(heading: Mapping[str, str]) -> str:
    said = "\n".join(f"{name}: {text}" for name, text in heading.items())
    inner = f"<creator>Comity</creator><description>{content(said)}</description>"
    return element("meta", {"lastmodifieddate": heading.get("at", "")[:10] or None}, inner)


def _declared(of: str, keys: Mapping[str, str]) -> str:
    each = (element("attribute", {"id": key, "title": name, "type": "string"})
            for name, key in keys.items())  # fmt: skip
    return element("attributes", {"class": of, "mode": "static"}, "".join(each)) + "\n"


def _node(entity: Entity, keys: Mapping[str, str], spot: Spot) -> str:
    said = {f"said_{name}": text for name, text in values_of(entity).items()}
    told = {**about(entity), **said}
    values = ((keys[name], text) for name, text in told.items() if name in keys)
    # On a page y goes down, in Gephi up.
    place = element("viz:position", {"x": spot[0], "y": -spot[1], "z": 0.0})
    return element("node", {"id": entity.id, "label": entity.name}, _values(values) + place)


def _edge(number: int, link: LinkFact) -> str:
    told = link_values(link)
    ends = {"id": number, "source": link.first, "target": link.second}
    time = {"start": told["from"] or None, "end": told["until"] or None}
    numbered = ((str(at), told[name]) for at, name in enumerate(OF_A_LINK))
    named = {"label": link.role or link.kind, "kind": link.kind}
    return element("edge", {**ends, **named, **time}, _values(numbered))


def _values(told: Iterator[tuple[str, str]]) -> str:
    each = (element("attvalue", {"for": key, "value": text}) for key, text in told if text)
    return element("attvalues", {}, "".join(each))
