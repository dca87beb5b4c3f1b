"""The words of charts that are kept: versions, what is written on them, comments."""

from dataclasses import dataclass
from typing import Literal

from comity.graph.words import Micros

WordSort = Literal["note", "group"]


@dataclass(frozen=True, slots=True)
class ChartVersion:
    """One saving of a chart: its places as JSON, and with whom it is shared from then on.

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
    content: str
    comment: str
    at: Micros


@dataclass(frozen=True, slots=True)
class ChartWord:
    """A note on a mention, or the name of a group of them; `mentions` are their keys as JSON."""

    ref: str
    number: int
    sort: WordSort
    mentions: str
    text: str
    handling: str
    at: Micros


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
