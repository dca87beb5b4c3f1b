"""What can go wrong in the analytics room.

AnalyticsError
├── UnknownEntity   an entity that this network does not have
└── UnknownMeasure  a measure nobody defined
"""

from collections.abc import Iterable


class AnalyticsError(Exception):
    """Base of every error of this room; its text is one sentence with the way out."""


class UnknownEntity(AnalyticsError):
    """The network has no such entity: absent and withheld are the same."""

    def __init__(self, entity: str) -> None:
        self.entity = entity
        super().__init__(f"no entity {entity!r} in this view; search for it first")


class UnknownMeasure(AnalyticsError):
    """There is no measure of that name."""

    def __init__(self, measure: str, allowed: Iterable[str]) -> None:
        self.measure, self.allowed = measure, tuple(allowed)
        super().__init__(f"no measure {measure!r}; allowed: {', '.join(self.allowed)}")
