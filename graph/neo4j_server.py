"""A Neo4j server of one's own without containers: fetched by Maven, started on loopback.

For tests, benchmarks and single machines; a shared server is run as docs/operations.md says.
"""

import os
import re
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import neo4j
from neo4j.exceptions import ServiceUnavailable, TransientError

from comity.graph.errors import GraphError

READY_SECONDS = 120
FETCH_SECONDS = 900
# Server versions seen to run on these Java versions, the better first.
VERSIONS = {25: "2026.01.4", 21: "5.26.30", 17: "5.26.30"}
# Graph Data Science as it is documented to go with each.
GDS = {"2026.01.4": "2.26.0", "5.26.30": "2.13.9"}
# What it needs beside what the server has of its own.
_OF_GDS = (
    "org.neo4j.gds", "com.carrotsearch", "com.fasterxml.jackson.dataformat", "com.github.chrisvest",
    "de.siegmar", "org.agrona", "org.apache.commons", "org.ejml", "org.hdrhistogram",
    "org.opencypher", "org.openjdk.jol", "org.reflections",
)  # fmt: skip
_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent", "java.lang")
# A test that gives a wrong password must not lock the next one out; nobody else gets here, and
# the password is random.
_CONF = """\
dbms.security.auth_max_failed_attempts=0
server.bolt.listen_address=127.0.0.1:{bolt}
server.http.listen_address=127.0.0.1:{http}
server.https.enabled=false
server.memory.heap.initial_size={heap}m
server.memory.heap.max_size={heap}m
server.memory.pagecache.size=256m
dbms.usage_report.enabled=false
dbms.security.procedures.unrestricted=gds.*
"""


class NoServer(GraphError):
    """A Neo4j server cannot be had here; the text says what is missing."""


@dataclass(frozen=True, slots=True)
class Java:
    """A Java runtime and its major version."""

    home: Path
    version: int


@dataclass
class Neo4jServer:
    """A running server: where it answers, its password, and its process."""

    uri: str
    password: str
    process: "subprocess.Popen[bytes]"

    def stop(self) -> None:
        """Stop it by its process id, politely first."""
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def find_java() -> Java:
    """The newest Java that a known server version runs on; raises NoServer."""
    homes = [os.environ.get("JAVA_HOME", ""), *map(str, Path("/usr/lib/jvm").glob("*"))]
    if (found := shutil.which("java")) is not None:
        homes.append(str(Path(found).resolve().parents[1]))
    usable = [java for home in homes if home and (java := _java_at(Path(home))) is not None]
    if not usable:
        raise NoServer(f"no Java {' or '.join(map(str, VERSIONS))} here: install a JDK")
    return max(usable, key=lambda java: java.version)


def fetch_server(folder: Path, java: Java, pom: Path) -> Path:
    """The folder with the server's jars, fetched by Maven the first time; raises NoServer."""
    version = VERSIONS[java.version]
    return _fetched(folder / f"neo4j-{version}", "lib", pom, [f"-Dneo4j.version={version}"])


def fetch_gds(folder: Path, java: Java, pom: Path) -> Path:
    """The folder with the jars of Graph Data Science that go with the server's version."""
    version = GDS[VERSIONS[java.version]]
    own = [f"-Dgds.version={version}", f"-DincludeGroupIds={','.join(_OF_GDS)}"]
    return _fetched(folder / f"gds-{version}", "plugins", pom, own) / "plugins"


def _fetched(home: Path, inner: str, pom: Path, settings: Sequence[str]) -> Path:
    if (home / "complete").exists():
        return home
    if shutil.which("mvn") is None:
        raise NoServer(f"no Maven here to fetch {home.name} with: install `maven`")
    command = ["mvn", "-q", "-B", "-f", str(pom), *settings,
               "dependency:copy-dependencies", f"-DoutputDirectory={home / inner}"]  # fmt: skip
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=FETCH_SECONDS, check=False
    )
    if done.returncode:
        raise NoServer(f"Maven could not fetch {home.name}: {done.stdout.strip()[-300:]}")
    (home / "complete").touch()
    return home


def start_server(
    jars: Path,
    data: Path,
    java: Java,
    password: str = "",
    *,
    plugins: Path | None = None,
    heap_mb: int = 512,
) -> Neo4jServer:
    """Start a server with its own data folder on free ports of 127.0.0.1, and wait for it.

    One that was started before needs the password that it had then.
    """
    bolt, conf = _free_port(), data / "conf"
    conf.mkdir(parents=True, exist_ok=True)
    told = _CONF.format(bolt=bolt, http=_free_port(), heap=heap_mb)
    (conf / "neo4j.conf").write_text(told + _plugins(plugins), "utf-8")
    base = _command(jars, data, java, heap_mb, plugins)
    password = password or _first_password(base, data)
    main = "CommunityEntryPoint" if VERSIONS[java.version].startswith("5") else "Neo4jCommunity"
    with (data / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [*base, f"org.neo4j.server.{main}", f"--home-dir={data}", f"--config-dir={conf}"],
            stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=_environment(data),
        )  # fmt: skip
    server = Neo4jServer(f"bolt://127.0.0.1:{bolt}", password, process)
    _wait(server, data)
    return server


def forget_store(data: Path) -> None:
    """Delete a stopped server's graph with its transaction logs; its users stay.

    Community edition has no other way: it neither prunes its log on demand nor overwrites what
    is deleted. The server makes an empty graph when it starts again.
    """
    for folder in ("databases", "transactions"):
        shutil.rmtree(data / "data" / folder / "neo4j")


def _first_password(base: Sequence[str], data: Path) -> str:
    # Of digits and letters alone: one that began with a dash would be taken for an option.
    password = secrets.token_hex(16)
    admin = [*base, "org.neo4j.cli.AdminTool", "dbms", "set-initial-password", password]
    done = subprocess.run(
        admin, capture_output=True, text=True, env=_environment(data), check=False
    )
    if done.returncode:
        raise NoServer(f"Neo4j could not set its first password: {done.stderr.strip()[-300:]}")
    return password


def _wait(server: Neo4jServer, data: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and server.process.poll() is None:
        if _answers(server):
            return
        time.sleep(0.2)
    server.stop()
    tail = (data / "server.log").read_text("utf-8", "replace").strip()[-400:]
    raise NoServer(f"Neo4j did not start: {tail}")


def _answers(server: Neo4jServer) -> bool:
    with neo4j.GraphDatabase.driver(server.uri, auth=("neo4j", server.password)) as driver:
        try:
            driver.verify_connectivity()
        except (ServiceUnavailable, TransientError):
            return False
    return True


def _plugins(plugins: Path | None) -> str:
    return "" if plugins is None else f"server.directories.plugins={plugins}\n"


def _command(jars: Path, data: Path, java: Java, heap_mb: int, plugins: Path | None) -> list[str]:
    opened = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED]
    newer = ["--sun-misc-unsafe-memory-access=allow", "--add-modules=jdk.incubator.vector"]
    places = [f"{jars / 'lib'}/*", str(data / "conf")]
    return [
        str(java.home / "bin" / "java"),
        f"-Xmx{heap_mb}m",
        *opened,
        "--enable-native-access=ALL-UNNAMED",
        *(newer if java.version >= 25 else ()),
        "-cp",
        ":".join(places if plugins is None else [f"{plugins}/*", *places]),
    ]


def _environment(data: Path) -> dict[str, str]:
    return {**os.environ, "NEO4J_HOME": str(data), "NEO4J_CONF": str(data / "conf")}


def _java_at(home: Path) -> Java | None:
    release = home / "release"
    if not (home / "bin" / "java").exists() or not release.exists():
        return None
    found = re.search(r'JAVA_VERSION="(\d+)', release.read_text("utf-8", "replace"))
    version = int(found[1]) if found else 0
    return Java(home, version) if version in VERSIONS else None


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])
