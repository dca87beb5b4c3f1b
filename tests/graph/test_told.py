"""What people say of two mentions: every word that stands, who may know whose, and disputes."""

from dataclasses import replace

import pytest
from small_worlds import ALPHA, BETA, SmallWorld, address, key, label_of, person

from comity.graph.answers import Dispute, Why, Word
from comity.graph.words import BEGINNING, Judgement, Verdict

NAME = {"given_name": "James", "family_name": "Smith", "birth_date": "1980-05-07"}
ENDS = address("alpha", "x"), address("beta", "y")


@pytest.fixture
def two(world: SmallWorld) -> SmallWorld:
    """Two records that the model holds to be one person's."""
    world.say("alpha", "x", person(**NAME))
    world.say("beta", "y", person(**NAME))
    return world


def said(world: SmallWorld, who: str, verdict: Verdict, *, hidden: bool = False) -> str:
    """One person's word on the two; its reference."""
    world._tick()
    label = label_of("beta", closed=hidden)
    ends = key("alpha", "x"), key("beta", "y")
    return world.ledger.judge(Judgement(*ends, verdict, who, f"{who} knows", label))


def why(world: SmallWorld, **more: int) -> Why:
    found = world.view(ALPHA, **more).why(*ENDS)
    assert found is not None
    return found


def disputed(world: SmallWorld, **more: int) -> tuple[Dispute, ...]:
    """The disputes that the entity of alpha's record shows."""
    entity = world.view(ALPHA, **more).entity(ENDS[0])
    assert entity is not None
    return entity.disputed


def test_each_word_says_who_when_and_why(two: SmallWorld) -> None:
    ref = said(two, "ann", "same")
    at = two.clock.micros()
    assert why(two).words == (Word("same", "ann", "beta", at, "ann knows", ref),)


def test_of_a_withheld_different_only_that_it_was_said_shows(two: SmallWorld) -> None:
    ref = said(two, "ann", "different", hidden=True)
    (word,) = why(two).words
    assert word == Word("different", "", "", BEGINNING, "", "")
    theirs = two.view(BETA).why(*ENDS)
    assert theirs is None or theirs.words[0].ref == ref


def test_a_withheld_same_is_not_heard(two: SmallWorld) -> None:
    said(two, "ann", "same", hidden=True)
    assert why(two).words == ()


def test_two_people_may_disagree_and_the_entity_shows_it(two: SmallWorld) -> None:
    said(two, "ann", "same")
    assert disputed(two) == ()
    ref = said(two, "bob", "different")
    assert disputed(two) == (Dispute(*sorted(ENDS)),)
    assert [word.who for word in why(two).words] == ["ann", "bob"]
    assert (why(two).verdict, why(two).decision) == ("different", "different")
    two.withdraw(ref)
    assert disputed(two) == ()
    assert (why(two).verdict, why(two).decision) == ("same", "same")


def test_both_sides_of_a_dispute_show_it(two: SmallWorld) -> None:
    said(two, "ann", "same")
    said(two, "bob", "different")
    ends = [two.view().entity(end) for end in ENDS]
    assert [entity.disputed for entity in ends if entity] == [(Dispute(*sorted(ENDS)),)] * 2


def test_who_thinks_better_of_it_does_not_dispute_himself(two: SmallWorld) -> None:
    said(two, "ann", "same")
    said(two, "ann", "different")
    assert disputed(two) == ()
    assert len(why(two).words) == 2


def test_unsure_disputes_nothing(two: SmallWorld) -> None:
    said(two, "ann", "same")
    said(two, "bob", "unsure")
    assert disputed(two) == ()


def test_as_known_before_the_second_word_nobody_disagreed(two: SmallWorld) -> None:
    said(two, "ann", "same")
    before = two.ledger.head()[1]
    said(two, "bob", "different")
    assert disputed(two) != ()
    assert disputed(two, known_at=before) == ()
    assert why(two, known_at=before).verdict == "same"


def test_other_words_are_another_view(two: SmallWorld) -> None:
    said(two, "ann", "different")
    one = two.view().standing().digest
    said(two, "bob", "different")
    assert two.view().standing().digest != one


def test_a_word_of_one_pair_is_not_told_of_another(two: SmallWorld) -> None:
    two.say("gamma", "z", person(**NAME))
    said(two, "ann", "same")
    found = two.view(replace(ALPHA)).why(ENDS[0], address("gamma", "z"))
    assert found is not None
    assert (found.words, found.verdict) == ((), "")
