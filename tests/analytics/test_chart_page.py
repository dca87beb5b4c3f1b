"""The chart page as text, and positions."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from charts import HOSTILE, chart

from comity.analytics import content_policy, draw_chart
from comity.analytics.chart_page import HardenedNetwork
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


def data_of(page: str) -> Any:
    """What a page draws."""
    return json.loads(page.split('id="chart-data">')[1].split("</script>")[0])


def test_ids_of_tables_are_taken_and_parallel_links_kept_in_a_time_that_grows_with_them() -> None:
    network = HardenedNetwork(chart(("Ann", "Bo")), "By hand")
    day, number = date(2026, 3, 2), np.int64(7)
    for each in (
        day,
        number,
        np.str_("x"),
        pd.Timestamp("2026-03-02 09:30"),
        np.float64(1.5),
        np.nan,
        day,
    ):
        network.add_node(each, label=HOSTILE[0])
    for _ in range(20_000):  # pyvis compares each with all others
        network.add_edge(number, day, label="calls")
    told = data_of(network.generate_html())
    ids = [node["id"] for node in told["nodes"]]
    assert ids == ["n0000", "n0001", "2026-03-02", 7, "x", "2026-03-02T09:30:00", 1.5, "nan"]
    assert len(told["edges"]) == 2 + 20_000
    assert told["edges"][-1]["from"] == 7


def test_a_network_is_left_in_utf_8_and_shows_itself_in_a_sandbox(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = HardenedNetwork(chart(HOSTILE), "Charts of É and 王")
    monkeypatch.setattr("locale.getpreferredencoding", lambda *_: "ascii")
    network.write_html(str(tmp_path / "chart.html"))
    assert "王" in (tmp_path / "chart.html").read_text("utf-8")
    shown = network._repr_html_()
    assert shown.startswith('<iframe sandbox="allow-scripts" srcdoc="&lt;!doctype html&gt;')
    assert "<script" not in shown


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
