"""Casework in the ledger: targets, planned actions, requests, their ends and answers.

All that people wrote can be deleted with its salt, and the log still holds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from types import MappingProxyType
from typing import Any, get_args

import apsw

from comity.graph.casework_words import Outcome, Registration, Request, RequestAnswer
from comity.graph.errors import GraphError, UnknownRef
from comity.graph.ledger_chain import add_committed, add_position
from comity.graph.ledger_charts import charts_beside
from comity.graph.ledger_file import LedgerFile
from comity.graph.ledger_marks import held_since
from comity.graph.ledger_purge import BATCH
from comity.graph.words import Micros

CASEWORK_PURGE = "casework purge"
TABLES = (
    *("registration", "registration_end", "request", "request_answer"),
    *("chart_version", "chart_word", "chart_comment", "chart_end"),
)
_CONTENT = (
    "DELETE FROM chart_content WHERE position IN (SELECT position FROM chart_version WHERE ref = ?)"
)
_NEWEST = (
    "SELECT coalesce(max(position), 0) FROM ("
    + " UNION ALL ".join(f"SELECT position FROM {table} WHERE ref = ?1" for table in TABLES)
    + ")"
)
_REGISTRATIONS = """
SELECT r.ref, r.sort, r.agency, r.principal, r.purpose, r."case", r.reason, r.subject,
    r.since, r.until, r.at, e.at
FROM registration r LEFT JOIN registration_end e ON e.ref = r.ref ORDER BY r.position
"""
_REQUESTS = """
SELECT r.ref, r.agency, r.principal, r.purpose, r."case", r.text, r.handling, r.asked, r.agreement,
    r.clause, r.due, r.at, coalesce(p.body ->> '$.asks', 'answer')
FROM request r JOIN position p ON p.position = r.position ORDER BY r.position
"""
_ANSWERS = "SELECT ref, who, outcome, text, at FROM request_answer"


def register(ledger: LedgerFile, found: Registration) -> None:
    """Keep a registration under its own reference."""
    _check_times(found.at, found.until)
    _add(ledger, "registration", "registration", astuple(found)[:-1])


def end_registration(ledger: LedgerFile, ref: str, who: str, reason: str, at: Micros) -> None:
    """Take a registration back before its time is over."""
    _check_known(ledger, "registration", ref)
    _add(ledger, "registration end", "end of registration", (ref, who, reason, at))


def registrations(ledger: LedgerFile) -> list[Registration]:
    """Every registration, in the order in which they were made."""
    return [Registration(*row) for row in ledger.read(_REGISTRATIONS)]


def send_request(ledger: LedgerFile, found: Request) -> None:
    """Keep a request under its own reference."""
    _check_times(found.at, found.due)
    # Openly in the log: requests of earlier releases, for an answer all, say nothing of it.
    told = {} if found.asks == "answer" else {"asks": found.asks}
    _add(ledger, "request", "request", astuple(found)[:-2], told)


def answer_request(ledger: LedgerFile, answer: RequestAnswer) -> None:
    """Keep the one answer to a request."""
    if answer.outcome not in get_args(Outcome):
        told = " or ".join(get_args(Outcome))
        raise GraphError(f"no outcome {answer.outcome!r}; say {told}")
    _check_known(ledger, "request", answer.ref)
    _add(ledger, "request answer", "answer to request", astuple(answer))


def requests(ledger: LedgerFile) -> list[Request]:
    """Every request with its answer, in the order in which they were sent."""
    answers = {row[0]: RequestAnswer(*row) for row in ledger.read(_ANSWERS)}
    return [Request(*(*row, answers.get(row[0]), asks)) for *row, asks in ledger.read(_REQUESTS)]


def purge_casework(
    ledger: LedgerFile, refs: Sequence[str], order: str, listed: int | None = None
) -> dict[str, int]:
    """Delete registrations, requests and charts for good; where the log says so of each that went.

    They go in transactions of so many, each at one position. What went meanwhile is passed over,
    and so is what was saved or answered after the position `listed`, and a chart on which somebody
    wrote of a record that came under a hold after it.
    """
    gone: dict[str, int] = {}
    for start in range(0, len(refs), BATCH):
        with ledger.write() as connection:
            due = _still_due(ledger, refs[start:][:BATCH], listed)
            if due:
                gone |= dict.fromkeys(due, _purge(ledger, connection, due, order))
    ledger.file.fold_log()
    return gone


def _still_due(ledger: LedgerFile, refs: Sequence[str], listed: int | None) -> Sequence[str]:
    if listed is None:
        return refs
    held = charts_beside(ledger, held_since(ledger, listed))
    newest = {ref: ledger.read(_NEWEST, (ref,))[0][0] for ref in refs if ref not in held}
    return [ref for ref, position in newest.items() if 0 < position <= listed]


def _purge(ledger: LedgerFile, connection: apsw.Connection, refs: Sequence[str], order: str) -> int:
    positions = sorted(p for ref in refs for p in _forget(connection, ref))
    body = {"order": order, "positions": positions, "refs": sorted(refs)}
    position, _ = add_position(connection, ledger.clock(), CASEWORK_PURGE, body)
    return position


def _forget(connection: apsw.Connection, ref: str) -> list[int]:
    found: list[int] = []
    connection.execute(_CONTENT, (ref,))
    for table in TABLES:
        gone = connection.execute(f"DELETE FROM {table} WHERE ref = ? RETURNING position", (ref,))
        found += [int(row[0]) for row in gone]
    if not found:
        raise UnknownRef("registration, request or chart", ref, "list them to find its reference")
    return found


def _add(
    ledger: LedgerFile, kind: str, what: str, row: tuple[Any, ...],
    told: Mapping[str, Any] = MappingProxyType({}),
) -> None:  # fmt: skip
    try:
        with ledger.write() as connection:
            add_committed(connection, ledger.clock(), kind, row, told)
    except apsw.ConstraintError:
        raise GraphError(f"{what} {row[0]!r} is there already") from None


def _check_known(ledger: LedgerFile, table: str, ref: str) -> None:
    if not ledger.read(f"SELECT 1 FROM {table} WHERE ref = ?", (ref,)):
        raise UnknownRef(table, ref, f"list the {table}s to find its reference")


def _check_times(at: Micros, end: Micros) -> None:
    if end <= at:
        raise GraphError("it must end after it begins")
