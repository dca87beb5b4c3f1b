"""How the Neo4j store takes a batch of the ledger in: one transaction, resumable."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from operator import attrgetter
from typing import Any

import neo4j

from comity.graph.neo4j_templates import CLAIM, LINK, MENTION, ORIGIN
from comity.graph.ports import NOWHERE, Changes, ClaimRow, LinkRow, MentionRow, Reached
from comity.graph.words import FOREVER

_ROWS = 5_000
_LABELS = "UNWIND $rows AS r MERGE (l:Label {number: r.number}) SET l.canonical = r.canonical"
_NODES = "UNWIND $rows AS key MERGE (:Node {key: key})"


def _values(fields: Sequence[str], start: int) -> str:
    """A map of the values of a row from a place on: to send the names again with each is slow."""
    return ", ".join(f"{field}: r[{at}]" for at, field in enumerate(fields, start))


_MENTIONS = f"""
UNWIND $rows AS r MATCH (n:Node {{key: r[0]}})
CREATE (:Mention {{{_values(MENTION, 1)}}})-[:VERSION_OF]->(n)
"""
_CLAIMS = f"""
UNWIND $rows AS r MATCH (n:Node {{key: r[0]}})
CREATE (:Claim {{{_values((*CLAIM, "folded"), 1)}}})-[:ABOUT]->(n)
"""
_LINKS = f"""
UNWIND $rows AS r MATCH (a:Node {{key: r[0]}}) MATCH (b:Node {{key: r[1]}})
CREATE (a)-[:LINK {{{_values(LINK, 2)}}}]->(b)
"""
_OPEN = "{0}.known_to = $forever AND {0}.known_from < $at"
_CLOSE = tuple(
    f"UNWIND $rows AS r MATCH {what} WHERE x.source = r.source AND x.record = r.record "
    f"AND {_OPEN.format('x')} SET x.known_to = $at"
    for what in ("(x:Mention)", "(x:Claim)", "()-[x:LINK]->()")
)
_DROP = (
    "UNWIND $rows AS r MATCH (x:Mention {source: r.source, record: r.record}) DETACH DELETE x",
    "UNWIND $rows AS r MATCH (x:Claim {source: r.source, record: r.record}) DETACH DELETE x",
    "UNWIND $rows AS r MATCH ()-[x:LINK {source: r.source, record: r.record}]->() DELETE x",
    "UNWIND $rows AS r MATCH (n:Node) WHERE NOT EXISTS { (n)--() } DELETE n",
)
_LOCKED = """
MERGE (r:Reached {one: 1})
ON CREATE SET r.position = $position, r.known_at = $known_at, r.cursor = $cursor
SET r.one = 1 RETURN r.position AS p, r.known_at AS k, r.cursor AS c
"""
_REACHED = """
MATCH (r:Reached) SET r.position = $position, r.known_at = $known_at, r.cursor = $cursor
"""


def write_changes(transaction: neo4j.ManagedTransaction, changes: Changes) -> None:
    """Write one batch; one that is in already changes nothing."""
    if not changes.follows(_stands_at(transaction)):
        return
    labels = [{"number": n, "canonical": label.canonical()} for n, label in changes.labels]
    _each(transaction, _LABELS, labels)
    for statement in _DROP:
        _each(transaction, statement, _names(changes.dropped))
    for statement in _CLOSE:
        _each(transaction, statement, _names(changes.closed), at=changes.at, forever=FOREVER)
    _each(transaction, _NODES, _keys(changes))
    _each(transaction, _MENTIONS, [_mention(row) for row in changes.mentions])
    _each(transaction, _CLAIMS, [_claim(row) for row in changes.claims])
    _each(transaction, _LINKS, [_link(row) for row in changes.links])
    transaction.run(_REACHED, asdict(changes.reached))


def _stands_at(transaction: neo4j.ManagedTransaction) -> Reached:
    """Where the store stands; locked, so that two projections take turns."""
    found = transaction.run(_LOCKED, asdict(NOWHERE)).single(strict=True)
    return Reached(found["p"], found["k"], found["c"])


def _each(
    transaction: neo4j.ManagedTransaction, statement: str, rows: Sequence[Any], **given: Any
) -> None:
    for part in _parts(rows):
        transaction.run(statement, rows=part, **given).consume()


def _parts(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), _ROWS):
        yield rows[start : start + _ROWS]


def _names(records: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"source": source, "record": record} for source, record in records]


def _keys(changes: Changes) -> list[str]:
    keys = {row.key for row in changes.mentions}
    keys |= {claim.mention for claim in changes.claims}
    keys |= {end for link in changes.links for end in (link.first, link.second)}
    return sorted(keys)


def _mention(row: MentionRow) -> list[Any]:
    return [row.key, row.kind, row.label, *_origin(row.provenance)]


def _claim(row: ClaimRow) -> list[Any]:
    said = [row.mention, row.property, row.value, row.raw]
    return [*said, *_shown(row), *_origin(row.provenance), row.value.casefold()]


def _link(row: LinkRow) -> list[Any]:
    return [row.first, row.second, row.kind, row.role, *_shown(row), *_origin(row.provenance)]


_shown = attrgetter("label", "grade", "valid_from", "valid_to")
_origin = attrgetter(*ORIGIN)
