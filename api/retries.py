"""Idempotency-Keys: what was sent and answered under one, so that a retry takes nothing twice."""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from comity.api.errors import KeyReused
from comity.api.wire_questions import RecordsAnswer
from comity.graph.ledger import Ledger
from comity.graph.words import LoadSummary

STRIPES = 64


@dataclass(frozen=True, slots=True)
class Sending:
    """One sending under a key: `place` is whose key for which source, `sent` what came with it."""

    source: str
    place: str
    sent: str

    @property
    def digest(self) -> str:
        """What its load is known by: only the same body under the same key goes on with it."""
        return f"{self.place} {self.sent}"


def place_of(principal: str, source: str, key: str) -> str:
    """Where one holder's key for one source stands; two holders may use the same key."""
    return hashlib.sha256("\0".join((principal, source, key)).encode()).hexdigest()


class Retries:
    """What was answered before; of tries under one key that race, one goes first."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._turns = [threading.Lock() for _ in range(STRIPES)]

    @contextmanager
    def turn(self, sending: Sending) -> Iterator[None]:
        """One at a time for each key, so that a retry waits for the first try's answer."""
        with self._turns[int(sending.place[:8], 16) % STRIPES]:
            yield

    def answered(self, sending: Sending) -> RecordsAnswer | None:
        """What was answered to this sending before; KeyReused if the key came with another."""
        kept = self._ledger.answered(sending.place)
        if kept is None:
            return None
        told = json.loads(kept)
        if told["sent"] != sending.sent:
            raise KeyReused
        return RecordsAnswer.model_validate(told["answer"])

    def published(self, sending: Sending) -> LoadSummary | None:
        """What this sending came to if the program stopped before its answer was kept."""
        found = self._ledger.published(sending.source, sending.place)
        if found is None:
            return None
        digest, summary = found
        if digest != sending.digest:
            raise KeyReused
        return summary

    def remember(self, sending: Sending, answer: RecordsAnswer) -> None:
        """Keep an answer for retries, durably."""
        told = {"sent": sending.sent, "answer": answer.model_dump()}
        self._ledger.remember_answer(sending.place, json.dumps(told, ensure_ascii=False).encode())
