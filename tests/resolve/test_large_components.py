"""Large components fall apart at their weakest bonds, as small ones do."""

from itertools import combinations

import numpy as np
import pytest

from comity.resolve import NO_PAIRS, Pairs, cluster

STRONG, WEAK = 9.0, 1.0
Bonds = dict[tuple[int, int], float]


def _clusters(subjects: int, bonds: Bonds, order: list[int] | None = None) -> list[int]:
    ends = list(bonds) if order is None else [list(bonds)[at] for at in order]
    pairs = np.array(ends, dtype=np.int32).reshape(-1, 2)
    scores = np.array([bonds[pair] for pair in ends], dtype=np.float32)
    nobody = np.full(subjects, -1, dtype=np.int32)
    found = cluster(subjects, Pairs(pairs[:, 0], pairs[:, 1]), scores, 0.0, nobody,
                    NO_PAIRS, NO_PAIRS)  # fmt: skip
    return found.tolist()


def _people(many: int, records: int) -> Bonds:
    """People of some records each, all alike, and a weak bond from each person to the next."""
    bonds = {}
    for person in range(many):
        start = person * records
        bonds |= dict.fromkeys(combinations(range(start, start + records), 2), STRONG)
        if person:
            bonds[start - 1, start] = WEAK
    return bonds


@pytest.mark.parametrize(("many", "records"), [(2, 200), (120, 3), (301, 2)])
def test_people_held_together_by_weak_bonds_come_out_one_by_one(many: int, records: int) -> None:
    found = _clusters(many * records, _people(many, records))
    assert found == [record // records * records for record in range(many * records)]


@pytest.mark.parametrize("size", [5, 401])
def test_bonds_of_one_strength_join_two_by_two_at_any_size(size: int) -> None:
    ring = {(at, at + 1): WEAK for at in range(size - 1)} | {(0, size - 1): WEAK}
    assert _clusters(size, ring) == [at // 2 * 2 for at in range(size)]


def test_what_speaks_against_still_counts_after_the_cut() -> None:
    """Within a part, two records that contradict each other are not joined by a third."""
    bonds = _people(120, 3)
    bonds |= {(0, 1): -40.0, (1, 2): STRONG - 1}
    found = _clusters(360, bonds)
    assert found[:3] == [0, 1, 0]
    assert found[3:] == [record // 3 * 3 for record in range(3, 360)]


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_pairs_does_not_matter(seed: int) -> None:
    rng = np.random.default_rng(seed)
    ends = np.unique(np.sort(rng.integers(0, 700, (2_500, 2)), axis=1), axis=0).tolist()
    bonds = {(a, b): float(np.round(rng.normal(1, 3), 2)) for a, b in ends if a != b}
    shuffled = rng.permutation(len(bonds)).tolist()
    assert _clusters(700, bonds, shuffled) == _clusters(700, bonds)
