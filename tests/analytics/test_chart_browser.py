"""The chart page in a real browser: nothing from outside, nothing that runs, everything shown."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from charts import HOSTILE, chart
from playwright.sync_api import Browser, Page

from comity.analytics import Chart, draw_chart

pytestmark = pytest.mark.browser

# Every text that any canvas of the page is given.
WRITTEN = """window.written = [];
const fill = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
  window.written.push(text);
  return fill.call(this, text, ...rest);
};"""


@dataclass
class Watched:
    """A page with everything it asked for and complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, drawn: Chart, folder: Path) -> None:
        """Open a chart from a file and wait until it is drawn."""
        path = folder / "chart.html"
        path.write_text(draw_chart(drawn, title="A test <b>chart</b>"), "utf-8")
        self.page.goto(path.as_uri())
        self.page.wait_for_selector("html[data-drawn=yes]", state="attached")

    def outside(self) -> list[str]:
        """Requests for anything but the page's own file and its own data."""
        return [url for url in self.requests[1:] if not url.startswith("data:")]


@pytest.fixture(params=[(1280, 900, "light"), (390, 800, "dark")], ids=["desk", "phone"])
def watched(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Watched]:
    width, height, scheme = request.param
    context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = context.new_page()
    watch = Watched(page)
    page.on("request", lambda asked: watch.requests.append(asked.url))
    page.on("console", lambda said: watch.complaints.append(said.text))
    page.on("pageerror", lambda error: watch.complaints.append(str(error)))
    yield watch
    context.close()


def test_a_chart_is_drawn_without_any_request_or_complaint(
    watched: Watched, tmp_path: Path
) -> None:
    watched.open(chart(("Ann Bell", "Bo Chan", "Cy Dorn"), parallel=3), tmp_path)
    assert watched.outside() == []
    assert watched.complaints == []
    assert _painted(watched.page) > 500


def test_names_and_roles_are_written_where_they_can_be_read_and_else_not(
    watched: Watched, tmp_path: Path
) -> None:
    watched.page.add_init_script(WRITTEN)
    watched.open(chart(("Ann Bell", "Bo Chan")), tmp_path)
    assert {"Ann Bell", "Bo Chan", "role 0 Bo Chan"} <= set(watched.page.evaluate("written"))
    many = chart(tuple(f"Person {number}" for number in range(300)))
    far = replace(many, nodes=tuple(replace(n, x=50 * n.x, y=50 * n.y) for n in many.nodes))
    watched.open(far, tmp_path)
    assert watched.page.evaluate("written") == []
    assert watched.complaints == []


def test_hostile_names_run_nothing_and_stay_readable(watched: Watched, tmp_path: Path) -> None:
    names = tuple(name + tail for tail in ("", " 1", " 2", " 3", " 4", " 5", " 6", " 7", " 8", " 9")
                  for name in HOSTILE)  # fmt: skip
    assert len(names) == 200
    watched.open(chart(names), tmp_path)
    watched.page.mouse.move(300, 300)
    assert watched.page.evaluate("window.hacked") is None
    assert watched.complaints == []
    assert watched.outside() == []
    cells = watched.page.locator("tbody th").all_text_contents()
    assert HOSTILE[0] in cells
    assert watched.page.locator("td script, td img, td svg, td a").count() == 0


def test_what_a_chart_is_drawn_around_opens_with_who_says_so(
    watched: Watched, tmp_path: Path
) -> None:
    watched.open(chart(("Ann Bell", "<b>Bo</b> Chan")), tmp_path)
    told = watched.page.locator("#about p").all_text_contents()
    assert told[:2] == ["Ann Bell (person)", "said by: riverton-pd, harbor-so"]
    assert watched.complaints == []


def test_parallel_links_are_all_drawn_and_all_in_the_table(
    watched: Watched, tmp_path: Path
) -> None:
    watched.open(chart(("Ann", "Bo"), parallel=7), tmp_path)
    rows = watched.page.locator("table").nth(1).locator("tbody tr")
    assert rows.count() == 14
    bends = watched.page.evaluate(
        "JSON.parse(document.getElementById('chart-data').textContent).edges.map(e => e.bend)"
    )
    assert len(set(bends[:7])) == 7


def test_the_tables_can_be_reached_with_the_keyboard_alone(
    watched: Watched, tmp_path: Path
) -> None:
    watched.open(chart(("Ann", "Bo")), tmp_path)
    watched.page.keyboard.press("Tab")
    assert watched.page.evaluate("document.activeElement.className") == "skip"
    watched.page.keyboard.press("Enter")
    assert watched.page.url.endswith("#tables")


def test_the_page_does_not_scroll_sideways(watched: Watched, tmp_path: Path) -> None:
    watched.open(chart(HOSTILE), tmp_path)
    wide = watched.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0


def test_two_thousand_entities_are_drawn(watched: Watched, tmp_path: Path) -> None:
    watched.open(chart(tuple(f"Person {n}" for n in range(2_000))), tmp_path)
    assert _painted(watched.page) > 500
    assert watched.complaints == []


def _painted(page: Page) -> int:
    """How many points of the canvas are not empty."""
    return int(
        page.evaluate(
            """() => {
              const c = document.querySelector("canvas");
              const d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
              let n = 0; for (let i = 3; i < d.length; i += 4) if (d[i]) n += 1; return n; }"""
        )
    )
