"""Groups of a network that is too large to draw: few enough, each entity once, links counted."""

import numpy as np
import pytest
from nets import net

from comity.analytics import chart_groups


def test_no_more_groups_than_people_tell_apart_and_those_alone_are_put_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chart_groups, "MOST_GROUPS", 4)
    triangles = [(3 * n + a, 3 * n + b) for n in range(6) for a, b in ((0, 1), (1, 2), (0, 2))]
    part = net(20, triangles)
    label = chart_groups._from_the_largest(chart_groups._few(part, np.arange(20) // 3))
    assert len(np.unique(label)) <= 4
    assert np.bincount(label).tolist() == sorted(np.bincount(label).tolist(), reverse=True)


def test_links_between_groups_and_inside_are_counted() -> None:
    part = net(6, [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (2, 3), (1, 4)])
    pairs, counts, inside = chart_groups._links(part, np.array([0, 0, 0, 1, 1, 1]))
    assert (pairs.tolist(), counts.tolist(), inside.tolist()) == ([[0, 1]], [2], [3, 2])


def test_groups_are_numbered_from_the_largest() -> None:
    assert chart_groups._from_the_largest(np.array([7, 3, 3, 9, 9])).tolist() == [2, 0, 0, 1, 1]
