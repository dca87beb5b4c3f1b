"""Commands on loads: listed with their figures, and discarded where one was cut off for good."""

from typing import Annotated, Any

import typer

from comity.api.deeds import By, deed
from comity.api.folders import DEFAULT, Folder
from comity.api.installation import Installation
from comity.api.printing import AsJson, show, show_json, tell
from comity.api.wire import moment_text
from comity.graph.errors import UnknownRef
from comity.graph.ledger_words import LoadFigures

HEADS = ("load", "source", "file", "state", "began", "rows", "accepted", "set_aside")
WAY_OUT = "list them with ingest loads --open"


def loads(
    only_open: Annotated[
        bool, typer.Option("--open", help="Only those that are under way or were cut off.")
    ] = False,
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """List the loads, newest first; an open one waits for its file to be run again."""
    with Installation.open(folder) as installation:
        found = installation.ledger.loads()
    shown = [_row(each) for each in found if each.state == "open" or not only_open]
    show(shown, HEADS, as_json=as_json)


def abandon(
    load: Annotated[int, typer.Argument(help="The load's number in the list.")],
    by: By = "",
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Discard a load that was cut off and whose file will not be run again; nobody ever saw it."""
    with Installation.open(folder) as installation, deed(installation, "abandon", by, load=load):
        found = [each for each in installation.ledger.loads() if each.load == load]
        if not found or found[0].state != "open":
            raise UnknownRef("open load", str(load), WAY_OUT)
        installation.ledger.abandon(load)
    [figures] = found
    if as_json:
        show_json(_row(figures) | {"state": "abandoned"})
    else:
        tell(f"load {load} of {figures.file} is discarded: {figures.through_row:,} unseen rows")


def _row(figures: LoadFigures) -> dict[str, Any]:
    summary = figures.summary
    return {
        "load": figures.load,
        "source": figures.source,
        "mapping": figures.mapping,
        "file": figures.file,
        "state": figures.state,
        "began": moment_text(figures.began),
        "rows": figures.through_row,
        "accepted": summary.accepted,
        "set_aside": summary.set_aside,
        "unchanged": summary.unchanged,
    }
