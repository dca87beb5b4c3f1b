"""Comparing: symmetric, of the two sides alone, the same one by one and all at once."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import COLUMNS, Person, all_pairs, facts, pairs_of, persons

from comity.resolve import Pairs, compare, default_model, explain, prepare, score
from comity.resolve.comparators import COMPARATORS
from comity.resolve.compare import comparisons, unpacked
from comity.resolve.features import Words

MODEL = default_model()
SINGLE = [(kind, name) for kind, made in sorted(COMPARATORS.items()) for name in sorted(made)]


def level(name: str, left: str, right: str, kind: str = "person") -> str:
    how = COMPARATORS[kind][name]
    words = Words((left, right) if left != right else (left,))
    ends = np.array([0], np.int32), np.array([len(words) - 1], np.int32)
    if left == right:
        found = how.equal(words, MODEL)[0] if how.equal else len(how.levels)
    else:
        found = how.differ(words, *ends)[0]
    return how.levels[int(found) - 1]


@pytest.mark.parametrize(
    ("name", "left", "right", "expected"),
    [
        ("given name", "robert", "bob", "nickname"),
        ("given name", "j", "john", "initial"),
        ("given name", "j", "j", "initial"),
        ("given name", "maria jose", "maria", "part"),
        ("given name", "jonathan", "jonathon", "close"),
        ("given name", "anna", "peter", "different"),
        ("family name", "garcia lopez", "lopez", "part"),
        ("family name", "smith", "smyth", "close"),
        ("family name", "sandahl", "sandhal", "close"),
        ("birth date", "1980-05-07", "1980-07-05", "day and month swapped"),
        ("birth date", "1980-05-07", "1980-05-17", "one figure off"),
        ("birth date", "1980-05-07", "1980", "as far as known"),
        ("birth date", "1980-05-07", "1980-01-01", "as far as known"),
        ("birth date", "1982-07-14", "1983-07-12", "near"),
        ("birth date", "1980", "1980", "as far as known"),
        ("birth date", "1959-19-04", "1959-04-19", "same"),
        ("birth date", "1984-19-05", "1984-10-05", "one figure off"),
        ("birth date", "1980-05-07", "1991-11-30", "different"),
        ("street", "12 n oak ave", "12 oak st", "close"),
        ("street", "12 n oak ave", "14 n oak ave", "same street"),
        ("phone", "12125550117", "2125550117", "close"),
        ("email", "ann.lee@gmail.com", "bo@gmail.com", "different"),
        ("email", "ann.lee@police.example", "bo@police.example", "same provider"),
        ("number", "national_id:90346886", "national_id:91346887", "two off"),
    ],
)
def test_a_pair_of_values_comes_to_its_level(
    name: str, left: str, right: str, expected: str
) -> None:
    assert level(name, left, right) == expected


@pytest.mark.parametrize(("kind", "name"), SINGLE)
@given(texts=st.lists(st.sampled_from([v.lower() for vs in COLUMNS.values() for v in vs if v]),
                      min_size=2, max_size=8, unique=True))  # fmt: skip
@settings(max_examples=25, deadline=None)
def test_no_comparison_knows_left_from_right(kind: str, name: str, texts: list[str]) -> None:
    how = COMPARATORS[kind][name]
    pairs = all_pairs(len(texts))
    ahead = how.differ(Words(tuple(texts)), pairs.first, pairs.second)
    assert ahead.tolist() == how.differ(Words(tuple(texts)), pairs.second, pairs.first).tolist()
    mirrored = how.differ(Words(tuple(texts[::-1])), *(len(texts) - 1 - e for e in
                                                       (pairs.first, pairs.second)))  # fmt: skip
    assert ahead.tolist() == mirrored.tolist()
    assert set(ahead.tolist()) <= set(range(1, len(how.levels) + 1))


@given(st.lists(persons(), min_size=2, max_size=6))
@settings(max_examples=60, deadline=None)
def test_a_pattern_depends_on_its_two_subjects_alone(people: list[Person]) -> None:
    pairs = all_pairs(len(people))
    together = compare(prepare(facts(people), MODEL), pairs)
    for pattern, one, two in zip(together, pairs.first, pairs.second, strict=True):
        for pair in ([people[one], people[two]], [people[two], people[one]]):
            alone = compare(prepare(facts(pair), MODEL), pairs_of((0, 1)))
            assert alone[0] == pattern


@given(persons(), persons())
@settings(max_examples=100, deadline=None)
def test_an_explanation_adds_up_to_the_score(left: Person, right: Person) -> None:
    told = explain("person", left, right, MODEL)
    pattern = compare(prepare(facts([left, right]), MODEL), pairs_of((0, 1)))
    assert told.score == pytest.approx(float(score("person", pattern, MODEL)[0]))
    whole = told.prior + sum(line.weight for line in told.comparisons)
    assert whole == pytest.approx(told.score, abs=1e-3)
    shown = set(comparisons("person")) | {"kinship"}
    assert {line.name for line in told.comparisons} <= shown


def test_names_the_wrong_way_round_count_once() -> None:
    people = [
        {"given_name": ["Belinda"], "family_name": ["Potter"]},
        {"given_name": ["Potter"], "family_name": ["Belinda"]},
        {"given_name": ["Pottre"], "family_name": ["Belinda"]},
    ]
    pattern = compare(prepare(facts(people), MODEL), all_pairs(3))
    levels = unpacked("person", pattern)
    assert levels["name order"].tolist() == [3, 2, 1]
    assert levels["given name"].tolist()[:2] == levels["family name"].tolist()[:2] == [0, 0]


def test_town_and_postcode_count_once() -> None:
    assert "area" in comparisons("person")
    assert not {"city", "postcode"} & set(comparisons("person"))


def test_no_pairs_have_no_patterns() -> None:
    none = Pairs(np.zeros(0, np.int32), np.zeros(0, np.int32))
    assert len(compare(prepare(facts([{}, {}]), MODEL), none)) == 0
