"""Publishing: a settled load becomes true at once, by one position row."""

import secrets
from collections.abc import Iterator
from typing import Any

import apsw

from comity.graph.errors import LoadRefused
from comity.graph.ledger_chain import add_position, digest_of_load, digest_within
from comity.graph.ledger_file import LedgerFile
from comity.graph.ledger_loads import check_open, tidy_all
from comity.graph.ledger_schema import LOAD_BITS
from comity.graph.ledger_settle import CHUNK, Settling, settle
from comity.graph.words import LoadSummary

_PATIENT_TRIES = 3
_MANY_REASONS = 50


def publish(ledger: LedgerFile, load: int) -> LoadSummary:
    """Make a load visible at once; a load that changes nothing takes no position (0)."""
    tries = 0
    while _is_big(ledger, load) and tries < _PATIENT_TRIES:
        if _publish_in_steps(ledger, load):
            tidy_all(ledger)
            return summary_of(ledger, load)
        tries += 1
    with ledger.write() as connection:
        _take(connection, load)
        for _ in settle(connection, _settling(connection, load)):
            pass
        _close(ledger, connection, load, digest_within(connection, load))
    tidy_all(ledger)
    return summary_of(ledger, load)


def summary_of(ledger: LedgerFile, load: int) -> LoadSummary:
    """What a closed load came to."""
    figures = ledger.read(
        "SELECT id, read, accepted, set_aside, unchanged, claims, links, coalesce(position, 0) "
        "FROM load WHERE id = ?",
        (load,),
    )[0]
    return LoadSummary(*(*figures, _reasons(ledger, load)))


def published(ledger: LedgerFile, source: str, begins: str) -> tuple[str, LoadSummary] | None:
    """The first published load of a source whose file hash begins so, with that hash."""
    rows = ledger.read(
        "SELECT l.file_hash, l.id FROM load l JOIN source s ON s.id = l.source WHERE s.name = ?1 "
        "AND l.file_hash BETWEEN ?2 AND ?2 || '~' AND l.state = 'published' ORDER BY l.id LIMIT 1",
        (source, begins),
    )
    return (rows[0][0], summary_of(ledger, rows[0][1])) if rows else None


def _is_big(ledger: LedgerFile, load: int) -> bool:
    rows = ledger.read(
        "SELECT l.versions, l.whole AND s.changed FROM load l JOIN source s ON s.id = l.source "
        "WHERE l.id = ?",
        (load,),
    )
    return bool(rows) and (rows[0][0] > CHUNK or bool(rows[0][1]))


def _publish_in_steps(ledger: LedgerFile, load: int) -> bool:
    """Settle in many short transactions; False if the source changed meanwhile."""
    with ledger.write() as connection:
        token = _take(connection, load)
        settling = _settling(connection, load)
        basis = _basis(connection, settling.source)
    steps = settle_steps(ledger, settling, token)
    for _ in steps:
        pass
    digest = digest_of_load(ledger, load)
    with ledger.write() as connection:
        _check_ours(connection, load, token)
        if _basis(connection, settling.source) != basis:
            return False
        _close(ledger, connection, load, digest)
    return True


def settle_steps(ledger: LedgerFile, settling: Settling, token: int) -> Iterator[None]:
    """Settle with a transaction a step, so that other writers get their turn between them."""
    steps: Iterator[None] | None = None
    while True:
        with ledger.write() as connection:
            _check_ours(connection, settling.load, token)
            steps = steps or settle(connection, settling)
            try:
                next(steps)
            except StopIteration:
                return
        yield


def _take(connection: apsw.Connection, load: int) -> int:
    """Mark a load as being settled by this run."""
    check_open(connection, load)
    token = 1 + secrets.randbits(62)
    connection.execute("UPDATE load SET settling = ? WHERE id = ?", (token, load))
    return token


def _check_ours(connection: apsw.Connection, load: int, token: int) -> None:
    check_open(connection, load)
    if connection.execute("SELECT settling FROM load WHERE id = ?", (load,)).get != token:
        raise LoadRefused(
            f"load {load} was taken up by another run meanwhile; let that one publish it"
        )


def _settling(connection: apsw.Connection, load: int) -> Settling:
    found = connection.execute("SELECT id, source, mapping, whole FROM load WHERE id = ?", (load,))
    number, source, mapping, whole = found.get
    return Settling(number, source, mapping, bool(whole))


def _basis(connection: apsw.Connection, source: int) -> int:
    return int(connection.execute("SELECT changed FROM source WHERE id = ?", (source,)).get)


def _close(ledger: LedgerFile, connection: apsw.Connection, load: int, digest: str) -> None:
    """The one row that makes it true, with the figures counted from the rows themselves."""
    figures = _figures(connection, load)
    position = None
    if figures["changes"]:
        body = _log_body(connection, load) | {"records": figures["changes"], "digest": digest}
        position, _ = add_position(connection, ledger.clock(), "load", body)
        connection.execute(
            "UPDATE source SET changed = ? WHERE id = (SELECT source FROM load WHERE id = ?)",
            (position, load),
        )
    _set_aside_fallen(connection, load)
    connection.execute(
        "UPDATE load SET state = 'published', tidy = 0, settling = 0, position = :position, "
        "accepted = :accepted, unchanged = :unchanged, claims = :claims, links = :links, "
        "set_aside = (SELECT count(*) FROM quarantine WHERE load = :load) WHERE id = :load",
        figures | {"position": position, "load": load},
    )


def _figures(connection: apsw.Connection, load: int) -> dict[str, int]:
    row = connection.execute(
        "SELECT count(*) FILTER (WHERE state < 3 AND operation < 3), "
        "count(*) FILTER (WHERE state = 2), count(*) FILTER (WHERE state < 2), "
        "coalesce(sum(claims) FILTER (WHERE state = 0), 0), "
        "coalesce(sum(links) FILTER (WHERE state = 0), 0) "
        "FROM version WHERE version > ? AND version < ?",
        (load << LOAD_BITS, (load + 1) << LOAD_BITS),
    ).get
    return dict(zip(("accepted", "unchanged", "changes", "claims", "links"), row, strict=True))


def _log_body(connection: apsw.Connection, load: int) -> dict[str, Any]:
    row = connection.execute(
        "SELECT l.id, s.name, s.agency, m.name, lower(hex(m.text_hash)), l.file_hash, l.whole "
        "FROM load l JOIN source s ON s.id = l.source JOIN mapping m ON m.id = l.mapping "
        "WHERE l.id = ?",
        (load,),
    ).get
    names = ("load", "source", "agency", "mapping", "mapping_hash", "file_hash", "full")
    return dict(zip(names, row, strict=True))


def _set_aside_fallen(connection: apsw.Connection, load: int) -> None:
    """Rows that cannot be accepted move to the quarantine, each with its reason."""
    connection.execute(
        "INSERT INTO quarantine (load, row, record, field, reason, content, operation) "
        "SELECT :load, v.row, v.record, '', CASE v.state WHEN 3 "
        "THEN 'inserted twice in one load: record ' || v.record "
        "ELSE 'an end does not exist' || CASE WHEN instr(f.key, s.own) = 1 THEN ': ' || f.key "
        # A link that was drawn leans on others' mentions: their keys are not this source's to know.
        "ELSE '' END END, c.content, "
        "CASE WHEN l.told THEN CASE v.operation WHEN 0 THEN 'insert' ELSE 'update' END END "
        "FROM version v JOIN content c ON c.version = v.version JOIN load l ON l.id = :load "
        "JOIN (SELECT id, replace(replace(name, '%', '%25'), ':', '%3A') || ':' AS own "
        "FROM source) s ON s.id = l.source "
        "LEFT JOIN temp.fallen f ON f.load = :load AND f.version = v.version "
        "WHERE v.version > :begin AND v.version < :end AND v.state > 2 ORDER BY v.version",
        {"load": load, "begin": load << LOAD_BITS, "end": (load + 1) << LOAD_BITS},
    )
    connection.execute("DELETE FROM temp.fallen WHERE load = ?", (load,))


def _reasons(ledger: LedgerFile, load: int) -> dict[str, int]:
    """How many rows were set aside for what; a reason's detail follows its colon."""
    rows = ledger.read(
        "SELECT CASE instr(reason, ': ') WHEN 0 THEN reason "
        "ELSE substr(reason, 1, instr(reason, ': ') - 1) END AS why, count(*) "
        "FROM quarantine WHERE load = ? GROUP BY why ORDER BY count(*) DESC, why",
        (load,),
    )
    reasons = dict(rows[:_MANY_REASONS])
    if rest := sum(count for _, count in rows[_MANY_REASONS:]):
        reasons["other reasons"] = rest
    return reasons
