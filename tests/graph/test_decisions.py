"""Decisions as a view hears them, with the scores and the labels that each rests on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from changed_models import changed
from small_worlds import (
    ALPHA,
    BETA,
    SmallWorld,
    Subject,
    Tie,
    Value,
    address,
    closed,
    key,
    label_of,
    person,
)

from comity.graph.decisions import Decision
from comity.graph.words import Judgement, Verdict
from comity.resolve import BANDS, band_of, shipped_model_file
from comity.sharing import Viewer

OPEN, CLOSED = label_of("beta"), label_of("beta", closed=True)
LINE = Subject("l", "phone", {"phone_number": "+14155550101"})


@pytest.fixture
def world(tmp_path: Path) -> Iterator[SmallWorld]:
    """Three records of beta's: two alike, and one of another man."""
    with SmallWorld(tmp_path) as small:
        small.say("beta", "r1", okafor())
        small.say("beta", "r2", okafor())
        small.say("beta", "r3", person(given_name="Maria", family_name="Marchetti"))
        yield small


def okafor(**more: str | Value) -> Subject:
    values = {"given_name": "Robert", "family_name": "Okafor", "birth_date": "1980-05-07"}
    return Subject("p", "person", {**values, **more})


def judge(
    world: SmallWorld, first: str, second: str, verdict: Verdict, *, hidden: bool = False
) -> None:
    world.judge(key("beta", first), key("beta", second), verdict, hidden=hidden)


def told(world: SmallWorld, viewer: Viewer = ALPHA) -> list[Decision]:
    return list(world.view(viewer).decisions().decisions)


def test_a_decision_has_the_score_that_the_explanation_has(world: SmallWorld) -> None:
    world.say("beta", "r1", okafor(), LINE, ties=[Tie("p", "l", "uses", "user")])
    world.say("beta", "r2", okafor(), LINE, ties=[Tie("p", "l", "uses", "user")])
    judge(world, "r1", "r2", "same")
    (found,) = told(world)
    why = world.view().why(found.first, found.second)
    assert why is not None
    assert found.score == pytest.approx(why.score, abs=1e-4)
    assert found.own < found.score
    assert {found.first, found.second} == {address("beta", "r1"), address("beta", "r2")}


def test_what_people_say_last_counts_and_where_they_differ_it_is_disputed(
    world: SmallWorld,
) -> None:
    judge(world, "r1", "r2", "different")
    judge(world, "r2", "r1", "same")
    judge(world, "r1", "r3", "unsure")
    other = Judgement(key("beta", "r1"), key("beta", "r3"), "different", "b.judge", "", OPEN)
    world.ledger.judge(other)
    assert sorted(each.verdict for each in told(world)) == ["different", "same"]
    judge(world, "r1", "r3", "same")
    assert sorted(each.verdict for each in told(world)) == ["disputed", "same"]


def test_a_withdrawn_decision_is_none(world: SmallWorld) -> None:
    world.withdraw(world.judge(key("beta", "r1"), key("beta", "r2"), "same"))
    assert told(world) == []


def test_a_decision_names_the_labels_of_its_words_its_mentions_and_their_values(
    world: SmallWorld,
) -> None:
    judge(world, "r1", "r2", "same")
    assert [each.labels for each in told(world, BETA)] == [(OPEN,)]
    judge(world, "r1", "r2", "same", hidden=True)
    assert [each.labels for each in told(world, BETA)] == [(CLOSED, OPEN)]
    assert [each.labels for each in told(world, ALPHA)] == [(OPEN,)]


@pytest.mark.parametrize(
    "subject",
    [okafor(street=closed("12 Elm St")), person(hidden=True, given_name="Robert")],
    ids=["a value", "a mention"],
)
def test_what_is_withheld_of_either_side_is_named(world: SmallWorld, subject: Subject) -> None:
    world.say("beta", "r2", subject)
    judge(world, "r1", "r2", "same")
    (found,) = told(world, BETA)
    assert CLOSED in found.labels


def test_a_word_that_may_not_be_heard_whole_is_not_learnt_from(world: SmallWorld) -> None:
    judge(world, "r1", "r2", "different", hidden=True)
    assert told(world, ALPHA) == []
    assert [each.verdict for each in told(world, BETA)] == ["different"]


def test_pairs_that_would_be_acted_on_are_counted_whatever_people_say(world: SmallWorld) -> None:
    more = {"phone_number": "+14155550101", "email": "r.okafor@example.org"}
    for record in ("r1", "r2"):
        world.say("beta", record, okafor(**more))
    before = world.view().decisions().acted
    assert sum(before) == 1
    judge(world, "r1", "r2", "different")
    found = world.view().decisions()
    assert found.acted == before
    assert [each.acted for each in found.decisions] == [True]
    lines = shipped_model_file().model.thresholds("person")
    assert before[band_of(found.decisions[0].score, lines)] == 1
    assert len(before) == len(BANDS)


def test_scores_are_those_of_the_model_in_force(world: SmallWorld) -> None:
    judge(world, "r1", "r2", "same")
    before = told(world)[0]
    world.use(changed("lower", prior=-3.0))
    after = told(world)[0]
    assert after.own == pytest.approx(before.own - 3.0, abs=1e-4)


def test_a_kind_that_is_not_resolved_has_no_decisions(world: SmallWorld) -> None:
    assert world.view().decisions(kind="call").decisions == ()
