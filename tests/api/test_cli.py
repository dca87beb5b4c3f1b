"""The command line's promises: help, JSON, exit codes, one sentence on stderr."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from comity.api import cli

Command = Callable[..., Any]
# These leave a file, a state or a running server; there is no result to print as JSON.
WITHOUT_JSON = {
    *("agreement put", "agreement suspend", "agreement activate", "agreement end"),
    "agreement purged",
    *("agreement key", "agreement offer", "agreement schema", "agreement show", "agreement sign"),
    "agreement trust",
    *("audit check-proof", "audit checkpoint", "audit prove", "audit verify", "audit witness"),
    *("backup-key", "chart draw", "export", "ingest draft", "quarantine mend", "resolve withdraw"),
    *("retention hold", "retention release", "retention suspicion", "retention validate"),
    *("resolve model use", "resolve model withdraw", "serve", "token revoke"),
    *("score check", "score put", "score schema", "score sign"),
    *("user disable", "user enable", "user role", "user training", "user case"),
    "user task-force",
}


def commands(group: Any, names: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every command under a group, by the words that call it."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*names, name))
        else:
            yield " ".join((*names, name)), command


ALL = dict(commands(typer.main.get_command(cli.app)))
GROUPS = {name.rsplit(" ", 1)[0] for name in ALL if " " in name}


@pytest.mark.parametrize("words", ["", *sorted({*ALL, *GROUPS})])
def test_every_command_says_what_it_does(comity: Command, words: str) -> None:
    told = comity(*words.split(), "--help")
    assert told.code == 0
    assert "Usage: comity" in told.out


@pytest.mark.parametrize("words", sorted(ALL))
def test_every_command_that_prints_results_prints_json_too(words: str) -> None:
    options = {option for parameter in ALL[words].params for option in parameter.opts}
    assert ("--json" in options) == (words not in WITHOUT_JSON)


@pytest.mark.parametrize("words", sorted(ALL))
def test_every_option_has_help(words: str) -> None:
    silent = [each.name for each in ALL[words].params if each.name != "help" and not each.help]
    assert silent in ([], ["source", "target"])


@pytest.mark.parametrize(
    "wrong", [["serach"], ["search"], ["demo", "--peple", "5"], ["init"], ["graph", "load", "x"]]
)
def test_wrong_use_is_code_2_and_one_line(comity: Command, wrong: list[str]) -> None:
    told = comity(*wrong)
    assert (told.code, told.out, told.err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    "words", [["doctor"], ["graph", "stats"], ["search", "x", "--as", "a", "--justification", "b"]]
)
def test_a_missing_installation_is_one_sentence_with_the_way_out(
    comity: Command, tmp_path: Path, words: list[str]
) -> None:
    told = comity(*words, "--folder", tmp_path)
    assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)
    assert f"comity init {tmp_path}" in told.err


def test_an_unknown_error_is_one_line_that_says_how_to_see_more(
    comity: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli.cli_setup, "examine", lambda _: 1 / 0)
    comity("init", tmp_path / "data", "--agency", "riverton-pd")
    told = comity("doctor", "-C", tmp_path / "data")
    assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)
    assert "COMITY_DEBUG=1" in told.err
    monkeypatch.setenv("COMITY_DEBUG", "1")
    assert "Traceback" in comity("doctor", "-C", tmp_path / "data").err


def test_an_interrupt_is_one_sentence_and_code_130(
    comity: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.cli_demo, "write_demo", interrupted)
    told = comity("demo", "data", "--out", tmp_path)
    assert (told.code, told.out, told.err.count("\n")) == (130, "", 1)


def test_a_port_in_use_is_told_before_any_work(comity: Command, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = comity("demo", "--folder", tmp_path / "demo", "--port", port)
    assert told.code == 1
    assert f"port {port}" in told.err
    assert not (tmp_path / "demo").exists()


def test_the_version_is_the_distributions(comity: Command) -> None:
    assert comity("--version").out == "comity 0.1.0\n"
