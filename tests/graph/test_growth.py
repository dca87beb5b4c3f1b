"""A snapshot that grew with the ledger answers as one built anew; arrival leaves no trace."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from law.questions import OF_A_VIEW, Answers, Asking, ask
from small_worlds import ALPHA, BETA, ID_KEY, SmallWorld, Subject, Tie, Value, address, key, person

from comity.graph.desk import Desk
from comity.graph.growth import empty_snapshot, extend_snapshot
from comity.graph.ports import Changes, Reached
from comity.graph.sqlite_store import SqliteStore
from comity.graph.view import View
from comity.graph.words import FOREVER, Interval
from comity.sharing import Viewer

AGENCIES, RECORDS, PARTS = ("alpha", "beta"), ("r1", "r2", "r3"), ("p", "q")
MENTIONS = [(a, r, p) for a in AGENCIES for r in RECORDS for p in PARTS]
KEYS = tuple(key(*mention) for mention in MENTIONS)
ADDRESSES = tuple(address(*mention) for mention in MENTIONS)

values = st.builds(
    Value,
    st.sampled_from(("James", "Jim", "Smith", "Smyth", "1980-05-07", "1980", "+14155550101")),
    closed=st.booleans(),
    valid=st.sampled_from((Interval(), Interval(0, 10**15))),
)
subjects = st.builds(
    Subject,
    part=st.sampled_from(PARTS),
    values=st.dictionaries(
        st.sampled_from(("given_name", "family_name", "birth_date", "phone_number")),
        values,
        max_size=4,
    ),
    closed=st.booleans(),
)


@dataclass(frozen=True)
class Told:
    """One record is told, whatever it said before."""

    agency: str
    record: str
    subjects: tuple[Subject, ...]
    tie: Tie | None

    def happen(self, world: SmallWorld) -> None:
        apart = {subject.part: subject for subject in self.subjects}
        ties = [self.tie] if self.tie and {self.tie.first, self.tie.second} <= apart.keys() else []
        world.say(self.agency, self.record, *apart.values(), ties=ties)


@dataclass(frozen=True)
class Gone:
    """One record is withdrawn, or purged if it ever stood there."""

    agency: str
    record: str
    purged: bool

    def happen(self, world: SmallWorld) -> None:
        stood = (self.agency, self.record) in world.told
        if self.purged and stood:
            world.ledger.purge(self.agency, self.record, "an order")
            world.told.discard((self.agency, self.record))
        elif stood:
            world.unsay(self.agency, self.record)


@dataclass(frozen=True)
class Judged:
    """Somebody says something about two mentions, there or not."""

    first: str
    second: str
    verdict: str
    hidden: bool

    def happen(self, world: SmallWorld) -> None:
        if self.first != self.second:
            world.judge(self.first, self.second, self.verdict, hidden=self.hidden)  # type: ignore[arg-type]


ties = st.builds(Tie, st.sampled_from(PARTS), st.sampled_from(PARTS), closed=st.booleans())
happenings = st.one_of(
    st.builds(
        Told,
        st.sampled_from(AGENCIES),
        st.sampled_from(RECORDS),
        st.lists(subjects, min_size=1, max_size=2).map(tuple),
        st.none() | ties,
    ),
    st.builds(Gone, st.sampled_from(AGENCIES), st.sampled_from(RECORDS), st.booleans()),
    st.builds(
        Judged,
        st.sampled_from(KEYS),
        st.sampled_from(KEYS),
        st.sampled_from(("same", "different", "unsure")),
        st.booleans(),
    ),
)


def answers(world: SmallWorld, viewer: Viewer, *, anew: bool = False, **times: int) -> Answers:
    desk = world.new_desk() if anew else world.desk
    asking = Asking(ADDRESSES, KEYS, world.store)
    return ask(desk.open(viewer, **times), asking, OF_A_VIEW | {"looked for": looked_for})


def looked_for(view: View, _: Asking) -> Iterator[object]:
    """What is found under the names and numbers that these worlds have."""
    for text in ("James", "smith", "1980-05-07", "+1415555", "Jim Smyth"):
        yield view.search(text)
        yield sorted(view._seen.search.called(text))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(st.tuples(happenings, st.booleans()), min_size=2, max_size=9))
def test_a_snapshot_that_grew_answers_as_one_built_anew(
    steps: list[tuple[Told | Gone | Judged, bool]],
) -> None:
    with TemporaryDirectory() as folder, SmallWorld(Path(folder)) as world:
        for happening, looked_at in steps:
            happening.happen(world)
            if looked_at:
                world.view().search("James")
        midway = world.ledger.head()[1] - 2 * 3_600_000_000
        for viewer, times in ((ALPHA, {}), (BETA, {"known_at": midway}), (ALPHA, {"valid_at": 5})):
            assert answers(world, viewer, **times) == answers(world, viewer, anew=True, **times)
        anew = world.new_desk()
        anew.open(ALPHA)
        assert matched(world.desk) == matched(anew)


def matched(desk: Desk) -> list[tuple[str, str, str, float]]:
    """Every pair that a desk holds for a match, with its kind and score."""
    keys = desk._intake._taken.index.snapshot.words.mentions.texts
    return sorted(
        (kind, *sorted((keys[first], keys[second])), score)
        for kind, table in desk._intake._taken.index.by_kind.items()
        for first, second, score in zip(
            table.first.tolist(), table.second.tolist(), table.scores.tolist(), strict=True
        )
    )


# What a person sees of an arrival is when it was recorded; nothing else may hang on it.
DATED = re.compile(r"recorded=\d+|known_at=\d+|digest='[0-9a-f]+'")


# What changed since a moment is about arrival and nothing else.
TIMELESS = {name: question for name, question in OF_A_VIEW.items() if name != "changes"}


def undated(given: Answers) -> dict[str, list[str]]:
    return {name: [DATED.sub("", line) for line in lines] for name, lines in given.items()}


def arrivals() -> Sequence[tuple[str, str, tuple[Subject, ...], tuple[Tie, ...]]]:
    james = {"given_name": "James", "family_name": "Smith", "birth_date": "1980-05-07"}
    swapped = {"given_name": "Smith", "family_name": "James", "birth_date": "1980-07-05"}
    near = {"given_name": "Jamie", "family_name": "Smith", "birth_date": "1980-05-07"}
    tie = Tie("p", "q")
    return [
        ("alpha", "r1", (person(**james), person("q", **near)), (tie, Tie("q", "p", "owns", ""))),
        ("beta", "r1", (person(**swapped), person("q", **james)), (tie,)),
        ("beta", "r2", (person(**near, phone_number="+14155550101"),), ()),
        ("gamma", "r1", (person(**james), Subject("n", "phone", {"phone_number": "1"})), ()),
        ("alpha", "r2", (person(given_name="James", family_name="Smith"),), ()),
        ("gamma", "r2", (person(**near), person("q", **near)), (tie, tie)),
    ]


@pytest.mark.parametrize("turn", range(1, 6))
def test_the_order_of_arrival_leaves_no_trace(tmp_path: Path, turn: int) -> None:
    told = arrivals()
    turned = [*told[turn:], *told[:turn]][:: -1 if turn % 2 else 1]
    found = []
    for name, order in (("one", told), ("two", turned)):
        (tmp_path / name).mkdir()
        with SmallWorld(tmp_path / name) as world:
            for agency, record, subjects_, ties_ in order:
                world.say(agency, record, *subjects_, ties=ties_)
                world.view()
            world.clock.now = world.clock.now.replace(month=12)
            keys = tuple(key(a, r, s.part) for a, r, group, _ in told for s in group)
            ends = tuple(address(*one.split(":")) for one in keys)
            asking = Asking(ends, keys, world.store)
            found.append(undated(ask(world.view(), asking, TIMELESS)))
    assert found[0] == found[1]


def test_a_load_that_is_half_projected_does_not_show_until_it_is_whole(
    world: SmallWorld,
) -> None:
    world.say("alpha", "r1", person(given_name="Ann"))
    world.view()
    world.say("alpha", "r1", person(given_name="Anna"))
    (whole,) = world.ledger.changes(world.store.reached())
    before = world.store.reached()
    world.store.apply(replace(whole, reached=Reached(before.position, before.known_at, "half")))
    snapshot = world.desk._intake._taken.index.snapshot
    assert extend_snapshot(snapshot, world.store) is snapshot
    anew = extend_snapshot(empty_snapshot(ID_KEY), world.store)
    assert [anew.words.texts.texts[code] for code in anew.claims["value"]] == ["Ann"]
    assert anew.claims["known_to"].tolist() == [FOREVER]
    world.store.apply(Changes(whole.at, whole.reached))
    grown = extend_snapshot(anew, world.store)
    assert [grown.words.texts.texts[code] for code in grown.claims["value"]] == ["Ann", "Anna"]
    assert grown.claims["known_to"].tolist() == [whole.at, FOREVER]


def test_extending_by_nothing_gives_the_same_snapshot(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "graph.db")
    empty = empty_snapshot(b"key")
    assert extend_snapshot(empty, store) is empty
    store.close()


def test_a_snapshot_stays_as_it_was_when_another_grows_from_it(world: SmallWorld) -> None:
    world.say("alpha", "r1", person(given_name="Ann"))
    world.view()
    before = world.desk._intake._taken.index.snapshot
    columns = {name: array.copy() for name, array in before.claims.items()}
    world.say("alpha", "r1", person(given_name="Anna"))
    world.view()
    after = world.desk._intake._taken.index.snapshot
    assert after is not before
    assert (len(after.claims["value"]), len(before.claims["value"])) == (2, 1)
    assert all((before.claims[name] == column).all() for name, column in columns.items())
