"""The clock of duties: who owes what under agreements, by when, and who is late."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from comity.api.copies import copies
from comity.api.installation import Installation
from comity.casework import unanswered
from comity.graph.casework_words import Request
from comity.graph.view import micros
from comity.graph.words import Micros, Source
from comity.sharing import Agreement, Duty

DAY = timedelta(days=1)
Sources = Mapping[Source, Micros | None]


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing that somebody owes: when it was last done or asked for, and by when it is due.

    Where nothing tells when it was done, `due` is None and nobody is called late.
    """

    agreement: str
    clause: str
    who: str
    duty: str
    about: str
    last: Micros | None
    due: Micros | None
    late: bool


def owed(installation: Installation) -> list[Owed]:
    """What is owed under agreements in force, and of copies at an end; late first, then by when."""
    moment = installation.clock()
    now, sources = micros(moment), _last_loads(installation)
    requests = installation.ledger.requests()
    found = [
        one
        for pact in installation.ledger.agreements()
        if pact.in_force(moment)
        for one in (
            *_duties(pact, sources, list(unanswered(requests, pact)), now),
            *_review(pact, now),
        )
    ]
    found += _copies(installation)
    return sorted(found, key=lambda one: (not one.late, one.due or now * 2, one.who))


def _last_loads(installation: Installation) -> dict[Source, Micros | None]:
    """When each source's last load that came to its end began."""
    ledger = installation.ledger
    done = [load for load in ledger.loads() if load.state == "published"]
    return {
        source: max((load.began for load in done if load.source == source.id), default=None)
        for source in ledger.sources()
    }


def _duties(
    pact: Agreement, sources: Sources, waiting: list[Request], now: Micros
) -> Iterator[Owed]:
    for duty in pact.duties:
        for who in duty.who:
            if duty.kind == "update":
                yield from _updates(pact, duty, who, sources, now)
            elif duty.kind in ("answer", "validate"):
                yield from _answers(pact, duty, who, waiting, now)
            else:
                # What is to be told of is known outside: there is nothing to measure.
                yield Owed(pact.id, duty.number, who, duty.kind, "", None, None, False)


def _updates(
    pact: Agreement, duty: Duty, who: str, sources: Sources, now: Micros
) -> Iterator[Owed]:
    """When each of an agency's sources was last brought up to date."""
    within = duty.within // timedelta(microseconds=1)
    for source, last in sources.items():
        if source.agency == who:
            due = max(last or 0, micros(pact.starts)) + within
            yield Owed(pact.id, duty.number, who, "update", source.id, last, due, due < now)


def _answers(
    pact: Agreement, duty: Duty, who: str, waiting: list[Request], now: Micros
) -> Iterator[Owed]:
    """The requests that wait for an agency's answer; without one, that it would owe it."""
    mine = (duty.number, who, duty.kind)
    found = [one for one in waiting if (one.clause, one.asked, one.asks) == mine]
    for one in found:
        about = f"request {one.ref} of {one.agency}"
        late = one.late(now)
        yield Owed(pact.id, duty.number, who, duty.kind, about, one.at, one.due, late)
    if not found:
        yield Owed(pact.id, duty.number, who, duty.kind, "", None, None, False)


def _copies(installation: Installation) -> Iterator[Owed]:
    """At an agreement's end, the purge of what was handed over under it."""
    for one in copies(installation):
        what = (one.agreement, "", one.agency, "purge copies", "what was handed over")
        yield Owed(*what, one.said, one.due, one.owed)


def _review(pact: Agreement, now: Micros) -> Iterator[Owed]:
    """The agreement's own review and, before its end, the notice of who will not renew it."""
    if pact.review is not None:
        due = micros(pact.review)
        yield Owed(pact.id, "", "all parties", "review", "the agreement", None, due, due < now)
    if pact.notice and now >= micros(pact.ends - pact.notice - 30 * DAY):
        due = micros(pact.ends - pact.notice)
        yield Owed(pact.id, "", "all parties", "say whether to renew", "", None, due, due < now)
