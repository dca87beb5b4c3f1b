"""Long columns: past the bound they lie in files, and what resolution finds is the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import facts

from comity.resolve import columns, default_model, prepare, resolve_facts
from comity.resolve.block import together
from comity.resolve.columns import column, filled, joined, kept, stretches
from comity.resolve.crowds import bounded_pairs
from comity.resolve.train import counted

PEOPLE = [
    {"given_name": [given], "family_name": [family], "birth_date": [f"19{60 + year}-05-1{year}"]}
    for family in ("Okafor", "Lindqvist", "Lindquist", "Moreau")
    for given in ("Anna", "Ana", "Bob", "Robert")
    for year in range(4)
]


def lies_in_a_file(held: np.ndarray) -> bool:
    while held is not None and not isinstance(held, np.memmap):
        held = held.base
    return held is not None


@pytest.fixture
def _no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "IN_MEMORY", 64)


@pytest.mark.usefixtures("_no_memory")
def test_a_long_column_lies_in_a_file_and_a_short_one_does_not() -> None:
    numbers = np.arange(9, dtype=np.int64)
    assert not lies_in_a_file(kept(numbers[:8]))
    assert lies_in_a_file(kept(numbers))
    assert kept(numbers).tolist() == numbers.tolist()
    assert lies_in_a_file(column(9, np.int64))
    assert not lies_in_a_file(column(8, np.int64))
    assert joined(numbers, numbers).tolist() == [*range(9), *range(9)]


@given(st.integers(0, 40), st.integers(1, 9))
@settings(max_examples=60, deadline=None)
def test_a_column_filled_some_rows_at_a_time_is_filled_whole(length: int, step: int) -> None:
    rows = np.arange(length, dtype=np.int64)
    assert filled(length, np.int64, lambda part: rows[part] * 2, step).tolist() == [
        *range(0, 2 * length, 2)
    ]
    assert sum(len(rows[part]) for part in stretches(length, step)) == length


@given(st.lists(st.lists(st.integers(0, 50), unique=True).map(sorted), max_size=5))
@settings(max_examples=60, deadline=None)
def test_pairs_of_many_rules_come_together_once_and_in_order(found: list[list[int]]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("comity.resolve.block.AT_ONCE", 6)
        patched.setattr("comity.resolve.block.SOME", 2)
        whole = together([np.array(part, dtype=np.int64) for part in found])
    assert whole.tolist() == sorted(set().union(*found))


@given(st.lists(st.integers(0, 6), max_size=40))
@settings(max_examples=60, deadline=None)
def test_patterns_counted_in_stretches_are_counted_whole(found: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("comity.resolve.columns.stretches.__defaults__", (7,))
        patterns, times = counted(np.array(found, dtype=np.uint64))
    expected = np.unique(np.array(found, dtype=np.uint64), return_counts=True)
    assert patterns.tolist() == expected[0].tolist()
    assert times.tolist() == expected[1].tolist()


def test_clusters_and_scores_are_the_same_whether_columns_lie_in_memory_or_in_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = default_model()
    here = resolve_facts(facts(PEOPLE), model)
    monkeypatch.setattr(columns, "IN_MEMORY", 64)
    assert lies_in_a_file(bounded_pairs(prepare(facts(PEOPLE), model)).first)
    spilled = resolve_facts(facts(PEOPLE), model)
    assert lies_in_a_file(spilled.scores)
    assert spilled.clusters.tolist() == here.clusters.tolist()
    assert spilled.scores.tolist() == here.scores.tolist()
    assert spilled.pairs.first.tolist() == here.pairs.first.tolist()
