"""Writing: what a question may change, and by whom; it hands out nothing that was recorded."""

import hashlib
import json
import threading
from typing import Annotated

from fastapi import Depends, Request

from comity.api.errors import NotAllowed, Nothing
from comity.api.installation import Installation
from comity.api.retries import Retries, Sending, place_of
from comity.api.tokens import WRITER
from comity.api.wire_questions import JudgementBody, RecordsAnswer, RecordsBody, SetAsideOut
from comity.graph.words import Judgement, LoadSummary
from comity.ingest import SourceMapping, ingest_records
from comity.sharing import Label, Viewer, check_handling

JUDGEMENT = "judgement"
MOST_PROBLEMS = 200


class Writing:
    """The writing door of one installation."""

    def __init__(self, installation: Installation) -> None:
        self._installation, self._ledger = installation, installation.ledger
        self._retries = Retries(installation.ledger)
        self._withdrawing = threading.Lock()

    def judge(self, viewer: Viewer, ends: tuple[str, str], body: JudgementBody) -> str:
        """Keep a person's decision on two mentions by their ledger keys; returns its address."""
        label = Label(viewer.agency, JUDGEMENT, check_handling(body.handling))
        first, second = sorted(ends)
        judgement = Judgement(first, second, body.verdict, viewer.principal, body.reason, label)
        return self._ledger.judge(judgement)

    def withdraw(self, viewer: Viewer, ref: str) -> None:
        """Withdraw a judgement of one's own agency; any other is as good as absent."""
        with self._withdrawing:  # of two who withdraw at once, the second finds nothing
            label = self._installation.standing_judgements().get(ref)
            if label is None or label.owner != viewer.agency:
                raise Nothing
            self._ledger.withdraw(ref, viewer.principal, viewer.justification)

    def add_records(
        self, viewer: Viewer, source: str, key: str, body: RecordsBody
    ) -> RecordsAnswer:
        """Take rows in; the same key and body again is answered without taking them twice."""
        mapping = self._mapping(viewer, source)
        sending = Sending(source, place_of(viewer.principal, source, key), _digest(body))
        with self._retries.turn(sending):
            kept = self._retries.answered(sending)
            if kept is not None:
                return kept
            summary = self._retries.published(sending)
            if summary is None:
                summary = self._take_in(mapping, key, sending, body)
            answer = self._answer(summary)
            self._retries.remember(sending, answer)
            return answer

    def _mapping(self, viewer: Viewer, source: str) -> SourceMapping:
        mapping = self._installation.mappings().get(source)
        if mapping is None or mapping.source.agency != viewer.agency:
            raise Nothing
        if viewer.role != WRITER:
            raise NotAllowed(f"sending records takes a token with the role {WRITER!r}")
        return mapping

    def _take_in(
        self, mapping: SourceMapping, key: str, sending: Sending, body: RecordsBody
    ) -> LoadSummary:
        rows = [(record.operation, record.row) for record in body.records]
        return ingest_records(
            self._ledger, mapping, rows,
            name=f"http {key}", table=body.table, digest=sending.digest,
        )  # fmt: skip

    def _answer(self, summary: LoadSummary) -> RecordsAnswer:
        aside = self._ledger.quarantine(summary.load) if summary.set_aside else []
        return RecordsAnswer(
            load=self._ledger.place_in_source(summary.load),
            read=summary.read,
            accepted=summary.accepted,
            unchanged=summary.unchanged,
            set_aside=summary.set_aside,
            claims=summary.claims,
            links=summary.links,
            problems=tuple(
                SetAsideOut(row=row.row, column=row.column, reason=row.reason)
                for row in aside[:MOST_PROBLEMS]
            ),
        )


def _digest(body: RecordsBody) -> str:
    """By what a body is known again; half a character, which JSON can carry, is escaped in it."""
    told = [body.table, *((each.operation, each.row) for each in body.records)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def writing_of(request: Request) -> Writing:
    """The writing door of the running application."""
    writing: Writing = request.app.state.writing
    return writing


WritingDoor = Annotated[Writing, Depends(writing_of)]
