"""Blocking: a pair is proposed for what its two subjects say, whoever else is there."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from people import Person, all_pairs, as_set, facts, persons

from comity.resolve import candidate_pairs, default_model, prepare, shares_key
from comity.resolve.keys import rules_of

MODEL = default_model()
PEOPLE = st.lists(persons(), min_size=2, max_size=8)


@given(PEOPLE)
@settings(max_examples=60, deadline=None)
def test_the_pairs_are_those_that_share_a_key(people: list[Person]) -> None:
    prepared = prepare(facts(people), MODEL)
    keys: list[set[tuple[int, int]]] = [set() for _ in people]
    for rule, (subject, key) in enumerate(rules_of(prepared)):
        for who, hashed in zip(subject.tolist(), key.tolist(), strict=True):
            keys[who].add((rule, hashed >> 24))
    expected = {(a, b) for a in range(len(people)) for b in range(a + 1, len(people))
                if keys[a] & keys[b]}  # fmt: skip
    assert as_set(candidate_pairs(prepared)) == expected
    pairs = all_pairs(len(people))
    shared = shares_key(prepared, pairs)
    assert {pair for pair, holds in zip(_in_order(pairs), shared, strict=True) if holds} == expected


@given(PEOPLE, PEOPLE)
@settings(max_examples=40, deadline=None)
def test_others_change_nothing(people: list[Person], others: list[Person]) -> None:
    alone = as_set(candidate_pairs(prepare(facts(people), MODEL)))
    among = as_set(candidate_pairs(prepare(facts([*people, *others]), MODEL)))
    assert {pair for pair in among if max(pair) < len(people)} == alone


@given(PEOPLE, st.data())
@settings(max_examples=40, deadline=None)
def test_fresh_subjects_bring_their_own_pairs(people: list[Person], data: st.DataObject) -> None:
    fresh = np.array(data.draw(st.lists(st.booleans(), min_size=len(people),
                                        max_size=len(people))))  # fmt: skip
    prepared = prepare(facts(people), MODEL)
    touched = {(a, b) for a, b in as_set(candidate_pairs(prepared)) if fresh[a] or fresh[b]}
    assert as_set(candidate_pairs(prepared, fresh)) == touched


def test_every_kind_of_the_model_can_be_blocked() -> None:
    for kind in MODEL.kinds:
        assert len(candidate_pairs(prepare(facts([{}, {}], kind), MODEL))) == 0


def _in_order(pairs: object) -> list[tuple[int, int]]:
    return list(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True))  # type: ignore[attr-defined]
