"""What comes to a chart lies beside what it is linked to, and nothing else moves."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from comity.analytics.layout import SPACING, place
from comity.analytics.layout_beside import place_beside

SIZE = 12
rows = st.integers(0, SIZE - 1)
pairs = st.lists(st.tuples(rows, rows), max_size=30)
spot = st.tuples(st.floats(-900, 900, width=32), st.floats(-900, 900, width=32))
places = st.dictionaries(rows, spot, min_size=1, max_size=SIZE)


@given(pairs, places)
def test_what_is_held_keeps_its_place_and_all_others_get_one(
    links: list[tuple[int, int]], held: dict[int, tuple[float, float]]
) -> None:
    spots = place_beside(SIZE, links, held)
    assert np.isfinite(spots).all()
    for row, (x, y) in held.items():
        assert np.allclose(spots[row], (x, y), atol=0.06)  # a tenth of a pixel, rounded
    assert np.array_equal(spots, place_beside(SIZE, links, held))


def test_new_entities_lie_near_the_one_that_they_are_linked_to_and_apart_from_each_other() -> None:
    held = {0: (0.0, 0.0), 1: (2000.0, 0.0)}
    spots = place_beside(
        12, [(0, row) for row in range(2, 7)] + [(1, row) for row in range(7, 12)], held
    )
    near = np.linalg.norm(spots[2:7] - spots[0], axis=1)
    far = np.linalg.norm(spots[7:12] - spots[0], axis=1)
    assert near.max() < 4 * SPACING < far.min()
    gaps = np.linalg.norm(spots[:, None] - spots[None], axis=2) + np.eye(12) * 1e6
    assert gaps.min() > SPACING / 3


def test_a_chart_that_starts_is_placed_as_ever() -> None:
    links = [(0, 1), (1, 2), (2, 3)]
    assert np.array_equal(place_beside(4, links, {}, seed=3), place(4, links, seed=3))
