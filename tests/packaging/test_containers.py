"""The containers: what compose and the image say holds together; no engine is needed for that."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from comity.api.settings import Settings, read_settings
from comity.graph.neo4j_server import VERSIONS, Neo4jServer

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")
TOLD = {"COMITY_AGENCY": "riverton-pd", "COMITY_NEO4J_PASSWORD": "eight letters"}


def test_the_neo4j_image_is_the_version_that_the_tests_run_on() -> None:
    assert SERVICES["neo4j"]["image"] == f"neo4j:{VERSIONS[25]}-community"


def test_no_port_is_open_to_other_machines() -> None:
    published = [port for service in SERVICES.values() for port in service.get("ports", ())]
    assert published == ["127.0.0.1:7687:7687"]
    assert SERVICES["api"]["network_mode"] == "host"
    assert Settings(agency="a").host == "127.0.0.1"


def test_nothing_starts_without_a_password_from_the_environment() -> None:
    secrets = [
        value
        for service in SERVICES.values()
        for name, value in service["environment"].items()
        if "PASSWORD" in name or "AUTH" in name
    ]
    assert len(secrets) == 2
    assert all("${COMITY_NEO4J_PASSWORD:?" in value for value in secrets)


def test_every_service_is_watched_and_keeps_its_data_in_a_volume() -> None:
    for name, service in SERVICES.items():
        assert service["healthcheck"]["test"][0] == "CMD", name
        assert [volume.split(":")[0] in COMPOSE["volumes"] for volume in service["volumes"]]
    assert SERVICES["api"]["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    watched = f"http://127.0.0.1:{Settings(agency='a').port}/healthz"
    assert watched in SERVICES["api"]["healthcheck"]["test"][-1]


def test_compose_reads_the_file_and_refuses_it_without_a_password() -> None:
    if not _has_compose():
        pytest.skip("no `docker compose` on this machine: install the compose plugin")
    good = _compose({**os.environ, **TOLD})
    assert good.returncode == 0, good.stderr
    bare = {name: text for name, text in os.environ.items() if not name.startswith("COMITY_")}
    assert "COMITY_NEO4J_PASSWORD" in _compose({**bare, "COMITY_AGENCY": "riverton-pd"}).stderr


def test_what_the_image_copies_is_there_and_let_through() -> None:
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    allowed = [line.removeprefix("!") for line in lines if line.startswith("!")]
    copied = [
        name
        for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.M)
        for name in line.split()[:-1]
        if not name.startswith("--")
    ]
    assert all((ROOT / name).exists() for name in copied)
    assert [name for name in copied if not any(fnmatch(name, let) for let in allowed)] == []
    rooms = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    assert set(rooms["package-dir"].values()) <= set(copied)


def test_the_image_runs_as_a_plain_user_and_checks_every_hash() -> None:
    assert re.findall(r"^USER (.+)$", DOCKERFILE, re.M) == ["comity"]
    installs = re.findall(r"pip install.*?(?:&& |\n(?! ))", DOCKERFILE, re.S)
    assert len(installs) == 3
    assert all("--require-hashes" in line or "dist/comity-" in line for line in installs)


def test_the_tools_that_build_the_image_are_read_out_of_the_lock() -> None:
    wanted = re.search(r"RUN (sed .+?) > tools.lock", DOCKERFILE)
    assert wanted is not None
    told = subprocess.run(
        ["sh", "-c", wanted[1]], cwd=ROOT, capture_output=True, text=True, check=True
    )
    entries = [line for line in told.stdout.splitlines() if "==" in line]
    assert [entry.split("==")[0] for entry in entries] == ["setuptools", "uv"]
    hashes = [line for line in told.stdout.splitlines() if "--hash=sha256:" in line]
    assert len(hashes) + len(entries) == len(told.stdout.splitlines())


@pytest.mark.neo4j
def test_the_container_makes_its_installation_once_and_serves(
    neo4j_server: Neo4jServer, tmp_path: Path
) -> None:
    folder = tmp_path / "volume" / "data"
    folder.parent.mkdir()
    with _started(folder, neo4j_server) as address:
        assert httpx.get(f"{address}healthz").json() == {"status": "alive"}
    key = (folder / "id.key").read_bytes()
    store = read_settings(folder).store
    assert (store.kind, store.uri) == ("neo4j", neo4j_server.uri)
    assert {store.password_from, *TOLD} <= set(SERVICES["api"]["environment"])
    with _started(folder, neo4j_server):
        assert (folder / "id.key").read_bytes() == key


@pytest.mark.parametrize("missing", sorted(TOLD))
def test_the_container_refuses_to_start_half_told(tmp_path: Path, missing: str) -> None:
    told = {name: text for name, text in TOLD.items() if name != missing}
    place = {"COMITY_FOLDER": str(tmp_path / "data"), "COMITY_NEO4J_URI": "bolt://127.0.0.1:7687"}
    done = subprocess.run(
        [ROOT / "deploy" / "start"], env={"PATH": os.environ["PATH"], **place, **told},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert missing in done.stderr
    assert not (tmp_path / "data").exists()


@contextmanager
def _started(folder: Path, server: Neo4jServer) -> Iterator[str]:
    """The container's own script on a free port of this machine; its address."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    told = {"COMITY_NEO4J_URI": server.uri, "COMITY_NEO4J_PASSWORD": server.password}
    process = subprocess.Popen(
        [ROOT / "deploy" / "start", "--port", "0"],
        env={"PATH": path, "COMITY_FOLDER": str(folder), **TOLD, **told, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            assert address.startswith("http"), process.communicate()[1]
            yield address
        finally:
            process.terminate()


def _has_compose() -> bool:
    if shutil.which("docker") is None:
        return False
    done = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False)
    return done.returncode == 0


def _compose(environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["docker", "compose", "-f", ROOT / "docker-compose.yml", "config", "--quiet"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
