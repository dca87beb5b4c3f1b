"""Commands that carry out an order on one record, and list who received it before."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from comity.api.deeds import By, deed, note
from comity.api.folders import DEFAULT, Folder
from comity.api.installation import Installation
from comity.api.leaving import tell_of_left, tell_of_reached
from comity.api.order_list import write_order_list
from comity.api.printing import AsJson, show_json, show_table, tell
from comity.api.records import (
    Received,
    agencies,
    check_spared,
    correct,
    expunge,
    mark,
    received,
)
from comity.api.server_files import tell_of_files
from comity.graph.written import written

record = typer.Typer(help="Orders on one record: correct, seal, open again, expunge.")
Source = Annotated[str, typer.Argument(help="The source's id.")]
Name = Annotated[str, typer.Argument(help="The record's id in that source.")]
Order = Annotated[str, typer.Option("--order", help="The order that asks for it.")]


@record.command("correct")
def correct_one(
    source: Source,
    name: Name,
    order: Order,
    values: Annotated[str, typer.Option("--values", help='As JSON, {"BORN": "1980-01-02"}.')],
    table: Annotated[
        str, typer.Option(help="A file name of its table, where there are many.")
    ] = "",
    by: By = "",
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Record a corrected version: the old value shows only in answers as of an earlier day."""
    changed = _object(values)
    with (
        Installation.open(folder) as installation,
        deed(installation, "correct_record", by, source=source, record=name, order=order),
    ):
        before = received(installation, source, name)
        tell_of_left(installation, (source, name))
        correct(installation, (source, name), changed, order, table)
    _tell(f"{source}:{name} is corrected under {order}", before, as_json=as_json)


@record.command("seal")
def seal_one(
    source: Source,
    name: Name,
    order: Order,
    spare: Annotated[
        list[str] | None, typer.Option("--except", help="An agency that the order names.")
    ] = None,
    by: By = "",
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Hide a record from everybody but those the order names, its owner too, until unsealed."""
    with (
        Installation.open(folder) as installation,
        deed(installation, "seal_record", by, source=source, record=name, order=order) as who,
    ):
        before = received(installation, source, name)
        check_spared(spare or (), agencies(installation))
        tell_of_left(installation, (source, name))
        mark(installation, "seal", (source, name), order, who, tuple(spare or ()))
    _tell(f"{source}:{name} is sealed under {order}", before, as_json=as_json)


@record.command("unseal")
def unseal_one(
    source: Source,
    name: Name,
    order: Order,
    by: By = "",
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Open a sealed record again, exactly as it was."""
    with (
        Installation.open(folder) as installation,
        deed(installation, "unseal_record", by, source=source, record=name, order=order) as who,
    ):
        before = received(installation, source, name)
        mark(installation, "unseal", (source, name), order, who)
    _tell(f"{source}:{name} is open again under {order}", before, as_json=as_json)


@record.command("expunge")
def expunge_one(
    source: Source,
    name: Name,
    order: Order,
    by: By = "",
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Delete every version of a record for good, here and in the graph store."""
    with (
        Installation.open(folder) as installation,
        deed(installation, "expunge_record", by, source=source, record=name, order=order),
    ):
        before = received(installation, source, name)
        tell_of_reached(expunge(installation, source, name, order))
        tell_of_files(installation)
    _tell(f"{source}:{name} is expunged under {order}", before, as_json=as_json)


@record.command("orders")
def list_orders(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write the list.")],
    by: By = "",
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Write every order on records, by keyed references alone, for a restore to do again."""
    with Installation.open(folder) as installation:
        note(installation, "export_orders", by, to=str(path))
        made = write_order_list(installation, path)
    if as_json:
        show_json({"file": str(path), "at": written(made.at), "orders": len(made.entries)})
    else:
        tell(f"{path}: {len(made.entries):,} orders as of {written(made.at)}")


def _object(values: str) -> dict[str, Any]:
    try:
        found = json.loads(values)
    except ValueError as error:
        raise typer.BadParameter(f"--values is not JSON: {error}") from None
    if not isinstance(found, dict) or not found:
        raise typer.BadParameter('--values is one JSON object, such as {"BORN": "1980"}')
    return found


def _tell(done: str, before: list[Received], *, as_json: bool) -> None:
    if as_json:
        show_json([{**asdict(each), "at": written(each.at)} for each in before])
        return
    tell(f"{done}; {len(before)} answers had shown it" + (":" if before else ""))
    if before:
        heads = ("at", "agency", "who", "purpose", "case", "action", "went to", "because")
        show_table(heads, ((written(one.at), one.agency, one.principal, one.purpose, one.case,
                            one.action, one.recipient, one.reason) for one in before))  # fmt: skip


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.add_typer(record, name="record")
