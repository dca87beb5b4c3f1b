"""The pages as tests read them: their text, their fenced blocks, the commands in them."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import typer

from comity.api import cli

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(
    [
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
        *(ROOT / "docs").rglob("*.md"),
    ]
)
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
_INLINE = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True)
class Block:
    """One fenced block: which page, which language, and its text."""

    page: Path
    language: str
    text: str


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page."""
    found = _BLOCK.findall(page.read_text("utf-8"))
    return [Block(page, language, text) for language, text in found]


def prose(page: Path) -> str:
    """A page without its fenced blocks."""
    return _BLOCK.sub("", page.read_text("utf-8"))


def lines_of(block: Block) -> Iterator[list[str]]:
    """The command lines of a block as words, continued ones joined."""
    for line in block.text.replace("\\\n", " ").splitlines():
        try:
            words = shlex.split(line, comments=True)
        except ValueError:  # a text over several lines, such as JSON for curl
            continue
        if words:
            yield words[: words.index(">")] if ">" in words else words


def command_lines(page: Path) -> list[list[str]]:
    """Every `comity ...` that a page says, in blocks and inline, without the word itself."""
    inline = (shlex.split(text) for text in _INLINE.findall(prose(page)) if _plain(text))
    shell = (block for block in blocks(page) if block.language in ("", "sh"))
    found = [*inline, *(words for block in shell for words in lines_of(block))]
    return [words[_at(words) + 1 :] for words in found if _at(words) >= 0]


def _plain(text: str) -> bool:
    return text.startswith(("comity ", ".venv/bin/comity ")) and "..." not in text


def _at(words: list[str]) -> int:
    """Where the command begins: at the start, or inside `TOKEN=$(comity token give ...)`."""
    names = [word.rpartition("(")[2].rpartition("/")[2] for word in words[:6]]
    return names.index("comity") if "comity" in names[:1] or _runs_it(words, names) else -1


def _runs_it(words: list[str], names: list[str]) -> bool:
    return "comity" in names and (words[0] == "docker" or "=$(" in words[0])


@cache
def commands() -> dict[str, Any]:
    """Every command by the words that call it, groups that can be called by themselves too.

    Worked out once: it takes a third of a second, and pages name commands by the hundred.
    """

    def walk(group: Any, names: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
        if group.invoke_without_command:
            yield " ".join(names), group
        for name, command in group.commands.items():
            if hasattr(command, "commands"):
                yield from walk(command, (*names, name))
            else:
                yield " ".join((*names, name)), command

    return dict(walk(typer.main.get_command(cli.app), ()))


def called(words: list[str]) -> str:
    """The command that a line calls, by its name in `commands`; empty if there is none."""
    if words[0] == "ingest" and (words[1:] == [] or words[1].startswith("-")):
        return "ingest files"  # which needs no word of its own
    known = commands()
    if words[0] == "chart" and " ".join(words[:2]) not in known:
        return "chart draw"  # as little
    names = (" ".join(words[:many]) for many in (3, 2, 1))
    return next((name for name in names if name in known), "")


def problem_of(words: list[str]) -> str:
    """What is wrong with a command line; empty if the command would take it."""
    name = called(words)
    if not name:
        return "no such command"
    taken = len(name.split()) if " ".join(words).startswith(name) else 1
    return _misuse(commands()[name], [word.rstrip(")") for word in words[taken:]])


def _misuse(command: Any, given: list[str]) -> str:
    """Inline, a command may be named without its arguments; with any, it must be whole."""
    options = {flag: p for p in command.params for flag in (*p.opts, *p.secondary_opts)}
    named, bare, waiting = set[str](), 0, iter(given)
    for word in waiting:
        if not word.startswith("-"):
            bare += 1
            continue
        flag = word.split("=")[0]
        if flag not in options:
            return f"no option {flag}"
        named.add(options[flag].name)
        if not options[flag].is_flag and "=" not in word and next(waiting, None) is None:
            return f"{flag} without a value"
    return _lacking(command, named, bare) if given else ""


def _lacking(command: Any, named: set[str], bare: int) -> str:
    positional = [p for p in command.params if p.param_type_name == "argument"]
    most = len(positional) if all(p.nargs == 1 for p in positional) else 99
    least = sum(p.required for p in positional)
    missing = [
        p.opts[0]
        for p in command.params
        if p.required and p not in positional and p.name not in named
    ]
    if missing:
        return f"lacks {', '.join(missing)}"
    return "" if least <= bare <= most else f"{bare} arguments where {least} to {most} are taken"
