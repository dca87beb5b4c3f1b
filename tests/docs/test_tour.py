"""The tour and the page of the API, walked as a reader would: every command line is run."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pages import ROOT, blocks, called, command_lines
from served import served

Command = Callable[..., Any]
WHO = ("--as", "r.alvarez", "--justification", "a tour")
# These make demos of their own, which other tests do.
ELSEWHERE = ("demo", "demo data")
# After these an id may be another one: it is that of the smallest record that shows.
CHANGE = ("agreement suspend", "agreement activate", "resolve judge", "resolve withdraw")


class Reader:
    """Follows the tour line by line and puts in what the capitals stand for."""

    def __init__(self, comity: Command) -> None:
        self._comity = comity
        self.told: list[tuple[str, str]] = []
        self._known: dict[str, str] = {}

    def walk(self, lines: list[list[str]]) -> None:
        for words in lines:
            known = [self._meant(word.rstrip(")")) for word in words]
            done = self._comity(*known)
            assert done.code == 0, (words, done.err)
            self.told.append((called(words), done.out))
            if called(words) in CHANGE:
                self._known.clear()

    def heard(self, name: str) -> list[str]:
        """What a command printed, each time it was run."""
        return [out for command, out in self.told if command == name]

    def _meant(self, word: str) -> str:
        found = {
            "BROKER": lambda: self._found("Victor Semtschenko"),
            "TIP": lambda: self._found("FTF-2024-TIP01"),
            "SUSPECT": lambda: self._found("Luca Bianchi"),
            "FIRST": lambda: self._joint("first"),
            "SECOND": lambda: self._joint("second"),
            "REF": lambda: self.heard("resolve judge")[-1].split()[-1],
        }
        if word in found and word not in self._known:
            self._known[word] = str(found[word]())
        return self._known.get(word, word)

    def _found(self, text: str) -> Any:
        return self._comity("search", text, *WHO, "--json").json()["hits"][0]["entity"]

    def _joint(self, end: str) -> Any:
        broker = self._found("Victor Semtschenko")
        return self._comity("resolve", "matches", broker, *WHO, "--json").json()["matches"][0][end]


@pytest.fixture
def reader(comity: Command, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    assert demo.is_dir()
    monkeypatch.chdir(tmp_path)
    return Reader(comity)


def test_every_step_of_the_tour_shows_what_it_says(reader: Reader, tmp_path: Path) -> None:
    lines = [w for w in command_lines(ROOT / "docs" / "tour.md") if called(w) not in ELSEWHERE]
    # Inside a sentence a command may stand without its arguments.
    reader.walk([words for words in lines if len(words) > 2 or words[1:] in (["list"], ["verify"])])
    whole, suspended = reader.heard("entity")
    assert "harbor-so" in whole
    assert "harbor-so" not in suspended
    assert "riverton-pd" in suspended
    assert "phone_used (fusion-tf" in reader.heard("path")[0]
    assert "subscriber (riverton-pd" in reader.heard("path")[0]
    assert "left out: " in reader.heard("centrality")[0]
    assert "family name" in reader.heard("resolve why")[0]
    assert reader.heard("token give")[0].startswith("comity_")
    assert (tmp_path / "around-him.html").read_text("utf-8").startswith("<!doctype html>")
    reader.walk([["entity", "BROKER", *WHO]])
    assert reader.heard("entity")[-1] == whole


def test_a_judgement_of_the_tour_parts_and_its_withdrawal_joins(reader: Reader) -> None:
    judged = ["resolve", "judge", "FIRST", "SECOND", "different", *WHO]
    reader.walk([["entity", "BROKER", *WHO], judged, ["entity", "BROKER", *WHO]])
    before, parted = reader.heard("entity")
    assert len(parted.splitlines()) < len(before.splitlines())
    reader.walk([["resolve", "withdraw", "REF", *WHO], ["entity", "BROKER", *WHO]])
    assert reader.heard("entity")[-1] == before


@pytest.fixture
def address(comity: Command, demo: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server of the demo, with tokens for an analyst and for a source's program."""
    if shutil.which("curl") is None:
        pytest.skip("no curl on this machine: install the package `curl`")
    give = ("token", "give", "r.alvarez", "--agency", "riverton-pd", "--scope", "read")
    for name, role in (("TOKEN", "analyst"), ("WRITER", "writer")):
        words = (*give, "--scope", "write", "--role", role, "--purpose", "investigation")
        made = comity(*words, "--json").json()
        monkeypatch.setenv(name, made["token"])
    with served(demo / "data") as server:
        yield server.root


@pytest.mark.parametrize("page", ["api.md", "tour.md"])
def test_every_curl_line_is_answered(address: str, page: str) -> None:
    asked = [block.text for block in blocks(ROOT / "docs" / page) if "curl -s" in block.text]
    # Nobody has the password that the page stands in for; signing in has tests of its own.
    asked = [text for text in asked if "/v1/sign-in" not in text]
    assert len(asked) == {"api.md": 3, "tour.md": 1}[page]
    for text in asked:
        line = text[text.index("curl -s") :].replace("http://127.0.0.1:8351/", address)
        done = subprocess.run(
            ["sh", "-c", line.replace("curl -s", "curl --silent --fail-with-body")],
            capture_output=True, text=True, check=False, env=os.environ,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        assert set(json.loads(done.stdout)) & {"standing", "accepted"}
