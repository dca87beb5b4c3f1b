"""Commands about what does not show: whom to ask, and which entities are one by it."""

from typing import Annotated

import typer

from comity.api.cli_asking import Ask, asks
from comity.api.printing import AsJson, say, show_json, show_table
from comity.api.routes_beyond import pointers as of_entity
from comity.api.routes_beyond import pointers_to
from comity.api.routes_beyond import ties as of_ties
from comity.api.wire import PermitOut
from comity.api.wire_beyond import PointersBody

Id = Annotated[str, typer.Argument(help="An entity's id, from a search.")]


@asks
def pointers(
    ask: Ask,
    entity: Annotated[str, typer.Argument(metavar="[ENTITY]", help="An entity's id.")] = "",
    text: Annotated[str, typer.Option(help="A whole name or identifier instead.")] = "",
    as_json: AsJson = False,
) -> None:
    """Say whom to ask: who holds more about an entity, or about a name, and may not show it."""
    if bool(entity) == bool(text):
        raise typer.BadParameter("name an entity, or a name or identifier by --text")
    answer = ask(of_entity, id=entity) if entity else ask(pointers_to, body=PointersBody(text=text))
    if as_json:
        show_json(answer)
        return
    if not answer.pointers:
        say("nobody to ask")
    rows = ((one.agency, one.desk, one.contact, one.ref, _clause(one.permit))
            for one in answer.pointers)  # fmt: skip
    show_table(("agency", "desk", "contact", "reference", "by"), rows)


@asks
def ties(ask: Ask, entity: Id, as_json: AsJson = False) -> None:
    """Other entities that are the same one by facts that a clause discloses the link of alone."""
    answer = ask(of_ties, id=entity)
    if as_json:
        show_json(answer)
        return
    if not answer.ties:
        say("none are disclosed")
    rows = ((one.entity, one.name, ", ".join(one.agencies), "; ".join(map(_clause, one.permits)))
            for one in answer.ties)  # fmt: skip
    show_table(("entity", "name", "disclosed by", "by"), rows)


def _clause(permit: PermitOut) -> str:
    return f"{permit.agreement} version {permit.version}, {permit.clause}"


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    for command in (pointers, ties):
        app.command()(command)
