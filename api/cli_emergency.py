"""Commands for emergencies: list those that concern an agency, and review them afterwards."""

from typing import Annotated

import typer

from comity.api.cli_asking import Ask, asks
from comity.api.emergencies import Emergencies
from comity.api.printing import AsJson, say, show_json, show_table
from comity.api.routes_emergencies import list_emergencies, open_emergency, review_emergency
from comity.api.wire_emergencies import EmergencyBody, EmergencyReviewBody

emergency = typer.Typer(help="Emergencies: break the glass, list who broke it, review it.")


@emergency.command("open")
@asks
def break_glass(
    ask: Ask,
    minutes: Annotated[int, typer.Option(min=1, help="For how long.")] = 60,
    as_json: AsJson = False,
) -> None:
    """Break the glass, with --justification as the reason that its owners are told at once."""
    body = EmergencyBody(reason=ask.asked.viewer.justification, minutes=minutes)
    found = ask(open_emergency, emergencies=Emergencies(ask.installation), body=body).emergency
    if as_json:
        show_json(found)
        return
    say(f"emergency {found.ref} until {found.until}; told at once: {', '.join(found.waiting_for)}")


@emergency.command("list")
@asks
def list_them(ask: Ask, as_json: AsJson = False) -> None:
    """List the emergencies that concern an agency, those that wait for its word first."""
    answer = ask(list_emergencies, emergencies=Emergencies(ask.installation))
    if as_json:
        show_json(answer)
        return
    heads = ("ref", "at", "until", "who", "case", "why", "waits for")
    rows = (
        (one.ref, one.at, one.until, f"{one.principal} ({one.agency})", one.case, one.reason,
         one.waiting_for)
        for one in answer.emergencies
    )  # fmt: skip
    show_table(heads, rows)


@emergency.command()
@asks
def review(
    ask: Ask,
    ref: Annotated[str, typer.Argument(help="The emergency's reference.")],
    verdict: Annotated[str, typer.Argument(help="justified, or 'not justified'.")],
    as_json: AsJson = False,
) -> None:
    """Say as an owner whether it was right, with --justification as the reason that is kept."""
    told = {"verdict": verdict, "reason": ask.asked.viewer.justification}
    body = EmergencyReviewBody.model_validate(told)
    door = Emergencies(ask.installation)
    found = ask(review_emergency, emergencies=door, ref=ref, body=body).emergency
    if as_json:
        show_json(found)
        return
    say(f"{verdict}; " + (f"waiting for {', '.join(found.waiting_for)}" if found.waiting_for
                          else "every owner has reviewed it"))  # fmt: skip


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.add_typer(emergency, name="emergency")
