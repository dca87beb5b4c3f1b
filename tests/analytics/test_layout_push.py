"""Large charts are laid out as small ones are, sooner, and nothing lies on anything."""

import numpy as np
import pytest

from comity.analytics import layout_push
from comity.analytics.layout import LEAST, place
from comity.analytics.layout_apart import kept_apart

LINKS = [(n, (n + step) % 600) for n in range(600) for step in (1, 7)]


def test_the_push_by_a_grid_is_nearly_that_by_pairs() -> None:
    spots = np.random.default_rng(5).normal(0, 1, (900, 2)).astype(np.float32)
    ideal = np.float32(0.9 / 30)
    by_pairs, by_grid = (push(spots, ideal) for push in (layout_push._by_pairs,
                                                         layout_push._by_grid))  # fmt: skip
    wrong = np.linalg.norm(by_grid - by_pairs, axis=1) / np.linalg.norm(by_pairs, axis=1)
    assert np.median(wrong) < 0.1


def test_one_alone_is_pushed_nowhere() -> None:
    pushed = layout_push._by_grid(np.full((3, 2), 0.5, dtype=np.float32), np.float32(0.1))
    assert np.abs(pushed).max() < 1e-6


def test_large_charts_repeat_and_nothing_lies_on_anything() -> None:
    spots = place(600, LINKS)
    assert np.array_equal(spots, place(600, LINKS))
    gaps = np.linalg.norm(spots[:, None] - spots[None], axis=2)
    np.fill_diagonal(gaps, np.inf)
    assert gaps.min() > LEAST * 0.9


@pytest.mark.parametrize("many", [2, 7])
def test_those_on_one_spot_part_and_the_others_stay(many: int) -> None:
    spots = np.array([[10.0, 10.0]] * many + [[500.0, 0.0]], dtype=np.float32)
    apart = kept_apart(spots, 20)
    gaps = np.linalg.norm(apart[:, None] - apart[None], axis=2)
    np.fill_diagonal(gaps, np.inf)
    assert gaps.min() > 15
    assert apart[-1].tolist() == [500.0, 0.0]
