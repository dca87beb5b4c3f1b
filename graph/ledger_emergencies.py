"""Emergencies in the ledger: who broke the glass, why, until when, and what owners said of it."""

import secrets
from collections import defaultdict
from collections.abc import Iterable

from comity.graph.errors import GraphError, UnknownRef
from comity.graph.ledger_chain import add_committed
from comity.graph.ledger_file import LedgerFile
from comity.graph.ledger_words import Emergency, EmergencyReview
from comity.graph.words import Micros

JUSTIFIED, UNJUSTIFIED = "justified", "not justified"
_FIELDS = ("ref", "principal", "agency", "role", "purpose", '"case"', "reason", "until", "owners")
_ALL = f"""
SELECT {", ".join(f"e.{name}" for name in _FIELDS)}, p.at FROM emergency e
JOIN position p ON p.position = e.position ORDER BY e.position
"""
_REVIEWS = """
SELECT r.ref, r.agency, r.who, r.verdict, r.reason, p.at FROM emergency_review r
JOIN position p ON p.position = r.position ORDER BY r.position
"""


def open_emergency(
    ledger: LedgerFile, who: tuple[str, str, str], purpose: str, case: str, reason: str,
    until: Micros, owners: Iterable[str],
) -> str:  # fmt: skip
    """Note that somebody (principal, agency, role) breaks the glass until then; its reference.

    `owners` are those whose facts may be seen by it: they are told, whatever becomes of the
    agreement.
    """
    if until <= ledger.clock():
        raise GraphError("an emergency must end after it begins")
    row = (secrets.token_hex(16), *who, purpose, case, reason, until, ",".join(sorted(owners)))
    with ledger.write() as connection:
        add_committed(connection, ledger.clock(), "emergency", row, {})
    return row[0]


def review_emergency(
    ledger: LedgerFile, ref: str, agency: str, who: str, verdict: str, reason: str
) -> None:
    """Keep what an owner says of an emergency afterwards; an agency says it once."""
    if verdict not in (JUSTIFIED, UNJUSTIFIED):
        raise GraphError(f"no verdict {verdict!r}; say {JUSTIFIED} or {UNJUSTIFIED}")
    with ledger.write() as connection:
        if not connection.execute("SELECT 1 FROM emergency WHERE ref = ?", (ref,)).get:
            raise UnknownRef("emergency", ref, "list the emergencies to find its reference")
        asked = "SELECT 1 FROM emergency_review WHERE ref = ? AND agency = ?"
        if connection.execute(asked, (ref, agency)).get:
            raise GraphError(f"{agency} has reviewed the emergency {ref} already")
        said = (ref, agency, who, verdict, reason)
        add_committed(connection, ledger.clock(), "emergency review", said, {})


def emergencies(ledger: LedgerFile) -> list[Emergency]:
    """Every emergency, oldest first, with the owners' reviews of it."""
    reviews: dict[str, list[EmergencyReview]] = defaultdict(list)
    for row in ledger.read(_REVIEWS):
        reviews[row[0]].append(EmergencyReview(*row))
    return [
        Emergency(*(*row, tuple(owners.split(",")), at, tuple(reviews[row[0]])))
        for *row, owners, at in ledger.read(_ALL)
    ]
