"""Keeping up: a refresh at the first look and at each change, and how long a change waited."""

from collections.abc import Iterator

from comity.graph.keeping_up import Refresh, keep_up


class Place:
    """Something to keep up with: states one after the other, and a clock that refreshing moves."""

    def __init__(self, states: str) -> None:
        self.now, self.refreshed, self._states = 0.0, list[str](), iter(states)
        self._left = len(states)

    def look(self) -> tuple[str, Refresh]:
        state = next(self._states)
        self.now += 1
        return state, lambda: self._refresh(state)

    def wait(self) -> bool:
        self.now += 10
        self._left -= 1
        return self._left > 0

    def keep_up(self) -> Iterator[tuple[int, float]]:
        for done in keep_up(self.look, self.wait, lambda: self.now):
            yield done.counts["refreshes"], done.lag

    def _refresh(self, state: str) -> dict[str, int]:
        self.now += 100
        self.refreshed.append(state)
        return {"refreshes": len(self.refreshed)}


def test_it_refreshes_first_and_then_only_where_something_changed() -> None:
    place = Place("aaabba")
    assert [number for number, _ in place.keep_up()] == [1, 2, 3]
    assert place.refreshed == ["a", "b", "a"]


def test_a_lag_runs_from_the_look_before_the_change_to_the_end_of_the_refresh() -> None:
    place = Place("aab")
    lags = [lag for _, lag in place.keep_up()]
    assert lags == [1 + 100, 1 + 10 + 1 + 100]


def test_it_stops_when_told_to() -> None:
    assert len(list(Place("abc").keep_up())) == 3
    assert list(Place("a").keep_up()) == [(1, 101)]
