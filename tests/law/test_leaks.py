"""Planted leaks: each is caught by the world that is pinned for it, and by no wish alone."""

import pytest
from law.core import DEEP, tells_of
from law.leaks import AT_THE_DOOR, IN_CASEWORK, PLANTS
from law.witnesses import AT_DOORS, OF_CASEWORK, OF_CHARTS, WITNESSES, is_caught


@pytest.mark.parametrize("name", sorted(PLANTS))
def test_a_planted_leak_is_caught(name: str) -> None:
    assert is_caught(name)


@pytest.mark.parametrize("name", sorted(AT_THE_DOOR))
def test_a_leak_planted_at_the_door_is_caught(name: str) -> None:
    assert is_caught(name)


@pytest.mark.parametrize("name", sorted(IN_CASEWORK))
def test_a_leak_planted_in_casework_is_caught(name: str) -> None:
    assert is_caught(name)


def test_forty_leaks_and_more_have_a_witness_each() -> None:
    assert set(WITNESSES) == set(PLANTS)
    assert set(AT_DOORS) == set(AT_THE_DOOR)
    assert {*OF_CASEWORK, *OF_CHARTS} == set(IN_CASEWORK)
    assert len(WITNESSES) + len(AT_DOORS) >= 40


@pytest.mark.parametrize("name", sorted(PLANTS)[::6])
def test_without_the_leak_its_witness_tells_nothing(name: str) -> None:
    witness = WITNESSES[name]
    questions = {witness.question: DEEP[witness.question]}
    assert tells_of(witness.case, witness.twin, questions) == ""
