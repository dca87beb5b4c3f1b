"""Keeping a projection up: looks again and again, and says how far behind it was."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

Refresh = Callable[[], Mapping[str, int]]
# A look: what stands there now, as a text that is equal while nothing changes, and how to
# bring the projection to it.
Look = Callable[[], tuple[str, Refresh]]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """One refresh: what it came to, and for how many seconds at most it had been behind."""

    counts: Mapping[str, int]
    lag: float


def keep_up(
    look: Look, wait: Callable[[], bool], clock: Callable[[], float]
) -> Iterator[Refreshed]:
    """Refresh at the first look and at every change, until `wait` says to stop.

    A change came at the earliest just after the look before it, which is where its lag starts.
    """
    held, since = None, clock()
    while True:
        now = clock()
        found, refresh = look()
        if found != held:
            counts, held = refresh(), found
            yield Refreshed(counts, clock() - since)
        since = now
        if not wait():
            return
