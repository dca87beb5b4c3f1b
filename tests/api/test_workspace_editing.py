"""The chart is worked on: chosen together, grouped, noted, found, laid out, each step undone."""

import pytest
from playwright.sync_api import expect
from workspace_fixture import Desk

pytestmark = pytest.mark.browser
DRAWN = "document.documentElement.dataset.drawn"
LAYOUTS = ("hierarchical", "circular", "time", "map", "forces")


def test_a_chart_is_chosen_grouped_noted_found_and_laid_out_and_every_step_is_undone(
    desk: Desk,
) -> None:
    page, canvas = desk.page, desk.page.locator("#canvas")
    button = lambda name: page.locator("#tools").get_by_role("button", name=name, exact=True)  # noqa: E731 - said often
    button("Those who matter").click()
    rows = page.locator("#node-table tbody tr")
    expect(rows.first).to_be_visible()
    many = rows.count()
    page.wait_for_function(f"{DRAWN} === '{many}'")
    expect(page.locator("#legend li").first).to_be_visible()
    expect(page.locator("#minimap")).to_be_visible()

    button("Group").click()
    expect(page.locator("#news")).to_contain_text("Choose two entities")
    for row in rows.all()[:3]:
        row.get_by_role("checkbox").check()
    expect(page.locator("#news")).to_have_text("3 chosen")
    button("Group").click()
    page.locator("dialog").get_by_label("Name").fill("the crew")
    page.keyboard.press("Enter")
    page.wait_for_function(f"{DRAWN} === '{many - 2}'")
    expect(page.locator("#groups li")).to_contain_text("the crew (3)")
    page.get_by_role("button", name="Open group: the crew").click()
    page.wait_for_function(f"{DRAWN} === '{many}'")
    button("Undo").click()
    page.wait_for_function(f"{DRAWN} === '{many - 2}'")

    button("Note or shape").click()
    page.locator("dialog").get_by_label("Text").fill("<b>seen</b> here on Friday")
    page.locator("dialog").get_by_label("Shape").select_option("ellipse")
    page.get_by_role("button", name="Go on").click()
    page.wait_for_function(f"{DRAWN} === '{many - 1}'")
    page.get_by_label("Find on the chart").fill("on friday")
    page.keyboard.press("Enter")
    expect(page.locator("#chart-found")).to_contain_text("1 of 1")
    assert desk.violations() == []

    page.keyboard.press("Escape")
    canvas.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press(" ")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#news")).to_have_text("2 chosen")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("l")
    box = canvas.bounding_box()
    assert box is not None
    corners = [(2, 2), (box["width"] - 4, 2), (box["width"] - 4, box["height"] - 4)]
    page.mouse.move(box["x"] + 2, box["y"] + box["height"] - 4)
    page.mouse.down()
    for x, y in corners:
        page.mouse.move(box["x"] + x, box["y"] + y)
    page.mouse.up()
    expect(page.locator("#news")).to_contain_text("chosen")

    for layout in LAYOUTS:
        with page.expect_response("**/v1/drawing"):
            page.get_by_label("Layout").select_option(layout)
    while page.locator("#groups li").count():
        button("Undo").click()
    page.wait_for_function(f"{DRAWN} === '{many}'")


def test_what_is_drawn_lies_beside_what_one_looks_at_not_on_it(desk: Desk) -> None:
    found = desk.page.evaluate("""async () => {
      const { Canvas } = await import("/workspace/canvas.js");
      const around = { a: { x: 10, y: 0 }, b: { x: 100, y: 0 }, c: { x: -60, y: 40 } };
      const looking = { middle: () => ({ x: 0, y: 0 }), places: () => around };
      const spot = Canvas.prototype.clearing.call(looking);
      return Object.values(around).map(({ x, y }) => Math.hypot(x - spot.x, y - spot.y));
    }""")
    assert 90 <= min(found) < 200
