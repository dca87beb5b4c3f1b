"""The wheel holds every module and data file, and works away from the checkout."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("sharing", "resolve", "graph", "ingest", "analytics", "casework", "api", "client")
# Run in a folder without the checkout: the wheel's modules must not lean on it.
IMPORT_ALL = """
import importlib, pathlib, sys
at, names = pathlib.Path(sys.argv[1]), sys.argv[2:]
for name in names:
    found = pathlib.Path(importlib.import_module(name).__file__)
    assert found.is_relative_to(at), f"{name} comes from {found}"
from comity.graph.vocabulary import vocabulary
from comity.resolve import default_model
from comity.ingest import write_demo
vocabulary(), default_model(), write_demo(at / "demo", people=50)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as a release would be, from a copy: a build leaves files in its folder."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("dist")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    for room in ROOMS:
        shutil.copytree(ROOT / room, source / room, ignore=shutil.ignore_patterns("__pycache__"))
    built = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, source],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stdout[-2000:] + built.stderr[-2000:]
    return next(out.glob("comity-*.whl"))


def test_the_wheel_holds_every_file_of_every_room(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        held = {name for name in packed.namelist() if name.startswith("comity/")}
    wanted = {
        f"comity/{path.relative_to(ROOT).as_posix()}"
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert held == wanted


def test_every_module_imports_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path)
        names = [
            name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            for name in packed.namelist()
            if name.endswith(".py")
        ]
    assert len(names) > 100
    done = subprocess.run(
        [sys.executable, "-P", "-c", IMPORT_ALL, tmp_path, *names],
        capture_output=True, text=True, cwd=tmp_path, check=False,
        env={"PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]


def test_the_wheel_says_its_licence_and_its_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        text = {Path(name).name: name for name in packed.namelist() if ".dist-info/" in name}
        assert "comity = comity.api.cli:main" in packed.read(text["entry_points.txt"]).decode()
        assert b"Apache License" in packed.read(text["LICENSE"])
        assert b"License-Expression: Apache-2.0" in packed.read(text["METADATA"])
