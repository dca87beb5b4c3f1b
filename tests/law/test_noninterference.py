"""The law: a viewer sees exactly what they would see had what is withheld never been recorded."""

import inspect
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from law.questions import OF_A_VIEW, OF_ANALYTICS, OF_STORES, Answers, Asking, ask
from law.recording import ID_KEY, Recorded, empty_ledger, recorded
from law.twins import allowed_labels, twin_of
from law.worlds import START, VIEWER, Step, random_world

from comity import analytics
from comity.graph.identity import mention_id
from comity.graph.view import View, micros

HOUR = 3_600_000_000
TIMES = (
    {},
    {"known_at": micros(START) + 5 * HOUR},
    {"valid_at": 1_750_000_000_000_000},
)
GROUPS, SIZE = 6, 17
# Analytics and stores get what a view shows, and cost more than all the rest: every third world.
FULL = 3
# For each question, in how many of the worlds the hidden facts must matter; few of them leave
# anything to review.
SHARE, SHARES = 0.4, {"review": 0.2}
# Who asks is not learnt from the records.
NOT_OF_RECORDS = {"viewer"}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger that holds the agreement alone."""
    path = tmp_path_factory.mktemp("empty") / "ledger.db"
    empty_ledger(path)
    return path


@pytest.mark.parametrize("group", range(GROUPS))
def test_what_is_withheld_leaves_no_trace_in_any_answer(
    tmp_path: Path, empty: Path, group: int
) -> None:
    asked, counted = Counter[str](), Counter[str]()
    for seed in range(group * SIZE, (group + 1) * SIZE):
        ours, theirs = told_of(seed, tmp_path, empty)
        for times, one, other in zip(TIMES, ours.told, theirs.told, strict=True):
            for name, answer in one.items():
                assert answer == other[name], f"world {seed} at {times}: {name} tells"
        asked.update(list(ours.told[0]))
        counted.update(counting(ours, theirs))
    vacuous = {name for name in asked if counted[name] < SHARES.get(name, SHARE) * asked[name]}
    assert vacuous == NOT_OF_RECORDS, (counted, asked)


def test_every_public_read_of_a_view_is_asked() -> None:
    public = {name for name in dir(View) if not name.startswith("_")}
    assert {*OF_A_VIEW, *OF_STORES} == public


def test_every_public_function_of_analytics_is_asked() -> None:
    functions = {name for name in analytics.__all__ if inspect.isfunction(getattr(analytics, name))}
    assert set(OF_ANALYTICS) == functions - {"content_policy"}


@dataclass(frozen=True)
class Heard:
    """What the viewer is told at each time, and what an all-seeing one would be told now."""

    told: list[Answers]
    everything: Answers


def told_of(seed: int, folder: Path, empty: Path) -> tuple[Heard, Heard]:
    """A random world and its twin, each asked the same."""
    world = random_world(seed)
    keys, full = mentions_of(world), seed % FULL == 0
    with recorded(world, folder / f"{seed}", empty, often=seed % 5 == 0) as ours:
        heard = hear(ours, keys, full)
    with recorded(twin_of(world, allowed_labels()), folder / f"{seed} twin", empty) as theirs:
        return heard, hear(theirs, keys, full)


def hear(place: Recorded, keys: tuple[str, ...], full: bool) -> Heard:
    """Ask everything."""
    asking = Asking(tuple(mention_id(ID_KEY, key) for key in keys), keys, place.store)
    everything = {**OF_A_VIEW, **OF_STORES, **OF_ANALYTICS}
    tables = [everything if full else OF_A_VIEW, OF_A_VIEW, OF_A_VIEW | (OF_STORES if full else {})]
    told = [
        ask(place.desk.open(VIEWER, **times), asking, table)
        for times, table in zip(TIMES, tables, strict=True)
    ]
    return Heard(told, ask(place.all_seeing(), asking, tables[0]))


def counting(ours: Heard, theirs: Heard) -> Iterator[str]:
    """The questions of a world that shows something which the hidden facts would change."""
    if not ours.told[0]["clusters"]:
        return
    for name in ours.everything:
        if ours.everything[name] != theirs.everything[name]:
            yield name


def mentions_of(world: list[Step]) -> tuple[str, ...]:
    """The keys of every mention that a world ever made."""
    return tuple(_keys(world))


def _keys(world: list[Step]) -> Iterator[str]:
    yield from sorted({m.key for step in world if step.record for m in step.record.mentions})
