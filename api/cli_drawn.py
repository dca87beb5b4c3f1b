"""Commands for what is drawn by hand: links and entities drawn, listed and taken back."""

import secrets
from typing import Annotated, Any

import typer

from comity.api.cli_asking import Ask, asks
from comity.api.drawn_door import Hand
from comity.api.printing import AsJson, say, show_json, show_table
from comity.api.routes_drawn import draw_entity, draw_link, list_drawn, take_back_drawn
from comity.api.wire_drawn import DrawnEntityBody, DrawnLinkBody, DrawnOut

drawn = typer.Typer(help="What is drawn by hand: list it, draw a link or an entity, take it back.")
Kind = Annotated[str, typer.Option(help="Its kind in the vocabulary.")]
Why = Annotated[str, typer.Option("--reason", help="Why; your own agency alone reads it.")]
Strength = Annotated[str, typer.Option(help="confirmed, unconfirmed or tentative.")]
Grade = Annotated[str, typer.Option(help="Such as ADMIRALTY:C3.")]
Handling = Annotated[str, typer.Option(help="Its handling code.")]


@drawn.command("list")
@asks
def drawn_things(ask: Ask, as_json: AsJson = False) -> None:
    """List what one's own agency drew and stands, as far as what it hangs on shows."""
    answer = ask(list_drawn, hand=Hand(ask.installation))
    if as_json:
        show_json(answer)
        return
    heads = ("ref", "kind", "what", "strength", "grade", "handling", "author", "case", "reason")
    show_table(heads, ((one.ref, one.kind, _what(one), one.strength, one.grade, one.handling,
                        one.author, one.case, one.reason) for one in answer.drawn))  # fmt: skip


@drawn.command("link")
@asks
def new_link(
    ask: Ask,
    first: Annotated[str, typer.Argument(help="An entity's id.")],
    second: Annotated[str, typer.Argument(help="Another's.")],
    kind: Kind,
    reason: Why,
    link_role: Annotated[str, typer.Option(help="The role of the first in it.")] = "",
    strength: Strength = "unconfirmed",
    grade: Grade = "",
    handling: Handling = "TLP:AMBER",
    as_json: AsJson = False,
) -> None:
    """Draw a link between two entities, as a record of one's own agency."""
    said = {"strength": strength, "grade": grade, "handling": handling, "reason": reason}
    told = {"first": first, "second": second, "kind": kind, "role": link_role, **said}
    _draw(ask, draw_link, DrawnLinkBody.model_validate(told), as_json=as_json)


@drawn.command("entity")
@asks
def new_entity(
    ask: Ask,
    kind: Kind,
    reason: Why,
    value: Annotated[list[str], typer.Option(help="A property and its value: plate=ABC123.")],
    strength: Strength = "unconfirmed",
    grade: Grade = "",
    handling: Handling = "TLP:AMBER",
    as_json: AsJson = False,
) -> None:
    """Draw an entity with its values, as a record of one's own agency."""
    values = [dict(zip(("property", "value"), each.split("=", 1), strict=False)) for each in value]
    said = {"strength": strength, "grade": grade, "handling": handling, "reason": reason}
    body = DrawnEntityBody.model_validate({"kind": kind, "values": values, **said})
    _draw(ask, draw_entity, body, as_json=as_json)


@drawn.command("back")
@asks
def take_back(
    ask: Ask,
    ref: Annotated[str, typer.Argument(help="Its reference, from list.")],
    as_json: AsJson = False,
) -> None:
    """Take back what one's own agency drew; it stays in what was known before."""
    answer = ask(take_back_drawn, hand=Hand(ask.installation), ref=ref)
    show_json(answer) if as_json else say(f"{ref} taken back")


def _draw(ask: Ask, draw: Any, body: DrawnLinkBody | DrawnEntityBody, *, as_json: bool) -> None:
    key = secrets.token_hex(16)
    answer = ask(draw, hand=Hand(ask.installation), body=body, idempotency_key=key)
    show_json(answer) if as_json else say(f"drawn {answer.ref}")


def _what(one: DrawnOut) -> str:
    if one.first:
        return f"{one.first} to {one.second}"
    return ", ".join(f"{each.property}={each.value}" for each in one.values)


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.add_typer(drawn, name="drawn")
