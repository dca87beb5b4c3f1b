"""The records office of the workspace, with two agencies that register, ask, answer and review."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from doors import Doors, opened
from playwright.sync_api import Browser, Locator, expect
from town import PACT, make_town, row
from workspace_fixture import Desk, watched

from comity.api.settings import DemoSettings

pytestmark = pytest.mark.browser
VIEWERS = """\
viewers:
  - {principal: ann, agency: riverton-pd, role: records, purpose: investigation}
  - {principal: hal, agency: harbor-so, role: records, purpose: investigation}
"""


@pytest.fixture(scope="module")
def river(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """The town, served as a demonstration with one of each records office."""
    folder = tmp_path_factory.mktemp("office")
    data = make_town(folder / "data", demo=DemoSettings(first="ann"))
    (data / "viewers.yaml").write_text(VIEWERS)
    with opened(data) as doors:
        bad = [{"row": row(f"Q{n}", "<b>Ada</b>", "31/31/1980", "")} for n in range(51)]
        sent = doors.asker(role="writer").post(
            "/v1/sources/rms/records", json={"records": bad}, headers={"Idempotency-Key": "bad"}
        )
        assert sent.json()["set_aside"] == len(bad)
        yield doors


@pytest.fixture(scope="module")
def office(river: Doors, chromium: Browser) -> Iterator[Desk]:
    """Somebody at the records office, who does no step with the mouse."""
    context = chromium.new_context()
    context.new_page().goto(river.address)
    desk = watched(context.new_page(), river.root)
    desk.open()
    yield desk
    context.close()
    assert desk.outside() == []


def part(desk: Desk, name: str) -> Locator:
    """One part of the records office, opened anew with the keyboard."""
    desk.page.locator("#to-office").press("Enter")
    found = desk.page.locator("#office-panel details", has=desk.page.get_by_text(name, exact=True))
    found.locator("summary").press("Enter")
    expect(found).not_to_contain_text("Asking…")
    return found


def fill(desk: Desk, **told: str) -> Locator:
    """The dialog that is open, its fields filled."""
    form = desk.page.locator("dialog")
    for label, text in told.items():
        box = form.get_by_label(label.replace("_", " "), exact=True)
        if box.evaluate("element => element.localName") == "select":
            box.select_option(text)
        else:
            box.fill(text)
    return form


def go_on(desk: Desk) -> None:
    """Send the dialog's form; it closes once it is taken."""
    desk.page.keyboard.press("Tab")
    desk.page.locator("dialog button.main").press("Enter")
    expect(desk.page.locator("dialog")).to_have_count(0)


def test_a_target_and_an_action_are_registered_and_taken_back_and_a_refusal_loses_nothing(
    office: Desk,
) -> None:
    targets = part(office, "Our targets")
    targets.get_by_role("button", name="Register a target").press("Enter")
    form = fill(office, name="Quillon Brandt", Case="C-1", Reason="seen at the harbor")
    form.locator("button.main").press("Enter")
    expect(form.get_by_role("alert")).to_contain_text("it could be compared with nothing")
    office.complaints.clear()  # the browser names the answer 400
    assert office.violations() == []
    fill(office, birth_date="1980-05-07")
    go_on(office)
    expect(targets).to_contain_text("person: Quillon Brandt, 1980-05-07")
    expect(targets.locator("summary")).to_be_focused()
    targets.get_by_role("button", name="End: person: Quillon Brandt").press("Enter")
    expect(targets.get_by_role("region")).to_have_count(0)
    actions = part(office, "Our planned actions")
    actions.get_by_role("button", name="Register a planned action").press("Enter")
    day = f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%d}"
    fill(office, Address="12 North Oak Avenue", City="Springfield", From=f"{day}T12:00")
    fill(office, Case="C-1", Reason="a search of the house")
    go_on(office)
    expect(actions).to_contain_text("12 North Oak Avenue, Springfield")
    expect(actions).to_contain_text(day)
    actions.get_by_role("button", name="End: 12 North Oak Avenue").press("Enter")
    expect(actions).to_contain_text("There is nothing here.")


def test_one_asks_about_a_record_of_another_agency_and_it_answers(office: Desk) -> None:
    office.find("Wilhelmina Prokop")
    office.page.locator("#hits button.name").first.press("Enter")
    expect(office.page.locator("#entity h3")).to_be_focused()
    part(office, "Whom to ask about the one chosen").get_by_role(
        "button", name="Ask: harbor-so, jail B2"
    ).press("Enter")
    form = office.page.locator("dialog")
    expect(form.get_by_label("What is asked")).to_have_value("About jail B2: ")
    fill(office, What_is_asked="About jail B2: who brought her?", Case="C-1")
    assert office.violations() == []
    go_on(office)
    office.look_as("hal")
    asked = part(office, "Requests")
    asked.get_by_role("button", name="Answer: riverton-pd").press("Enter")
    fill(office, Verdict="refused", Reason="sealed by the court of the county")
    go_on(office)
    expect(asked).to_contain_text("refused: sealed by the court of the county")
    office.look_as("ann")
    expect(part(office, "Requests")).to_contain_text("refused: sealed by the court of the county")


def test_an_emergency_is_reviewed_by_whose_records_it_opened(office: Desk, river: Doors) -> None:
    told = {"reason": "a child was taken an hour ago"}
    assert river.asker(agency="harbor-so").post("/v1/emergencies", json=told).is_success
    waiting = part(office, "Emergencies to review")
    waiting.get_by_role("button", name="Review: ann, a child was taken").press("Enter")
    fill(office, Verdict="not justified", Reason="nobody had asked the watch before")
    assert office.violations() == []
    go_on(office)
    expect(waiting).to_contain_text("riverton-pd: not justified")
    expect(waiting.get_by_role("button")).to_have_count(0)
    assert office.complaints == []


def give(desk: Desk, kind: str, **told: str) -> Locator:
    """Give an order on the record that is named in the part for orders."""
    orders = desk.page.locator("#office-panel details", has=desk.page.get_by_label("Source"))
    orders.get_by_role("button", name=kind, exact=True).press("Enter")
    fill(desk, **told)
    if kind == "Expunge":
        desk.page.get_by_label("I have read the order, and it says so").press("Space")
    assert desk.violations() == []
    go_on(desk)
    expect(orders.locator("h3")).to_be_focused()
    return orders


def test_records_are_sealed_opened_corrected_and_expunged_and_who_had_them_is_listed(
    office: Desk, river: Doors
) -> None:
    """The sheriff has seen her; then the court seals, opens, corrects and expunges the record."""
    hal = river.asker(principal="hal", agency="harbor-so")
    entity = river.at("R3")
    assert hal.get(f"/v1/entities/{entity}").is_success
    office.find("Mina Orlov")
    office.page.locator("#hits button.name").first.press("Enter")
    expect(office.page.locator("#entity h3")).to_be_focused()
    orders = part(office, "Orders on our records")
    orders.get_by_role("button", name="Take record: rms R3").press("Enter")
    orders.get_by_role("button", name="Who received it").press("Enter")
    before = orders.get_by_role("region", name="Who received it")
    expect(before).to_contain_text("harbor-so")
    give(office, "Seal", **{"Order (its reference)": "court order 26-115"})
    expect(orders).to_contain_text("rms R3 is sealed under court order 26-115.")
    expect(before).to_contain_text("harbor-so")
    assert hal.get(f"/v1/entities/{entity}").status_code == 404
    give(office, "Open again", **{"Order (its reference)": "court order 26-190"})
    assert hal.get(f"/v1/entities/{entity}").is_success
    orders.get_by_role("button", name="Correct", exact=True).press("Enter")
    form = fill(office, **{"Order (its reference)": "court order 26-114"})
    column = form.get_by_role("group", name="Column 1")
    column.get_by_label("Column, as the source's export names it").fill("BRON")
    column.get_by_label("Its value from now on").fill("1991-01-02")
    form.locator("button.main").press("Enter")
    expect(form.get_by_role("alert")).to_contain_text("the source's mapping reads BORN, NAME")
    column.get_by_label("Column, as the source's export names it").fill("BORN")
    go_on(office)
    facts = hal.get(f"/v1/entities/{entity}").json()["entity"]["facts"]
    assert "1991-01-02" in {fact["value"] for fact in facts}
    give(office, "Expunge", **{"Order (its reference)": "court order 26-201"})
    expect(orders).to_contain_text("rms R3 is expunged under court order 26-201.")
    assert hal.get(f"/v1/entities/{entity}").status_code == 404
    orders.get_by_role("button", name="Who received it").press("Enter")
    expect(office.page.locator("#news")).to_contain_text("there is nothing here")
    office.complaints.clear()  # the browser names the answers 400 and 404


def test_rows_set_aside_wait_in_pages_with_column_and_reason(office: Desk) -> None:
    aside = part(office, "Rows set aside")
    expect(aside).to_contain_text("1 to 50 of 51 rows that wait")
    expect(aside.get_by_role("region")).to_contain_text("no date or time: '31/31/1980'")
    assert office.violations() == []
    aside.get_by_role("button", name="Later ones").press("Enter")
    expect(aside).to_contain_text("51 to 51 of 51 rows that wait")
    expect(aside.locator("tbody tr")).to_have_count(1)
    aside.get_by_role("button", name="Earlier ones").press("Enter")
    expect(aside.locator("tbody tr")).to_have_count(50)
    office.look_as("hal")
    expect(part(office, "Rows set aside")).to_contain_text("0 to 0 of 0 rows that wait")
    office.look_as("ann")
    assert office.complaints == []


def test_an_agreement_is_checked_compared_and_simulated_before_anybody_signs(
    office: Desk, river: Doors, tmp_path: Path
) -> None:
    draft = part(office, "An agreement before it is signed")
    wider = PACT.replace("version: 1", "version: 2").replace("[incident]", "[incident, juvenile]")
    file = tmp_path / "pact.yaml"
    file.write_text(wider.replace("purposes:", "purpose:"))
    draft.get_by_label("Open a file").set_input_files(file)
    text = draft.get_by_label("The agreement as YAML")
    expect(text).to_be_focused()
    draft.get_by_role("button", name="Simulate").press("Enter")
    expect(draft).to_contain_text("Line 8: unknown key 'purpose'; did you mean 'purposes'?")
    draft.get_by_role("button", name="Go to line 8").press("Enter")
    chosen = "box => box.value.slice(box.selectionStart, box.selectionEnd)"
    assert text.evaluate(chosen) == "purpose: [investigation]"
    office.page.keyboard.type("purposes: [licensing]")
    draft.get_by_role("button", name="Check").press("Enter")
    expect(draft).to_contain_text("pact version 2 is well formed.")
    draft.get_by_role("button", name="Compare with the one in force").press("Enter")
    expect(draft.get_by_role("region")).to_contain_text("licensing")
    assert office.violations() == []
    draft.get_by_role("button", name="Simulate").press("Enter")
    lines = draft.get_by_role("region", name="Simulate").locator("tbody tr")
    expect(lines.filter(has_text="vanishes").filter(has_text="booking")).to_have_count(1)
    expect(lines.filter(has_text="appears").filter(has_text="incident")).to_have_count(1)
    expect(draft.get_by_role("region")).not_to_contain_text("juvenile")
    assert office.violations() == []
    scan = tmp_path / "signed.pdf"
    scan.write_bytes(b"signed by both")
    draft.get_by_label("Scan of the paper").set_input_files(scan)
    expect(draft.locator("output")).to_have_text(f"sha256 {sha256(b'signed by both').hexdigest()}")
    assert not any("signed" in url for url in office.asked)
    assert [one.version for one in river.installation.ledger.agreements()] == [1]
    assert office.complaints == []


def test_on_a_phone_no_part_of_the_office_lies_beside_the_screen(office: Desk) -> None:
    page = office.page
    office.open()  # whoever an earlier test chose may be expunged by now
    page.set_viewport_size({"width": 390, "height": 800})
    page.locator("#to-office").press("Enter")
    for summary in page.locator("#office-panel summary").all():
        summary.press("Enter")
    expect(page.locator("#office-panel")).not_to_contain_text("Asking…")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert office.violations() == []
    page.get_by_label("Language").select_option("es")
    page.locator("#to-office").press("Enter")
    expect(page.locator("#office-panel")).to_contain_text("Órdenes sobre nuestros registros")
    for summary in page.locator("#office-panel summary").all():
        summary.press("Enter")
    assert office.violations() == []
    page.get_by_label("Idioma").select_option("en")
    assert office.complaints == []
