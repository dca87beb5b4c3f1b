"""Commands for the graph stores: load, rebuild, count."""

from dataclasses import asdict
from typing import Annotated

import typer

from comity.api.asked import Asked
from comity.api.cli_asking import Agency, Justification, Principal, Purpose, Role, asking
from comity.api.folders import DEFAULT, Folder
from comity.api.installation import Installation
from comity.api.printing import AsJson, progress, show_json, show_table, tell
from comity.api.stores import neo4j_password, store_at
from comity.graph.people import project_view
from comity.graph.ports import Reached
from comity.graph.projection import project
from comity.graph.projection import rebuild as rebuild_store

graph = typer.Typer(help="The graph stores: load, rebuild, stats.")
To = Annotated[str, typer.Option(help="A Neo4j server, such as bolt://127.0.0.1:7687.")]
User = Annotated[str, typer.Option(help="The Neo4j user; the password is in the environment.")]


@graph.command()
def load(
    to: To = "",
    user: User = "neo4j",
    viewer: Principal = "",
    agency: Agency = "",
    role: Role = "analyst",
    purpose: Purpose = "investigation",
    justification: Justification = "",
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Bring a store up to the ledger; with --as, make a Neo4j for people of one view."""
    if viewer:
        _needed(to)
        with asking(viewer=viewer, justification=justification, agency=agency, role=role,
                    purpose=purpose, folder=folder) as ask:  # fmt: skip
            counts = ask.write(load_view, to=to, user=user)
    else:
        with Installation.open(folder) as installation:
            counts = _load_store(installation, to, user)
    if as_json:
        show_json(counts)
    else:
        tell(", ".join(f"{name}: {count:,}" for name, count in counts.items()))


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
