"""People take turns at the workspace: boards, kept charts, rights that end, whoever is next."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from doors import Doors, opened
from pacts import PACT_OF_CHARTS
from playwright.sync_api import Browser, Route, expect
from signing import PASSWORD, desk_of
from town import PACT
from workspace_fixture import SIGNED_IN, Desk, watched

pytestmark = pytest.mark.browser
KEY = {"Idempotency-Key": "once"}
BACK = "The server is back; the chart is up to date."


@pytest.fixture
def river(town: Path) -> Iterator[Doors]:
    """The town, served, with charts shared."""
    with opened(town) as doors:
        doors.installation.ledger.put_agreement(PACT_OF_CHARTS, "administrator")
        yield doors


@pytest.fixture
def desk(river: Doors, chromium: Browser) -> Iterator[Desk]:
    """An analyst of Riverton at the workspace, on the case C-1."""
    context = chromium.new_context()
    page = context.new_page()
    told = {"token": river.token(), "purpose": "investigation", "justification": "a reason"}
    page.add_init_script(
        SIGNED_IN.format(told=httpx.Response(200, json={**told, "case": "C-1"}).text)
    )
    found = watched(page, river.root)
    found.open()
    yield found
    context.close()
    assert found.outside() == []


def chart_of(river: Doors, *records: str, **more: Any) -> dict[str, Any]:
    """A chart of some people of the town, all pinned."""
    spots = [{"entity": river.at(one), "x": 90.0 * at, "y": 0.0, "pinned": True}
             for at, one in enumerate(records)]  # fmt: skip
    return {"case": "C-1", "title": "the pier", "spots": spots, **more}


def keep(who: httpx.Client, chart: dict[str, Any]) -> str:
    answer = who.post("/v1/charts", json=chart, headers=KEY)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["ref"])


def test_the_board_puts_all_who_are_pinned_on_the_chart_and_opens_a_chart_of_the_case(
    river: Doors, desk: Desk
) -> None:
    note = {"entity": river.at("R3"), "text": "ask about the boat"}
    keep(river.asker(), chart_of(river, "R2", "R3", "B2", notes=[note]))
    page, board = desk.page, desk.page.locator("#board")
    page.locator("#to-board").press("Enter")
    expect(board.get_by_role("button", name="Mina Orlov, person")).to_be_visible()
    expect(board).to_contain_text("ask about the boat")
    assert desk.violations() == []
    with page.expect_response("**/v1/drawing"):
        board.get_by_role("button", name="Put all on chart").press("Enter")
    expect(page.locator("#node-table tbody th")).to_have_count(3)
    assert desk.names() == {"Ottoline Marsh", "Mina Orlov", "Wilhelmina Prokop"}
    page.locator("#to-chart").click()
    page.locator("#do-clear").click()
    expect(page.locator("#node-table tbody th")).to_have_count(0)

    page.locator("#to-board").press("Enter")
    with page.expect_response("**/v1/drawing"):
        board.get_by_role("button", name="Open: the pier").press("Enter")
    expect(page.locator("#chart-panel")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-drawn", "3")
    assert desk.names() == {"Ottoline Marsh", "Mina Orlov", "Wilhelmina Prokop"}
    expect(page.locator("#to-chart")).to_be_focused()
    page.locator("#node-table button.name", has_text="Mina Orlov").click()
    page.locator("#entity").get_by_role("button", name="Note").click()
    expect(page.locator("dialog input")).to_have_value("ask about the boat")
    page.keyboard.press("Escape")
    assert desk.complaints == []


def test_a_chart_kept_again_leaves_each_word_under_its_own_code(river: Doors, desk: Desk) -> None:
    codes = {"handling": "TLP:RED"}, {"handling": "TLP:GREEN"}
    words = {
        "notes": [{"entity": river.at("R2"), "text": "an informant", **codes[0]}],
        "groups": [{"name": "crew", "members": [river.at("R3"), river.at("R4")], **codes[0]}],
        "boxes": [{"text": text, "x": 1.0, "y": 300.0 + at, **code}
                  for at, (text, code) in enumerate(zip(("ours", "all"), codes, strict=True))],
    }  # fmt: skip
    ref = keep(river.asker(), chart_of(river, "R2", "R3", "R4", handling="TLP:GREEN", **words))
    page = desk.page
    page.locator("#to-kept").click()
    with page.expect_response("**/v1/drawing"):
        page.locator("#kept").get_by_role("button", name="Open").click()
    page.locator("#do-keep").click()
    form = page.get_by_role("dialog")
    expect(form.get_by_label("Handling code")).to_have_value("TLP:GREEN")
    form.get_by_label("Handling code").select_option("TLP:AMBER")
    form.get_by_label("Shared with").fill("harbor-so")
    form.get_by_role("button", name="Go").click()
    expect(page.locator("#news")).to_have_text("Kept as version 2.")
    told = river.asker().get(f"/v1/charts/{ref}").json()
    assert told["chart"]["handling"] == "TLP:AMBER"
    assert [each["handling"] for each in told["notes"] + told["groups"]] == ["TLP:RED"] * 2
    boxes = {each["text"]: each["handling"] for each in told["boxes"]}
    assert boxes == {"ours": "TLP:RED", "all": "TLP:AMBER"}
    assert desk.complaints == []


def test_what_was_sent_and_not_heard_of_is_sent_again_once_and_nothing_typed_is_lost(
    river: Doors, desk: Desk
) -> None:
    """The server takes each sending, and the answer is lost on its way."""
    page, lost = desk.page, set[str]()

    def swallow(route: Route) -> None:
        if route.request.method == "POST" and route.request.url not in lost:
            lost.add(route.request.url)
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/v1/charts", swallow)
    page.route("**/v1/drawn/entities", swallow)
    page.locator("#do-entity").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Kind").select_option("item")
    form.get_by_label("Property").select_option("description")
    form.get_by_label("Value", exact=True).fill("Nereid of the pier")
    form.get_by_label("Why").fill("seen")
    form.get_by_role("button", name="Go").click()
    expect(form.get_by_role("alert")).not_to_be_empty()
    expect(page.locator("#news")).to_have_text(BACK)
    form.get_by_role("button", name="Go").click()
    expect(page.locator("#node-table tbody th")).to_have_text(["Nereid of the pier"])
    page.locator("#do-keep").click()
    form.get_by_label("Title").fill("the boat")
    form.get_by_role("button", name="Go").click()
    expect(form.get_by_role("alert")).not_to_be_empty()
    expect(page.locator("#news")).to_have_text(BACK)
    form.get_by_role("button", name="Go").click()
    expect(page.locator("#news")).to_have_text("Kept as version 1.")
    ann = river.asker()
    assert len(ann.get("/v1/drawn").json()["drawn"]) == 1
    assert len(ann.get("/v1/charts").json()["charts"]) == 1


def test_taking_something_drawn_back_leaves_an_empty_chart_empty(river: Doors, desk: Desk) -> None:
    ends = {"first": river.at("R2"), "second": river.at("R3"), "kind": "associate_of"}
    river.asker().post("/v1/drawn/links", json={**ends, "reason": "seen"}, headers=KEY)
    desk.page.locator("#to-kept").click()
    desk.page.locator("#drawn").get_by_role("button", name="Take back").press("Enter")
    expect(desk.page.locator("#drawn")).to_have_count(0)
    expect(desk.page.locator("#to-kept")).to_be_focused()
    assert desk.names() == set()


def test_a_chart_is_put_away_once_one_has_said_so_and_is_no_more_kept_again(
    river: Doors, desk: Desk
) -> None:
    ref, ann = keep(river.asker(), chart_of(river, "R2")), river.asker()
    page = desk.page
    page.locator("#to-kept").click()
    with page.expect_response("**/v1/drawing"):
        page.locator("#kept").get_by_role("button", name="Open").click()
    expect(page.locator("#to-chart")).to_be_focused()
    # The list comes anew: a key pressed on what it takes the place of is pressed on nothing.
    with page.expect_response("**/v1/charts"):
        page.locator("#to-kept").click()
    page.wait_for_load_state("networkidle")
    away = page.locator("#kept").get_by_role("button", name="Put away")
    away.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("“the pier” away for everybody")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert ann.get(f"/v1/charts/{ref}").status_code == 200
    page.wait_for_load_state("networkidle")
    away.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Go on").press("Enter")
    expect(page.locator("#kept-panel")).to_contain_text("No chart is kept")
    expect(page.locator("#to-kept")).to_be_focused()
    assert ann.get(f"/v1/charts/{ref}").status_code == 404
    page.locator("#to-chart").press("Enter")
    page.locator("#do-keep").press("Enter")
    expect(page.locator("dialog select[name=as] option")).to_have_text(["a new chart"])
    page.keyboard.press("Escape")
    assert desk.complaints == []


def test_what_is_no_state_of_a_kept_chart_becomes_no_further_version_of_it(
    river: Doors, desk: Desk, tmp_path: Path
) -> None:
    keep(river.asker(), chart_of(river, "R2"))
    page = desk.page

    def offered() -> list[str]:
        """What a chart can be kept as."""
        page.locator("#do-keep").click()
        found = page.locator("dialog select[name=as] option").all_inner_texts()
        page.keyboard.press("Escape")
        return found

    both = ["a further version", "a new chart"]
    desk.find("Mina")
    page.locator("#hits").get_by_role("button", name="Put on chart").first.click()
    expect(page.locator("#node-table tbody th")).to_have_text(["Mina Orlov"])
    with page.expect_download() as saved:
        page.locator("#do-save").click()
    saved.value.save_as(tmp_path / "other.json")
    page.locator("#to-kept").click()
    page.locator("#kept").get_by_role("button", name="Open").click()
    expect(page.locator("#node-table tbody th")).to_have_text(["Ottoline Marsh"])
    assert offered() == both
    page.locator("#do-clear").click()
    assert offered() == both[1:]
    page.locator("#do-undo").click()
    assert offered() == both
    page.locator("#file").set_input_files(tmp_path / "other.json")
    expect(page.locator("#node-table tbody th")).to_have_text(["Mina Orlov"])
    assert offered() == both[1:]
    page.locator("#do-keep").click()
    page.get_by_role("dialog").get_by_label("Title").fill("the quay")
    page.get_by_role("dialog").get_by_role("button", name="Go").click()
    expect(page.locator("#news")).to_have_text("Kept as version 1.")
    assert offered() == both
    assert desk.complaints == []


def test_once_rights_end_neither_links_nor_an_open_entity_nor_a_step_back_tells_of_them(
    river: Doors, desk: Desk
) -> None:
    page, ann = desk.page, river.asker()
    ends = {"first": river.at("R2"), "second": river.at("R3"), "kind": "associate_of"}
    drawn = ann.post("/v1/drawn/links", json={**ends, "reason": "seen"}, headers=KEY).json()["ref"]
    keep(ann, chart_of(river, "R2", "R3", "B2"))
    page.locator("#to-kept").click()
    with page.expect_response("**/v1/drawing"):
        page.locator("#kept").get_by_role("button", name="Open").click()
    expect(page.locator("#edge-table tbody tr")).to_have_count(1)
    page.locator("#node-table button.name", has_text="Wilhelmina").click()
    expect(page.locator("#entity h3")).to_be_focused()
    expect(page.locator("#entity [aria-busy=true]")).to_have_count(0)
    ann.delete(f"/v1/drawn/{drawn}")
    river.installation.ledger.put_agreement(
        PACT.replace("version: 1", "version: 2").replace("[booking]", "[warrant]"), "administrator"
    )
    page.evaluate("dispatchEvent(new Event('back'))")
    expect(page.locator("#news")).to_have_text("The server is back; the chart is up to date.")
    assert desk.names() == {"Ottoline Marsh", "Mina Orlov"}
    expect(page.locator("#edge-table tbody tr")).to_have_count(0)
    expect(page.locator("#entity")).to_be_empty()
    expect(page.locator("#find-text")).to_be_focused()
    page.locator("#do-undo").click()
    page.locator("#do-undo").click()
    assert "Wilhelmina Prokop" not in desk.names()


def test_hostile_words_on_kept_charts_run_nothing_and_lie_on_no_phone_beside_the_screen(
    river: Doors, desk: Desk
) -> None:
    page, bad = desk.page, "\u202e<img src=x onerror=window.hacked=1>" + "W" * 150
    words = {
        "notes": [{"entity": river.at("R2"), "text": bad * 9}],
        "groups": [{"name": bad, "members": [river.at("R3"), river.at("R4")]}],
        "boxes": [{"text": bad * 9, "x": 1.0, "y": 2.0}],
    }
    keep(river.asker(), chart_of(river, "R2", "R3", "R4", **words) | {"title": bad, "comment": bad})
    page.set_viewport_size({"width": 390, "height": 800})
    for tab, button in (
        ("board", "Put all on chart"), ("kept", "What was said"), ("kept", "Compare"),
        ("kept", "Put away"), ("kept", "Open"),
    ):  # fmt: skip
        page.locator(f"#to-{tab}").press("Enter")
        page.locator(f"#{tab}-panel").get_by_role("button", name=button).first.press("Enter")
        expect(page.locator("#news")).not_to_have_text("Asking…")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, button
        assert desk.violations() == []
        page.keyboard.press("Escape")
    assert page.evaluate("window.hacked") is None
    assert page.locator("main img[src=x], main script").count() == 0


def test_another_language_leaves_the_keyboard_where_it_was(desk: Desk) -> None:
    page = desk.page
    desk.find("Ottoline")
    page.locator("#hits button.name").first.click()
    expect(page.locator("#entity h3")).to_be_focused()
    language = page.locator("#language")
    language.focus()
    language.select_option("es")
    expect(page.locator("#entity")).to_contain_text("Valores")
    expect(language).to_be_focused()


def test_whoever_signs_in_after_somebody_else_finds_nothing_of_theirs(
    town: Path, chromium: Browser
) -> None:
    with desk_of(town) as people:
        people.add()
        people.add("hal", agency="harbor-so")
        context = chromium.new_context()
        desk = watched(context.new_page(), people.doors.root)
        page = desk.page
        page.goto(desk.root + "workspace")

        def sign_in(name: str, step: int) -> None:
            for label, text in (("Name", name), ("Password", PASSWORD)):
                page.locator("#sign-in").get_by_label(label, exact=True).fill(text)
            page.get_by_label("One-time code").fill(people.code(step))
            page.get_by_label("Why do you ask").fill("a case")
            page.get_by_role("button", name="Sign in", exact=True).click()

        sign_in("ann", 0)
        expect(page.locator("#standing")).to_contain_text("ann of riverton-pd")
        desk.find("Ottoline")
        page.locator("#hits").get_by_role("button", name="Put on chart").first.click()
        page.locator("#hits button.name").first.click()
        expect(page.locator("#entity h3")).to_have_text("Ottoline Marsh")
        page.evaluate("""async () => await fetch('/v1/sign-out', {method: 'POST', headers: {
            Authorization: 'Bearer ' + JSON.parse(sessionStorage['comity-sign-in']).token}})""")
        page.locator("#node-table button.name").first.click()
        expect(page.locator("#sign-in")).to_be_visible()
        sign_in("hal", 0)
        expect(page.locator("#standing")).to_contain_text("hal of harbor-so")
        expect(page.locator("#sign-in")).to_be_hidden()
        assert "Ottoline" not in page.locator("body").inner_text()
        assert page.get_by_label("Find a name").input_value() == ""
        page.locator("#do-undo").click()
        assert desk.names() == set()
        assert page.evaluate("localStorage['comity-looked']")
        page.get_by_role("button", name="Sign out").click()
        expect(page.locator("#sign-in")).to_be_visible()
        assert page.evaluate("localStorage['comity-looked'] ?? null") is None
        context.close()
