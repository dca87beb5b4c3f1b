"""What is drawn by hand and kept on the server by the page opens again as it was left."""

import pytest
from playwright.sync_api import Page, expect
from workspace_fixture import Desk

pytestmark = pytest.mark.browser


def test_an_entity_is_drawn_and_groups_within_groups_and_notes_are_kept_and_opened_again(
    desk: Desk,
) -> None:
    page, rows = desk.page, desk.page.locator("#node-table tbody tr")
    page.get_by_role("button", name="Those who matter").click()
    expect(rows.first).to_be_visible()
    many = rows.count()
    draw_a_boat(page)
    expect(rows.filter(has_text="Nereid of the north pier")).to_have_count(1)
    assert desk.violations() == []

    for row in rows.all()[:3]:
        row.get_by_role("checkbox").check()
    group(page, "the crew")
    drawn(page, many + 1 - 2)
    for row in rows.all()[3:5]:
        row.get_by_role("checkbox").check()
    group(page, "the ring")
    drawn(page, many + 1 - 4)
    turn(page, "Open", "the ring")
    drawn(page, many + 1 - 2)
    turn(page, "Open", "the crew")
    drawn(page, many + 1)
    expect(page.locator("#groups li.deep1")).to_contain_text("the crew (3)")
    turn(page, "Close", "the ring")
    drawn(page, many + 1 - 4)
    page.locator("#tools").get_by_role("button", name="Note or shape").click()
    page.locator("dialog").get_by_label("Text").fill("who owns the boat?")
    page.locator("dialog").get_by_label("Shape").select_option("diamond")
    page.get_by_role("button", name="Go on").click()
    drawn(page, many + 1 - 3)

    page.get_by_role("button", name="Keep on server").click()
    page.get_by_role("dialog").get_by_label("Title").fill("the ring and its boat")
    page.get_by_role("dialog").get_by_label("Case").fill("C-2026-018")
    page.get_by_role("dialog").get_by_role("button", name="Go").click()
    expect(page.locator("#news")).to_have_text("Kept as version 1.")
    page.get_by_role("button", name="Clear").click()
    drawn(page, 0)
    page.get_by_role("button", name="Kept charts").click()
    with page.expect_response("**/v1/drawing"):
        page.locator("#kept li", has_text="the ring and its boat").get_by_role(
            "button", name="Open"
        ).click()
    page.locator("#to-chart").click()
    drawn(page, many + 1 - 3)
    turn(page, "Open", "the ring")
    drawn(page, many + 1 + 1)
    expect(page.locator("#groups li.deep1")).to_contain_text("the crew (3)")
    page.get_by_role("button", name="End group: the ring").click()
    expect(page.locator("#groups li")).to_have_count(1)
    page.get_by_role("button", name="Kept charts").click()
    page.locator("#drawn li", has_text="Nereid").get_by_role("button", name="Take back").click()
    expect(page.locator("#drawn li", has_text="Nereid")).to_have_count(0)
    page.locator("#to-chart").click()
    expect(rows).to_have_count(many)


def draw_a_boat(page: Page) -> None:
    """Draw a thing with two values, of which one is not sure."""
    page.get_by_role("button", name="Draw entity").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Kind").select_option("item")
    dialog.get_by_label("Property").select_option("description")
    dialog.get_by_label("Value", exact=True).fill("Nereid of the north pier")
    dialog.get_by_role("button", name="A further value").click()
    dialog.get_by_label("Property").last.select_option("item_type")
    dialog.get_by_label("Value", exact=True).last.fill("a boat")
    dialog.get_by_label("How sure").select_option("tentative")
    dialog.get_by_label("Grade").fill("ADMIRALTY:C3")
    dialog.get_by_label("Handling code").select_option("TLP:GREEN")
    dialog.get_by_label("Why").fill("named by a witness")
    dialog.get_by_role("button", name="Go").click()


def group(page: Page, name: str) -> None:
    """Put what is chosen into a group."""
    page.locator("#tools").get_by_role("button", name="Group", exact=True).click()
    page.locator("dialog").get_by_label("Name").fill(name)
    page.keyboard.press("Enter")


def turn(page: Page, way: str, name: str) -> None:
    page.get_by_role("button", name=f"{way} group: {name}").click()


def drawn(page: Page, many: int) -> None:
    """Wait until so many things are drawn."""
    expect(page.locator("html")).to_have_attribute("data-drawn", str(many))
