"""Questions about the audit: who saw the records of one's own agency, when, and by what right."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated

from fastapi import Depends, Query

from comity.api.asked import Asked, moment_of
from comity.api.asking import ask_at
from comity.api.errors import Nothing
from comity.api.questions import Question
from comity.api.tokens import ADMINISTRATOR, AUDIT
from comity.api.wire_audit import DisclosedRecordOut, DisclosureOut, DisclosuresAnswer
from comity.graph.audit import WantedDisclosures
from comity.graph.audit_disclosures import Disclosure
from comity.graph.view import View
from comity.graph.words import FOREVER

AUDITORS = frozenset({"auditor", ADMINISTRATOR})
AskedAt = Annotated[Asked, Depends(ask_at)]
Moment = Annotated[str, Query(max_length=40, examples=["2026-03-01T00:00:00Z"])]


def disclosures(
    asked: AskedAt,
    entity: Annotated[str, Query(pattern=r"^([0-9a-f]{32})?$")] = "",
    pointer: Annotated[str, Query(pattern=r"^([0-9a-f]{32})?$")] = "",
    since: Moment = "",
    until: Moment = "",
    past: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> DisclosuresAnswer:
    """Who saw records of your own agency, when and by which clause; auditors see their own too."""
    wanted = WantedDisclosures(
        owner=asked.viewer.agency,
        refs=(pointer,) if pointer else _own_mentions(asked, entity) if entity else None,
        since=moment_of("since", since) if since else 0,
        until=moment_of("until", until) if until else FOREVER,
        own=asked.viewer.role in AUDITORS,
        past=past,
        limit=limit + 1,
    )
    found = asked.disclosures(wanted)
    told = tuple(_told(asked.view, each) for each in found[:limit])
    more = past + limit if len(found) > limit else None
    return DisclosuresAnswer(standing=asked.standing(), disclosures=told, next=more)


def _own_mentions(asked: Asked, address: str) -> tuple[str, ...]:
    found = asked.view.entity(address)
    if found is None:
        raise Nothing
    return tuple(each.id for each in found.mentions if each.agency == asked.viewer.agency)


def _told(view: View, disclosure: Disclosure) -> DisclosureOut:
    told = {**asdict(disclosure), "records": tuple(_records(view, disclosure.refs))}
    del told["refs"]
    return DisclosureOut.model_validate(told)


def _records(view: View, refs: Iterable[str]) -> Iterable[DisclosedRecordOut]:
    for ref in refs:
        found = view.mention(ref)
        source, record = (found.source, found.record) if found else ("", "")
        yield DisclosedRecordOut(mention=ref, source=source, record=record)


QUESTIONS = (Question("GET", "/v1/disclosures", disclosures, scope=AUDIT),)
