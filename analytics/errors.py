"""What can go wrong in the analytics room.

AnalyticsError
├── UnknownEntity   an entity that this network does not have
├── UnknownMeasure  a measure nobody defined
├── BadArgument     a number that makes no sense here
├── TooLarge        a question that would take longer than anybody waits
├── NotConverging   an iteration that does not settle
├── NoAuthority     records that may be read and not analysed
├── BadTable        a file of edges that cannot be read
└── NoEngine        a server that cannot compute what is asked of it
"""

from collections.abc import Iterable


class AnalyticsError(Exception):
    """Base of every error of this room; its text is one sentence with the way out."""


class UnknownEntity(AnalyticsError):
    """The network has no such entity: absent and withheld are the same."""

    def __init__(self, entity: str) -> None:
        self.entity = entity
        super().__init__(f"no entity {entity!r} in this view; search for it first")


class NoEngine(AnalyticsError):
    """A server without Graph Data Science, or without a whole view; the text says which."""


class UnknownMeasure(AnalyticsError):
    """There is no measure of that name."""

    def __init__(self, measure: str, allowed: Iterable[str]) -> None:
        self.measure, self.allowed = measure, tuple(allowed)
        super().__init__(f"no measure {measure!r}; allowed: {', '.join(self.allowed)}")


class BadArgument(AnalyticsError):
    """An argument outside what it may be."""

    def __init__(self, name: str, got: object, allowed: str) -> None:
        self.name, self.got, self.allowed = name, got, allowed
        super().__init__(f"{name} is {got}; it must be {allowed}")


class TooLarge(AnalyticsError):
    """More work than a question may make."""

    def __init__(self, what: str, size: int, most: int, way_out: str) -> None:
        self.size, self.most = size, most
        super().__init__(f"{what}: {size:,}, and at most {most:,} are taken; {way_out}")


class NotConverging(AnalyticsError):
    """An iteration that does not settle, with what would let it."""


class CardNotUsable(AnalyticsError):
    """A score card that gives no score now, or not to this viewer; it says why."""


class NotScored(AnalyticsError):
    """No score is given of this entity; it says why."""


class NoAuthority(AnalyticsError):
    """Records without a legal authority for the case asked for, or past its expiry."""


class BadTable(AnalyticsError):
    """A table of edges that cannot be read: which file, which line, what stands there."""

    def __init__(self, file: str, line: int, wrong: str) -> None:
        self.file, self.line, self.wrong = file, line, wrong
        super().__init__(f"{file}, line {line:,}: {wrong}" if line else f"{file}: {wrong}")
