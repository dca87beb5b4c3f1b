"""A Neo4j for people (Browser, Bloom, GDS): exactly one view, entities included, kept up.

Community edition lets every user see everything, so that such a database may hold what
one clearance allows and nothing else; it is never the private one.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import neo4j

from comity.graph.answers import Entity, LinkFact
from comity.graph.errors import ProjectionError
from comity.graph.neo4j_store import told_plainly
from comity.graph.view import View

ROWS = 2_000
_OURS = "MATCH (s:ComityView) RETURN s.viewer AS viewer, s.agency AS agency"
# What we put there bears its round; in a database without our sign everything is somebody's.
_STRANGE = {
    True: "MATCH (n) WHERE NOT n:ComityView AND (NOT n:Entity OR n.round IS NULL) "
    "RETURN count(n) AS n UNION ALL MATCH ()-[l]->() WHERE l.round IS NULL RETURN count(l) AS n",
    False: "MATCH (n) RETURN count(n) AS n",
}
_BEGIN = (
    "CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (e:Entity) REQUIRE e.id IS UNIQUE",
    "MERGE (s:ComityView) SET s.viewer = $viewer, s.agency = $agency, s.purpose = $purpose, "
    "s.agreements = $agreements, s.digest = ''",
)
_END = "MATCH (s:ComityView) SET s.digest = $digest, s.known_at = $known_at"
_ENTITIES = """
UNWIND $rows AS r MERGE (e:Entity {id: r.id})
SET e = r.values, e.id = r.id, e.round = $round
REMOVE e:$([label IN labels(e) WHERE NOT label IN ['Entity', r.label]])
SET e:$(r.label)
"""
_LINKS = """
UNWIND $rows AS r MATCH (a:Entity {id: r.first}) MATCH (b:Entity {id: r.second})
MERGE (a)-[l:$(r.type) {ref: r.ref, nth: r.nth}]->(b)
SET l = r.values, l.ref = r.ref, l.nth = r.nth, l.round = $round
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

    Interrupted, it is run again; until it is through, the database's digest is empty. Raises
    ProjectionError if the database holds anything that Comity did not put there, or another
    viewer's view.
    """
    standing = view.standing()
    with _session(uri, auth) as session:
        _check(session, view, uri)
        known = {"viewer": standing.viewer, "agency": standing.agency, "purpose": standing.purpose,
                 "agreements": list(standing.agreements)}  # fmt: skip
        for statement in _BEGIN:
            session.run(statement, known).consume()
        counts = _write(session, view, standing.digest, told)
        session.run(_END, digest=standing.digest, known_at=standing.known_at).consume()
        return counts


@contextmanager
def _session(uri: str, auth: tuple[str, str]) -> Iterator[neo4j.Session]:
    settings: dict[str, Any] = {"notifications_min_severity": "OFF", "telemetry_disabled": True}
    with (
        told_plainly(uri),
        neo4j.GraphDatabase.driver(uri, auth=auth, **settings) as driver,
        driver.session() as session,
    ):
        yield session


def _check(session: neo4j.Session, view: View, uri: str) -> None:
    ours = session.run(_OURS).single()
    strange = sum(row["n"] for row in session.run(_STRANGE[ours is not None]))
    if strange:
        raise ProjectionError(
            f"{uri} holds {strange} nodes or links that Comity did not put there; "
            "give it an empty database"
        )
    asks = (view.viewer.principal, view.viewer.agency)
    if ours is not None and (ours["viewer"], ours["agency"]) != asks:
        raise ProjectionError(
            f"{uri} holds the view of {ours['viewer']} of {ours['agency']}; "
            "one database holds one viewer's view"
        )


def _write(session: neo4j.Session, view: View, digest: str, told: Told | None) -> dict[str, int]:
    network = view.network()
    whole, done = network.size + len(network.link), 0
    for statement, rows in _rows(view):
        session.run(statement, rows=rows, round=digest).consume()
        done += len(rows)
        if told is not None:
            told(done, whole)
    for statement in (_OLD_LINKS, _OLD_ENTITIES):
        while session.run(statement, round=digest, many=ROWS).single(strict=True)["n"]:
            pass
    return {"entities": network.size, "links": len(network.link)}


def _rows(view: View) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """What is written, some rows at a time: entities first, then the links between them."""
    network, nth = view.network(), Counter[str]()
    for part in _parts(network.ids.tolist()):
        found = (view.entity(address) for address in part)
        yield _ENTITIES, [_entity(entity) for entity in found if entity is not None]
    for part in _parts(network.link.tolist()):
        rows = []
        for fact in view.evidence(part):
            # A record that says the same twice has two links, which nothing else tells apart.
            nth[fact.ref] += 1
            rows.append(_link(fact, nth[fact.ref]))
        yield _LINKS, rows


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


def _link(fact: LinkFact, nth: int) -> dict[str, Any]:
    origin = fact.origin
    return {
        "first": fact.first,
        "second": fact.second,
        "type": fact.kind.upper(),
        "ref": fact.ref,
        "nth": nth,
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
