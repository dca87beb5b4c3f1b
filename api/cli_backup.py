"""Commands that make a backup and its key, and bring an installation back."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from comity.api.backups import back_up, bring_back, make_backup_key, read_backup_key
from comity.api.deeds import By, note
from comity.api.folders import DEFAULT, Folder
from comity.api.installation import Installation
from comity.api.later_orders import Later
from comity.api.printing import AsJson, say, show_json, tell

KEY = "COMITY_BACKUP_KEY"


def backup_key(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="Where to keep the key.")],
) -> None:
    """Make a key for backups; without it none of them can be read again."""
    name = make_backup_key(path)
    say(f"{path} holds the key: keep a copy where neither this machine nor the backups are")
    tell(name)


def backup(
    to: Annotated[Path, typer.Argument(help="A new folder for the backup.")],
    key: Annotated[Path, typer.Option(envvar=KEY, help="The file of the key; comity backup-key.")],
    by: By = "",
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Encrypt ledger, audit, keys, settings and mappings into a folder; the server may run."""
    secret = read_backup_key(key, to)
    with Installation.open(folder) as installation:
        note(installation, "backup", by, to=str(to))
        manifest = back_up(installation, to, secret)
    _told(to, [file.name for file in manifest.files], {}, as_json=as_json)


def restore(
    backup: Annotated[Path, typer.Argument(help="The folder of a backup.")],
    key: Annotated[
        Path | None, typer.Option(envvar=KEY, help="The file of the key it was made with.")
    ] = None,
    orders: Annotated[
        Path | None, typer.Option(help="The order list, written after the backup was taken.")
    ] = None,
    no_later_orders: Annotated[
        str, typer.Option(help="Why no order on a record came after it; the audit keeps it.")
    ] = "",
    by: By = "",
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Bring a backup back into a new folder; purges and seals that came later are done again."""
    secret = None if key is None else read_backup_key(key, backup)
    manifest, done = bring_back(backup, folder, secret, Later(orders, no_later_orders), by)
    _told(folder, [file.name for file in manifest.files], asdict(done), as_json=as_json)
    say(f"done again: {done.purged:,} purges, {done.marked:,} seals and holds; "
        f"{done.elsewhere:,} orders speak of records that the backup has not")  # fmt: skip
    say("agreements stand as they did then: comity agreement list")


def _told(folder: Path, names: list[str], done: dict[str, int], *, as_json: bool) -> None:
    if as_json:
        show_json({"folder": str(folder), "files": names, **done})
    else:
        tell(f"{folder}: {', '.join(names)}")


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command("backup-key")(backup_key)
    app.command()(backup)
    app.command()(restore)
