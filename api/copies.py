"""Copies at an agreement's end: who was handed any under it, and who has said that they are purged.

What Comity holds shows no more from the end; files that left it are purged by whoever has them.
The audit knows of both: what was handed over under which agreement, and the word of a party.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from comity.api.deeds import DONE
from comity.api.errors import BadQuestion
from comity.api.installation import Installation
from comity.graph.audit import Audit
from comity.graph.audit_handed import HANDED_OVER, handed_over
from comity.graph.audit_words import AuditFilter, AuditRow
from comity.graph.errors import UnknownRef
from comity.graph.view import micros
from comity.graph.words import Micros
from comity.sharing import Agreement
from comity.sharing.errors import unknown

SAID = "say_purged"


@dataclass(frozen=True, slots=True)
class Copies:
    """That one agency has copies of what went out under an agreement: since when it owes a purge.

    `said` is when it last gave its word.
    """

    agreement: str
    agency: str
    due: Micros
    said: Micros | None
    owed: bool


def copies(installation: Installation) -> list[Copies]:
    """Of every agreement at whose end copies are purged, and that is over: who has any.

    Those are whoever took a file out, and whoever it went to, if that is a party.
    """
    over = _over(installation)
    if not over:
        return []
    said = {key: row.at for row in _every(installation.audit, SAID) if (key := _word(row))}
    parties = _parties(installation)
    handed = {
        (pact, agency): row.at
        for row in _every(installation.audit, HANDED_OVER)
        for pact in row.agreements
        if pact in over
        for agency in (row.agency, *_recipient(row))
        if agency in parties[pact]
    }
    return [
        Copies(pact, agency, over[pact], last := said.get((pact, agency)), (last or 0) < at)
        for (pact, agency), at in sorted(handed.items())
    ]


def check_word(installation: Installation, agreement: str, agency: str, reason: str) -> None:
    """Refuse the word of who is no party of an agreement at whose end copies are purged."""
    found = {pact.id: pact for pact in installation.ledger.agreements()}
    if agreement not in found:
        raise UnknownRef("agreement", agreement, "list the agreements to find its id")
    if found[agreement].at_end != "purge":
        raise BadQuestion(f"{agreement} asks for no purge at its end: it says at_end: hide")
    parties = sorted(_parties(installation)[agreement])
    if agency not in parties:
        raise BadQuestion(unknown("party", agency, parties))
    if not reason.strip():
        raise BadQuestion("say in --reason what was purged and how")


def _parties(installation: Installation) -> dict[str, set[str]]:
    """Who was ever bound by each agreement: a party that a later version leaves out has copies."""
    found: dict[str, set[str]] = defaultdict(set)
    for stored in installation.ledger.agreement_versions():
        if stored.was_active:
            found[stored.agreement.id].update(stored.agreement.parties)
    return found


def _recipient(row: AuditRow) -> tuple[str, ...]:
    told = handed_over(row)
    return () if told is None else (told.recipient,)


def _over(installation: Installation) -> dict[str, Micros]:
    """Since when each agreement is over at whose end copies are purged."""
    now = micros(installation.clock())
    ended = {
        event.agreement: event.at
        for event in installation.ledger.agreement_events()
        if event.status == "ended"
    }
    found = {pact.id: _end(pact, ended) for pact in installation.ledger.agreements()
             if pact.at_end == "purge"}  # fmt: skip
    return {pact: at for pact, at in found.items() if at <= now}


def _end(pact: Agreement, ended: dict[str, Micros]) -> Micros:
    last = micros(pact.ends)
    return min(last, ended.get(pact.id, last)) if pact.status == "ended" else last


def _word(row: AuditRow) -> tuple[str, str] | None:
    if row.outcome != DONE:
        return None
    told = json.loads(row.question)
    return told["agreement"], told["agency"]


def _every(audit: Audit, action: str) -> Iterator[AuditRow]:
    """Every row of an action, oldest first, a page at a time."""
    wanted = AuditFilter(action=action)
    while page := audit.rows(wanted):
        yield from (stored.row for stored in page)
        wanted = replace(wanted, after=page[-1].id)
