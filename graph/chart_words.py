"""The words of charts that are kept: versions, what lies and is written on them, comments."""

from dataclasses import dataclass
from typing import Literal

from comity.graph.words import Micros

WordSort = Literal["note", "group", "box"]


@dataclass(frozen=True, slots=True)
class ChartVersion:
    """One saving of a chart without what lies on it, and with whom it is shared from then on.

    `said` names the sending that it came by, `sent` what came, so that a retry adds nothing.
    """

    ref: str
    number: int
    said: str
    sent: str
    agency: str
    principal: str
    case: str
    title: str
    handling: str
    shared: str
    comment: str
    at: Micros


@dataclass(frozen=True, slots=True)
class ChartWord:
    """A note on a mention, the name of a group of them, or a box of words that hangs on none.

    `mentions` are keys as JSON; `look` is where it lies and how it shows, as JSON too.
    """

    ref: str
    number: int
    sort: WordSort
    mentions: str
    text: str
    handling: str
    at: Micros
    look: str | None = None


@dataclass(frozen=True, slots=True)
class ChartComment:
    """What somebody says of a chart."""

    ref: str
    said: str
    sent: str
    agency: str
    principal: str
    text: str
    at: Micros
