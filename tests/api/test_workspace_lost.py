"""The server stops in the middle of work and comes back: the page stays, and catches up."""

import json
import os
import signal
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from doors import opened
from playwright.sync_api import Browser, expect
from served import Served, served
from town import MAPPING, row
from workspace_fixture import SIGNED_IN, Desk, watched

from comity.api.installation import Installation
from comity.ingest import ingest_records, parse_mapping

pytestmark = pytest.mark.browser


def signed_in(data: Path, chromium: Browser, running: Served) -> Desk:
    """The workspace of an analyst who has a token for it."""
    with opened(data) as doors:
        told = {"token": doors.token(), "purpose": "investigation", "justification": "a reason"}
    page = chromium.new_context().new_page()
    page.add_init_script(SIGNED_IN.format(told=json.dumps(told)))
    desk = watched(page, running.root)
    desk.open()
    return desk


def stop(running: Served) -> None:
    """Stop this very process, and wait until it is gone."""
    os.kill(running.process.pid, signal.SIGTERM)
    running.process.communicate(timeout=60)


def test_the_chart_stays_while_the_server_is_gone_and_is_up_to_date_once_it_is_back(
    town: Path, chromium: Browser
) -> None:
    with served(town) as running:
        desk = signed_in(town, chromium, running)
        page, rows = desk.page, desk.page.locator("#node-table tbody tr")
        page.get_by_role("button", name="Those who matter").click()
        expect(rows.filter(has_text="Ottoline")).to_have_count(1)
        before = rows.count()
        rows.filter(has_text="Quillon").locator("button.name").first.click()
        expect(page.locator("#entity h3")).to_be_focused()
        stop(running)
    page.locator("#node-table button.name").first.click()
    expect(page.locator("#lost")).to_be_visible()
    rows.first.get_by_role("checkbox").check()
    page.locator("#tools").get_by_role("button", name="Pin", exact=True).click()
    assert rows.count() == before
    assert desk.violations() == []
    with Installation.open(town) as installation:
        installation.ledger.purge("rms", "R2", "an order")
        told = MAPPING.format(source="rms", agency="riverton-pd", data_class="incident")
        again = [("update", row("R1", "Quillon Brandt", "1980-05-07", "+12175550199"))]
        ingest_records(installation.ledger, parse_mapping(told, "rms"), again, name="again")  # type: ignore[arg-type]
    with served(town, "--port", str(urlsplit(running.root).port)):
        expect(page.locator("#lost")).to_be_hidden(timeout=20_000)
        expect(page.locator("#news")).to_have_text("The server is back; the chart is up to date.")
        expect(rows.filter(has_text="Ottoline")).to_have_count(0)
        rows.filter(has_text="Quillon").locator("button.name").first.click()
        expect(page.locator("#entity .looked li").first).to_contain_text("new: ")
        page.context.close()
