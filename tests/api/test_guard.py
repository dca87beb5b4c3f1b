"""The guard: this machine only, this server's pages only, and no body past the limit."""

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from doors import Doors, opened
from town import make_town

from comity.api.problems import MEDIA_TYPE

JSON = {"Content-Type": "application/json"}
ALWAYS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """A server that takes bodies of 1,024 bytes and no more."""
    data = make_town(tmp_path_factory.mktemp("narrow") / "data", body_limit=1024)
    with opened(data) as served:
        yield served


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:80", "[::1]:8351"])
def test_a_host_that_is_this_machine_is_let_in(town_doors: Doors, host: str) -> None:
    assert town_doors.asker().get("/v1/standing", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["comity.example", "127.0.0.1.example", "localhost.example", "0.0.0.0", "127.0.0.2", "[::1",
     "user@127.0.0.1@evil.example", "localhost, evil.example"],
)  # fmt: skip
def test_any_other_host_is_refused_so_that_no_name_can_be_bound_to_us(
    town_doors: Doors, host: str
) -> None:
    answer = town_doors.asker().get("/v1/standing", headers={"Host": host})
    assert answer.status_code in (400, 421)
    assert "counts" not in answer.text


def test_a_request_of_two_hosts_is_refused(town_doors: Doors) -> None:
    said = _raw(town_doors, b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: localhost\r\n\r\n")
    assert b" 200 " not in said.split(b"\r\n")[0]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["POST", "DELETE", "PUT", "PATCH"])
def test_a_page_of_another_site_may_not_write_here(
    town_doors: Doors, method: str, headers: dict[str, str]
) -> None:
    ann, before = town_doors.asker(), town_doors.last()
    answer = ann.request(method, "/v1/search", json={"text": "Brandt"}, headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:comity:problem:wrong-origin")
    assert town_doors.rows(before) == []


def test_a_page_of_this_server_and_a_program_may_write(town_doors: Doors) -> None:
    own = town_doors.root.rstrip("/")
    for headers in ({}, {"Origin": own}, {"Sec-Fetch-Site": "same-origin", "Origin": own},
                    {"Sec-Fetch-Site": "same-origin", "Origin": "null"}):  # fmt: skip
        answer = town_doors.asker().post("/v1/search", json={"text": "x"}, headers=headers)
        assert answer.status_code == 200


def test_a_body_past_the_limit_is_refused_by_its_announced_length(narrow: Doors) -> None:
    ann = narrow.asker()
    assert ann.post("/v1/search", content=_padded(1024), headers=JSON).status_code == 200
    answer = ann.post("/v1/search", content=_padded(1025), headers=JSON)
    assert (answer.status_code, answer.headers["content-type"]) == (413, MEDIA_TYPE)
    assert "1,024 bytes" in answer.json()["detail"]


def test_a_body_that_announces_no_length_is_refused_where_it_passes_the_limit(
    narrow: Doors,
) -> None:
    def parts(count: int) -> Iterator[bytes]:
        yield _padded(1000)
        for _ in range(count):
            yield b" "

    ann = narrow.asker()
    assert ann.post("/v1/search", content=parts(24), headers=JSON).status_code == 200
    answer = ann.post("/v1/search", content=parts(25), headers=JSON)
    assert (answer.status_code, answer.headers["content-type"]) == (413, MEDIA_TYPE)


def test_a_body_that_stops_half_way_asks_nothing_and_harms_nobody(narrow: Doors) -> None:
    before = narrow.last()
    token = narrow.token()
    with socket.create_connection(("127.0.0.1", httpx.URL(narrow.root).port or 0)) as half:
        half.sendall(
            b"POST /v1/search HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            b"Comity-Justification: a\r\nContent-Length: 900\r\n"
            b"Authorization: Bearer " + token.encode() + b'\r\n\r\n{"te'
        )
    assert narrow.asker().get("/v1/standing").status_code == 200
    assert [stored.row.action for stored in narrow.rows(before)] == ["standing"]


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/healthz"), ("GET", "/"), ("GET", "/openapi.json"), ("GET", "/v1/standing"),
     ("GET", "/nowhere"), ("PUT", "/v1/search"), ("GET", "/v1/chart"), ("POST", "/v1/search")],
)  # fmt: skip
def test_every_response_forbids_keeping_sniffing_and_foreign_content(
    town_doors: Doors, method: str, path: str
) -> None:
    for client in (town_doors.client(), town_doors.asker()):
        headers = client.request(method, path).headers
        assert ALWAYS.items() <= headers.items()
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert "server" not in headers
        assert "access-control-allow-origin" not in headers


def test_a_chart_runs_only_its_own_scripts_in_a_sandbox(town_doors: Doors) -> None:
    policy = town_doors.asker().get("/v1/chart").headers["content-security-policy"]
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
    assert rules["sandbox"] == "allow-scripts"
    assert all(word.startswith("'sha256-") for word in rules["script-src"].split())
    assert "connect-src" not in rules  # so that default-src 'none' holds for it
    assert rules["form-action"] == rules["base-uri"] == "'none'"


def _padded(size: int) -> bytes:
    body = b'{"text": "Brandt"}'
    return body + b" " * (size - len(body))


def _raw(doors: Doors, sent: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", httpx.URL(doors.root).port or 0)) as wire:
        wire.sendall(sent)
        return wire.recv(4096)


def test_the_page_says_that_it_is_there_and_shows_nothing(town: Path) -> None:
    with opened(town) as doors:
        page = doors.client().get("/")
        assert page.status_code == 200
        assert "Brandt" not in page.text
        assert doors.client().get("/healthz").json() == {"status": "alive"}
        assert doors.rows() == []
