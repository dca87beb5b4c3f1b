"""What an export says of one entity or link as flat texts, whatever its format writes them in."""

from collections import defaultdict
from collections.abc import Mapping

from comity.api.export import Parcel
from comity.api.wire import moment_text
from comity.graph.answers import Entity, Fact, LinkFact, Origin

Row = Mapping[str, object]
OF_A_LINK = (
    "kind", "role", "from", "until", "agency", "source", "record", "handling", "data_class",
    "grade", "recorded", "agreement", "version", "clause",
)  # fmt: skip


def properties_of(parcel: Parcel) -> tuple[str, ...]:
    """The properties that any entity of a parcel has, for formats that name them before use."""
    return tuple(sorted({fact.property for entity in parcel.each_entity()
                         for fact in entity.facts}))  # fmt: skip


def values_of(entity: Entity) -> dict[str, str]:
    """The values of an entity by property, those of one property joined."""
    said: dict[str, list[str]] = defaultdict(list)
    for fact in entity.facts:
        if fact.value not in said[fact.property]:
            said[fact.property].append(fact.value)
    return {name: "; ".join(values) for name, values in said.items()}


def about(entity: Entity) -> dict[str, str]:
    """What an entity is, beside its values."""
    codes = sorted({fact.origin.handling for fact in entity.facts})
    told = {"kind": entity.kind, "name": entity.name, "standing": entity.standing}
    return {**told, "agencies": ", ".join(entity.agencies), "handling": ", ".join(codes)}


def link_values(link: LinkFact) -> dict[str, str]:
    """What a link says, as texts; empty where it says nothing."""
    told = {name: "" if value is None else str(value) for name, value in fact_row(link).items()}
    return {"kind": link.kind, "role": link.role, **told}


def fact_row(fact: Fact | LinkFact) -> Row:
    """When a fact holds, and where it comes from."""
    times = {"from": moment_text(fact.valid.start), "until": moment_text(fact.valid.end)}
    return {**times, **_origin_row(fact.origin)}


def _origin_row(origin: Origin) -> Row:
    names = ("agency", "source", "record", "handling", "data_class", "grade")
    told = {name: getattr(origin, name) for name in names}
    permit = origin.permit
    by = {"agreement": permit.agreement, "version": permit.version, "clause": permit.clause}
    return {**told, "recorded": moment_text(origin.recorded), **by}
