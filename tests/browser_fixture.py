"""A real headless Chromium for the tests that need one, or the reason why there is none."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

# Without the last ones a browser on a closed network keeps calling home and is refused.
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class NoBrowser(Exception):
    """There is none here; the text says what to install."""


def find_browser() -> str:
    """Where the browser is; raises NoBrowser."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise NoBrowser("no Chromium on this machine: install the package `chromium`")
    return found


@contextmanager
def opened_browser(path: str) -> Iterator[Browser]:
    """The browser at a path, headless, until the block ends."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser, shared by the session; each test opens a context of its own."""
    try:
        found = find_browser()
    except NoBrowser as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(str(missing))
        pytest.skip(str(missing))
    with opened_browser(found) as browser:
        yield browser
