"""Lists without doubles: found out by their bonds, and kept to."""

import numpy as np
from people import Person, facts

from comity.resolve import NO_PAIRS, Pairs, default_model, prepare, resolve_facts
from comity.resolve.doubles import ENOUGH, lists_without_doubles

MODEL = default_model()
CENSUSES = ("census one", "census two")


def household(number: int, source: str) -> list[Person]:
    """A mother and her daughter of one name at one address, as one census has them."""
    shared = {
        "given_name": [f"Anna{number:03d}x"],
        "family_name": [f"Moor{number * 7919 % 1000:03d}y"],
        "street": [f"{number} Elm Street"],
        "source": [source],
    }
    return [shared | {"birth_date": [day]} for day in ("1960-03-05", "1991-11-23")]


def test_a_census_that_names_nobody_twice_keeps_mother_and_daughter_apart() -> None:
    people = [
        person
        for number in range(80)
        for source in CENSUSES
        for person in household(number, source)
    ]
    found = resolve_facts(facts(people), MODEL).clusters
    for first in range(0, len(people), 4):
        assert found[first] != found[first + 1]
        assert found[first + 2] != found[first + 3]


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
