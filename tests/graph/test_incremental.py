"""Whoever is told one record at a time comes to the clusters of one who is told all at once.

After every step of a random history the desk that grew is held against a desk that is new.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_worlds import ALPHA, BETA, SmallWorld, Subject, Tie, Value, key, person

from comity.graph import relating
from comity.graph.desk import Desk
from comity.graph.network import Network
from comity.graph.view import View
from comity.sharing import Viewer

AGENCIES, RECORDS = ("alpha", "beta", "gamma"), ("r1", "r2", "r3")
# Few of each kind, told mostly in full and at times with a value that is another's, so that
# doubles, near misses and contradictions all come up often.
KNOWN: Mapping[str, tuple[Mapping[str, str], ...]] = {
    "person": (
        {
            "given_name": "James",
            "family_name": "Okafor",
            "birth_date": "1980-05-07",
            "phone_number": "+14155550101",
            "state_id": "S-1001",
        },
        {
            "given_name": "Jim",
            "family_name": "Okafor",
            "birth_date": "1980-07-05",
            "phone_number": "+14155550101",
        },
        {
            "given_name": "Ann",
            "family_name": "Lindqvist",
            "birth_date": "1991-01-02",
            "phone_number": "+14155550102",
            "state_id": "S-1002",
        },
    ),
    "phone": ({"phone_number": "+14155550101"}, {"phone_number": "+14155550102"}),
    "incident": ({"case_number": "24-100"}, {"case_number": "24-101"}),
    "vehicle": ({"plate": "7ABC123", "vin": "1HGCM82633A004352"}, {"plate": "7A8C123"}),
}
PARTS = {"p": "person", "q": "person", "n": "phone", "v": "vehicle", "e": "incident"}
TIES = (
    Tie("p", "n", "uses", "user"),
    Tie("q", "n", "uses", "user"),
    Tie("p", "v", "uses", "driver"),
    Tie("p", "e", "involved_in", "suspect"),
    Tie("q", "e", "involved_in", "officer"),
    Tie("p", "q", "associate_of", "associate"),
)


@st.composite
def subject(draw: st.DrawFn, part: str) -> Subject:
    """Somebody or something known, with values left out, swapped with another's, or not shared."""
    known = KNOWN[PARTS[part]]
    values: dict[str, Value] = {}
    for prop, text in draw(st.sampled_from(known)).items():
        how = draw(st.sampled_from(("said", "said", "said", "said", "another's", "closed", "")))
        if how == "another's":
            text = draw(st.sampled_from(known)).get(prop, text)
        if how:
            values[prop] = Value(text, closed=how == "closed")
    hidden = draw(st.sampled_from((False, False, False, False, True)))
    return Subject(part, PARTS[part], values, hidden)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Told:
    """A record comes, or comes again with other content."""

    agency: str
    record: str
    subjects: tuple[Subject, ...]
    ties: tuple[Tie, ...]

    def happen(self, world: SmallWorld) -> None:
        parts = {subject.part for subject in self.subjects}
        ties = [tie for tie in self.ties if {tie.first, tie.second} <= parts]
        world.say(self.agency, self.record, *self.subjects, ties=ties)


@dataclass(frozen=True)
class Gone:
    """A record is withdrawn."""

    agency: str
    record: str

    def happen(self, world: SmallWorld) -> None:
        if (self.agency, self.record) in world.told:
            world.unsay(self.agency, self.record)


@dataclass(frozen=True)
class Judged:
    """Somebody says something of two persons; `taken_back` at once or not at all."""

    first: str
    second: str
    verdict: str
    hidden: bool
    taken_back: bool

    def happen(self, world: SmallWorld) -> None:
        if self.first == self.second:
            return
        ref = world.judge(self.first, self.second, self.verdict, hidden=self.hidden)  # type: ignore[arg-type]
        if self.taken_back:
            world.view()
            world.withdraw(ref)


seldom = st.sampled_from((False, False, False, True))
places = st.tuples(st.sampled_from(AGENCIES), st.sampled_from(RECORDS))
persons = st.builds(lambda place: key(*place), places)
told = st.builds(
    lambda place, subjects, ties: Told(*place, subjects, tuple(ties)),
    places,
    st.lists(st.sampled_from(sorted(PARTS)), min_size=2, max_size=5, unique=True).flatmap(
        lambda parts: st.tuples(*map(subject, parts))
    ),
    st.lists(st.builds(replace, st.sampled_from(TIES), closed=seldom), min_size=2, max_size=6),
)
steps = st.one_of(
    told,
    told,
    told,
    st.builds(lambda place: Gone(*place), places),
    st.builds(
        Judged,
        persons,
        persons,
        st.sampled_from(("same", "different")),
        st.booleans(),
        st.booleans(),
    ),
)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(steps, min_size=3, max_size=10))
def test_after_every_step_clusters_and_matches_are_those_of_a_batch(
    history: list[Told | Gone | Judged],
) -> None:
    with TemporaryDirectory() as folder, SmallWorld(Path(folder)) as world:
        for step in history:
            step.happen(world)
            anew = world.new_desk()
            for viewer in (ALPHA, BETA):
                with pytest.MonkeyPatch.context() as patch:
                    # What it knows of pairs is kept here however few they are, and not there.
                    patch.setattr(relating, "MOST_ONE_BY_ONE", 0)
                    grown = who_is_who(world.desk, viewer)
                assert grown == who_is_who(anew, viewer), step


def who_is_who(desk: Desk, viewer: Viewer) -> tuple[object, ...]:
    """The clusters of a viewer, the matches they rest on, all that the desk holds, the network."""
    view = desk.open(viewer)
    matches = view._seen.entities.matches
    held = pairs_of(view, matches), pairs_of(view, view._seen.index.by_kind)
    return view.clusters(), *held, columns_of(view.network())


def columns_of(network: Network) -> dict[str, list[object]]:
    """The network's arrays: ids, names, standings, links and what else there is."""
    return {each.name: getattr(network, each.name).tolist() for each in fields(network)}


def pairs_of(view: View, matches: Mapping[str, object]) -> list[tuple[object, ...]]:
    """Matches by the keys of their ends, in an order of their own."""
    keys = view._seen.index.snapshot.words.mentions.texts
    return sorted(
        (kind, *sorted((keys[first], keys[second])), score)
        for kind, table in matches.items()
        for first, second, score in zip(
            table.first.tolist(),  # type: ignore[attr-defined]
            table.second.tolist(),  # type: ignore[attr-defined]
            table.scores.tolist(),  # type: ignore[attr-defined]
            strict=True,
        )
    )


def same_as_anew(world: SmallWorld) -> bool:
    return who_is_who(world.desk, BETA) == who_is_who(world.new_desk(), BETA)


NAME = {"given_name": "James", "family_name": "Okafor"}


def test_two_users_of_a_phone_who_turn_out_to_be_one_leave_it_to_the_third_alone(
    world: SmallWorld,
) -> None:
    phone, uses = Subject("n", "phone", {"phone_number": "+14155550101"}), (TIES[0],)
    for record, values in (
        ("x", {**NAME, "state_id": "S-1"}),
        ("z", {**NAME, "national_id": "N-1"}),
        ("y", {"given_name": "Jane", "family_name": "Olin"}),
    ):
        world.say("beta", record, Subject("p", "person", values), phone, ties=uses)
        assert same_as_anew(world)
    before = who_is_who(world.desk, BETA)
    world.say("beta", "w", person(**NAME, state_id="S-1", national_id="N-1"))
    assert same_as_anew(world)
    assert who_is_who(world.desk, BETA) != before


def test_one_more_companion_of_a_companion_counts_for_those_who_were_there(
    world: SmallWorld,
) -> None:
    known = Subject("q", "person", {"given_name": "Carl", "family_name": "Lind", "state_id": "S-9"})
    ties = [Tie(part, "e", "involved_in", "suspect") for part in ("p", "q")]
    for number, letter in enumerate("ABCDEFG"):
        met = Subject("e", "incident", {"case_number": f"24-10{number}"})
        name = NAME if number < 2 else {"given_name": f"{letter}do", "family_name": f"{letter}x"}
        world.say("beta", f"r{number}", Subject("p", "person", name), known, met, ties=ties)
        assert same_as_anew(world), number
