"""Lists without doubles: found out by their bonds, and kept to."""

import numpy as np
from people import Person, facts

from comity.resolve import NO_PAIRS, Pairs, default_model, prepare, resolve_facts
from comity.resolve.doubles import ENOUGH, lists_without_doubles

MODEL = default_model()
CENSUSES = ("census one", "census two")


def one_of(number: int, source: str) -> Person:
    return {
        "given_name": [f"Anna{number:03d}x"],
        "family_name": [f"Moor{number * 7919 % 1000:03d}y"],
        "street": [f"{number} Elm Street"],
        "birth_date": [f"{1930 + number % 70}-{1 + number % 12:02d}-{1 + number % 28:02d}"],
        "source": [source],
    }


def test_two_of_one_name_in_a_census_that_names_nobody_twice_are_two() -> None:
    everybody = [one_of(number, source) for number in range(300) for source in CENSUSES]
    namesakes = [one_of(7, source) for source in CENSUSES]
    found = resolve_facts(facts(everybody + namesakes), MODEL).clusters
    first, second = [14, 15], [600, 601]
    assert found[first[0]] != found[second[0]]
    assert found[first[1]] != found[second[1]]
    assert len(set(found[first + second].tolist())) == 2
    assert found[0] == found[1]


def bonds(people: list[Person], within: int) -> list[int]:
    """The lists found where everybody of one source has a bond with the other's, some with two."""
    half = len(people) // 2
    first = np.r_[np.arange(half), np.arange(within)].astype(np.int32)
    second = np.r_[np.arange(half, 2 * half), np.arange(1, within + 1)].astype(np.int32)
    near = np.ones(len(first), dtype=np.bool_)
    prepared = prepare(facts(people), MODEL)
    return lists_without_doubles(prepared, Pairs(first, second), near).tolist()


def rows(count: int) -> list[Person]:
    return [{"source": [CENSUSES[number >= count]]} for number in range(2 * count)]


def test_a_source_bound_to_itself_again_and_again_is_no_such_list() -> None:
    assert set(bonds(rows(300), within=2)) == {0, 1}
    assert bonds(rows(300), within=30)[:300] == [-1] * 300


def test_a_few_bonds_tell_nothing_about_a_source() -> None:
    assert set(bonds(rows(ENOUGH - 1), within=0)) == {-1}


def test_without_sources_there_are_no_lists() -> None:
    prepared = prepare(facts([{"given_name": ["Ann"]}, {"given_name": ["Bob"]}]), MODEL)
    none = np.zeros(0, dtype=np.bool_)
    assert lists_without_doubles(prepared, NO_PAIRS, none).tolist() == [-1, -1]
