"""Commands that take files in, and mend what was set aside."""

import json
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from comity.api import cli_loads
from comity.api.deeds import By, deed, note
from comity.api.folders import DEFAULT, Folder
from comity.api.installation import Installation
from comity.api.printing import AsJson, progress, say, show, show_json, tell
from comity.graph.errors import UnknownRef
from comity.graph.ledger_words import QuarantinedRow
from comity.graph.words import LoadSummary
from comity.ingest import Progress, check_full, ingest_file, mended, read_mapping, rerun
from comity.ingest import remap as remap_source
from comity.ingest.draft import draft_mapping
from comity.ingest.mapping import SourceMapping

READ = "files"


class FilesByDefault(TyperGroup):
    """`comity ingest --mapping M FILE` without a further word reads files."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the default command in where none is named."""
        if args and args[0] not in self.commands and args[0] not in ("--help", "-h"):
            args.insert(0, READ)
        return super().parse_args(ctx, args)


ingest = typer.Typer(
    cls=FilesByDefault, help="Take files in: --mapping M FILE..., draft, remap, loads, abandon."
)
quarantine = typer.Typer(help="Rows that were set aside: list, mend, run again, dismiss.")
Mapping_ = Annotated[Path, typer.Option("--mapping", "-m", help="The mapping of the source.")]


@ingest.command(READ)
def files(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files to take in.")],
    mapping: Mapping_,
    full: Annotated[
        bool | None, typer.Option("--full/--no-full", help="The file holds every record.")
    ] = None,
    by: By = "",
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Take files in; each becomes visible at once at its end, or not at all."""
    read = read_mapping(mapping)
    check_full(read, paths, full)
    summaries = []
    with Installation.open(folder) as installation:
        for path in paths:
            start = perf_counter()
            what = {"source": read.source.id, "mapping": read.id, "file": path.name}
            with deed(installation, "ingest", by, **what), progress(path.name) as step:
                summary = ingest_file(
                    installation.ledger, read, path, full=full, progress=_told(step)
                )
            installation.keep_mapping(read)
            seconds = round(perf_counter() - start, 2)
            summaries.append({"file": path.name, **asdict(summary), "seconds": seconds})
            _tell(path.name, summary, f" in {seconds} s", as_json=as_json)
    if as_json:
        show_json(summaries)


@ingest.command()
def draft(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A file of the new source.")],
) -> None:
    """Propose a mapping for a file, with what each guess rests on."""
    tell(draft_mapping(path))


@ingest.command()
def remap(
    mapping: Mapping_, by: By = "", folder: Folder = DEFAULT, as_json: AsJson = False
) -> None:
    """Derive the claims of a source anew from its kept records, by a corrected mapping."""
    read = read_mapping(mapping)
    with (
        Installation.open(folder) as installation,
        deed(installation, "remap", by, source=read.source.id, mapping=read.id),
    ):
        summaries = remap_source(installation.ledger, read)
        installation.keep_mapping(read)
    _tell_all(read, summaries, as_json=as_json)


@quarantine.command("list")
def list_rows(
    load: Annotated[int | None, typer.Option(help="Only this load's rows.")] = None,
    by: By = "",
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """List the rows that were set aside, with file, line, column and reason."""
    with Installation.open(folder) as installation:
        note(installation, "list_quarantine", by, load=load)
        rows = [_row(row) for row in installation.ledger.quarantine(load)]
    heads = ("id", "source", "file", "row", "column", "reason", "state", "note")
    show(rows, heads, as_json=as_json)


@quarantine.command()
def mend(
    row: Annotated[int, typer.Argument(help="The row's number in the list.")],
    values: Annotated[str, typer.Option("--values", help="JSON of columns to correct.")] = "",
    by: By = "",
    folder: Folder = DEFAULT,
) -> None:
    """Correct a row's columns, or (without --values) let it run again as it is."""
    with Installation.open(folder) as installation, deed(installation, "mend", by, row=row):
        content = _mended(installation, row, values) if values else None
        installation.ledger.mend(row, content)
    say(f"row {row} waits to be run again")


@quarantine.command()
def dismiss(
    row: Annotated[int, typer.Argument(help="The row's number in the list.")],
    reason: Annotated[str, typer.Option("--reason", help="Why it will not run again.")],
    by: By = "",
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Say why a row will not run again; it stays on the list."""
    with Installation.open(folder) as installation, deed(installation, "dismiss", by, row=row):
        installation.ledger.dismiss(row, reason)
        dismissed = _row(installation.ledger.quarantined(row))
    if as_json:
        show_json(dismissed)
    else:
        tell(f"row {row} is dismissed: {reason}")


@quarantine.command("rerun")
def run_again(
    mapping: Mapping_,
    every: Annotated[bool, typer.Option("--all", help="The rows that nobody mended too.")] = False,
    by: By = "",
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Run the mended rows of a source again; with --all, every row that was set aside."""
    read = read_mapping(mapping)
    states = ("mended", "waiting") if every else ("mended",)
    with (
        Installation.open(folder) as installation,
        deed(installation, "rerun", by, source=read.source.id, mapping=read.id),
    ):
        found = installation.ledger.quarantine()
        waiting = [row for row in found if row.source == read.source.id and row.state in states]
        loads = sorted({row.load for row in waiting}) or [0]
        summaries = [
            rerun(installation.ledger, read, [row for row in waiting if row.load == load])
            for load in loads
        ]
    _tell_all(read, summaries, as_json=as_json)


def _mended(installation: Installation, number: int, values: str) -> bytes:
    """The row as one JSON object with some columns corrected."""
    try:
        changed = json.loads(values)
    except ValueError as error:
        raise typer.BadParameter(f"--values is not JSON: {error}") from None
    if not isinstance(changed, dict):
        raise typer.BadParameter('--values is one JSON object, such as {"BORN": "1980"}')
    row = installation.ledger.quarantined(number)
    mapping = installation.mappings().get(row.source)
    if mapping is None:
        raise UnknownRef("mapping of source", row.source, "take one of its files in first")
    return mended(mapping, row, changed)


def _row(row: QuarantinedRow) -> dict[str, Any]:
    return {**asdict(row), "content": row.content.decode("utf-8", "replace")}


def _told(step: Any) -> Any:
    def told(at: Progress) -> None:
        step(at.consumed, at.total)

    return told


def _tell_all(mapping: SourceMapping, summaries: list[LoadSummary], *, as_json: bool) -> None:
    for summary in summaries:
        _tell(mapping.source.id, summary, as_json=as_json)
    if as_json:
        show_json([asdict(summary) for summary in summaries])


def _tell(name: str, summary: LoadSummary, took: str = "", *, as_json: bool) -> None:
    aside = f"; {summary.set_aside:,} set aside, see quarantine list" if summary.set_aside else ""
    same = f" ({summary.unchanged:,} unchanged)" if summary.unchanged else ""
    line = (
        f"{name}: {summary.read:,} rows read, {summary.accepted:,} accepted{same}, "
        f"{summary.claims:,} claims, {summary.links:,} links{took}{aside}"
    )
    (say if as_json else tell)(line)


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    ingest.command()(cli_loads.loads)
    ingest.command()(cli_loads.abandon)
    app.add_typer(ingest, name="ingest")
    app.add_typer(quarantine, name="quarantine")
