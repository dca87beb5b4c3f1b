"""Clusters against the plain rule: the two groups with the best mean join while it is above 0."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import pairs_of

from comity.resolve import NO_PAIRS, cluster
from comity.resolve.cluster import PART, UNSEEN

Scored = dict[tuple[int, int], float]
SIZE = 7


@st.composite
def graphs(draw: st.DrawFn) -> Scored:
    """Some pairs of a few subjects with distinct scores, so that no tie decides."""
    pairs = draw(st.lists(st.sampled_from(list(combinations(range(SIZE), 2))), unique=True))
    scores = draw(st.lists(st.integers(-900, 900), min_size=len(pairs), max_size=len(pairs),
                           unique=True))  # fmt: skip
    return {pair: score / 100 + 0.003 for pair, score in zip(pairs, scores, strict=True)}


def clustered(scored: Scored, **more: object) -> list[list[int]]:
    size = int(more.get("size", SIZE))  # type: ignore[call-overload]
    group = np.array(more.get("group", [-1] * size), dtype=np.int32)
    found = cluster(
        size, pairs_of(*scored), np.array(list(scored.values()), dtype=np.float32), 0.0, group,
        more.get("joined", NO_PAIRS), more.get("apart", NO_PAIRS),  # type: ignore[arg-type]
    )  # fmt: skip
    assert all(found[label] == label <= who for who, label in enumerate(found.tolist()))
    return sorted(sorted(np.flatnonzero(found == label).tolist()) for label in set(found.tolist()))


def plainly(scored: Scored) -> list[list[int]]:
    """The rule, word by word, in whole numbers: rounding must not decide between equals."""
    groups = [[who] for who in range(SIZE)]
    whole = {pair: int(np.rint(np.float64(np.float32(said)) * PART))
             for pair, said in scored.items()}  # fmt: skip

    def mean(one: list[int], two: list[int]) -> Fraction:
        told = [whole.get((min(a, b), max(a, b)), int(UNSEEN * PART)) for a in one for b in two]
        return Fraction(sum(told), len(told))

    while len(groups) > 1:
        best, a, b = max((mean(groups[a], groups[b]), -a, -b)
                         for a, b in combinations(range(len(groups)), 2))  # fmt: skip
        if best <= 0:
            break
        joined = groups[-a] + groups[-b]
        groups = [g for at, g in enumerate(groups) if at not in (-a, -b)] + [joined]
        groups.sort(key=min)
    return sorted(sorted(group) for group in groups)


@given(graphs())
@settings(max_examples=300, deadline=None)
def test_rounds_of_mutual_bests_give_what_best_first_gives(scored: Scored) -> None:
    assert clustered(scored) == plainly(scored)


@given(graphs(), st.permutations(range(SIZE)), st.randoms(use_true_random=False))
def test_neither_numbering_nor_order_matters(scored: Scored, place: list[int], rng: object) -> None:
    rows = list(scored.items())
    rng.shuffle(rows)  # type: ignore[attr-defined]
    moved = {(min(place[a], place[b]), max(place[a], place[b])): s for (a, b), s in rows}
    expected = sorted(sorted(place[who] for who in group) for group in clustered(scored))
    assert clustered(moved) == expected


@given(graphs(), graphs())
def test_another_component_changes_nothing(scored: Scored, other: Scored) -> None:
    beside = {(a + SIZE, b + SIZE): score for (a, b), score in other.items()}
    both = clustered({**scored, **beside}, size=2 * SIZE)
    assert [group for group in both if max(group) < SIZE] == clustered(scored)


def test_a_chain_whose_ends_contradict_is_cut_at_its_weakest_joint() -> None:
    chain = {(0, 1): 9.0, (1, 2): 2.0, (2, 3): 8.0, (0, 3): -9.0}
    assert clustered(chain, size=4) == [[0, 1], [2, 3]]


def test_what_is_different_by_nature_stays_apart() -> None:
    strong = {(0, 1): 9.0, (1, 2): 8.0, (0, 2): 7.0}
    assert clustered(strong, size=3, group=[5, -1, 5]) == [[0, 1], [2]]


@pytest.mark.parametrize("score", [-50.0, 50.0])
def test_a_person_outranks_every_score(score: float) -> None:
    told = pairs_of((0, 1))
    assert clustered({(0, 1): score}, size=2, joined=told) == [[0, 1]]
    assert clustered({(0, 1): score}, size=2, apart=told) == [[0], [1]]


def test_nobody_is_clustered_with_nobody() -> None:
    assert clustered({}, size=0) == []
    assert clustered({}, size=2) == [[0], [1]]
