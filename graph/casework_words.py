"""The words of casework as the ledger keeps them: registrations, requests and their answers."""

from dataclasses import dataclass
from typing import Literal

from comity.graph.words import Micros

Sort = Literal["target", "action"]
Asks = Literal["answer", "validate"]
Outcome = Literal["granted", "refused"]


@dataclass(frozen=True, slots=True)
class Registration:
    """A target, or a planned action, that an agency registered for a case until some time.

    `subject` is what it is about, as JSON; `ended` is when it was taken back, None if it was not.
    """

    ref: str
    sort: Sort
    agency: str
    principal: str
    purpose: str
    case: str
    reason: str
    subject: str
    since: Micros
    until: Micros
    at: Micros
    ended: Micros | None = None

    def lives(self, now: Micros) -> bool:
        """Whether it still stands: nobody took it back, and its time is not over."""
        return self.ended is None and now < self.until


@dataclass(frozen=True, slots=True)
class RequestAnswer:
    """What the agency that was asked said to a request."""

    ref: str
    who: str
    outcome: Outcome
    text: str
    at: Micros


@dataclass(frozen=True, slots=True)
class Request:
    """What one agency asks of another, under the clause that obliges it to answer by `due`.

    It `asks` for an answer, or to validate what the asker is about to rely on.
    """

    ref: str
    agency: str
    principal: str
    purpose: str
    case: str
    text: str
    handling: str
    asked: str
    agreement: str
    clause: str
    due: Micros
    at: Micros
    answer: RequestAnswer | None = None
    asks: Asks = "answer"

    def late(self, now: Micros) -> bool:
        """Whether its time passed without an answer."""
        return self.answer is None and self.due < now
