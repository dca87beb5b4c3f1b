"""Crowds: bounded where a key says nothing, the same as plain blocking where it says something."""

from hypothesis import given, settings
from hypothesis import strategies as st
from people import Person, facts, persons

from comity.resolve import candidate_pairs, default_model, prepare
from comity.resolve.crowds import NEIGHBOURS, ROOM, bounded_pairs
from comity.resolve.facts import Pairs

MODEL = default_model()


def as_set(pairs: Pairs) -> set[tuple[int, int]]:
    return set(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True))


@given(st.lists(persons(), min_size=2, max_size=12))
@settings(max_examples=50, deadline=None)
def test_without_a_crowd_every_pair_of_a_key_is_proposed(people: list[Person]) -> None:
    prepared = prepare(facts(people), MODEL)
    assert as_set(candidate_pairs(prepared)) <= as_set(bounded_pairs(prepared))


@given(st.lists(persons(), min_size=2, max_size=80))
@settings(max_examples=20, deadline=None)
def test_wide_rules_keep_within_the_room_there_is(people: list[Person]) -> None:
    prepared = prepare(facts(people), MODEL)
    whole, plain = len(bounded_pairs(prepared)), len(candidate_pairs(prepared))
    assert whole <= max(plain, ROOM * len(people))


def test_in_a_small_table_a_family_name_alone_brings_two_records_together() -> None:
    people: list[Person] = [
        {"family_name": ["Stehes"], "birth_date": ["2010-06-22"]},
        {"given_name": ["Luca"], "family_name": ["Stehes"], "birth_date": ["1980-01-03"]},
    ]
    prepared = prepare(facts(people), MODEL)
    assert as_set(candidate_pairs(prepared)) == set()
    assert as_set(bounded_pairs(prepared)) == {(0, 1)}


def crowd_of(count: int) -> list[Person]:
    """Everybody has the default phone, street and birth date; two and two are one name."""
    return [
        {
            "given_name": [f"given{number // 2}x"],
            "family_name": [f"family{number // 2}x"],
            "phone_number": ["5551234567"],
            "birth_date": ["1980-05-05"],
            "street": ["12 Main St"],
        }
        for number in range(count)
    ]


def test_the_pairs_of_a_crowd_grow_with_its_members_and_not_with_their_square() -> None:
    few, many = (len(bounded_pairs(prepare(facts(crowd_of(n)), MODEL))) for n in (6000, 12000))
    assert few <= 6000 * NEIGHBOURS * 8
    assert many <= 2.2 * few


def test_in_a_crowd_those_who_say_the_same_still_meet() -> None:
    pairs = as_set(bounded_pairs(prepare(facts(crowd_of(6000)), MODEL)))
    assert {(n, n + 1) for n in range(0, 6000, 2)} <= pairs
