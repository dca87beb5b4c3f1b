"""Orders on one record: correct, seal, open again, expunge; and who received it before."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from comity.api.errors import BadQuestion, InstallationError
from comity.api.installation import Installation
from comity.api.leaving import take_away
from comity.api.left_files import Reached
from comity.api.order_list import keep_order_list
from comity.graph.audit_handed import handed_over
from comity.graph.audit_words import StoredAuditRow
from comity.graph.errors import UnknownRef
from comity.graph.identity import mention_id
from comity.graph.ledger_words import Mark, MarkKind
from comity.graph.projection import project
from comity.graph.words import LoadSummary, Operation
from comity.ingest import corrected, ingest_records
from comity.ingest.rows import content_of
from comity.sharing.errors import unknown


@dataclass(frozen=True, slots=True)
class Received:
    """One answer in which somebody saw the record: to be told of what became of it.

    `recipient` and `reason` say to whom it went and why, where it was handed over.
    """

    at: int
    agency: str
    principal: str
    purpose: str
    case: str
    action: str
    recipient: str = ""
    reason: str = ""


def received(installation: Installation, source: str, record: str) -> list[Received]:
    """Everybody whom an answer or an export showed the record to, oldest first."""
    keys = installation.ledger.mentions_of(source, record)
    refs = [mention_id(installation.id_key, key) for key in keys]
    return [_received(stored) for stored in installation.audit.showing(refs)]


def correct(
    installation: Installation, place: tuple[str, str], changed: Mapping[str, Any], order: str,
    table: str = "",
) -> LoadSummary:  # fmt: skip
    """Record a new version with some columns corrected; the old one stays for known-at alone."""
    source, record = place
    mapping = installation.mappings().get(source)
    if mapping is None:
        raise UnknownRef("mapping of source", source, "take one of its files in first")
    live = installation.ledger.kept_record(source, record)
    if live is None:
        raise UnknownRef("record", f"{source}:{record}", "check the source and the record's id")
    installation.ledger.check_not_held(source, record)
    values = corrected(mapping, live, changed)
    if values is None:
        raise InstallationError(f"the mapping of {source} cannot read {source}:{record} any more")
    rows: list[tuple[Operation, Mapping[str, Any]]] = [("update", values)]
    found = ingest_records(
        installation.ledger, mapping, rows, name=f"correction by order {order}",
        table=table, digest=_digest(installation, place, values),
    )  # fmt: skip
    if found.set_aside:
        raise InstallationError(
            f"the corrected {source}:{record} cannot be read and was set aside; "
            "see comity quarantine list"
        )
    _reach(installation)
    return found


def mark(
    installation: Installation, kind: MarkKind, place: tuple[str, str], words: str, who: str,
    spared: tuple[str, ...] = (),
) -> int:  # fmt: skip
    """Seal a record, open it again, hold it, let it go or validate it; the log's position."""
    position = installation.ledger.mark(Mark(kind, *place, words, who, spared))
    _reach(installation)
    return position


def check_spared(spared: Iterable[str], known: Iterable[str]) -> None:
    """Raises BadQuestion for who is no agency: by a slip the record would be closed to all."""
    names = sorted({*known})
    for each in spared:
        if each not in names:
            raise BadQuestion(f"{unknown('agency to spare', each, names)}; nothing is sealed")


def agencies(installation: Installation) -> set[str]:
    """Every agency that records or agreements here are of."""
    ledger = installation.ledger
    owners = {source.agency for source in ledger.sources()}
    return owners.union(
        {installation.settings.agency}, *(one.parties for one in ledger.agreements())
    )


def expunge(installation: Installation, source: str, record: str, order: str) -> list[Reached]:
    """Purge a record from ledger, graph store and files; what became of those that showed it."""
    installation.ledger.purge(source, record, order)
    _reach(installation)
    return take_away(installation)


def _digest(installation: Installation, place: tuple[str, str], values: Mapping[str, Any]) -> str:
    """Only the very same correction, of the record as it still is, goes on where it was cut off."""
    told = [installation.ledger.head()[0], *place, content_of(values).decode()]
    return f"correction {sha256(json.dumps(told).encode()).hexdigest()}"


def _reach(installation: Installation) -> None:
    """Bring the order list and the graph store along at once: what they hold is a copy.

    The list first: the store may be away, and comes along by itself later.
    """
    keep_order_list(installation)
    project(installation.ledger, installation.store)


def _received(stored: StoredAuditRow) -> Received:
    row = stored.row
    handed = handed_over(row)
    to = (handed.recipient, handed.reason) if handed else ("", "")
    return Received(row.at, row.agency, row.principal, row.purpose, row.case, row.action, *to)
