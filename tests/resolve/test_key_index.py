"""The live index of keys proposes what blocking everybody proposes, in whatever portions."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import Person, as_set, facts, persons

from comity.resolve import KeyIndex, candidate_pairs, default_model, key_index, prepare

MODEL = default_model()


def told_in_portions(people: list[Person], cuts: list[int]) -> set[tuple[int, int]]:
    """The pairs that an index of the first portion proposes as the others come."""
    bounds = [0, *sorted(cuts), len(people)]
    parts = [list(range(a, b)) for a, b in pairwise(bounds)]
    numbers = [np.array(part, dtype=np.int32) for part in parts]
    prepared = [prepare(facts([people[n] for n in part]), MODEL) for part in parts]
    index = KeyIndex(prepared[0], numbers[0])
    found: set[tuple[int, int]] = set()
    for some, names in zip(prepared[1:], numbers[1:], strict=True):
        one, two = index.add(some, names)
        found |= {(min(pair), max(pair)) for pair in zip(one.tolist(), two.tolist(), strict=True)}
    return found


@given(st.lists(persons(), min_size=2, max_size=9), st.data())
@settings(max_examples=25, deadline=None)
def test_newcomers_meet_whom_blocking_everybody_would_have_them_meet(
    people: list[Person], data: st.DataObject
) -> None:
    cuts = data.draw(st.lists(st.integers(0, len(people)), min_size=1, max_size=4))
    fresh = np.arange(len(people)) >= min(cuts)
    anew = candidate_pairs(prepare(facts(people), MODEL), fresh)
    assert told_in_portions(people, cuts) == as_set(anew)


def test_keys_that_were_sorted_in_are_found_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    people: list[Person] = [
        {"given_name": ["ann"], "family_name": ["smyth"], "birth_date": [f"1980-05-0{day}"]}
        for day in (1, 1, 2, 2, 1)
    ]
    apart = told_in_portions(people, [1, 2, 3, 4])
    monkeypatch.setattr(key_index, "MOST_APART", 0)
    assert told_in_portions(people, [1, 2, 3, 4]) == apart
    assert {(0, 1), (2, 3), (0, 4), (1, 4)} <= apart
