"""Commands that analyse communications, movement and money, for a case and under an authority.

They go by what the records of the case of `--case` say of their authority; see --case.
"""

from collections.abc import Mapping
from typing import Annotated, get_args

import typer

from comity.api.cli_analyse import analyse
from comity.api.cli_ask import check_word, tell_marking
from comity.api.cli_asking import Ask, asks
from comity.api.printing import AsJson, show_json, show_table, tell
from comity.api.routes_events import contacts as contacts_of
from comity.api.routes_events import handsets as handsets_of
from comity.api.routes_events import pattern as pattern_of
from comity.api.routes_events import payments as payments_of
from comity.api.routes_events import together as seen_together
from comity.api.wire_events import By, EventKind, OfEvents

Someone = Annotated[str, typer.Option(help="Of this entity alone, by its id.")]
Limit = Annotated[int, typer.Option(min=1, max=1000, help="At most so many.")]


@asks
def contacts(
    ask: Ask,
    entity: Someone = "",
    other: Annotated[str, typer.Option(help="Whom both of two are in touch with.")] = "",
    kind: Annotated[str, typer.Option(help=f"By what: {', '.join(get_args(EventKind))}.")] = "call",
    best: Annotated[int, typer.Option(min=1, max=100, help="So many contacts of each.")] = 10,
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """Show who is in touch with whom most, and how mutually; needs --case."""
    check_word(kind, get_args(EventKind))
    answer = ask(contacts_of, kind=kind, entity=entity, other=other, best=best, limit=limit)
    if as_json:
        show_json(answer)
        return
    rows = ((c.who.name, c.who.entity, c.contact.name, c.contact.entity, c.outgoing, c.incoming,
             c.since, c.until) for c in answer.contacts)  # fmt: skip
    show_table(("who", "id", "contact", "id", "out", "in", "since", "until"), rows)
    mutual = ((each.name, each.entity, each.reached, each.reached_by, each.reciprocity)
              for each in answer.reciprocity)  # fmt: skip
    show_table(("who", "id", "reached", "reached by", "reciprocity"), mutual)
    if other:
        common = ((each.name, each.entity, each.events_one, each.events_two, each.contacts)
                  for each in answer.common)  # fmt: skip
        show_table(("common", "id", "with one", "with the other", "contacts"), common)
    _tell_rest(answer)


@asks
def pattern(
    ask: Ask,
    zone: Annotated[str, typer.Option(help="By whose clock, as Europe/Brussels.")] = "UTC",
    entity: Someone = "",
    limit: Annotated[int, typer.Option(min=1, max=100, help="At most so many.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Show in which hours of the week somebody's events fall; needs --case."""
    answer = ask(pattern_of, zone=zone, entity=entity, limit=limit)
    if as_json:
        show_json(answer)
        return
    rows = ((each.name, each.entity, DAYS[cell.weekday], cell.hour, cell.events, cell.share)
            for each in answer.patterns for cell in each.hours)  # fmt: skip
    show_table(("who", "id", "day", "hour", "events", "share"), rows)
    tell(f"by the clock of {answer.zone}; {answer.untimed:,} events have no time of day")
    _tell_rest(answer)


@asks
def together(
    ask: Ask,
    window: Annotated[float, typer.Option(min=0, max=1440, help="Minutes apart at most.")] = 10,
    metres: Annotated[float, typer.Option(min=0, max=50_000, help="And metres apart.")] = 0,
    places: Annotated[int, typer.Option(min=1, max=100, help="At how many places at least.")] = 2,
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """Show who was seen together, at how many places; needs --case."""
    answer = ask(seen_together, window=window, metres=metres, places=places, limit=limit)
    if as_json:
        show_json(answer)
        return
    rows = ((each.one.name, each.one.entity, each.other.name, each.other.entity, each.meetings,
             each.places, each.expected, each.p) for each in answer.travel)  # fmt: skip
    show_table(("one", "id", "other", "id", "meetings", "places", "by chance", "p"), rows)
    tell(f"{answer.count:,} meetings in all; p orders leads and proves nothing")
    _tell_rest(answer)


@asks
def payments(
    ask: Ask,
    entity: Annotated[str, typer.Option(help="Chains that begin with this payer, by id.")] = "",
    hours: Annotated[float, typer.Option(min=0.01, max=8760, help="Passed on within.")] = 72,
    tolerance: Annotated[float, typer.Option(min=0, max=0.99, help="How amounts may differ.")] = (
        0.1
    ),
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """Show chains of payments: passed on later, soon, in about that amount; needs --case."""
    answer = ask(payments_of, entity=entity, hours=hours, tolerance=tolerance, limit=limit)
    if as_json:
        show_json(answer)
        return
    rows = ((number, p.payer.name, p.payee.name, p.at, p.amount, p.currency, p.id)
            for number, chain in enumerate(answer.chains, start=1)
            for p in chain.payments)  # fmt: skip
    show_table(("chain", "payer", "payee", "at", "amount", "currency", "id"), rows)
    tell(f"{answer.count:,} chains in all; none proves that it is the same money")
    _tell_rest(answer)


@asks
def handsets(
    ask: Ask,
    by: Annotated[str, typer.Option(help=f"What stays: {', '.join(get_args(By))}.")] = "number",
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """Show changes of handset or SIM; needs --case."""
    check_word(by, get_args(By))
    answer = ask(handsets_of, by=by, limit=limit)
    if as_json:
        show_json(answer)
        return
    rows = ((each.value, each.changed, _parts(each.before), _parts(each.after), each.last_before,
             each.first_after) for each in answer.changes)  # fmt: skip
    show_table((by, "changed", "before", "after", "last before", "first after"), rows)
    tell(f"{answer.count:,} changes in all; a change is a lead, not a person")
    _tell_rest(answer)


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def register(_: typer.Typer) -> None:
    """Add the commands to the group `analyse`."""
    for command in (contacts, pattern, together, payments, handsets):
        analyse.command()(command)


def _parts(parts: Mapping[str, str]) -> list[str]:
    return [f"{name} {value}" for name, value in parts.items() if value]


def _tell_rest(answer: OfEvents) -> None:
    refused = "; ".join(f"{reason}: {count:,}" for reason, count in answer.refused.items() if count)
    tell(f"left out: {refused}" if refused else "no event that shows was left out")
    tell_marking(answer)
