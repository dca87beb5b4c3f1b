"""Requests that race a suspension: none that starts after its commit may see what went with it."""

import threading
import time
from dataclasses import dataclass, field
from typing import Any

import httpx
from doors import Doors

THREADS = 4


@dataclass
class Race:
    """What requests saw: each with when it began and whether the fact was in its answer."""

    doors: Doors
    agreement: str
    path: str
    word: bytes
    seen: list[tuple[float, bool]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def run(self, wanted: int, each: int = 50) -> tuple[int, int, int]:
        """Suspend and renew until so many requests began in between.

        Gives back how many began while it was suspended, how many of those saw the fact, and how
        many of the others did.
        """
        askers = [self.doors.asker() for _ in range(THREADS)]
        after = lost = before = 0
        while after < wanted:
            self.seen.clear()
            self.over.clear()
            racers = [threading.Thread(target=self._ask, args=(asker,)) for asker in askers]
            for racer in racers:
                racer.start()
            self._until(lambda: any(saw for _, saw in self.seen))
            self._set("suspended")
            committed = time.perf_counter()
            self._until(lambda at=committed: sum(begun > at for begun, _ in self.seen) >= each)
            self.over.set()
            for racer in racers:
                racer.join()
            self._set("active")
            after += sum(begun > committed for begun, _ in self.seen)
            lost += sum(saw for begun, saw in self.seen if begun > committed)
            before += sum(saw for begun, saw in self.seen if begun <= committed)
        return after, lost, before

    def _ask(self, asker: httpx.Client) -> None:
        while not self.over.is_set():
            begun = time.perf_counter()
            answer = asker.get(self.path)
            self.seen.append((begun, self.word in answer.content))

    def _set(self, status: Any) -> None:
        self.doors.installation.ledger.set_agreement_status(self.agreement, status, "a test")

    def _until(self, holds: Any) -> None:
        while not holds():
            time.sleep(0.001)
