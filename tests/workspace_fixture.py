"""Somebody at the workspace in a real browser, on a demo that they may decide in.

`axe` is axe-core, from what `make check` fetches for the scripts' own types.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from served import Served, served

from comity.api.installation import ID_KEY, Installation
from comity.graph.identity import mention_id

WEB = Path(__file__).resolve().parent / "web"
AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
FIRST_NAME = """async ids => { for (const id of ids) {
    const told = await fetch('/v1/entities/' + id);
    if (told.ok) return (await told.json()).entity.name; } }"""
CHARTS_SHARED = """\
agreement: charts
version: 1
title: Kept charts
status: active
parties: [riverton-pd, state-dmv]
purposes: [investigation]
starts: 2020-01-01
ends: 2099-01-01
shares:
  - {clause: "1", from: ["*"], to: ["*"], data_classes: [chart], handling_ceiling: "TLP:AMBER"}
"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# How the page keeps who signed in, for the browser to know before the page asks.
SIGNED_IN = "sessionStorage.setItem('comity-sign-in', JSON.stringify({told}))"


@dataclass
class Desk:
    """Somebody at the workspace: the page, and everything it asked for and complained about."""

    page: Page
    root: str
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self) -> None:
        """Open the workspace in the session that the page has."""
        self.page.goto(self.root + "workspace")
        self.page.wait_for_selector("html[data-ready=yes]", state="attached")
        expect(self.page.locator("#work")).to_be_visible()

    def find(self, text: str) -> None:
        """Type into the search, and wait for what it finds."""
        with self.page.expect_response("**/v1/search"):
            self.page.get_by_label("Find a name").fill(text)
        expect(self.page.locator("#hits li").first).to_be_visible()

    def look_as(self, name: str) -> None:
        """Look as another viewer."""
        self.page.get_by_label("Look as").select_option(name)
        # Without it the page that is left would be taken for the one that comes.
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Look", exact=True).click()
        self.page.wait_for_selector("html[data-ready=yes]", state="attached")

    def settle(self) -> None:
        """Wait until the tables beside the chart show what it does."""
        for table in ("node", "edge"):
            self.page.wait_for_selector(f"#{table}-table:not([aria-busy])", state="attached")

    def names(self) -> set[str]:
        """Who is on the chart, by the table beside it."""
        self.settle()
        return set(self.page.locator("#node-table tbody th").all_inner_texts())

    def violations(self) -> list[str]:
        """What axe-core finds against WCAG 2.2 AA."""
        self.page.evaluate(AXE.read_text("utf-8"))
        told = self.page.evaluate(
            "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
        )
        return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in told["violations"]]

    def outside(self) -> list[str]:
        """Requests for anything but this server and the page's own data."""
        own = (self.root, "data:", "blob:")
        return [url for url in self.asked if not url.startswith(own)]


def watched(page: Page, root: str) -> Desk:
    """A page of which everything is noted that it asks for and complains about."""
    found = Desk(page, root)
    page.on("request", lambda request: found.asked.append(request.url))
    page.on("console", lambda said: found.complaints.append(said.text))
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    return found


@pytest.fixture(scope="session")
def workspace_demo(made_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo that this file's people may decide in."""
    folder = tmp_path_factory.mktemp("workspace") / "demo"
    shutil.copytree(made_demo, folder)
    with Installation.open(folder / "data") as installation:
        installation.ledger.put_agreement(CHARTS_SHARED, "administrator")
    return folder


@pytest.fixture(scope="session")
def workspace_server(workspace_demo: Path) -> Iterator[Served]:
    with served(workspace_demo / "data") as running:
        yield running


@pytest.fixture
def broker(workspace_demo: Path, desk: Desk) -> str:
    """The name, as this viewer has it, of the person whom the demonstration is about."""
    key = (workspace_demo / "data" / ID_KEY).read_bytes()
    stories = json.loads((workspace_demo / "files" / "stories.json").read_text("utf-8"))
    addresses = [mention_id(key, mention) for mention in stories["network"]["broker"]]
    return str(desk.page.evaluate(FIRST_NAME, addresses))


@pytest.fixture(scope="session")
def workspace_session(workspace_server: Served, chromium: Browser) -> Iterator[BrowserContext]:
    """One browser with a session of the demonstration."""
    context = chromium.new_context(viewport={"width": 1400, "height": 1000}, accept_downloads=True)
    context.new_page().goto(workspace_server.address)
    yield context
    context.close()


@pytest.fixture
def desk(workspace_server: Served, workspace_session: BrowserContext) -> Iterator[Desk]:
    page = workspace_session.new_page()
    found = watched(page, workspace_server.root)
    found.open()
    if "r.alvarez" not in page.locator("#standing").inner_text():
        found.look_as("r.alvarez")
    yield found
    page.close()
    assert found.outside() == []
    assert found.complaints == []
