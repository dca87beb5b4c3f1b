"""Commands for retention: what is past its date, purging it with proof, holding, validating."""

from collections import Counter
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from comity.api.deeds import By, deed, note
from comity.api.errors import InstallationError
from comity.api.folders import DEFAULT, Folder
from comity.api.installation import Installation
from comity.api.leaving import take_away, tell_of_reached
from comity.api.order_list import keep_order_list
from comity.api.printing import AsJson, show, show_json, tell
from comity.api.records import mark
from comity.api.retention import (
    DUE,
    KEPT,
    SCHEDULE_FILE,
    Standing,
    coming,
    purge_due,
    standings,
)
from comity.api.server_files import tell_of_files
from comity.graph.ledger_words import MarkKind
from comity.graph.projection import project
from comity.sharing.retention import Schedule, read_schedule

retention = typer.Typer(help="Retention: how long records are kept, and purging them in time.")
File = Annotated[
    Path | None, typer.Option("--schedule", help=f"Without, {SCHEDULE_FILE} in the data folder.")
]
Source = Annotated[str, typer.Argument(help="The source's id.")]
Name = Annotated[str, typer.Argument(help="The record's id in that source.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; it is kept with the record.")]
_HEADS = ("source", "record", "owner", "state", "rule", "until", "review", "lacks")


@retention.command()
def check(schedule: File = None, folder: Folder = DEFAULT, as_json: AsJson = False) -> None:
    """List what is due, to be reviewed, held, without a rule or a suspicion; changes nothing."""
    with Installation.open(folder) as installation:
        note(installation, "check_retention", "", schedule=str(schedule or SCHEDULE_FILE))
        rules = _schedule(installation, schedule)
        found = list(standings(installation.ledger, rules, installation.clock().date()))
    _list(found, as_json=as_json)


@retention.command()
def due(
    within: Annotated[int, typer.Option(help="So many days from now.")] = 0,
    schedule: File = None,
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """List the records that are to be reviewed or purged by a day, the earliest first."""
    with Installation.open(folder) as installation:
        note(installation, "check_retention", "", schedule=str(schedule or SCHEDULE_FILE))
        rules, today = _schedule(installation, schedule), installation.clock().date()
        found = coming(standings(installation.ledger, rules, today), today + timedelta(within))
    _list(found, as_json=as_json, every=True)


@retention.command()
def run(
    schedule: File = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List only what would go.")] = False,
    by: By = "",
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Purge what is past its date; list what went, under which rule, at which position."""
    with Installation.open(folder) as installation:
        rules, today = _schedule(installation, schedule), installation.clock().date()
        if dry_run:
            note(installation, "check_retention", by, schedule=f"{rules.schedule} v{rules.version}")
            due = [s for s in standings(installation.ledger, rules, today) if s.state == DUE]
            _list(due, as_json=as_json)
            return
        with deed(installation, "run_retention", by, schedule=f"{rules.schedule} v{rules.version}"):
            proofs = purge_due(installation.ledger, rules, today)
            project(installation.ledger, installation.store)
        keep_order_list(installation)
        tell_of_reached(take_away(installation))
        tell_of_files(installation)
    rows = [asdict(proof) for proof in proofs]
    show(rows, ("source", "record", "rule", "position"), as_json=as_json)
    if not as_json:
        tell(f"{len(rows):,} records purged under {rules.schedule} v{rules.version}")


def _marking(command: str, kind: MarkKind, told: str, does: str) -> None:
    def marked(
        source: Source, name: Name, reason: Reason, by: By = "", folder: Folder = DEFAULT
    ) -> None:
        with (
            Installation.open(folder) as installation,
            deed(installation, f"{kind}_record", by, source=source, record=name) as who,
        ):
            position = mark(installation, kind, (source, name), reason, who)
        tell(f"{source}:{name} {told}; position {position}")

    retention.command(command, help=does)(marked)


_marking("hold", "hold", "is held", "Hold a record: nothing purges it by its date.")
_marking("release", "release", "is no longer held", "End a legal hold.")
_marking("validate", "validate", "is validated",
         "Say why a record is still needed; its time begins anew.")  # fmt: skip
_marking("suspicion", "suspicion", "has its suspicion stated",
         "State the reasonable suspicion that admits criminal intelligence.")  # fmt: skip


def _schedule(installation: Installation, given: Path | None) -> Schedule:
    path = given or installation.folder / SCHEDULE_FILE
    if given is None and not path.exists():
        raise InstallationError(f"{path} is not there: without a schedule nothing is purged")
    return read_schedule(path)


def _list(found: list[Standing], *, as_json: bool, every: bool = False) -> None:
    rows: list[dict[str, Any]] = [
        {**asdict(each), "until": _written(each.until), "review": _written(each.review)}
        for each in found
    ]
    if as_json:
        show_json(rows)
        return
    told = [row for row in rows if every or row["state"] != KEPT or row["lacks"]]
    show(told, _HEADS, as_json=False)
    counts = Counter(each.state for each in found)
    tell(", ".join(f"{count:,} {state}" for state, count in sorted(counts.items())) or "no records")


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.add_typer(retention, name="retention")
