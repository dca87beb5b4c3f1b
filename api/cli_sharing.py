"""Commands for agreements: check, put in force, suspend, end, list."""

from pathlib import Path
from typing import Annotated, Any

import typer

from comity.api.deeds import By, deed
from comity.api.folders import DEFAULT, Folder
from comity.api.installation import Installation
from comity.api.printing import AsJson, say, show, show_json, tell
from comity.sharing import Agreement, read_agreement

agreement = typer.Typer(help="Agreements: check, put, list, suspend, activate, end.")
Id = Annotated[str, typer.Argument(help="The agreement's id.")]


@agreement.command()
def check(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The agreement as YAML.")],
    as_json: AsJson = False,
) -> None:
    """Say whether a document would be accepted, and what it permits."""
    found = read_agreement(path)
    if as_json:
        show_json(_told(found))
    else:
        tell(f"{found.id} version {found.version} is well formed: {len(found.clauses)} clauses")


@agreement.command()
def put(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The agreement as YAML.")],
    by: By = "",
    folder: Folder = DEFAULT,
) -> None:
    """Keep an agreement; a changed text needs a higher version."""
    read = read_agreement(path)
    with (
        Installation.open(folder) as installation,
        deed(installation, "put_agreement", by, agreement=read.id, version=read.version) as who,
    ):
        kept = installation.ledger.put_agreement(path.read_text("utf-8-sig"), who)
    say(f"{kept.id} version {kept.version} is {kept.status}")


@agreement.command("list")
def list_agreements(folder: Folder = DEFAULT, as_json: AsJson = False) -> None:
    """List the agreements with version and status."""
    with Installation.open(folder) as installation:
        rows = [_told(found) for found in installation.ledger.agreements()]
    heads = ("id", "version", "status", "parties", "purposes", "starts", "ends", "title")
    show(rows, heads, as_json=as_json)


@agreement.command()
def suspend(agreement_id: Id, by: By = "", folder: Folder = DEFAULT) -> None:
    """Turn an agreement off: from the next question it permits nothing."""
    _set(agreement_id, "suspended", by, folder)


@agreement.command()
def activate(agreement_id: Id, by: By = "", folder: Folder = DEFAULT) -> None:
    """Turn an agreement on again."""
    _set(agreement_id, "active", by, folder)


@agreement.command()
def end(agreement_id: Id, by: By = "", folder: Folder = DEFAULT) -> None:
    """End an agreement."""
    _set(agreement_id, "ended", by, folder)


def _set(agreement_id: str, status: str, by: str, folder: Path) -> None:
    what = {"agreement": agreement_id, "status": status}
    with (
        Installation.open(folder) as installation,
        deed(installation, "set_agreement_status", by, **what) as who,
    ):
        found = installation.ledger.set_agreement_status(agreement_id, status, who)
    say(f"{found.id} version {found.version} is {found.status}")


def _told(found: Agreement) -> dict[str, Any]:
    return {
        "id": found.id,
        "version": found.version,
        "status": found.status,
        "title": found.title,
        "parties": list(found.parties),
        "purposes": list(found.purposes),
        "starts": f"{found.starts:%Y-%m-%d}",
        "ends": f"{found.ends:%Y-%m-%d}",
    }


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.add_typer(agreement, name="agreement")
