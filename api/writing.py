"""Writing: what a question may change, and by whom; it hands out nothing that was recorded."""

import hashlib
import json
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import Depends, Request

from comity.api.errors import KeyReused, NotAllowed, Nothing
from comity.api.installation import Installation
from comity.api.tokens import WRITER
from comity.api.wire_questions import JudgementBody, RecordsAnswer, RecordsBody, SetAsideOut
from comity.graph.words import Judgement
from comity.ingest import SourceMapping, ingest_records
from comity.sharing import Label, Viewer, check_handling

JUDGEMENT = "judgement"
MOST_PROBLEMS = 200


class Writing:
    """The writing door of one installation."""

    def __init__(self, installation: Installation) -> None:
        self._installation, self._ledger = installation, installation.ledger
        self._lock = threading.Lock()
        self._busy: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def judge(self, viewer: Viewer, ends: tuple[str, str], body: JudgementBody) -> str:
        """Keep a person's decision on two mentions by their ledger keys; returns its address."""
        label = Label(viewer.agency, JUDGEMENT, check_handling(body.handling))
        first, second = sorted(ends)
        judgement = Judgement(first, second, body.verdict, viewer.principal, body.reason, label)
        return self._ledger.judge(judgement)

    def withdraw(self, viewer: Viewer, ref: str) -> None:
        """Withdraw a judgement of one's own agency; any other is as good as absent."""
        held = self._installation.standing_judgements()
        label = held.get(ref)
        if label is None or label.owner != viewer.agency:
            raise Nothing
        self._ledger.withdraw(ref, viewer.principal, viewer.justification)

    def add_records(
        self, viewer: Viewer, source: str, key: str, body: RecordsBody
    ) -> RecordsAnswer:
        """Take rows in; the same key and body again is answered without taking them twice."""
        mapping = self._mapping(viewer, source)
        place = hashlib.sha256("\0".join((viewer.principal, source, key)).encode()).hexdigest()
        sent = hashlib.sha256(body.model_dump_json().encode()).hexdigest()
        with self._alone(place):
            kept = self._ledger.answered(place)
            if kept is not None:
                return _kept_answer(kept, sent)
            answer = self._take_in(mapping, key, body)
            told = {"sent": sent, "answer": answer.model_dump()}
            self._ledger.remember_answer(place, json.dumps(told, ensure_ascii=False).encode())
            return answer

    def _mapping(self, viewer: Viewer, source: str) -> SourceMapping:
        mapping = self._installation.mappings().get(source)
        if mapping is None or mapping.source.agency != viewer.agency:
            raise Nothing
        if viewer.role != WRITER:
            raise NotAllowed(f"sending records takes a token with the role {WRITER!r}")
        return mapping

    def _take_in(self, mapping: SourceMapping, key: str, body: RecordsBody) -> RecordsAnswer:
        rows = [(record.operation, record.row) for record in body.records]
        summary = ingest_records(self._ledger, mapping, rows, name=f"http {key}", table=body.table)
        aside = self._ledger.quarantine(summary.load) if summary.set_aside else []
        return RecordsAnswer(
            load=summary.load,
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

    @contextmanager
    def _alone(self, place: str) -> Iterator[None]:
        """One at a time for each key, so that a retry waits for the first try's answer."""
        with self._lock:
            lock = self._busy[place]
        with lock:
            yield


def _kept_answer(kept: bytes, sent: str) -> RecordsAnswer:
    told = json.loads(kept)
    if told["sent"] != sent:
        raise KeyReused
    return RecordsAnswer.model_validate(told["answer"])


def writing_of(request: Request) -> Writing:
    """The writing door of the running application."""
    writing: Writing = request.app.state.writing
    return writing


WritingDoor = Annotated[Writing, Depends(writing_of)]
