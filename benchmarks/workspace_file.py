"""The chart that opens anywhere, beside the one that plain pyvis writes, without any network."""

import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Request
from playwright.sync_api import TimeoutError as TooLate
from pyvis.network import Network as Pyvis

from benchmarks.timing import Figure
from benchmarks.workspace_desk import middle

PATIENCE = 60.0  # seconds, after which it counts as never drawn
OURS = "document.documentElement.dataset.drawn === 'yes'"
# Plain pyvis says nothing; its network is drawn once its canvas holds anything.
PLAIN = """() => { const sheet = document.querySelector('#mynetwork canvas');
  return sheet && sheet.getContext('2d').getImageData(0, 0, sheet.width, sheet.height)
    .data.some(each => each); }"""


def measure(browser: Browser, ours: Path, size: int) -> Iterator[Figure]:
    """Both files opened with the network cut off, and how much each asks of it."""
    theirs = ours.with_name("plain.html")
    yield from _opened(browser, ours, OURS, f"a file of {size} entities", "comity")
    _plain(theirs, size)
    yield from _opened(browser, theirs, PLAIN, f"a file of {size} entities", "pyvis")


def _opened(browser: Browser, file: Path, drawn: str, name: str, who: str) -> Iterator[Figure]:
    asked: set[str] = set()
    yield middle(
        f"{name}, opened without a network", who, lambda: _open(browser, file, drawn, asked)
    )
    yield Figure("workspace", f"{name}, outside requests", who, len(asked), "")


def _open(browser: Browser, file: Path, drawn: str, asked: set[str]) -> float:
    """Seconds until it is drawn, or how long was waited."""
    context = browser.new_context(viewport={"width": 1500, "height": 1000}, offline=True)
    page = context.new_page()

    def note(request: Request) -> None:
        if not request.url.startswith(("file:", "data:", "blob:")):
            asked.add(request.url)

    page.on("request", note)
    started = time.perf_counter()
    try:
        page.goto(file.as_uri(), wait_until="commit")
        page.wait_for_function(drawn, timeout=1000 * PATIENCE, polling=10)
    except TooLate:
        pass
    spent = time.perf_counter() - started
    context.close()
    return spent


def _plain(file: Path, size: int) -> None:
    """As many entities and twice the links, the way that pyvis's own examples write them."""
    network = Pyvis(cdn_resources="in_line")
    for number in range(size):
        network.add_node(number, label=f"entity {number}")
    for number in range(size):
        network.add_edge(number, (number * 7 + 1) % size)
        network.add_edge(number, (number * 13 + 5) % size)
    file.write_text(network.generate_html(), "utf-8")
