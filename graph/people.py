"""A Neo4j for people (Browser, Bloom, GDS): exactly one view, entities included, kept up.

Community edition lets every user see everything, so that such a database may hold what
one clearance allows and nothing else; it is never the private one.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import neo4j

from comity.graph.answers import Entity, LinkFact
from comity.graph.errors import ProjectionError
from comity.graph.neo4j_store import told_plainly
from comity.graph.view import View

ROWS = 2_000
_OURS = "MATCH (s:ComityView) RETURN s.viewer AS viewer, s.digest AS digest"
_STRANGE = "MATCH (n) WHERE NOT n:ComityView AND NOT n:Entity RETURN count(n) AS n"
_ENTITIES = """
UNWIND $rows AS r MERGE (e:Entity {id: r.id})
SET e = r.values, e.id = r.id, e.round = $round SET e:$(r.label)
"""
_LINKS = """
UNWIND $rows AS r MATCH (a:Entity {id: r.first}) MATCH (b:Entity {id: r.second})
MERGE (a)-[l:$(r.type) {ref: r.ref}]->(b) SET l = r.values, l.ref = r.ref, l.round = $round
"""
_OLD_LINKS = (
    "MATCH ()-[l]->() WHERE l.round <> $round WITH l LIMIT $many DELETE l RETURN count(*) AS n"
)
_OLD_ENTITIES = (
    "MATCH (e:Entity) WHERE e.round <> $round WITH e LIMIT $many DETACH DELETE e "
    "RETURN count(*) AS n"
)
Told = Callable[[int, int], None]


def project_view(
    view: View, uri: str, auth: tuple[str, str], told: Told | None = None
) -> dict[str, int]:
    """Make a database hold exactly this view; what it held of an earlier one goes.

    Interrupted, it is run again. Raises ProjectionError if the database holds anything that
    Comity did not put there, or another viewer's view.
    """
    with told_plainly(uri), neo4j.GraphDatabase.driver(
        uri, auth=auth, notifications_min_severity="OFF", telemetry_disabled=True
    ) as driver, driver.session() as session:  # fmt: skip
        _check(session, view, uri)
        standing = view.standing()
        session.run(
            "MERGE (s:ComityView) SET s.viewer = $viewer, s.agency = $agency, "
            "s.purpose = $purpose, s.agreements = $agreements, s.digest = ''",
            viewer=standing.viewer, agency=standing.agency, purpose=standing.purpose,
            agreements=list(standing.agreements),
        ).consume()  # fmt: skip
        session.run(
            "CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (e:Entity) REQUIRE e.id IS UNIQUE"
        ).consume()
        counts = _write(session, view, standing.digest, told)
        session.run(
            "MATCH (s:ComityView) SET s.digest = $digest, s.known_at = $known_at",
            digest=standing.digest, known_at=standing.known_at,
        ).consume()  # fmt: skip
        return counts


def _check(session: neo4j.Session, view: View, uri: str) -> None:
    strange = session.run(_STRANGE).single(strict=True)["n"]
    if strange:
        raise ProjectionError(
            f"{uri} holds {strange} nodes that Comity did not put there; give it an empty database"
        )
    found = session.run(_OURS).single()
    if found is not None and found["viewer"] != view.viewer.principal:
        raise ProjectionError(
            f"{uri} holds the view of {found['viewer']}; one database holds one viewer's view"
        )


def _write(session: neo4j.Session, view: View, digest: str, told: Told | None) -> dict[str, int]:
    network = view.network()
    whole, done = network.size + len(network.link), 0
    for part in _parts(network.ids.tolist()):
        entities = [found for found in map(view.entity, part) if found is not None]
        session.run(_ENTITIES, rows=[_entity(e) for e in entities], round=digest).consume()
        done += len(part)
        if told is not None:
            told(done, whole)
    for part in _parts(network.link.tolist()):
        rows = [_link(fact) for fact in view.evidence(part)]
        session.run(_LINKS, rows=rows, round=digest).consume()
        done += len(part)
        if told is not None:
            told(done, whole)
    for statement in (_OLD_LINKS, _OLD_ENTITIES):
        while session.run(statement, round=digest, many=ROWS).single(strict=True)["n"]:
            pass
    return {"entities": network.size, "links": len(network.link)}


def _parts(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), ROWS):
        yield items[start : start + ROWS]


def _entity(entity: Entity) -> dict[str, Any]:
    values: dict[str, Any] = {
        "name": entity.name,
        "kind": entity.kind,
        "agencies": list(entity.agencies),
        "roles": list(entity.roles),
        "standing": entity.standing,
        "records": [f"{m.agency}: {m.source} {m.record}" for m in entity.mentions],
    }
    for fact in entity.facts:
        values.setdefault(f"said_{fact.property}", []).append(fact.value)
        values.setdefault(f"said_{fact.property}_by", []).append(
            f"{fact.origin.agency}, {fact.origin.source} {fact.origin.record}, "
            f"{fact.origin.handling}, {fact.origin.permit.agreement}"
        )
    return {"id": entity.id, "label": _label(entity.kind), "values": values}


def _link(fact: LinkFact) -> dict[str, Any]:
    origin = fact.origin
    return {
        "first": fact.first,
        "second": fact.second,
        "type": fact.kind.upper(),
        "ref": fact.ref,
        "values": {
            "role": fact.role,
            "agency": origin.agency,
            "source": origin.source,
            "record": origin.record,
            "handling": origin.handling,
            "grade": origin.grade,
            "valid_from": fact.valid.start,
            "valid_to": fact.valid.end,
            "recorded": origin.recorded,
            "agreement": origin.permit.agreement,
        },
    }


def _label(kind: str) -> str:
    return "".join(word.capitalize() for word in kind.split("_"))
