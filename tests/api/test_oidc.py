"""Signing in at the agency's identity provider: a real one, small, on a port of this machine."""

import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from doors import Doors, log_kept, opened
from provider import CLIENT, SECRET, STRANGE_KEY, SUBJECT, Provider, provider
from pydantic import ValidationError
from town import make_town

from comity.api.away import LONGEST, Away
from comity.api.errors import InstallationError
from comity.api.installation import Installation
from comity.api.oidc import Leaving
from comity.api.person import Person, disabled
from comity.api.provider_door import provider_door
from comity.api.settings_people import OidcSettings
from comity.api.sign_in import SignIn
from comity.graph.view import micros

BACK = "http://127.0.0.1/sign-in/back"
NOW = int(time.time())


@pytest.fixture(scope="module")
def vouching() -> Iterator[Provider]:
    """The provider."""
    with provider() as made:
        yield made


@pytest.fixture(scope="module")
def served(vouching: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """A town whose people sign in there; ann has an account."""
    told = OidcSettings(issuer=vouching.issuer, client=CLIENT, return_to=BACK)
    data = make_town(tmp_path_factory.mktemp("oidc") / "data", oidc=told)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMITY_OIDC_SECRET", SECRET)
        with opened(data) as doors:
            now = micros(doors.installation.clock())
            ann = Person("ann", "riverton-pd", "analyst", ("investigation",), now, subject=SUBJECT)
            doors.installation.people.add(ann)
            yield doors


@pytest.fixture
def browser(served: Doors) -> httpx.Client:
    """A browser that keeps cookies."""
    return served.client()


@pytest.fixture
def spoilt(vouching: Provider) -> Iterator[Provider]:
    """The provider, to be spoilt for one test."""
    yield vouching
    fresh = Provider(vouching.issuer)
    vars(vouching).update(vars(fresh))


def went(browser: httpx.Client) -> str:
    """Go to the provider; the address that it sends one back to, on this server."""
    away = browser.get("/sign-in")
    assert away.status_code == 303
    found = httpx.get(away.headers["location"])
    assert found.status_code == 302
    back = urlsplit(found.headers["location"])
    return f"{back.path}?{back.query}"


def why(served: Doors) -> str:
    """What the audit says of the last refusal."""
    row = served.rows()[-1].row
    assert (row.action, row.outcome) == ("sign_in", "sign-in-failed")
    return str(json.loads(row.question)["why"])


def test_whom_the_provider_vouches_for_gets_a_token_of_their_account(
    served: Doors, browser: httpx.Client
) -> None:
    told = browser.get(went(browser))
    assert told.status_code == 200
    row = served.rows()[-1].row
    assert (row.principal, row.action, row.outcome) == ("ann", "sign_in", "answered")
    headers = {"Authorization": f"Bearer {told.json()['token']}", "Comity-Justification": "a"}
    standing = served.client(**headers).get("/v1/standing").json()["standing"]
    assert (standing["viewer"], standing["agency"]) == ("ann", "riverton-pd")


def test_a_browser_leaves_with_a_challenge_and_a_cookie_that_scripts_cannot_read(
    browser: httpx.Client,
) -> None:
    away = browser.get("/sign-in")
    asked = {
        name: one[0] for name, one in parse_qs(urlsplit(away.headers["location"]).query).items()
    }
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert len(asked["code_challenge"]) == len(asked["state"]) == len(asked["nonce"]) == 43
    assert len({asked[name] for name in ("code_challenge", "state", "nonce")}) == 3
    cookie = away.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/sign-in" in cookie


SPOILT: dict[str, dict[str, Any]] = {
    "of another issuer": {"spoil": {"iss": "https://evil.example"}},
    "for another audience": {"spoil": {"aud": "another"}},
    "for many and another party": {"spoil": {"aud": [CLIENT, "b"], "azp": "b"}},
    "for many without a party": {"spoil": {"aud": [CLIENT, "b"]}},
    "with another nonce": {"spoil": {"nonce": "another"}},
    "expired": {"spoil": {"exp": NOW - 3600, "iat": NOW - 7200}},
    "of the future": {"spoil": {"iat": NOW + 36_000, "nbf": NOW + 36_000}},
    "about nobody": {"spoil": {"sub": ""}},
    "without an end": {"without": ("exp",)},
    "without a nonce": {"without": ("nonce",)},
    "without an audience": {"without": ("aud",)},
    "signed by a stranger": {"key": STRANGE_KEY},
    "of an unknown key": {"kid": "two"},
    "not signed": {"algorithm": "none", "key": None},
    "by the other algorithm": {"algorithm": "PS256"},
    "signed with the client's secret": {"algorithm": "HS256", "key": SECRET * 2},
}


@pytest.mark.parametrize("name", sorted(SPOILT))
def test_an_id_token_that_is_not_as_expected_lets_nobody_in(
    served: Doors, browser: httpx.Client, spoilt: Provider, name: str
) -> None:
    vars(spoilt).update(SPOILT[name])
    answer = browser.get(went(browser))
    assert (answer.status_code, answer.json()["type"]) == (401, "urn:comity:problem:sign-in-failed")
    assert why(served).startswith("id_token refused: ")


def test_a_subject_without_an_account_or_with_a_closed_one_is_refused_in_the_same_words(
    served: Doors, browser: httpx.Client, spoilt: Provider
) -> None:
    spoilt.spoil = {"sub": "somebody else"}
    stranger = browser.get(went(browser))
    assert why(served) == "nobody has this subject"
    spoilt.spoil = {}
    people = served.installation.people
    before = people.change("ann", lambda person: disabled(person, 1))
    assert before is not None
    closed = browser.get(went(browser))
    assert why(served) == "disabled"
    people.change("ann", lambda _: before)
    assert stranger.status_code == closed.status_code == 401
    assert stranger.content == closed.content


def test_one_comes_back_once_with_the_state_and_cookie_that_one_left_with(
    served: Doors, browser: httpx.Client
) -> None:
    other, back = served.client(), went(browser)
    assert other.get(back).status_code == 401  # a link put upon somebody else
    assert browser.get(back.replace("state=", "state=x")).status_code == 401
    assert browser.get(back).status_code == 401  # used up by the wrong state
    assert why(served) == "came back otherwise than it left"
    assert browser.get(went(browser)).status_code == 200
    back = went(browser)
    assert browser.get(back).status_code == 200
    assert browser.get(back).status_code == 401


def test_a_code_that_the_provider_does_not_know_lets_nobody_in(
    served: Doors, browser: httpx.Client
) -> None:
    back = went(browser)
    assert browser.get(back.replace("code=code", "code=stolen")).status_code == 401
    assert why(served) == "the provider did not take the code"
    away = browser.get("/sign-in").headers["location"]
    [state] = parse_qs(urlsplit(away).query)["state"]
    denied = browser.get("/sign-in/back", params={"error": "access_denied", "state": state})
    assert denied.status_code == 401
    assert why(served) == "the provider let nobody in"


def test_a_provider_that_calls_itself_otherwise_is_not_asked(
    browser: httpx.Client, spoilt: Provider
) -> None:
    spoilt.discovered = {"issuer": "https://evil.example"}
    answer = browser.get("/sign-in")
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:comity:problem:no-provider")
    assert "evil" not in answer.text


def test_neither_code_nor_token_gets_into_the_log(
    served: Doors, browser: httpx.Client, vouching: Provider
) -> None:
    with log_kept() as said:
        back = went(browser)
        token = browser.get(back).json()["token"]
    log, rows = "\n".join(said), repr([stored.row for stored in served.rows()])
    assert "GET /sign-in/back 200" in log
    came = {name: one[0] for name, one in parse_qs(urlsplit(back).query).items()}
    for secret in (token, SECRET, came["state"], came["code"]):
        assert secret not in log
        assert secret not in rows
    assert came["code"] not in vouching.codes


def test_without_its_secret_in_the_environment_the_server_does_not_start(
    served: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COMITY_OIDC_SECRET")
    installation: Installation = served.installation
    with pytest.raises(InstallationError, match="COMITY_OIDC_SECRET"):
        provider_door(installation, SignIn(installation))


@pytest.mark.parametrize(
    "told",
    [
        {"issuer": "https://a.example"},
        {"issuer": "http://a.example", "client": "c", "return_to": BACK},
        {"issuer": "https://a.example", "client": "c", "return_to": "http://b.example/"},
        {"issuer": "https://a.example", "client": "c", "return_to": BACK, "algorithm": "none"},
        {"issuer": "https://a.example", "client": "c", "return_to": BACK, "algorithm": "HS256"},
    ],
)
def test_settings_that_would_trust_anybody_are_refused(told: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        OidcSettings.model_validate(told)


def test_an_installation_without_a_provider_has_no_such_routes(town_doors: Doors) -> None:
    for path in ("/sign-in", "/sign-in/back"):
        assert town_doors.client().get(path).status_code == 404


def test_who_stays_away_too_long_is_forgotten() -> None:
    away, leaving = Away(), Leaving.new()
    late, timely = away.send(leaving, 0), away.send(leaving, 1)
    assert away.back(late, leaving.state, LONGEST) is None
    assert away.back(timely, leaving.state, LONGEST) == leaving
