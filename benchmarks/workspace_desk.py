"""A served workspace with a browser on it, and how long something on the page takes there."""

import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.timing import Figure, timed

ROUNDS, PATIENCE = 5, 1_800_000
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# From a click until something is on the page, and the page is painted with it.
CLICKED = """([button, ready]) => new Promise(done => {
  const started = performance.now();
  const painted = () => requestAnimationFrame(() => setTimeout(
    () => done((performance.now() - started) / 1000)));
  const watch = new MutationObserver(() => {
    if (document.querySelector(ready)) { watch.disconnect(); painted(); }
  });
  watch.observe(document, {subtree: true, childList: true, attributes: true});
  document.querySelector(button).click();
})"""


@dataclass(frozen=True)
class Bench:
    """A served installation and a browser that is signed in to it."""

    page: Page
    root: str
    browser: Browser

    def client(self) -> httpx.Client:
        """A client that asks as the browser does."""
        cookies = {each["name"]: each["value"] for each in self.page.context.cookies()}
        return httpx.Client(base_url=self.root, cookies=cookies, timeout=PATIENCE / 1000)

    def clicked(self, button: str, ready: str) -> float:
        """Seconds from a click on something until what it brings is painted."""
        return float(self.page.evaluate(CLICKED, [button, ready]))

    def open(self, file: Path, size: int) -> None:
        """Open a chart file, and wait until it is drawn."""
        self.page.evaluate("delete document.documentElement.dataset.drawn")
        self.page.locator("#file").set_input_files(file)
        self.page.wait_for_selector(
            f"html[data-drawn='{size}']", state="attached", timeout=PATIENCE
        )

    def clear(self) -> None:
        """Take everything off the chart."""
        self.page.locator("#do-clear").click()
        self.page.wait_for_selector("html[data-drawn='0']", state="attached")


def middle(
    name: str,
    who: str,
    act: Callable[[], Any],
    before: Callable[[], Any] = lambda: None,
    rounds: int = ROUNDS,
) -> Figure:
    """The median of some rounds, in seconds; `act` may say itself how long it took."""
    spent = []
    for _ in range(rounds):
        before()
        took, told = timed(act)
        spent.append(took if told is None else float(told))
    return Figure("workspace", name, who, statistics.median(spent), "s")


def at_95(name: str, who: str, spent: list[float]) -> Iterator[Figure]:
    """Median and 95th percentile of many."""
    ordered = sorted(spent)
    for word, at in (("median", 0.5), ("95th percentile", 0.95)):
        yield Figure("workspace", f"{name}, {word}", who, ordered[int(len(ordered) * at)], "s")


@contextmanager
def a_browser() -> Iterator[Browser]:
    """A browser without a window."""
    found = next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def a_desk(data: Path) -> Iterator[Bench]:
    """An installation served by a process of its own, and the page open on it."""
    with _served(data) as address, a_browser() as browser:
        root = address.split("?")[0]
        page = browser.new_context(viewport={"width": 1500, "height": 1000}).new_page()
        page.goto(address, timeout=PATIENCE)
        page.goto(root + "workspace")
        page.wait_for_selector("html[data-ready=yes]", state="attached")
        page.wait_for_selector("#work:not([hidden])", timeout=PATIENCE)
        yield Bench(page, root, browser)


@contextmanager
def _served(data: Path) -> Iterator[str]:
    """A server of a process of its own; the address that opens a session."""
    command = [sys.executable, "-m", "comity.api.cli", "serve", "-C", str(data), "--port", "0"]
    with subprocess.Popen(command, text=True, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()
