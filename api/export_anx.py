"""i2 Analyst's Notebook exchange (ANX): entities and links as chart items, records as cards.

Written to the public descriptions of the format; it was not opened in Analyst's Notebook.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from comity.analytics import spots_of
from comity.api.export import Parcel
from comity.api.export_values import about, link_values, properties_of, values_of
from comity.api.wire import written
from comity.api.xml_text import element, opening
from comity.graph.answers import Entity, Fact, LinkFact, Origin
from comity.graph.vocabulary import vocabulary
from comity.sharing.grades import TRUST, trust

STRENGTH = "As recorded"
_OF_AN_ENTITY = ("id", "standing", "agencies", "handling")
_OF_A_LINK = ("role", "until", "handling", "grade", "agreement", "version", "clause")
Spot = tuple[float, float]


def as_anx(parcel: Parcel) -> Iterator[str]:
    """The chart, an item on each line; what items refer to by name is said before them."""
    classes = dict.fromkeys((*_OF_AN_ENTITY, *_OF_A_LINK, *properties_of(parcel)))
    spots = spots_of(parcel.view, parcel.entities)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield opening("Chart", {"Rigorous": "false", "IdReferenceLinking": "false"}) + "\n"
    yield from _declared(classes)
    yield _summary(parcel.heading)
    yield "<ChartItemCollection>\n"
    for entity in parcel.each_entity():
        yield f"{_entity_item(entity, spots[entity.id])}\n"
    for link in parcel.each_link():
        yield f"{_link_item(link)}\n"
    yield "</ChartItemCollection>\n</Chart>\n"


def _declared(classes: Iterable[str]) -> Iterator[str]:
    """Strengths, grades, classes of attributes, types of entities and of links, in that order."""
    strength = {"Id": "strength", "Name": STRENGTH, "DotStyle": "DotStyleSolid"}
    yield element("StrengthCollection", {}, element("Strength", strength)) + "\n"
    for number, name in enumerate(("GradeOne", "GradeTwo"), start=1):
        texts = (element("String", {"Id": f"g{number}{at}", "Text": word})
                 for at, word in enumerate(TRUST))  # fmt: skip
        yield element(name, {}, element("StringCollection", {}, "".join(texts))) + "\n"
    words = vocabulary()
    more = {"Type": "AttText", "IsUser": "true", "UserCanAdd": "true", "UserCanRemove": "true"}
    yield _named("AttributeClass", classes, more)
    yield _named("EntityType", words.kinds, {"PreferredRepresentation": "RepresentAsIcon"})
    yield _named("LinkType", words.links, {})


def _named(what: str, names: Iterable[str], more: Mapping[str, str]) -> str:
    ids = count()
    each = (element(what, {"Id": f"{what}{next(ids)}", "Name": _plain(name), **more})
            for name in names)  # fmt: skip
    return element(f"{what}Collection", {}, "".join(each)) + "\n"


def _summary(heading: Mapping[str, str]) -> str:
    title = f"Handed over to {heading.get('recipient', '')}"
    fields = element("Field", {"Type": "SummaryFieldTitle", "Field": title})
    fields += element("Field", {"Type": "SummaryFieldComments", "Field": heading.get("marking")})
    said = (element("CustomProperty", {"Name": _plain(name), "Type": "String", "Value": text})
            for name, text in heading.items())  # fmt: skip
    made = element("Origin", {"CreatedDate": _moment(heading.get("at", "")) or None})
    inner = element("FieldCollection", {}, fields)
    inner += element("CustomPropertyCollection", {}, "".join(said)) + made
    return element("Summary", {}, inner) + "\n"


def _entity_item(entity: Entity, spot: Spot) -> str:
    icon = element("Icon", {}, element("IconStyle", {"Type": _plain(entity.kind)}))
    cards = element("CardCollection", {}, "".join(_cards(entity.facts)))
    names = {"EntityId": entity.id, "Identity": entity.id, "LabelIsIdentity": "false"}
    x, y = map(round, spot)
    end = element("End", {"X": x, "Y": y, "Z": 0}, element("Entity", names, icon + cards))
    told = {**about(entity), "id": entity.id}
    values = {name: told[name] for name in _OF_AN_ENTITY} | values_of(entity)
    head = {"Label": entity.name, "Description": f"said by: {', '.join(entity.agencies)}"}
    return element("ChartItem", head, end + _attributes(values))


def _link_item(link: LinkFact) -> str:
    style = {"ArrowStyle": "ArrowOnHead", "LineWidth": 1, "Strength": STRENGTH,
             "Type": _plain(link.kind)}  # fmt: skip
    told = link_values(link)
    cards = element("CardCollection", {}, _card(link.origin, _plain(link.role or link.kind)))
    ends = {"End1Id": link.first, "End2Id": link.second}
    line = element("Link", ends, cards + element("LinkStyle", style))
    head = {"Label": _plain(link.role or link.kind), **_dated(told["from"]), **_said(link.origin)}
    return element("ChartItem", head, line + _attributes({n: told[n] for n in _OF_A_LINK}))


def _cards(facts: Iterable[Fact]) -> Iterator[str]:
    """A card for each record and grade, with the values that it says."""
    by_origin: dict[Origin, list[str]] = {}
    for fact in facts:
        line = f"{_plain(fact.property)}: {fact.raw or fact.value}"
        by_origin.setdefault(fact.origin, []).append(line)
    for origin, lines in sorted(by_origin.items()):
        yield _card(origin, "\n".join(lines))


def _card(origin: Origin, text: str) -> str:
    by = f"shown by {origin.permit.agreement}" if origin.permit.agreement else ""
    told = f"{origin.handling}{f', graded {origin.grade}' if origin.grade else ''}"
    head = {"Summary": f"{origin.agency}, {origin.source} {origin.record}, {told}"}
    recorded = _dated(written(origin.recorded) or "")
    lines = "\n".join(filter(None, (text, by)))
    return element("Card", {**head, "Text": lines, **recorded, **_said(origin)})


def _said(origin: Origin) -> Mapping[str, object]:
    """Where it comes from, and its grade in the words that all schemes share."""
    source, information = map(TRUST.index, trust(origin.grade))
    return {"SourceReference": f"{origin.source} {origin.record}", "SourceType": origin.agency,
            "GradeOneIndex": source, "GradeTwoIndex": information}  # fmt: skip


def _attributes(values: Mapping[str, str]) -> str:
    each = (element("Attribute", {"AttributeClass": _plain(name), "Value": text})
            for name, text in values.items() if text)  # fmt: skip
    return element("AttributeCollection", {}, "".join(each))


def _dated(moment: str) -> Mapping[str, str]:
    at = _moment(moment)
    return {"DateSet": "true", "TimeSet": "true", "DateTime": at} if at else {}


def _moment(moment: str) -> str:
    """A time as this format has it: in UTC, without a zone."""
    return f"{moment[:19]}.000" if moment else ""


def _plain(name: str) -> str:
    return name.replace("_", " ")
