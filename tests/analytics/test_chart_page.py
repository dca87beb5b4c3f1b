"""The chart page as text, and positions."""

from dataclasses import replace

import numpy as np
from charts import HOSTILE, chart

from comity.analytics import content_policy, draw_chart
from comity.analytics.layout import SPACING, place
from comity.sharing import Marking


def test_the_page_names_viewer_purpose_agreements_and_says_it_is_a_lead() -> None:
    page = draw_chart(chart(("Ann", "Bo")))
    assert "Seen by ann of riverton-pd for investigation; resting on: regional-mou" in page
    assert "Lead only. No result is not clearance." in page


def test_the_marking_stands_above_all_else_and_nowhere_where_there_is_none() -> None:
    marking = Marking(("city",), ("TLP:AMBER",), ("not-for:<b>",), "ask", "never", ("city",))
    page = draw_chart(replace(chart(("Ann", "Bo")), marking=marking))
    assert (
        '<p class="marking">TLP:AMBER · not-for:&lt;b&gt; · passing on: ask · use in court: never '
        "· verify first with city (facts of city)</p>" in page
    )
    assert page.index('class="marking"') < page.index('class="standing"')
    assert 'class="marking"' not in draw_chart(chart(("Ann", "Bo")))


def test_the_policy_lets_nothing_in_but_the_page_itself() -> None:
    policy = content_policy()
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy


def test_equal_charts_are_equal_pages() -> None:
    assert draw_chart(chart(HOSTILE)) == draw_chart(chart(HOSTILE))


def test_positions_repeat_and_keep_apart() -> None:
    links = [(n, n + 1) for n in range(199)]
    one, two = place(200, links), place(200, links)
    assert np.array_equal(one, two)
    gaps = np.linalg.norm(one[:, None] - one[None], axis=2)
    np.fill_diagonal(gaps, np.inf)
    assert np.median(gaps.min(axis=1)) >= SPACING * 0.9
    assert gaps.min() > SPACING * 0.1


def test_linked_entities_lie_nearer_than_others() -> None:
    rings = [(n, (n + 1) % 20) for n in range(20)] + [
        (20 + n, 20 + (n + 1) % 20) for n in range(20)
    ]
    spots = place(40, rings)
    near = np.mean([np.linalg.norm(spots[a] - spots[b]) for a, b in rings])
    far = np.mean(np.linalg.norm(spots[:20, None] - spots[None, 20:], axis=2))
    assert near * 2 < far


def test_no_entities_and_one_entity_have_positions_too() -> None:
    assert place(0, []).shape == (0, 2)
    assert place(1, []).shape == (1, 2)
