"""Identification numbers in tables: liars are found out, and a default typed in joins nobody."""

from dataclasses import replace

import numpy as np
import pytest
from people import Person, facts

from comity.resolve import default_model, resolve_facts
from comity.resolve.identified import score_records

MODEL = default_model()
TRUTH: Person = {"given_name": ["Viktor"], "family_name": ["Semchenko"],
                 "birth_date": ["1971-03-09"], "sex": ["m"]}  # fmt: skip
LIE: Person = {"given_name": ["Sandra"], "family_name": ["Muir"], "birth_date": ["1988-11-23"],
               "sex": ["f"]}  # fmt: skip


def clusters(people: list[Person], *, adapted: bool = False) -> list[int]:
    return resolve_facts(facts(people), MODEL, adapted=adapted).clusters.tolist()


@pytest.mark.parametrize("prop", ["state_id", "fingerprint_id"])
def test_an_equal_number_outweighs_name_birth_date_and_sex(prop: str) -> None:
    number = {prop: ["IL40000017"]}
    assert clusters([TRUTH | number, LIE | number]) == [0, 0]
    assert clusters([TRUTH, LIE]) == [0, 1]


@pytest.mark.parametrize("prop", ["state_id", "fingerprint_id"])
def test_different_numbers_of_one_issuer_bar_what_all_else_speaks_for(prop: str) -> None:
    same = TRUTH | {"phone_number": ["3125550011"], "street": ["12 Oak Ave"], "city": ["Ham"]}
    one, other = {prop: ["IL40000017"]}, {prop: ["IL40000034"]}
    assert clusters([same, same]) == [0, 0]
    assert clusters([same | one, same | other]) == [0, 1]
    assert clusters([same | one, same | {prop: ["OH55123456"]}]) == [0, 0]


def test_a_badge_of_the_same_number_is_no_proof_and_of_another_no_bar() -> None:
    badge, other = {"badge_number": ["1234"]}, {"badge_number": ["7788"]}
    assert clusters([TRUTH | badge, LIE | badge]) == [0, 1]
    same = TRUTH | {"phone_number": ["3125550011"], "street": ["12 Oak Ave"]}
    assert clusters([same | badge, same | other]) == [0, 0]


def test_a_default_typed_into_many_rows_joins_nobody() -> None:
    people = [
        {"given_name": [f"Given{number:03}"], "family_name": [f"Family{number * 37 % 400:03}"],
         "birth_date": [f"19{number % 80 + 10}-0{number % 9 + 1}-1{number % 7}"],
         "state_id": ["4711" if number % 3 == 0 else f"IL4000{number:04}"]}
        for number in range(300)
    ]  # fmt: skip
    assert clusters(people, adapted=True) == list(range(300))


def test_kinds_without_such_numbers_are_scored_by_their_rates_alone() -> None:
    patterns = np.array([0, 1, 2], dtype=np.uint64)
    bare = replace(MODEL, relations=replace(MODEL.relations, by_kind={}))
    for kind in ("person", "vehicle"):
        assert score_records(kind, patterns, bare).tolist() == (
            score_records(kind, patterns, MODEL).tolist()
        )
