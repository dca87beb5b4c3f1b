"""What `make` would do, asked without doing it."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def would_do(target: str) -> str:
    done = subprocess.run(
        ["make", "--dry-run", "--always-make", target],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_cleaning_takes_the_demo_and_spares_installations() -> None:
    doomed = would_do("clean").split()
    assert ".comity/demo" in doomed
    assert ".comity" not in doomed


def test_everything_that_is_installed_has_a_hash_in_the_lock() -> None:
    installs = [line for line in would_do("setup").splitlines() if "pip install" in line]
    assert len(installs) == 2
    assert "--require-hashes" in installs[0]
    assert "--no-deps" in installs[1]
    assert "uv pip sync" in would_do("setup")
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    entries = lock.replace("\\\n", " ").strip().splitlines()
    assert len(entries) > 100
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in lock


def test_both_commands_of_the_readme_do_all_the_setting_up() -> None:
    for target in ("demo", "test"):
        assert "requirements.lock" in would_do(target)
    ci = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "make test" in ci
