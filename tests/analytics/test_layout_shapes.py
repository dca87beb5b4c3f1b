"""Layouts by an order: everything has a place, the same one each time, and means what it says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.analytics.layout_shapes import LAYER, SHAPES, SPACING, Laid, flat, in_layers, in_rings

SIZE = 9
rows = st.integers(0, SIZE - 1)
pairs = st.lists(st.tuples(rows, rows), max_size=20)
moments = st.lists(st.floats(0, 1e15) | st.just(np.nan), min_size=SIZE, max_size=SIZE)
NEVER, NOWHERE = np.full(SIZE, np.nan), np.full((SIZE, 2), np.nan)
STAR = [(0, row) for row in range(1, 5)]


@pytest.mark.parametrize("name", sorted(SHAPES))
@settings(deadline=None, max_examples=60)
@given(pairs, moments, st.dictionaries(rows, st.tuples(st.floats(-179, 179), st.floats(-89, 89))))
def test_every_row_has_a_place_and_the_same_one_each_time(
    name: str,
    links: list[tuple[int, int]],
    when: list[float],
    placed: dict[int, tuple[float, float]],
) -> None:
    where = NOWHERE.copy()
    for row, spot in placed.items():
        where[row] = spot
    laid = Laid(SIZE, links, np.array(when), where)
    spots = SHAPES[name](laid)
    assert spots.shape == (SIZE, 2)
    assert np.isfinite(spots).all()
    assert np.array_equal(spots, SHAPES[name](laid))


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_nothing_at_all_is_laid_out_too(name: str) -> None:
    empty = Laid(0, [], np.zeros(0), np.zeros((0, 2)))
    assert SHAPES[name](empty).shape == (0, 2)


def test_layers_lie_below_the_one_that_is_linked_to_most() -> None:
    spots = in_layers(Laid(5, STAR, NEVER[:5], NOWHERE[:5]))
    assert np.allclose(spots[1:, 1] - spots[0, 1], LAYER)
    assert len(set(spots[1:, 0])) == 4


def test_on_a_ring_those_of_one_chain_are_neighbours() -> None:
    chain = [(0, 4), (4, 1), (1, 3), (3, 2)]
    spots = in_rings(Laid(5, chain, NEVER[:5], NOWHERE[:5]))
    gaps = [np.linalg.norm(spots[one] - spots[two]) for one, two in chain]
    assert sum(gap < 1.2 * SPACING for gap in gaps) >= 3
    assert np.allclose(np.linalg.norm(spots, axis=1), np.linalg.norm(spots[0]), atol=0.2)


def test_what_happened_lies_at_its_time_amid_those_it_is_linked_to() -> None:
    when = np.array([np.nan, np.nan, 100.0, 200.0, 300.0])
    links = [(0, 2), (1, 2), (0, 3), (1, 4)]
    spots = SHAPES["time"](Laid(5, links, when, NOWHERE[:5]))
    assert spots[2, 0] < spots[3, 0] < spots[4, 0]
    assert np.isclose(spots[3, 0] - spots[2, 0], spots[4, 0] - spots[3, 0])
    assert spots[2, 1] == (spots[0, 1] + spots[1, 1]) / 2
    assert (spots[3, 1], spots[4, 1]) == (spots[0, 1], spots[1, 1])


def test_on_a_map_north_is_up_east_is_right_and_a_degree_is_as_long_both_ways_at_the_equator() -> (
    None
):
    middle, north, east = (10.0, 0.0), (10.0, 1.0), (11.0, 0.0)
    spots = flat(np.array([middle, north, east, (9.0, -1.0)]))
    assert spots[1, 1] < spots[0, 1]
    assert spots[2, 0] > spots[0, 0]
    assert np.isclose(spots[0, 1] - spots[1, 1], spots[2, 0] - spots[0, 0])
