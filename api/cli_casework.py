"""Commands for deconfliction: targets, planned actions, and whom to call about them."""

import secrets
from typing import Annotated

import typer

from comity.api.casework_door import Casework
from comity.api.cli_asking import Ask, asks
from comity.api.printing import AsJson, say, show_json, show_table
from comity.api.routes_casework import (
    deconfliction,
    end_action,
    end_target,
    list_actions,
    list_targets,
    register_action,
    register_target,
)
from comity.api.wire_casework import ActionBody, PlaceOut, TargetBody, ValueOut

target = typer.Typer(help="Targets: register whom or what a desk is after, list them, end one.")
action = typer.Typer(help="Planned actions: register where and when, list them, end one.")
deconflict = typer.Typer(help="Deconfliction: whom to call.")
Ref = Annotated[str, typer.Argument(help="The reference, from list.")]
Why = Annotated[str, typer.Option("--reason", help="Why; your own agency alone reads it.")]


@target.command("register")
@asks
def new_target(
    ask: Ask,
    kind: Annotated[str, typer.Option(help="Its kind in the vocabulary, such as person.")],
    reason: Why,
    value: Annotated[list[str], typer.Option(help="A property and its value: plate=ABC123.")],
    days: Annotated[int, typer.Option(min=1, help="For how many days.")] = 90,
    as_json: AsJson = False,
) -> None:
    """Register whom or what one is after, for the --case named."""
    values = [dict(zip(("property", "value"), each.split("=", 1), strict=False)) for each in value]
    case = ask.asked.viewer.case
    told = {"kind": kind, "values": values, "case": case, "reason": reason, "days": days}
    body, key = TargetBody.model_validate(told), secrets.token_hex(16)
    door = Casework(ask.installation)
    found = ask(register_target, casework=door, body=body, idempotency_key=key).target
    if as_json:
        show_json(found)
        return
    say(f"target {found.ref} until {found.until}")


@target.command("list")
@asks
def targets(ask: Ask, as_json: AsJson = False) -> None:
    """List the targets that one's own agency registered and that stand."""
    answer = ask(list_targets, casework=Casework(ask.installation))
    if as_json:
        show_json(answer)
        return
    rows = (
        (one.ref, one.kind, _values(one.values), one.case, one.principal, one.until)
        for one in answer.targets
    )
    show_table(("ref", "kind", "values", "case", "who", "until"), rows)


@target.command("end")
@asks
def no_target(ask: Ask, ref: Ref, as_json: AsJson = False) -> None:
    """Take a target back; whoever had a pointer to it has none from then on."""
    answer = ask(end_target, casework=Casework(ask.installation), ref=ref)
    if as_json:
        show_json(answer)
        return
    say(f"target {ref} ended")


@action.command("register")
@asks
def new_action(
    ask: Ask,
    reason: Why,
    address: Annotated[str, typer.Option(help="Number and street.")] = "",
    city: Annotated[str, typer.Option(help="The address's city.")] = "",
    postcode: Annotated[str, typer.Option(help="The address's postcode.")] = "",
    latitude: Annotated[float | None, typer.Option(help="In degrees, north.")] = None,
    longitude: Annotated[float | None, typer.Option(help="In degrees, east.")] = None,
    radius: Annotated[float, typer.Option(help="How far it reaches, in metres.")] = 500.0,
    since: Annotated[str | None, typer.Option(help="From when; now unless you say so.")] = None,
    hours: Annotated[int, typer.Option(min=1, help="For how many hours.")] = 4,
    as_json: AsJson = False,
) -> None:
    """Register where and when one means to act, for the --case named."""
    body = ActionBody(
        address=address, city=city, postcode=postcode, latitude=latitude, longitude=longitude,
        radius=radius, since=since, hours=hours, case=ask.asked.viewer.case, reason=reason,
    )  # fmt: skip
    door, key = Casework(ask.installation), secrets.token_hex(16)
    found = ask(register_action, casework=door, body=body, idempotency_key=key).action
    if as_json:
        show_json(found)
        return
    say(f"action {found.ref} until {found.until}")


@action.command("list")
@asks
def actions(ask: Ask, as_json: AsJson = False) -> None:
    """List the planned actions that one's own agency registered and that are not over."""
    answer = ask(list_actions, casework=Casework(ask.installation))
    if as_json:
        show_json(answer)
        return
    rows = (
        (one.ref, _place(one.place), one.since, one.until, one.case, one.principal)
        for one in answer.actions
    )
    show_table(("ref", "place", "since", "until", "case", "who"), rows)


@action.command("end")
@asks
def no_action(ask: Ask, ref: Ref, as_json: AsJson = False) -> None:
    """Take a planned action back; whoever had a pointer to it has none from then on."""
    answer = ask(end_action, casework=Casework(ask.installation), ref=ref)
    if as_json:
        show_json(answer)
        return
    say(f"action {ref} ended")


@deconflict.command("list")
@asks
def whom_to_call(ask: Ask, as_json: AsJson = False) -> None:
    """List the desks to call: both are shown the same ref, each with its own registration."""
    answer = ask(deconfliction, casework=Casework(ask.installation))
    if as_json:
        show_json(answer)
        return
    rows = ((one.ref, one.agency, one.desk, one.at, one.registration) for one in answer.pointers)
    show_table(("ref", "agency", "desk", "at", "your registration"), rows)


def _values(values: tuple[ValueOut, ...]) -> list[str]:
    return [f"{one.property}={one.value}" for one in values]


def _place(place: PlaceOut) -> str:
    if place.latitude is not None:
        return f"{place.latitude}, {place.longitude} within {place.radius:g} m"
    return ", ".join(part for part in (place.address, place.postcode, place.city) if part)


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.add_typer(target, name="target")
    app.add_typer(action, name="action")
    app.add_typer(deconflict, name="deconflict")
