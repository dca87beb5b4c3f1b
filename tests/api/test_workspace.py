"""A whole investigation on the workspace, with the mouse and with the keyboard alone."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect
from workspace_fixture import Desk

pytestmark = pytest.mark.browser
MENTIONS = """ids => Promise.all(ids.map(async id => {
    const told = await (await fetch('/v1/entities/' + id)).json();
    return told.entity.mentions.map(each => each.id); }))"""
# Of each entity the first mention that shows leads to whom it is held by.
SHOWN = """async mentions => {
    const body = JSON.stringify({entities: mentions.flat(), limit: 5000});
    const headers = {'Content-Type': 'application/json'};
    const drawn = await fetch('/v1/drawing', {method: 'POST', headers, body});
    const {nodes, leads} = await drawn.json();
    const held = new Map(leads.map(one => [one.asked, one.entity]));
    for (const {entity} of nodes) held.set(entity, entity);
    const shown = mentions.map(ids => held.get(ids.find(id => held.has(id))));
    return new Set(shown.filter(Boolean)).size; }"""


def test_an_investigation_from_the_search_to_the_file_and_as_another_agency_sees_it(
    desk: Desk, broker: str, tmp_path: Path
) -> None:
    page = desk.page
    desk.find(broker)
    page.get_by_role("group", name="Agency").get_by_role("button", name="riverton-pd").click()
    page.locator("#hits li", has_text=broker).first.get_by_role(
        "button", name="Put on chart"
    ).click()
    expect(page.locator("#node-table tbody tr")).to_have_count(1)
    page.locator("#node-table tbody button.name").first.click()
    expect(page.locator("#entity h3")).to_be_focused()
    assert "riverton-pd" in page.locator("#entity .sources").first.inner_text()
    before = desk.names()
    choose_what_comes(page)
    page.locator("#entity").get_by_role("button", name="Expand").click()
    expect(page.locator("#node-table tbody tr")).not_to_have_count(1)
    after = desk.names()
    assert before < after

    page.get_by_role("button", name="Undo").click()
    assert desk.names() == before
    page.get_by_role("button", name="Redo").click()
    assert desk.names() == after

    page.get_by_role("button", name="Path from here").click()
    page.locator("#node-table tbody tr", has_not_text=broker).last.locator("button.name").click()
    page.get_by_role("button", name="Path to here").click()
    expect(page.locator("#paths .path").first).to_be_visible()
    assert page.locator("#paths .path .sources li").count() > 0
    page.locator("#paths .path").first.get_by_role("button", name="Show on chart").click()
    ways_through_and_round(page)

    with page.expect_response("**/v1/communities*"):
        page.get_by_label("Colour").select_option("community")
    with page.expect_response("**/v1/centrality/betweenness*"):
        page.get_by_label("Size").select_option("betweenness")

    draw_a_link(page)
    keep_on_the_server(page)

    with page.expect_download() as saved:
        page.get_by_role("button", name="Save").click()
    file = tmp_path / "chart.json"
    saved.value.save_as(file)
    told = json.loads(file.read_text("utf-8"))
    assert broker not in file.read_text("utf-8")
    assert len(told["entities"]) == len(after)
    mentions = page.evaluate(MENTIONS, [each["entity"] for each in told["entities"]])

    desk.look_as("d.whitfield")
    page.locator("#file").set_input_files(file)
    expect(page.locator("#node-table tbody tr").first).to_be_visible()
    assert "of state-dmv" in page.locator("#standing").inner_text()
    theirs = page.locator("#node-table tbody td:nth-of-type(2)").all_inner_texts()
    assert len(theirs) < len(after)
    assert "are not there" in page.locator("#news").inner_text()
    page.get_by_role("button", name="Kept charts").click()
    kept = page.locator("#kept li", has_text="the broker's circle")
    with page.expect_response("**/v1/drawing"):
        kept.get_by_role("button", name="Open").click()
    page.locator("#to-chart").click()
    shown = page.evaluate(SHOWN, mentions)
    expect(page.locator("#node-table tbody tr")).to_have_count(shown)
    assert len(theirs) <= shown < len(after)
    expect(page.locator("#edge-table tbody tr", has_text="relative")).to_have_count(0)
    desk.look_as("r.alvarez")
    page.get_by_role("button", name="Kept charts").click()
    kept.get_by_role("button", name="Compare").click()
    expect(page.locator("#compared td", has_text="went")).to_have_count(len(after))
    page.get_by_role("button", name="One over the other").click()
    expect(page.locator("#compared figure")).to_have_count(1)
    assert desk.violations() == []
    page.get_by_role("button", name="Case board").click()
    page.locator("#board-case").fill("C-2026-017")
    with page.expect_request("**/v1/live*"):
        page.get_by_role("button", name="Show board").click()
    expect(page.locator("#board li", has_text="the broker's circle")).to_be_visible()
    page.get_by_role("button", name="Kept charts").click()
    page.locator("#drawn").get_by_role("button", name="Take back").click()
    expect(page.locator("#drawn")).to_have_count(0)
    page.locator("#to-chart").click()
    page.locator("#file").set_input_files(file)
    expect(page.locator("#node-table tbody tr")).to_have_count(len(after))


def choose_what_comes(page: Page) -> None:
    """Look at what would come of one kind alone, and let it be."""
    page.get_by_role("button", name="By kind, role, time…").click()
    dialog = page.get_by_role("dialog")
    fit = dialog.get_by_role("status")
    every = fit.inner_text()
    for name in ("Kind", "Role or link", "Agency"):
        dialog.get_by_role("group", name=name).get_by_role("checkbox").first.uncheck()
        assert fit.inner_text() != every
        dialog.get_by_role("group", name=name).get_by_role("checkbox").first.check()
    dialog.get_by_label("to", exact=True).fill("1900-01-01")
    expect(fit).to_have_text("0 fit.")
    page.keyboard.press("Escape")


def ways_through_and_round(page: Page) -> None:
    """Ask for other ways: of another sort, without those between, and through somebody."""
    way = page.locator("#paths .path").first
    first = way.locator("h3").inner_text()
    page.get_by_label("Ways").select_option("evidence")
    expect(way).to_be_visible()
    page.get_by_label("Ways").select_option("")
    expect(way.locator("h3")).to_have_text(first)
    if way.get_by_role("button", name="Without those between").count():
        way.get_by_role("button", name="Without those between").click()
        expect(page.locator("#paths")).to_contain_text("Round ")
        assert first not in page.locator("#paths h3").all_inner_texts()
        page.get_by_role("button", name="Any way").click()
    page.locator("#node-table tbody tr").nth(1).get_by_role("checkbox").check()
    page.get_by_role("button", name="Through those chosen").click()
    expect(page.locator("#paths")).to_contain_text("Through ")


def draw_a_link(page: Page) -> None:
    """Draw a link between the first two of the chart that one is not sure of."""
    page.get_by_role("button", name="Draw link").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("[name=first]").select_option(index=0)
    dialog.locator("[name=second]").select_option(index=1)
    dialog.locator("[name=kind]").select_option("relative_of")
    dialog.locator("[name=strength]").select_option("tentative")
    dialog.locator("[name=reason]").fill("named as a cousin")
    dialog.get_by_role("button", name="Go").click()
    expect(page.locator("#edge-table tbody tr", has_text="relative")).to_have_count(1)


def keep_on_the_server(page: Page) -> None:
    """Keep the chart, shared with the registry of vehicles."""
    page.get_by_role("button", name="Keep on server").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title").fill("the broker's circle")
    dialog.get_by_label("Case").fill("C-2026-017")
    dialog.get_by_label("Shared with").fill("state-dmv")
    dialog.get_by_role("button", name="Go").click()
    expect(page.locator("#news")).to_have_text("Kept as version 1.")


def test_a_pair_is_decided_with_one_key_and_the_decision_is_taken_back(desk: Desk) -> None:
    page = desk.page
    page.get_by_role("button", name="To decide").click()
    pair = page.locator("#queue-panel .pair")
    expect(pair).to_be_focused()
    first = pair.locator("thead").inner_text()
    waiting = int(pair.locator("h3").inner_text().split()[-1])
    page.keyboard.press("d")
    expect(page.locator("#news")).to_contain_text("Say why")
    page.keyboard.type("two brothers")
    pair.focus()
    page.keyboard.press("d")
    expect(page.locator("#queue-panel .pair h3")).to_have_text(f"Pair 1 of {waiting - 1}")
    assert page.locator("#queue-panel .pair thead").first.inner_text() != first
    page.get_by_role("button", name="Undo: different").click()
    expect(page.locator("#news")).to_contain_text("Taken back")
    expect(page.locator("#queue-panel .pair h3")).to_have_text(f"Pair 1 of {waiting}")


def test_the_keyboard_alone_finds_opens_expands_pins_hides_and_undoes(
    desk: Desk, broker: str
) -> None:
    page, press = desk.page, desk.page.keyboard.press
    page.evaluate("document.activeElement.blur()")
    press("Tab")
    press("Enter")  # skip to the search
    page.keyboard.type(broker)
    expect(page.locator("#hits li").first).to_be_visible()
    walk_to(page, "Put on chart")
    press("Enter")
    expect(page.locator("#node-table tbody tr")).to_have_count(1)
    walk_to(page, "Link chart")
    press("ArrowRight")
    expect(page.locator("#news")).to_contain_text(broker)
    press("e")
    expect(page.locator("#node-table tbody tr")).not_to_have_count(1)
    many = len(desk.names())
    press("p")
    press("ArrowRight")
    press("h")
    expect(page.locator("#node-table tbody tr")).to_have_count(many - 1)
    press("Control+z")
    expect(page.locator("#node-table tbody tr")).to_have_count(many)
    press("Enter")
    expect(page.locator("#entity h3")).to_be_focused()


def test_the_keyboard_alone_asks_draws_saves_prints_and_decides(desk: Desk, broker: str) -> None:
    page, press = desk.page, desk.page.keyboard.press
    page.evaluate("window.print = () => { document.documentElement.dataset.printed = 'yes'; }")
    page.evaluate("document.activeElement.blur()")
    press("Tab")
    press("Enter")
    page.keyboard.type(broker)
    expect(page.locator("#hits li").first).to_be_visible()
    give(page, "Put on chart")
    expect(page.locator("#node-table tbody tr")).to_have_count(1)
    walk_to(page, "Link chart")
    press("ArrowRight")
    press("e")
    expect(page.locator("#node-table tbody tr")).not_to_have_count(1)
    open_next(page)
    give(page, "Path from here")
    open_next(page)
    give(page, "Path to here")
    expect(page.locator("#paths .path").first).to_be_visible()
    walk_to(page, "Colour")
    with page.expect_response("**/v1/communities*"):
        page.keyboard.type("comm")
    give(page, "Draw link")
    walk_to(page, "Why")
    page.keyboard.type("named as a cousin")
    with page.expect_response("**/v1/drawn/links") as drawn:
        press("Enter")
    assert drawn.value.status == 201
    with page.expect_download():
        give(page, "Save")
    give(page, "Print")
    assert page.evaluate("document.documentElement.dataset.printed") == "yes"
    give(page, "Time")
    expect(page.locator("#time-panel")).to_be_visible()
    give(page, "Kept charts")
    expect(page.locator("#drawn")).to_be_visible()
    give(page, "Take back")
    expect(page.locator("#drawn")).to_have_count(0)
    give(page, "To decide")
    expect(page.locator("#queue-panel .pair")).to_be_focused()
    press("d")
    expect(page.locator("#reason")).to_be_focused()
    page.keyboard.type("two brothers")
    give(page, "Different")
    expect(page.locator("#queue-panel .pair")).to_be_focused()
    give(page, "Undo: different")
    expect(page.locator("#news")).to_contain_text("Taken back")


def open_next(page: Page) -> None:
    """Walk on the chart to another than the one that lies open, and open it."""
    heading = page.locator("#entity h3")
    before = heading.inner_text() if heading.count() else ""
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        walk_to(page, "Link chart")
        page.keyboard.press(key)
        page.keyboard.press("Enter")
        expect(heading).to_be_focused()
        if heading.inner_text() != before:
            return
    raise AssertionError("no arrow leads to another entity")


def give(page: Page, name: str) -> None:
    """Walk to something of that name and press Enter on it."""
    walk_to(page, name)
    page.keyboard.press("Enter")


def walk_to(page: Page, name: str) -> None:
    """Press Tab until something of that name has the focus."""
    for _ in range(240):
        page.keyboard.press("Tab")
        label = page.evaluate(
            "(e => e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent)"
            "(document.activeElement)"
        )
        if label.startswith(name):
            return
    raise AssertionError(f"Tab never reaches {name}")


def test_the_picture_and_the_file_name_a_recipient_and_are_audited(desk: Desk) -> None:
    page = desk.page
    page.get_by_role("button", name="Those who matter").click()
    expect(page.locator("#node-table tbody tr").first).to_be_visible()
    page.get_by_role("button", name="Picture").click()
    page.get_by_label("Recipient").fill("county prosecutor")
    page.get_by_label("Reason").fill("charging decision")
    page.get_by_role("button", name="Go on").click()
    # As it stands it shows what may not be passed on: it goes whole or not at all.
    expect(page.locator("#news")).to_contain_text("only with an approval")
    desk.complaints.clear()  # the browser names the answer 403
    page.get_by_role("button", name="Picture").click()
    page.get_by_label("Recipient").fill("county prosecutor")
    page.get_by_label("Reason").fill("charging decision")
    page.get_by_label("Leave out").check()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Go on").click()
    assert saved.value.suggested_filename == "chart.png"
    assert Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")
    page.get_by_role("button", name="Picture").click()
    page.get_by_label("Recipient").fill("<county> & state")
    page.get_by_label("Reason").fill("charging decision")
    page.get_by_role("dialog").get_by_label("File").select_option("svg")
    page.get_by_label("Leave out").check()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Go on").click()
    drawn = ElementTree.parse(saved.value.path()).getroot()
    kind = "{http://www.w3.org/2000/svg}"
    names = {found.text for found in drawn.findall(f"{kind}text")}
    assert 0 < len(drawn.findall(f"{kind}circle")) < page.locator("#node-table tbody tr").count()
    assert drawn.find(f"{kind}title").text == "Handed over to <county> & state"
    assert not desk.names() <= names
    expect(page.locator("#news")).to_contain_text("left out")
