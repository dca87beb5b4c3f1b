"""What goes wrong is one sentence with the way out; the token is in no text that shows."""

import socket
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest
from doors import Doors

from comity.client import (
    BadQuestion,
    Client,
    ClientError,
    NotAllowed,
    Nothing,
    NotSignedIn,
    Refused,
    Unreachable,
    WrongAddress,
    WrongToken,
    connect,
    errors,
)
from comity.client.wire import Asker, Wire

NOBODY = "0" * 32
TOKEN = "comity_" + "t" * 43


To = Callable[..., Client]


@pytest.fixture
def to(town_doors: Doors) -> Iterator[To]:
    """Connects to the town, with a token and what else goes with a question."""
    with ExitStack() as kept:

        def connected(token: str, purpose: str = "", why: str = "a test", case: str = "") -> Client:
            return kept.enter_context(connect(town_doors.root, token, purpose, why, case))

        yield connected


def over(answer: Callable[[httpx.Request], httpx.Response]) -> Wire:
    """A wire to something that answers so."""
    wire = Wire("http://127.0.0.1:1", Asker(TOKEN, "", ""), 1)
    wire.close()
    wire._http = httpx.Client(transport=httpx.MockTransport(answer), base_url=wire.url)
    return wire


def test_a_refusal_is_the_error_of_its_status_with_the_servers_sentence(
    town_doors: Doors, to: To
) -> None:
    analyst = to(town_doors.token())
    asked: list[tuple[type[Refused], int, str, Callable[[], object]]] = [
        (NotSignedIn, 401, "not-signed-in", to(TOKEN).standing),
        (NotAllowed, 403, "not-allowed", to(town_doors.token(), "gossip").standing),
        (Nothing, 404, "nothing-here", lambda: analyst.entity(NOBODY)),
        (BadQuestion, 400, "bad-question", lambda: analyst.centrality("fame")),
        (BadQuestion, 400, "no-purpose", to(town_doors.token(), why="").standing),
        (BadQuestion, 422, "invalid", lambda: analyst.search("")),
        (NotAllowed, 403, "not-allowed", lambda: analyst.send_records("rms", [{"NO": "1"}])),
        (BadQuestion, 413, "too-large", lambda: analyst.search("x" * 17 * 2**20)),
    ]
    for kind, status, name, ask in asked:
        with pytest.raises(kind) as caught:
            ask()
        error = caught.value
        assert type(error) is kind
        assert (error.status, error.name) == (status, name)
        assert str(error) == f"{error.problem['title']}: {error.problem['detail']}"


def test_a_server_that_is_not_there_is_told_with_its_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    with connect(url, TOKEN) as client, pytest.raises(Unreachable, match="is the server running"):
        client.standing()


def test_an_answer_that_takes_too_long_is_unreachable_too() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with connect(url, TOKEN, timeout=0.05) as client, pytest.raises(Unreachable):
            client.standing()


@pytest.mark.parametrize("body", [b"<html>proxy</html>", b"[]", b"", b'"x"', b"\xff"])
def test_a_refusal_that_is_no_problem_is_told_by_its_status(body: bytes) -> None:
    wire = over(lambda _: httpx.Response(502, content=body))
    with pytest.raises(Refused, match="HTTP 502") as caught:
        wire.get("/v1/standing")
    assert (caught.value.status, caught.value.name) == (502, "")


@pytest.mark.parametrize(
    "url",
    [
        "http://comity.example", "http://127.0.0.1.example", "http://127.0.0.1@evil.example",
        "http://10.0.0.1:8351", "ftp://127.0.0.1", "127.0.0.1:8351", "", "http://", "https://",
        "http://[::1", "http://127.0.0.1:x", "http://127.0.0.1:99999", "file:///etc/passwd",
    ],
)  # fmt: skip
def test_a_token_is_not_sent_where_others_could_read_it(url: str) -> None:
    with pytest.raises(WrongAddress, match="use https"):
        connect(url, TOKEN)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "http://localhost:1", "http://[::1]:1", "https://comity.example"]
)
def test_this_machine_and_https_are_good_addresses(url: str) -> None:
    with connect(url, TOKEN) as client:
        assert repr(client) == f"Client({url.rstrip('/')!r})"


@pytest.mark.parametrize(
    "token", ["", " ", "comity_ä", "comity_a\nX-Evil: 1", "two words", "a\x00"]
)
def test_a_text_that_cannot_be_a_token_is_refused_without_repeating_it(token: str) -> None:
    with pytest.raises(WrongToken) as caught:
        connect("http://127.0.0.1:1", token)
    assert str(caught.value).count("\n") == 0
    assert not token.strip() or token.strip() not in str(caught.value)


def test_the_line_end_that_a_file_leaves_on_a_token_is_no_part_of_it(
    town_doors: Doors, to: To
) -> None:
    assert to(f"{town_doors.token()}\r\n").standing()


def test_the_token_is_in_no_text_that_shows(town_doors: Doors, to: To) -> None:
    token = town_doors.token()
    client = to(token, "gossip")
    shown = [repr(client), str(client), repr(client._wire), repr(client.at()), str(vars(client))]
    shown.append(repr(Asker(token, "investigation", "why")))
    for ask in (client.standing, lambda: to(token).entity(NOBODY)):
        with pytest.raises(Refused) as caught:
            ask()
        shown += traceback.format_exception(caught.value)
        shown.append(repr(vars(caught.value)))
    with connect("http://127.0.0.1:1", token) as nobody, pytest.raises(Unreachable) as lost:
        nobody.standing()
    shown += traceback.format_exception(lost.value)
    assert not any(token in text or token[7:] in text for text in shown)


def test_no_proxy_of_the_environment_gets_the_token(
    town_doors: Doors, to: To, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert to(town_doors.token()).standing()


def test_a_redirect_does_not_take_the_token_along() -> None:
    asked: list[str] = []

    def elsewhere(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(302, headers={"Location": "http://evil.example/"})

    wire = over(elsewhere)
    with pytest.raises(Refused):
        wire.get("/v1/standing")
    assert asked == ["http://127.0.0.1:1/v1/standing"]


def test_every_error_is_of_one_family_and_in_the_tree_that_is_drawn() -> None:
    kinds = [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, Exception)
    ]
    assert all(issubclass(kind, ClientError) for kind in kinds)
    assert errors.__doc__ is not None
    assert all(kind.__name__ in errors.__doc__ for kind in kinds)


def test_words_go_out_as_percent_encoded_utf_8(town_doors: Doors, to: To) -> None:
    to(town_doors.token(), "investigation", "rüdes Verhör, дело 7", "C/7").standing()
    told = town_doors.rows()[-1].row
    assert (told.justification, told.case) == ("rüdes Verhör, дело 7", "C/7")
