"""The demonstration's page: a link used once, a cookie, and the chart as its viewer sees it."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from doors import Doors, opened
from town import make_town

from comity.api.sessions import Sessions, read_demo_viewers
from comity.api.settings import DemoSettings
from comity.sharing import DocumentError

VIEWERS = """\
viewers:
  - {principal: ann, agency: riverton-pd, role: analyst, purpose: investigation}
  - {principal: olsen, agency: harbor-so, role: investigator, purpose: investigation,
     title: "<b>The jail</b>"}
"""


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """The town as a demonstration, served."""
    data = make_town(tmp_path_factory.mktemp("shown") / "data", demo=DemoSettings(first="ann"))
    (data / "viewers.yaml").write_text(VIEWERS)
    with opened(data) as served:
        yield served


@pytest.fixture
def browser(shown: Doors) -> httpx.Client:
    """A browser that opened a link of its own."""
    key = shown.sessions.new_key()
    client = shown.client()
    assert client.get("/", params={"key": key}).status_code == 303
    return client


def test_the_link_that_is_printed_opens_a_session_once(shown: Doors) -> None:
    key = httpx.URL(shown.address).params["key"]
    first, second = shown.client(), shown.client()
    opened_page = first.get("/", params={"key": key})
    assert (opened_page.status_code, opened_page.headers["location"]) == (303, "/")
    assert "<iframe" in first.get("/").text
    again = second.get("/", params={"key": key})
    assert again.status_code == 401
    assert "was used before" in again.text
    assert "<iframe" not in second.get("/").text


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(shown: Doors) -> None:
    told = shown.client().get("/", params={"key": shown.sessions.new_key()})
    cookie = told.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert cookie.startswith(f"comity_{httpx.URL(shown.root).port}=")


def test_the_chart_shows_what_its_viewer_may_see_and_is_audited(
    shown: Doors, browser: httpx.Client
) -> None:
    before = shown.last()
    assert "Zebedee" not in browser.get("/v1/chart").text
    assert browser.post("/viewer", data={"viewer": "olsen"}).status_code == 303
    assert "Zebedee" in browser.get("/v1/chart").text
    assert [(each.row.principal, each.row.action) for each in shown.rows(before)] == [
        ("ann", "chart"),
        ("olsen", "chart"),
    ]


def test_a_viewer_that_is_not_listed_changes_nothing(browser: httpx.Client) -> None:
    before = browser.get("/").text
    for body in (b"viewer=chief", b"", b"viewer=", b"\xff\xfe", b"viewer=ann&viewer=x"):
        answer = browser.post("/viewer", content=body)
        assert answer.status_code == 303
    assert browser.get("/").text == before


def test_another_site_cannot_switch_the_viewer(browser: httpx.Client) -> None:
    headers = {"Origin": "https://evil.example"}
    answer = browser.post("/viewer", data={"viewer": "olsen"}, headers=headers)
    assert answer.status_code == 403
    assert "Zebedee" not in browser.get("/v1/chart").text


def test_without_a_session_neither_page_nor_chart_show_anything(shown: Doors) -> None:
    stranger = shown.client(Cookie=f"comity_{httpx.URL(shown.root).port}=guess")
    assert stranger.get("/v1/chart").status_code == 401
    assert "<iframe" not in stranger.get("/").text
    assert stranger.post("/viewer", data={"viewer": "ann"}).status_code == 303
    assert stranger.get("/v1/chart").status_code == 401


def test_a_bad_token_is_not_made_good_by_a_cookie(browser: httpx.Client) -> None:
    answer = browser.get("/v1/standing", headers={"Authorization": "Bearer comity_wrong"})
    assert answer.status_code == 401


def test_texts_of_the_viewers_file_are_escaped_in_the_page(browser: httpx.Client) -> None:
    page = browser.get("/")
    assert "&lt;b&gt;The jail&lt;/b&gt;" in page.text
    assert "<b>" not in page.text
    policy = page.headers["content-security-policy"]
    assert "script-src" not in policy
    assert "default-src 'none'" in policy


def test_an_installation_that_is_no_demonstration_has_no_sessions(town_doors: Doors) -> None:
    assert town_doors.address == town_doors.root
    assert town_doors.client().post("/viewer").status_code == 404
    assert "<iframe" not in town_doors.client().get("/", params={"key": "x"}).text


def test_sessions_begin_as_the_first_viewer(tmp_path: Path) -> None:
    (tmp_path / "viewers.yaml").write_text(VIEWERS)
    viewers = read_demo_viewers(tmp_path / "viewers.yaml")
    for first, name in (("olsen", "olsen"), ("", "ann"), ("nobody", "ann")):
        sessions = Sessions(viewers, first)
        cookie = sessions.open(sessions.new_key())
        assert cookie is not None
        looking = sessions.looking_as(cookie)
        assert looking is not None
        assert looking.name == name


@pytest.mark.parametrize("text", ["viewers: []", "viewers: [{principal: ann}]", "[", ""])
def test_a_viewers_file_that_names_nobody_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "viewers.yaml").write_text(text)
    with pytest.raises(DocumentError, match=r"viewers\.yaml"):
        read_demo_viewers(tmp_path / "viewers.yaml")
