"""The page that the demo ends with, in a real browser, served by a process of its own."""

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Frame, Page
from served import served

AGENCIES = ("riverton-pd", "harbor-so", "superior-court", "state-dmv", "fusion-tf")


def test_ctrl_c_stops_the_server_without_a_complaint(demo: Path) -> None:
    with served(demo / "data") as server:
        assert httpx.get(server.root + "healthz").json() == {"status": "alive"}
        assert server.interrupt() == (0, "stopped\n")


@pytest.mark.browser
def test_the_page_shows_one_entity_of_three_agencies_and_asks_nobody_else(
    demo: Path, chromium: Browser
) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    with served(demo / "data") as server:
        context = chromium.new_context()
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda said: complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(server.address)
        frame = page.frame_locator("iframe")
        frame.locator("html[data-drawn=yes]").wait_for(state="attached")
        widest = max(_agencies_by_entity(page.frames[1]))
        context.close()
        outside = [url for url in asked if not url.startswith((server.root, "data:"))]
    assert len(asked) >= 2
    assert outside == []
    assert complaints == []
    assert widest >= 3


@pytest.mark.browser
def test_looking_as_somebody_else_shows_their_chart(demo: Path, chromium: Browser) -> None:
    with served(demo / "data") as server:
        page = chromium.new_context().new_page()
        page.goto(server.address)
        assert "Seen by r.alvarez of riverton-pd" in _standing(page)
        page.get_by_label("Look as").select_option("h.olsen")
        page.get_by_role("button", name="Look").click()
        assert "Seen by h.olsen of harbor-so" in _standing(page)
        page.context.close()


def _standing(page: Page) -> str:
    """As whom the chart on the page was asked for."""
    frame = page.frame_locator("iframe")
    frame.locator("html[data-drawn=yes]").wait_for(state="attached")
    return frame.locator("header .standing").inner_text()


def _agencies_by_entity(frame: Frame) -> list[int]:
    """How many agencies each row of the chart's table of entities names."""
    rows = frame.locator("table").first.locator("tbody tr").all_inner_texts()
    return [sum(bool(re.search(agency, row)) for agency in AGENCIES) for row in rows]
