"""What two subjects hold in common, how many others hold it, and who is proposed for it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import Person, all_pairs, as_set, facts, pairs_of

from comity.resolve import (
    Pairs,
    Relation,
    Ties,
    default_model,
    in_common,
    introduced,
    prepare,
    tied,
    unsaid,
    weigh,
)

PHONE = next(r for r in default_model().relations.of("person") if r.name == "shared phone")
NOTHING, DIFFERENT, MANY, FEWER, ALONE = range(5)


def ties(held: dict[int, tuple[int, ...]], holder: list[int]) -> Ties:
    """Who holds what, subjects by number, and which person each is held to be."""
    rows = [(subject, thing) for subject, things in held.items() for thing in things]
    ends = np.array(rows, dtype=np.int32).reshape(-1, 2)
    return Ties(tied(len(holder), ends[:, 0], ends[:, 1]), np.array(holder, dtype=np.int32))


def test_a_level_tells_how_many_others_hold_the_same() -> None:
    found = ties({0: (7,), 1: (7,), 2: (8,), 3: (8,), 4: (8,), 6: (9,)}, list(range(7)))
    asked = pairs_of((0, 1), (2, 3), (0, 2), (0, 5), (5, 6))
    assert in_common(found, asked).tolist() == [ALONE, FEWER, DIFFERENT, NOTHING, NOTHING]


def test_a_thing_that_many_hold_is_everybodys() -> None:
    found = ties(dict.fromkeys(range(6), (7,)), list(range(6)))
    assert in_common(found, pairs_of((0, 1))).tolist() == [MANY]
    fewer = ties(dict.fromkeys(range(5), (7,)), list(range(5)))
    assert in_common(fewer, pairs_of((0, 1))).tolist() == [FEWER]


def test_mentions_of_one_person_are_one_holder() -> None:
    found = ties(dict.fromkeys(range(6), (7,)), [0, 1, 0, 0, 1, 1])
    assert in_common(found, pairs_of((0, 1), (0, 2))).tolist() == [ALONE, FEWER]


def test_of_several_things_in_common_the_least_shared_counts() -> None:
    held = {0: (1, 2), 1: (1, 2), **dict.fromkeys(range(2, 9), (1,))}
    assert in_common(ties(held, list(range(9))), pairs_of((0, 1))).tolist() == [ALONE]


HELD = st.dictionaries(st.integers(0, 5), st.lists(st.integers(0, 3), max_size=3).map(tuple))


@given(HELD, st.lists(st.integers(0, 5), min_size=6, max_size=6))
def test_levels_are_those_of_counting_by_hand(
    held: dict[int, tuple[int, ...]], holder: list[int]
) -> None:
    asked = all_pairs(6)
    found = in_common(ties(held, holder), asked).tolist()
    pairs = zip(asked.first.tolist(), asked.second.tolist(), strict=True)
    assert found == [by_hand(held, holder, one, two) for one, two in pairs]


def by_hand(held: dict[int, tuple[int, ...]], holder: list[int], one: int, two: int) -> int:
    """The level of one pair, by sets."""
    if not held.get(one) or not held.get(two):
        return NOTHING
    best = DIFFERENT
    for thing in {*held[one]} & {*held[two]}:
        holders = {holder[who] for who, things in held.items() if thing in things}
        others = len(holders - {holder[one], holder[two]})
        best = max(best, ALONE if not others else FEWER if others <= 3 else MANY)
    return best


@pytest.mark.parametrize(
    ("left", "right", "level", "kept"),
    [
        ({}, {}, ALONE, ALONE),
        ({"phone_number": ("+12125550117",)}, {}, ALONE, ALONE),
        ({"phone_number": ("+12125550117",)}, {"phone_number": ("+12125550117",)}, ALONE, NOTHING),
        ({"phone_number": ("+12125550117",)}, {"phone_number": ("2125550117",)}, ALONE, NOTHING),
        ({"phone_number": ("+12125550117",)}, {"phone_number": ("+13035550144",)}, ALONE, ALONE),
        ({"phone_number": ("+12125550117",)}, {"phone_number": ("+13035550144",)}, 1, NOTHING),
        ({}, {"phone_number": ("+13035550144",)}, DIFFERENT, DIFFERENT),
    ],
)
def test_what_both_state_themselves_is_not_counted_twice(
    left: Person, right: Person, level: int, kept: int
) -> None:
    prepared = prepare(facts([left, right]), default_model())
    levels = np.array([level], dtype=np.uint8)
    assert unsaid(prepared, PHONE, pairs_of((0, 1)), levels).tolist() == [kept]


def relation(name: str, group: str, *weights: float) -> Relation:
    return Relation(name, "thing", {}, weights, group)


def test_of_one_group_only_the_strongest_counts() -> None:
    both = [relation("a", "g", -2, 0, 1, 4), relation("b", "g", -1, 0, 2, 3)]
    other = relation("c", "h", -1, 0, 0, 1)
    levels = {
        "a": np.array([4, 3, 1, 1, 0], np.uint8),
        "b": np.array([4, 3, 1, 4, 0], np.uint8),
        "c": np.array([4, 1, 1, 0, 0], np.uint8),
    }
    found = weigh([*both, other], levels)
    assert found["a"].tolist() == [4, 0, -2, 0, 0]
    assert found["b"].tolist() == [0, 2, 0, 3, 0]
    assert found["c"].tolist() == [1, -1, -1, 0, 0]


NAMED: list[Person] = [
    {"given_name": ("Viktor",), "family_name": ("Brandt",)},
    {"given_name": ("Vic",), "family_name": ("Okafor",)},
    {"given_name": ("Otto",), "family_name": ("Zeller",)},
    {"given_name": ("Zoe",), "family_name": ("Quist",)},
    {},
]


def test_who_holds_the_same_is_proposed_under_names_with_a_letter_in_common() -> None:
    prepared = prepare(facts(NAMED), default_model())
    rows = np.arange(5, dtype=np.int32)
    same = introduced(prepared, tied(5, rows, np.zeros(5, np.int32)))
    assert as_set(same) == {(0, 1), (1, 2), (2, 3)}
    assert as_set(introduced(prepared, tied(5, rows, rows))) == set()


def test_a_pair_is_proposed_whoever_else_holds_the_same() -> None:
    many = NAMED * 40
    prepared = prepare(facts(many), default_model())
    held = tied(len(many), np.arange(len(many), dtype=np.int32), np.zeros(len(many), np.int32))
    alone = tied(len(many), np.array([0, 1], np.int32), np.zeros(2, np.int32))
    assert (0, 1) in as_set(introduced(prepared, held)) & as_set(introduced(prepared, alone))


def test_which_side_comes_first_changes_nothing() -> None:
    found = ties({0: (7,), 1: (7, 8), 2: (8,)}, [0, 1, 2])
    ahead = all_pairs(3)
    behind = Pairs(ahead.second, ahead.first)
    assert in_common(found, ahead).tolist() == in_common(found, behind).tolist()
