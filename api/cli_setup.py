"""Commands that make, check, migrate and serve an installation."""

from pathlib import Path
from typing import Annotated

import typer

from comity.api.doctor import examine
from comity.api.errors import ApiError
from comity.api.folders import DEFAULT, Folder
from comity.api.installation import AUDIT, LEDGER, Installation
from comity.api.printing import AsJson, say, show_json, show_table, tell
from comity.api.serve import log_requests
from comity.api.serve import serve as serve_forever
from comity.api.settings import Settings, StoreSettings
from comity.graph.audit import Audit
from comity.graph.desk import system_clock
from comity.graph.ledger import Ledger
from comity.graph.view import micros


class Unwell(ApiError):
    """The doctor found something that does not hold."""


def init(
    folder: Annotated[Path, typer.Argument(help="A new folder for the data.")] = DEFAULT,
    agency: Annotated[str, typer.Option(help="The agency that runs this installation.")] = "",
    admin: Annotated[str, typer.Option(help="The first administrator's name.")] = "administrator",
    neo4j: Annotated[
        str, typer.Option(help="Keep the graph in a Neo4j server, such as bolt://127.0.0.1:7687.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Make an installation: data folder, settings, id key, first administrator, service units."""
    if not agency:
        raise typer.BadParameter("name the agency, such as --agency riverton-pd")
    store = StoreSettings(kind="neo4j", uri=neo4j) if neo4j else StoreSettings()
    made = Installation.init(folder, Settings(agency=agency, store=store), admin=admin)
    (made.folder / "comity.service").write_text(made.systemd, "utf-8")
    (made.folder / "comity-service.ps1").write_text(made.windows, "utf-8")
    if as_json:
        show_json({"folder": str(made.folder), "administrator": admin, "token": made.token})
        return
    say(f"{made.folder} is ready. The token of {admin} is shown only now:")
    tell(made.token)
    say("Service units lie in it: comity.service (Linux), comity-service.ps1 (Windows).")


def doctor(folder: Folder = DEFAULT, as_json: AsJson = False) -> None:
    """Check an installation; exit code 1 if anything does not hold."""
    with Installation.open(folder) as installation:
        checks = examine(installation)
    if as_json:
        show_json([{"name": c.name, "holds": c.holds, "told": c.told} for c in checks])
    else:
        rows = (("ok" if c.holds else "PROBLEM", c.name, c.told) for c in checks)
        show_table(("", "check", "what"), rows)
    wrong = [check.name for check in checks if not check.holds]
    if wrong:
        raise Unwell(f"{len(wrong)} of {len(checks)} checks do not hold: {', '.join(wrong)}")


def migrate(folder: Folder = DEFAULT, as_json: AsJson = False) -> None:
    """Bring the schemas of ledger and audit up to this release; make a backup first."""
    now = micros(system_clock())
    taken = [step.title for step in Ledger.migrate(folder / LEDGER)]
    taken += [step.title for step in Audit.migrate(folder / AUDIT, now)]
    if as_json:
        show_json(taken)
    else:
        tell("; ".join(taken) if taken else "the schema is up to date")


def serve(
    folder: Folder = DEFAULT,
    port: Annotated[int | None, typer.Option(help="The port; 0 takes any free one.")] = None,
    log: Annotated[
        bool, typer.Option("--log", help="Log each request on stderr, without addresses.")
    ] = False,
) -> None:
    """Serve the API and the chart on this machine until stopped."""
    if log:
        log_requests()
    with Installation.open(folder) as installation:
        serve_until_stopped(installation, port)


def serve_until_stopped(installation: Installation, port: int | None) -> None:
    """Serve, with the address as the result; Ctrl-C is how it ends, not a failure."""
    try:
        serve_forever(installation, port, tell)
    except KeyboardInterrupt:
        say("stopped")


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    for command in (init, doctor, migrate, serve):
        app.command()(command)
