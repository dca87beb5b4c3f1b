"""Goals of figures, and how much of the campaign a run does."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """A figure must not be below `least` or above `most`."""

    least: float | None = None
    most: float | None = None
    unit: str = ""

    def is_met(self, value: float) -> bool:
        """Whether a figure reaches it."""
        low = self.least is None or value >= self.least
        return low and (self.most is None or value <= self.most)

    def __str__(self) -> str:
        words, bound = ("at least", self.least) if self.most is None else ("at most", self.most)
        return f"{words} {bound:,g} {self.unit}".strip()


def at_least(value: float, unit: str = "") -> Goal:
    """A goal that more is better for."""
    return Goal(least=value, unit=unit)


def at_most(value: float, unit: str = "") -> Goal:
    """A goal that less is better for."""
    return Goal(most=value, unit=unit)


@dataclass(frozen=True)
class Sizes:
    """How much is tried: fewer is a rehearsal, which falls short of the goals."""

    worlds: int = 10_000
    casework: int = 1_000
    runs: int = 500
    steps: int = 30
    requests: int = 1_000
    pairs: int = 2_000
    links: int = 1_000_000
    mentions: int = 1_000_000
    people: int = 2_000
    decisions: int = 1_000_000
    purged: int = 10_000
