"""Takes the pictures of the chart and of the workspace in a real browser: `make pictures`."""

import json
import tempfile
from hashlib import sha256
from pathlib import Path

from browser_fixture import find_browser, opened_browser
from playwright.sync_api import Browser
from served import served

from comity.api.cli import run
from comity.api.installation import ID_KEY
from comity.graph.identity import mention_id

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
PICTURE, WORKSPACE = PICTURES / "chart.png", PICTURES / "workspace.png"
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


def take_workspace(browser: Browser, demo: Path, out: Path) -> str:
    """Photograph the workspace with the broker open and expanded; the name on the panel."""
    context = browser.new_context(
        viewport={"width": 1500, "height": 1000}, color_scheme="light", device_scale_factor=1
    )
    with served(demo / "data") as server:
        page = context.new_page()
        page.goto(server.address)
        page.goto(server.root + "workspace")
        page.get_by_label("Find a name").fill("Semchenko")
        page.locator("#hits button.name").first.click()
        page.locator("#entity").get_by_role("button", name="Put on chart", exact=True).click()
        page.wait_for_selector("#node-table tbody tr")
        page.locator("#entity").get_by_role("button", name="Expand").click()
        page.wait_for_selector("#node-table tbody tr:nth-child(2)")
        with page.expect_response("**/v1/communities*"):
            page.get_by_label("Colour").select_option("community")
        page.wait_for_function("document.getElementById('news').textContent === ''")
        page.get_by_role("button", name="Fit").click()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=out)
        told = page.locator("#entity h3").inner_text()
    context.close()
    return told


def _told(code: int) -> None:
    if code:
        raise SystemExit(code)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place, opened_browser(find_browser()) as chromium:
        take(chromium, make_chart(Path(place), people=1000), PICTURE)
        take_workspace(chromium, Path(place), WORKSPACE)
