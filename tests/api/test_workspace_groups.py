"""All that shows as groups on the workspace, one of them opened and handed over as paper."""

import re
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import expect
from workspace_fixture import Desk

pytestmark = pytest.mark.browser


def test_all_that_shows_is_seen_as_groups_and_one_is_opened_and_handed_over(desk: Desk) -> None:
    page = desk.page
    page.get_by_role("button", name="Groups", exact=True).click()
    rows = page.locator("#groups-panel tbody tr")
    expect(rows.first).to_be_visible()
    page.wait_for_selector("html[data-grouped]", state="attached")
    assert desk.violations() == []
    by_community = rows.count()
    for way in ("By kind and number of links", "By who hangs together"):
        page.get_by_role("button", name=way).click()
        expect(page.get_by_role("button", name=way)).to_have_attribute("aria-pressed", "true")
    expect(rows).to_have_count(by_community)
    size = int(rows.last.locator("td").first.inner_text())
    rows.last.locator("button.name").click()
    expect(page.locator("#node-table tbody tr")).to_have_count(min(size, 200))

    page.get_by_role("button", name="Those who matter").click()
    expect(page.locator("#node-table tbody tr").nth(20)).to_be_visible()
    page.get_by_role("button", name="Hand over").click()
    page.get_by_label("Recipient").fill("county prosecutor")
    page.get_by_label("Reason").fill("charging decision")
    page.get_by_label("File").last.select_option("pdf")
    page.get_by_label("Leave out").check()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Go on").click()
    assert saved.value.suggested_filename == "hand-over.pdf"
    expect(page.locator("#news")).to_have_text(re.compile(r"left out: \d+ records, \d+ facts"))
    text = pypdf.PdfReader(Path(saved.value.path())).pages[0].extract_text()
    assert "passing on" in text
