"""Commands for the graph stores: load, rebuild, count."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from comity.api.asked import Asked
from comity.api.cli_asking import Agency, Ask, Justification, Principal, Purpose, Role, asking
from comity.api.folders import DEFAULT, Folder
from comity.api.installation import Installation
from comity.api.printing import AsJson, progress, say, show_json, show_table, tell
from comity.api.stores import neo4j_password, store_at
from comity.graph.keeping_up import Look, Refresh, keep_up
from comity.graph.people import project_view
from comity.graph.ports import Reached
from comity.graph.projection import project
from comity.graph.projection import rebuild as rebuild_store

graph = typer.Typer(help="The graph stores: load, rebuild, stats.")
To = Annotated[str, typer.Option(help="A Neo4j server, such as bolt://127.0.0.1:7687.")]
Follow = Annotated[bool, typer.Option("--follow", help="Keep it up until Ctrl-C.")]
User = Annotated[str, typer.Option(help="The Neo4j user; the password is in the environment.")]
# How often a followed store is looked after.
SECONDS = 2.0


@graph.command()
def load(
    to: To = "",
    user: User = "neo4j",
    viewer: Principal = "",
    agency: Agency = "",
    role: Role = "analyst",
    purpose: Purpose = "investigation",
    justification: Justification = "",
    follow: Follow = False,
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Bring a store up to the ledger; with --as, make a Neo4j for people of one view."""
    who = {"viewer": viewer, "agency": agency, "role": role, "purpose": purpose,
           "justification": justification}  # fmt: skip
    with _looking(who, to, user, folder) as look:
        if follow:
            _follow(look, as_json=as_json)
        else:
            _, refresh = look()
            _counted(refresh(), as_json=as_json)


@graph.command()
def rebuild(
    to: To = "", user: User = "neo4j", folder: Folder = DEFAULT, as_json: AsJson = False
) -> None:
    """Make a store anew from the ledger alone."""
    with Installation.open(folder) as installation, store_at(installation, to, user) as store:
        reached = rebuild_store(installation.ledger, store)
    _told(reached, as_json=as_json)


@graph.command()
def stats(
    to: To = "", user: User = "neo4j", folder: Folder = DEFAULT, as_json: AsJson = False
) -> None:
    """Count what a store holds, by SQL or by Cypher."""
    with Installation.open(folder) as installation, store_at(installation, to, user) as store:
        reached, counts = store.reached(), asdict(store.counts())
    found = {"nodes": counts["mentions"], "relationships": counts["links"], **counts,
             "position": reached.position}  # fmt: skip
    if as_json:
        show_json(found)
        return
    plain = ((name, value) for name, value in found.items() if isinstance(value, int))
    show_table(("what", "count"), plain)
    show_table(("kind", "count"), [*counts["kinds"].items(), *counts["link_kinds"].items()])


@contextmanager
def _looking(who: dict[str, str], to: str, user: str, folder: Path) -> Iterator[Look]:
    """How to look at what is to be projected, and to project it: the ledger, or one view."""
    if not who["viewer"]:
        with Installation.open(folder) as installation:
            yield lambda: _look_at_ledger(installation, to, user)
        return
    _needed(to)
    with asking(**who, folder=folder) as ask:
        yield lambda: _look_at_view(ask.anew(), to, user)


def _look_at_ledger(installation: Installation, to: str, user: str) -> tuple[str, Refresh]:
    return str(installation.ledger.head()), lambda: _load_store(installation, to, user)


def _look_at_view(ask: Ask, to: str, user: str) -> tuple[str, Refresh]:
    return ask.asked.view.standing().digest, lambda: ask.write(load_view, to=to, user=user)


def _follow(look: Look, *, as_json: bool) -> None:
    """Keep a projection up until Ctrl-C, which is its proper end wherever it strikes.

    A refresh that it cuts off goes on where it was the next time.
    """
    if not as_json:
        say(f"looking every {SECONDS:g} seconds; stop with Ctrl-C")
    with suppress(KeyboardInterrupt):
        for done in keep_up(look, _waited, time.monotonic):
            _counted({**done.counts, "lag_seconds": round(done.lag, 1)}, as_json=as_json)


def _waited() -> bool:
    time.sleep(SECONDS)
    return True


def _counted(counts: Mapping[str, float], *, as_json: bool) -> None:
    """One line, so that a program can read a followed store line by line."""
    if as_json:
        typer.echo(json.dumps(counts))
    else:
        tell(", ".join(f"{name.replace('_', ' ')}: {count:,}" for name, count in counts.items()))


def _load_store(installation: Installation, to: str, user: str) -> dict[str, int]:
    with store_at(installation, to, user) as store, progress("graph") as step:
        head, _ = installation.ledger.head()
        reached = project(installation.ledger, store,
                          lambda at, _rows: step(at.position, head))  # fmt: skip
    return {"position": reached.position}


def load_view(asked: Asked, to: str, user: str) -> dict[str, int]:
    """Make a Neo4j for people hold exactly what one viewer sees."""
    with progress("view") as step:
        return project_view(asked.view, to, (user, neo4j_password()), step)


def _needed(to: str) -> None:
    if not to:
        raise typer.BadParameter("name the server with --to: people get a Neo4j of their own")


def _told(reached: Reached, *, as_json: bool) -> None:
    if as_json:
        show_json(asdict(reached))
    else:
        tell(f"at position {reached.position}")


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.add_typer(graph, name="graph")
