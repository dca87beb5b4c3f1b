"""The Cypher that reads the private graph; every template carries the scope it reads under."""

from collections.abc import Mapping
from typing import Any

from comity.graph.ports import ClaimRow, LinkRow, Provenance, Table

SCHEMA = (
    "CREATE CONSTRAINT node_key IF NOT EXISTS FOR (n:Node) REQUIRE n.key IS UNIQUE",
    "CREATE CONSTRAINT label_number IF NOT EXISTS FOR (l:Label) REQUIRE l.number IS UNIQUE",
    "CREATE CONSTRAINT reached_one IF NOT EXISTS FOR (r:Reached) REQUIRE r.one IS UNIQUE",
    "CREATE INDEX mention_record IF NOT EXISTS FOR (m:Mention) ON (m.source, m.record)",
    "CREATE INDEX claim_record IF NOT EXISTS FOR (c:Claim) ON (c.source, c.record)",
    "CREATE INDEX claim_value IF NOT EXISTS FOR (c:Claim) ON (c.property, c.folded)",
    "CREATE INDEX link_record IF NOT EXISTS FOR ()-[l:LINK]-() ON (l.source, l.record)",
)
ORIGIN = ("agency", "source", "record", "mapping", "known_from", "known_to")
MENTION = ("kind", "label", *ORIGIN)
CLAIM = ("property", "value", "raw", "label", "grade", "valid_from", "valid_to", *ORIGIN)
LINK = ("kind", "role", "label", "grade", "valid_from", "valid_to", *ORIGIN)


def _columns(name: str, fields: tuple[str, ...]) -> str:
    return ", ".join(f"{name}.{field} AS {field}" for field in fields)


def _known(name: str) -> str:
    return f"{name}.label IN $labels AND {name}.known_from <= $known AND {name}.known_to > $known"


def _shown(name: str) -> str:
    valid = f"($valid IS NULL OR ({name}.valid_from <= $valid AND $valid < {name}.valid_to))"
    return f"{_known(name)} AND {valid}"


def _claimed(name: str) -> str:
    """A claim shows if its row does and no redaction names its property under its label."""
    return f"{_shown(name)} AND NOT {name}.property + '/' + toString({name}.label) IN $redacted"


def _seen(node: str) -> str:
    """A node shows if a version of its mention does."""
    return f"EXISTS {{ MATCH (v:Mention)-[:VERSION_OF]->({node}) WHERE {_known('v')} }}"


CLAIMS_OF = f"""
MATCH (n:Node {{key: $key}})<-[:ABOUT]-(c:Claim)
WHERE {_claimed("c")} AND {_seen("n")}
RETURN n.key AS mention, {_columns("c", CLAIM)}
ORDER BY property, value, source, record, raw, label
"""
_ENDS = "startNode(l).key AS first, endNode(l).key AS second"
NEIGHBOURS = f"""
MATCH (n:Node {{key: $key}})-[l:LINK]-(o:Node)
WHERE {_shown("l")} AND {_seen("n")} AND {_seen("o")}
WITH DISTINCT l, o.key AS other
RETURN {_ENDS}, {_columns("l", LINK)}
ORDER BY other, kind, role, source, record, first, second, label LIMIT $limit
"""
BETWEEN = f"""
MATCH (n:Node {{key: $one}})-[l:LINK]-(o:Node {{key: $two}})
WHERE {_shown("l")}
RETURN {_ENDS}, {_columns("l", LINK)}
ORDER BY kind, role, source, record, first, second, label LIMIT 1
"""
BESIDE = f"""
UNWIND $keys AS key
MATCH (n:Node {{key: key}})-[l:LINK]-(o:Node)
WHERE {_shown("l")} AND {_seen("n")} AND {_seen("o")}
RETURN DISTINCT n.key AS key, o.key AS other
"""
FIND = f"""
MATCH (c:Claim)-[:ABOUT]->(n:Node)
WHERE c.property = $prop AND c.folded STARTS WITH $prefix AND {_claimed("c")} AND {_seen("n")}
RETURN DISTINCT n.key AS key ORDER BY key LIMIT $limit
"""
_CHANGED = (
    "({0}.known_from > $since OR ({0}.known_to > $since AND {0}.known_to < 4611686018427387904))"
)
SCAN: Mapping[Table, tuple[tuple[str, ...], str]] = {
    "mentions": (
        ("key", "kind", "label", *ORIGIN),
        f"MATCH (m:Mention)-[:VERSION_OF]->(n:Node) WHERE {_CHANGED.format('m')} "
        f"RETURN n.key AS key, {_columns('m', MENTION)}",
    ),
    "claims": (
        ("mention", *CLAIM),
        f"MATCH (c:Claim)-[:ABOUT]->(n:Node) WHERE {_CHANGED.format('c')} "
        f"RETURN n.key AS mention, {_columns('c', CLAIM)}",
    ),
    "links": (
        ("first", "second", *LINK),
        f"MATCH (a:Node)-[l:LINK]->(b:Node) WHERE {_CHANGED.format('l')} "
        f"RETURN a.key AS first, b.key AS second, {_columns('l', LINK)}",
    ),
}
_NOW = "{0}.known_from <= $known AND {0}.known_to > $known"


def _live(node: str) -> str:
    return f"EXISTS {{ MATCH (v:Mention)-[:VERSION_OF]->({node}) WHERE {_NOW.format('v')} }}"


COUNTS = {
    "mentions": f"MATCH (m:Mention) WHERE {_NOW.format('m')} "
    "RETURN m.kind AS kind, count(*) AS count ORDER BY kind",
    "links": f"MATCH ()-[l:LINK]->() WHERE {_NOW.format('l')} "
    "RETURN l.kind AS kind, count(*) AS count ORDER BY kind",
    "claims": f"MATCH (c:Claim) WHERE {_NOW.format('c')} RETURN count(*) AS count",
    "dangling": f"MATCH (a:Node)-[l:LINK]->(b:Node) WHERE {_NOW.format('l')} "
    f"AND NOT ({_live('a')} AND {_live('b')}) RETURN count(*) AS count",
}


def claim_row(row: Mapping[str, Any]) -> ClaimRow:
    """A claim from a template's answer."""
    fields = ("mention", *CLAIM[:7])
    return ClaimRow(*(*(row[field] for field in fields), _provenance(row)))


def link_row(row: Mapping[str, Any]) -> LinkRow:
    """A link from a template's answer."""
    fields = ("first", "second", *LINK[:6])
    return LinkRow(*(*(row[field] for field in fields), _provenance(row)))


def _provenance(row: Mapping[str, Any]) -> Provenance:
    return Provenance(*(row[field] for field in ORIGIN))
