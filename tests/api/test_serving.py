"""Starting a server: what is in the way is told in one line, and the exit code says so."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from served import served

from comity.api.errors import NotLoopback, PortInUse
from comity.api.serve import bind
from comity.api.settings import SETTINGS_FILE, Settings, StoreSettings, settings_text
from comity.graph.neo4j_server import Neo4jServer

Command = Callable[..., Any]


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which another program listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield int(listening.getsockname()[1])


@pytest.fixture
def silent() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def kept_in_neo4j(town: Path, uri: str) -> None:
    """Have an installation keep its graph in a Neo4j server."""
    store = StoreSettings(kind="neo4j", uri=uri)
    (town / SETTINGS_FILE).write_text(settings_text(Settings(agency="riverton-pd", store=store)))


def test_a_port_in_use_is_one_line_and_the_same_command_works_on_a_free_one(
    town: Path, taken: int
) -> None:
    command = [sys.executable, "-m", "comity.api.cli", "serve", "-C", str(town), "--port"]
    told = subprocess.run(
        [*command, str(taken)], capture_output=True, text=True, timeout=120, check=False
    )
    assert (told.returncode, told.stdout, told.stderr.count("\n")) == (1, "", 1)
    assert f"port {taken} on 127.0.0.1 is in use" in told.stderr
    assert "Traceback" not in told.stderr
    with served(town) as server:
        assert httpx.get(server.root + "healthz").status_code == 200


def test_the_port_is_refused_before_anything_is_opened(taken: int) -> None:
    with pytest.raises(PortInUse, match=str(taken)):
        bind("127.0.0.1", taken)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "", "example.org"])
def test_no_address_that_another_machine_reaches_is_served(host: str) -> None:
    with pytest.raises(NotLoopback):
        bind(host, 0)


def test_settings_that_name_such_an_address_are_refused_with_file_and_line(
    town: Path, comity: Command
) -> None:
    text = (town / SETTINGS_FILE).read_text().replace("127.0.0.1", "0.0.0.0")
    (town / SETTINGS_FILE).write_text(text)
    told = comity("serve", "-C", town, "--port", 0)
    assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)
    assert f"{SETTINGS_FILE}, line" in told.err


@pytest.mark.parametrize("words", ["serve --port 0", "graph load", "graph stats", "graph rebuild"])
def test_a_neo4j_that_is_down_is_one_line(
    town: Path, comity: Command, monkeypatch: pytest.MonkeyPatch, words: str, silent: int
) -> None:
    kept_in_neo4j(town, f"bolt://127.0.0.1:{silent}")
    monkeypatch.setenv("COMITY_NEO4J_PASSWORD", "secret-of-the-house")
    told = comity(*words.split(), "-C", town)
    assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)
    assert f"bolt://127.0.0.1:{silent} does not answer" in told.err
    assert "secret-of-the-house" not in told.err


def test_a_password_that_nobody_gave_is_one_line_that_names_the_variable(
    town: Path, comity: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_in_neo4j(town, "bolt://127.0.0.1:1")
    monkeypatch.delenv("COMITY_NEO4J_PASSWORD", raising=False)
    told = comity("serve", "-C", town, "--port", 0)
    assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)
    assert "set COMITY_NEO4J_PASSWORD" in told.err


@pytest.mark.neo4j
@pytest.mark.parametrize("words", ["serve --port 0", "graph load", "graph load --to {uri}"])
def test_a_neo4j_that_refuses_the_password_is_one_line(
    town: Path,
    comity: Command,
    monkeypatch: pytest.MonkeyPatch,
    neo4j_server: Neo4jServer,
    words: str,
) -> None:
    kept_in_neo4j(town, neo4j_server.uri)
    monkeypatch.setenv("COMITY_NEO4J_PASSWORD", "a-guess-of-mine")
    told = comity(*words.format(uri=neo4j_server.uri).split(), "-C", town)
    assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)
    assert "password" in told.err
    assert "a-guess-of-mine" not in told.err


def test_a_folder_that_is_no_installation_is_one_line(tmp_path: Path, comity: Command) -> None:
    told = comity("serve", "-C", tmp_path)
    assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)
    assert "comity init" in told.err


@pytest.mark.parametrize("name", ["ledger.db", "audit.db", "id.key"])
def test_a_server_that_lacks_a_file_of_its_own_does_not_start(
    town: Path, comity: Command, name: str
) -> None:
    os.remove(town / name)
    told = comity("serve", "-C", town, "--port", 0)
    assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)
    assert name in told.err
    assert not (town / name).exists()
