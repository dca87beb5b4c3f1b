"""Other machines are served with a certificate only, under the name that it is for."""

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from certificates import write_certificate
from doors import Doors, opened
from pydantic import ValidationError
from town import make_town

from comity.api.certificates import certificate_files
from comity.api.errors import InstallationError, NotLoopback
from comity.api.serve import bind
from comity.api.settings import DemoSettings, Settings
from comity.api.settings_people import TlsSettings

TLS = TlsSettings(certificate="localhost.pem", key="localhost.key", name="localhost")


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """A town, served with a certificate."""
    data = make_town(tmp_path_factory.mktemp("tls") / "data", tls=TLS)
    write_certificate(data)
    with opened(data) as served:
        yield served


@pytest.fixture
def trusting(encrypted: Doors) -> Iterator[httpx.Client]:
    """A client that trusts the certificate, with a token."""
    context = ssl.create_default_context(cafile=encrypted.installation.folder / "localhost.pem")
    headers = {"Authorization": f"Bearer {encrypted.token()}", "Comity-Justification": "a%20test"}
    with httpx.Client(verify=context, base_url=encrypted.root, headers=headers) as client:
        yield client


def test_a_server_with_a_certificate_answers_encrypted(
    encrypted: Doors, trusting: httpx.Client
) -> None:
    assert encrypted.root.startswith("https://localhost:")
    answer = trusting.get("/v1/standing")
    assert answer.status_code == 200
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


def test_a_server_with_a_certificate_answers_nothing_in_the_clear(encrypted: Doors) -> None:
    with pytest.raises(httpx.TransportError):
        httpx.get(encrypted.root.replace("https", "http"))


def test_its_own_pages_may_write_and_those_of_its_unencrypted_name_may_not(
    trusting: httpx.Client,
) -> None:
    own = str(trusting.base_url).rstrip("/")
    for origin, status in ((own, 200), (own.replace("https", "http"), 403)):
        answer = trusting.post("/v1/search", json={"text": "x"}, headers={"Origin": origin})
        assert answer.status_code == status


def test_a_name_that_the_certificate_is_not_for_is_refused(trusting: httpx.Client) -> None:
    answer = trusting.get("/v1/standing", headers={"Host": "comity.example"})
    assert answer.status_code == 421


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "comity.example", "::"])
def test_beyond_this_machine_nothing_listens_without_a_certificate(host: str) -> None:
    with pytest.raises(ValidationError, match="set tls first"):
        Settings(agency="a", host=host)
    with pytest.raises(NotLoopback, match=r"tls\.certificate"):
        bind(host, 0)


def test_with_a_certificate_any_address_of_this_machine_is_listened_on() -> None:
    assert Settings(agency="a", host="0.0.0.0", tls=TLS).host == "0.0.0.0"
    bind("0.0.0.0", 0, TLS).close()


@pytest.mark.parametrize("missing", ["certificate", "key", "name"])
def test_half_of_a_certificate_is_refused(missing: str) -> None:
    told = TLS.model_dump() | {missing: ""}
    with pytest.raises(ValidationError, match="all three"):
        TlsSettings(**told)


def test_a_demonstration_is_for_this_machine_alone() -> None:
    with pytest.raises(ValidationError, match="demonstration"):
        Settings(agency="a", host="0.0.0.0", tls=TLS, demo=DemoSettings())


def _gone(folder: Path) -> None:
    (folder / "localhost.key").unlink()


def _open_to_others(folder: Path) -> None:
    (folder / "localhost.key").chmod(0o644)


def _of_another(folder: Path) -> None:
    _, key = write_certificate(folder, "other")
    key.replace(folder / "localhost.key")


def _garbled(folder: Path) -> None:
    (folder / "localhost.pem").write_text("no certificate")


@pytest.mark.parametrize("spoil", [_gone, _open_to_others, _of_another, _garbled])
def test_a_certificate_that_cannot_be_used_is_one_sentence(tmp_path: Path, spoil: Any) -> None:
    write_certificate(tmp_path)
    spoil(tmp_path)
    with pytest.raises(InstallationError, match=r"localhost\.(pem|key)"):
        certificate_files(tmp_path, TLS)
