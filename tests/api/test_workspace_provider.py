"""Signing in at the identity provider leads back to the workspace, let in or not."""

import socket
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from provider import CLIENT, SECRET, SUBJECT, provider
from served import served
from town import make_town
from workspace_fixture import watched

from comity.api.installation import Installation
from comity.api.person import Person
from comity.api.settings_people import OidcSettings
from comity.graph.view import micros

pytestmark = pytest.mark.browser


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def go_to_the_provider(page: Page) -> None:
    page.get_by_label("Why do you ask").fill("follow-up of report 24-118")
    page.get_by_role("button", name="Sign in at my agency's provider").click()


def test_whom_the_provider_vouches_for_comes_back_to_the_workspace(
    tmp_path: Path, chromium: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMITY_OIDC_SECRET", SECRET)
    port = free_port()
    with provider() as vouching:
        back = f"http://127.0.0.1:{port}/sign-in/back"
        told = OidcSettings(issuer=vouching.issuer, client=CLIENT, return_to=back)
        data = make_town(tmp_path / "data", oidc=told)
        with served(data, "--port", str(port)) as running:
            desk = watched(chromium.new_page(), running.root)
            page = desk.page
            page.goto(running.root + "workspace")
            go_to_the_provider(page)
            expect(page.locator("#sign-in-news")).to_contain_text("Not signed in")
            with Installation.open(data) as installation:
                now = micros(installation.clock())
                told_of = ("ann", "riverton-pd", "analyst", ("investigation",), now)
                installation.people.add(Person(*told_of, subject=SUBJECT))
            go_to_the_provider(page)
            expect(page.locator("#standing")).to_contain_text("ann of riverton-pd")
            assert page.url == running.root + "workspace"
            assert desk.complaints == []
            page.close()
