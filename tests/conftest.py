"""What all tests share: browser, Neo4j server, shared data sets, a demo, and the commands."""

import json
import os
import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from comity.api.cli import run

pytest_plugins = [
    "browser_fixture", "doors_fixture", "neo4j_fixture", "spark_fixture", "workspace_fixture",
    "world_fixture",
]  # fmt: skip
PEOPLE = "200"


def pytest_configure() -> None:
    """A job in the background ignores Ctrl-C, and so would every server that tests start."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared data sets beside the repository, or the reason to skip."""
    default = Path(__file__).resolve().parents[2] / "shared"
    folder = Path(os.environ.get("COMITY_SHARED", default)) / "data"
    if not folder.is_dir():
        pytest.skip(f"no shared data sets here: set COMITY_SHARED (looked in {default})")
    return folder


@dataclass(frozen=True)
class Told:
    """What a command left: its exit code, its results and what it said beside them."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """The results as JSON."""
        assert self.code == 0, self.err
        return json.loads(self.out)


Command = Callable[..., Told]


@pytest.fixture
def comity(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs one command line as `comity` would, in this process."""
    monkeypatch.delenv("COMITY_DEBUG", raising=False)

    def command(*arguments: object) -> Told:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Told(code, said.out, said.err)

    return command


@pytest.fixture(scope="session")
def made_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo of 200 people, made once: files, data, chart.html, figures.json. Only to be read."""
    folder = tmp_path_factory.mktemp("demo")
    assert run(["demo", "--no-serve", "--people", PEOPLE, "--folder", str(folder)]) == 0
    return folder


@pytest.fixture
def demo(made_demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A demo of one's own to change; commands find its data folder by themselves."""
    folder = tmp_path / "demo"
    shutil.copytree(made_demo, folder)
    monkeypatch.setenv("COMITY_FOLDER", str(folder / "data"))
    return folder
