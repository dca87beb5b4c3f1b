"""How the command line speaks: results on stdout, everything else on stderr."""

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

WIDE = 500
results = Console(soft_wrap=True, highlight=False)
piped = Console(soft_wrap=True, highlight=False, width=WIDE)
asides = Console(stderr=True, soft_wrap=True, highlight=False)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]
QUALITY = ("precision", "recall", "f1")
Step = Callable[[int, int], None]
# Addresses are there to be copied, and a program reading a table wants one line a row.
ADDRESSES = frozenset({"entity", "mention", "first", "second", "id", "number", "ref"})


def say(text: str) -> None:
    """One line for the person, beside the results."""
    asides.print(text, markup=False)


def tell(text: str) -> None:
    """One line that is the result."""
    results.print(text, markup=False)


def show_json(value: object) -> None:
    """A result as JSON; an answer as it goes over HTTP."""
    plain = value.model_dump(mode="json") if isinstance(value, BaseModel) else value
    sys.stdout.write(json.dumps(plain, ensure_ascii=False, indent=1, default=str) + "\n")


def show_table(heads: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "") -> None:
    """Rows as a table."""
    table = Table(title=title or None, title_justify="left", show_edge=False)
    for head in heads:
        table.add_column(head, overflow="fold", no_wrap=head in ADDRESSES)
    for row in rows:
        table.add_row(*(_plain(cell) for cell in row))
    (results if results.is_terminal else piped).print(table)


def show_quality(found: Mapping[str, Any]) -> None:
    """Precision, recall and F1, a line for each part of what was scored."""
    parts = ((name, part) for name, part in found.items() if isinstance(part, dict))
    scored = ((name, part) for name, part in parts if set(QUALITY) <= part.keys())
    rows = [(name, *(part[head] for head in QUALITY)) for name, part in scored]
    show_table(("what", *QUALITY), rows)


def show(value: Sequence[Mapping[str, Any]], heads: Sequence[str], *, as_json: bool) -> None:
    """A list of results, as JSON or as a table of some of their fields."""
    if as_json:
        show_json(value)
    else:
        show_table(heads, ([entry.get(head, "") for head in heads] for entry in value))


@contextmanager
def progress(title: str) -> Any:
    """A bar on stderr where a person looks on; nothing elsewhere. Yields a function (done, all)."""
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn(),
        console=asides, transient=True, disable=not asides.is_terminal,
    )  # fmt: skip
    with bar:
        task = bar.add_task(title, total=None)
        yield lambda done, whole: bar.update(task, completed=done, total=whole or None)


def _plain(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:.4g}"
    if isinstance(cell, list | tuple):
        return ", ".join(map(str, cell))
    return str(cell).replace("[", "\\[")
