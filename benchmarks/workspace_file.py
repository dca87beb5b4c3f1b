"""The chart that opens anywhere, beside the one that plain pyvis writes, without any network."""

import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Request
from pyvis.network import Network as Pyvis

from benchmarks.timing import Figure
from benchmarks.workspace_desk import ROUNDS, middle

LONGEST = 60.0  # seconds, after which it counts as never drawn
# Ours says when it is drawn; of plain pyvis the canvas must hold anything. The time is that of the
# frame after, from the moment that the file was opened.
WATCH = """(() => {
  const filled = (sheet) => sheet && sheet.width && sheet.getContext('2d')
    .getImageData(0, 0, sheet.width, sheet.height).data.some(each => each);
  const drawn = () => document.documentElement?.dataset.drawn
    || filled(document.querySelector('#mynetwork canvas'));
  const look = () => { drawn() ? setTimeout(() => { window.drawnAt = performance.now(); })
    : requestAnimationFrame(look); };
  requestAnimationFrame(look);
})()"""


def measure(browser: Browser, ours: Path, size: int) -> Iterator[Figure]:
    """Both files opened with the network cut off, and how much each asks of it."""
    theirs = ours.with_name("plain.html")
    _plain(theirs, size)
    for file, who, rounds in ((ours, "comity", ROUNDS), (theirs, "pyvis", 1)):
        yield from _opened(browser, file, f"a file of {size} entities", who, rounds)


def _opened(browser: Browser, file: Path, name: str, who: str, rounds: int) -> Iterator[Figure]:
    asked: set[str] = set()
    yield middle(f"{name}, opened without a network", who, lambda: _open(browser, file, asked),
                 rounds=rounds)  # fmt: skip
    yield Figure("workspace", f"{name}, outside requests", who, len(asked), "")


def _open(browser: Browser, file: Path, asked: set[str]) -> float:
    """Seconds until it is drawn, or the longest that is waited for."""
    context = browser.new_context(viewport={"width": 1500, "height": 1000}, offline=True)
    page = context.new_page()
    page.add_init_script(WATCH)

    def note(request: Request) -> None:
        if not request.url.startswith(("file:", "data:", "blob:")):
            asked.add(request.url)

    page.on("request", note)
    page.goto(file.as_uri(), wait_until="commit")
    drawn, until = None, time.monotonic() + LONGEST
    while drawn is None and time.monotonic() < until:
        time.sleep(0.2)
        drawn = page.evaluate("window.drawnAt ?? null")
    context.close()
    return LONGEST if drawn is None else float(drawn) / 1000


def _plain(file: Path, size: int) -> None:
    """As many entities and twice the links, the way that pyvis's own examples write them."""
    network = Pyvis(cdn_resources="in_line")
    for number in range(size):
        network.add_node(number, label=f"entity {number}")
    for number in range(size):
        network.add_edge(number, (number * 7 + 1) % size)
        network.add_edge(number, (number * 13 + 5) % size)
    file.write_text(network.generate_html(), "utf-8")
