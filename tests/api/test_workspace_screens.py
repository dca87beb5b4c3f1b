"""The workspace's screens: accessible, on a phone, in another language, with the server gone."""

import re
from pathlib import Path

import pytest
from charts import HOSTILE
from doors import opened
from playwright.sync_api import Browser, expect
from signing import PASSWORD, desk_of
from town import MAPPING, make_town, row
from workspace_fixture import AXE, Desk, watched

from comity.api.installation import Installation
from comity.api.settings import DemoSettings
from comity.ingest import ingest_records, parse_mapping

pytestmark = pytest.mark.browser
REFUSED = "Failed to load resource: the server responded with a status of 403 (Forbidden)"


def test_no_screen_violates_wcag_2_2_aa(desk: Desk, broker: str) -> None:
    assert AXE.exists(), "axe-core is missing: run `make check` once"
    page = desk.page
    page.get_by_role("button", name="Those who matter").click()
    expect(page.locator("#node-table tbody tr").first).to_be_visible()
    assert desk.violations() == []
    desk.find(broker)
    page.locator("#hits button.name").first.click()
    expect(page.locator("#entity h3")).to_be_focused()
    page.locator("summary", has_text="Filter").click()
    assert desk.violations() == []
    page.emulate_media(color_scheme="dark")
    assert desk.violations() == []
    page.get_by_role("button", name="Hand over").click()
    expect(page.locator("dialog")).to_be_visible()
    assert desk.violations() == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="To decide").click()
    expect(page.locator("#queue-panel .pair")).to_be_visible()
    assert desk.violations() == []


TOLD = {
    "time": ["the most dated first"],
    "map": ["No place on the chart"],
    "insight": ["nobody has said that these are linked", "components", "of pairs"],
    "office": ["riverton-pd", "What would go if it ended", "Another desk is after the same"],
}
PANELS = tuple(TOLD)


def open_all(desk: Desk, panel: str) -> None:
    """Turn to a panel and open every part of it, with the keyboard."""
    page = desk.page
    page.locator(f"#to-{panel}").press("Enter")
    for part in page.locator(f"#{panel}-panel summary").all():
        part.press("Enter")
    expect(page.locator(f"#{panel}-panel")).not_to_contain_text("Asking…", timeout=30_000)


def test_every_panel_is_accessible_in_both_schemes_and_says_what_the_view_holds(
    desk: Desk,
) -> None:
    page = desk.page
    page.get_by_role("button", name="Those who matter").click()
    expect(page.locator("#node-table tbody tr").first).to_be_visible()
    page.locator("#node-table tbody tr", has_text="person").first.get_by_role("checkbox").check()
    for panel in PANELS:
        open_all(desk, panel)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert desk.violations() == []
        for text in TOLD[panel]:
            expect(page.locator(f"#{panel}-panel")).to_contain_text(text)
    office = page.locator("#office-panel")
    office.get_by_role("button", name="What would go if it ended").first.click()
    expect(office.get_by_role("region", name="Now and then")).to_contain_text("entities")
    page.locator("#to-map").click()
    page.locator("#map-panel summary").click()
    expect(page.locator("#map-panel")).to_contain_text("no case that r.alvarez is a member of")
    desk.complaints.clear()  # the browser names the answer 403
    page.locator("#to-time").click()
    lanes = page.locator("#time-panel .lane")
    expect(lanes.first).to_be_visible()
    lanes.first.get_by_role("button").click()
    expect(lanes.first.get_by_role("button")).to_have_attribute("aria-pressed", "true")


def test_on_a_phone_nothing_lies_beside_the_screen(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 390, "height": 800})
    desk.page.get_by_role("button", name="Those who matter").click()
    expect(desk.page.locator("#node-table tbody tr").first).to_be_visible()
    wide = desk.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    assert desk.violations() == []


def test_kinds_are_switched_off_and_a_window_of_time_leaves_the_links_that_hold_in_it(
    desk: Desk,
) -> None:
    page, rows = desk.page, desk.page.locator("#node-table tbody tr")
    page.get_by_role("button", name="Those who matter").click()
    expect(rows.first).to_be_visible()
    many, links = rows.count(), page.locator("#edge-table tbody tr").count()
    page.locator("summary", has_text="Filter").click()
    kind = page.locator("#filters fieldset").first.locator("label").first
    fewer = int(kind.inner_text().split()[-1])
    kind.locator("input").uncheck()
    expect(rows).to_have_count(many - fewer)
    kind.locator("input").check()
    expect(rows).to_have_count(many)
    grade = page.get_by_role("group", name="Grade of the link").locator("label").first
    rest = links - int(grade.inner_text().split()[-1])
    grade.locator("input").uncheck()
    expect(page.locator("#edge-table tbody tr")).to_have_count(rest)
    grade.locator("input").check()
    page.get_by_label("to", exact=True).fill("1")
    desk.settle()
    assert page.locator("#edge-table tbody tr").count() < links
    expect(page.locator("#time-told")).to_contain_text(" to ")
    page.get_by_label("to", exact=True).fill("48")
    expect(page.locator("#edge-table tbody tr")).to_have_count(links)


def test_what_takes_long_says_so_and_is_stopped(desk: Desk) -> None:
    page = desk.page
    page.get_by_role("button", name="Those who matter").click()
    expect(page.locator("#node-table tbody tr").first).to_be_visible()
    page.route("**/v1/communities*", lambda _: None)  # never answered
    page.get_by_label("Colour").select_option("community")
    expect(page.locator("#progress")).to_contain_text("1 s")
    page.locator("#stop").press("Enter")
    expect(page.locator("#news")).to_have_text("Stopped. What is here stays.")
    expect(page.locator("#progress")).to_be_hidden()
    page.unroute_all(behavior="ignoreErrors")


def test_what_was_hidden_stays_hidden_when_more_comes_until_it_is_asked_for(
    desk: Desk, broker: str
) -> None:
    page, rows = desk.page, desk.page.locator("#node-table tbody tr")
    page.get_by_role("button", name="Those who matter").click()
    expect(rows.first).to_be_visible()
    hidden = rows.first.locator("th").inner_text()
    assert hidden != broker
    rows.first.get_by_role("button", name="Hide").click()
    expect(rows.first.locator("th")).not_to_have_text(hidden)
    put_on_chart(desk, broker)
    assert hidden not in desk.names()
    put_on_chart(desk, hidden)
    assert hidden in desk.names()


def put_on_chart(desk: Desk, text: str) -> None:
    """Put everything on the chart that a search finds."""
    desk.find(text)
    for hit in desk.page.locator("#hits li").all():
        with desk.page.expect_response("**/v1/drawing"):
            hit.get_by_role("button", name="Put on chart").click()
    expect(desk.page.locator("#news")).to_have_text("")


def test_a_second_language_says_the_whole_page(desk: Desk) -> None:
    page = desk.page
    told = "all => all.map(e => e.dataset.say ? e.textContent : e.getAttribute('aria-label'))"
    english = page.locator("[data-say], [data-say-label]").evaluate_all(told)
    assert all(english)
    page.get_by_label("Language").select_option("es")
    expect(page.locator("#search-title")).to_have_text("Buscar")
    assert page.evaluate("document.documentElement.lang") == "es"
    spanish = page.locator("[data-say], [data-say-label]").evaluate_all(told)
    same = [word for word, palabra in zip(english, spanish, strict=True) if word == palabra]
    assert same == ["PageRank"]
    page.get_by_role("button", name="Los importantes").click()
    expect(page.locator("#legend")).to_contain_text("persona")
    page.get_by_label("Idioma").select_option("en")
    expect(page.locator("#search-title")).to_have_text("Search")


VIEWERS = """\
viewers:
  - {principal: ann, agency: riverton-pd, role: analyst, purpose: investigation,
     title: "<img src=x onerror='window.hacked = 1'>"}
"""


PLACED = """  - {from: person, to: place, kind: located_at, valid: {from: BORN}}
"""
PLACE = """  place: {kind: location, properties: {address: NAME, latitude: LAT, longitude: LON}}
links:
"""


def test_hostile_names_run_nothing_on_any_screen(tmp_path: Path, chromium: Browser) -> None:
    data = make_town(tmp_path / "data", demo=DemoSettings(first="ann"))
    (data / "viewers.yaml").write_text(VIEWERS)
    told = MAPPING.format(source="rms", agency="riverton-pd", data_class="incident") + PLACED
    mapping = parse_mapping(told.replace("links:\n", PLACE), "rms")
    names = [name for name in HOSTILE if name.isprintable()]
    rows = [
        row(f"H{at}", name, f"1980-05-{at + 1:02d}", "+12175550101")
        | {"LAT": str(41.0 + at / 50), "LON": str(-87.0 - at / 40)}
        for at, name in enumerate(names)
    ]
    with Installation.open(data) as installation:
        sent = [("insert", each) for each in rows]
        summary = ingest_records(installation.ledger, mapping, sent, name="hostile")  # type: ignore[arg-type]
        assert summary.accepted > len(names) / 2
    with opened(data) as doors:
        context = chromium.new_context()
        context.new_page().goto(doors.address)
        desk = watched(context.new_page(), doors.root)
        desk.open()
        page = desk.page
        page.get_by_role("button", name="Those who matter").click()
        expect(page.locator("#node-table tbody tr").first).to_be_visible()
        for name in names[:8]:
            desk.find(name[:200])
            page.locator("#hits button.name").first.click()
            expect(page.locator("#entity h3")).to_be_focused()
        with page.expect_response("**/neighbours*"):
            page.locator("#hits li", has_text=" person").first.locator("button.name").click()
        page.wait_for_selector("#entity:not([aria-busy=true]):has-text('person')")
        page.locator("#part-where").click()
        where = page.locator("#entity").get_by_role("region", name="Where")
        expect(where).to_contain_text(re.compile(r"41\.\d.*1980-05-\d"))
        expect(
            page.locator("#entity").get_by_role("img", name="Places on a map: 1")
        ).to_be_visible()
        page.locator("#canvas").hover()
        for layout in ("time", "map"):
            with page.expect_response("**/v1/drawing"):
                page.get_by_label("Layout").select_option(layout)
        page.get_by_label("Find on the chart").fill("script")
        page.keyboard.press("Enter")
        for panel in PANELS:
            open_all(desk, panel)
        assert page.locator("#time-panel .lane").count() > 1
        page.locator("#to-map").click()
        places = page.locator("#map-panel").get_by_role("region", name="Places")
        expect(places).to_contain_text("41")
        assert desk.violations() == []
        page.get_by_role("button", name="To decide").click()
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.hacked") is None
        assert page.locator("main img:not(.why), main script, main svg, main a").count() == 0
        assert desk.outside() == []
        # Who was seen together takes an authority, which this viewer lacks: the page says so.
        assert set(desk.complaints) <= {REFUSED}
        context.close()


def test_who_signs_in_says_why_they_ask_and_asks_as_themselves(
    town: Path, chromium: Browser
) -> None:
    with desk_of(town) as people:
        people.add()
        context = chromium.new_context()
        desk = watched(context.new_page(), people.doors.root)
        page = desk.page
        page.goto(desk.root + "workspace")
        page.get_by_label("Name", exact=True).fill("ann")
        page.get_by_label("Password", exact=True).fill("wrong " + PASSWORD)
        page.get_by_label("One-time code").fill(people.code())
        page.get_by_label("Why do you ask").fill("follow-up of report 24-118 · çé")
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.locator("#sign-in-news")).to_contain_text("Not signed in")
        desk.complaints.clear()  # the browser names the answer 401
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_label("One-time code").fill(people.code(1))
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.locator("#standing")).to_contain_text("ann of riverton-pd for investigation")
        row = people.doors.rows()[-1].row
        assert (row.action, row.justification) == ("standing", "follow-up of report 24-118 · çé")
        page.reload()
        expect(page.locator("#work")).to_be_visible()
        page.get_by_role("button", name="Sign out").click()
        expect(page.locator("#sign-in")).to_be_visible()
        assert page.evaluate("sessionStorage.length") == 0
        assert desk.complaints == []
        context.close()


def test_who_was_given_a_password_chooses_one_of_their_own_at_the_page(
    town: Path, chromium: Browser
) -> None:
    with desk_of(town) as people:
        people.add("new", provisional=True)
        context = chromium.new_context()
        desk = watched(context.new_page(), people.doors.root)
        page = desk.page
        page.goto(desk.root + "workspace")
        page.get_by_label("Name", exact=True).fill("new")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_label("One-time code").fill(people.code())
        page.get_by_label("Why do you ask").fill("the first day")
        expect(page.locator("#new-password")).to_be_hidden()
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.locator("#sign-in-news")).to_contain_text("Choose a password of your own")
        renewed = page.get_by_label("New password of your own")
        expect(renewed).to_be_focused()
        assert desk.violations() == []
        renewed.fill("a river runs through")
        renewed.press("Enter")
        expect(page.locator("#standing")).to_contain_text("new of riverton-pd for investigation")
        expect(page.locator("#new-password")).to_be_hidden()
        context.close()
