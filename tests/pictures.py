"""Takes the README's picture: the demo's chart in a real browser. `make pictures` refreshes it."""

import json
import tempfile
from hashlib import sha256
from pathlib import Path

from browser_fixture import find_browser, opened_browser
from playwright.sync_api import Browser

from comity.api.cli import run
from comity.api.installation import ID_KEY
from comity.graph.identity import mention_id

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "chart.png"
WIDTH, HEIGHT = 1280, 900
# Positions follow the order of ids, and ids follow the key: under this one the picture stays the
# same, and no name lies on another.
KEY = sha256(b"README picture 6").digest()


def make_chart(folder: Path, people: int) -> Path:
    """The demo's broker, whom no single agency shows, as a city police analyst sees him."""
    _told(run(["demo", "--no-serve", "--people", str(people), "--folder", str(folder)]))
    (folder / "data" / ID_KEY).write_bytes(KEY)
    stories = json.loads((folder / "files" / "stories.json").read_text("utf-8"))
    broker = mention_id(KEY, stories["network"]["broker"][0])
    out = folder / "picture.html"
    asked = ["--as", "r.alvarez", "--justification", "a picture for the README"]
    drawn = ["--around", broker, "--hops", "2", "--limit", "120", "-C", str(folder / "data")]
    _told(run(["chart", str(out), *drawn, *asked]))
    return out


def take(browser: Browser, chart: Path, out: Path) -> str:
    """Photograph a chart without its tables; the text that shows beside it."""
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light", device_scale_factor=1
    )
    page = context.new_page()
    page.goto(chart.as_uri())
    page.wait_for_selector("html[data-drawn=yes]", state="attached")
    box = page.locator("aside").bounding_box()
    assert box is not None
    clip = {"x": 0, "y": 0, "width": WIDTH, "height": box["y"] + box["height"]}
    page.screenshot(path=out, clip=clip)
    told = page.locator("header, aside").all_inner_texts()
    context.close()
    return "\n".join(told)


def _told(code: int) -> None:
    if code:
        raise SystemExit(code)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place, opened_browser(find_browser()) as chromium:
        take(chromium, make_chart(Path(place), people=1000), PICTURE)
