"""Commands that ask of agreements as one viewer: what shows under each, what would go with one."""

from typing import Annotated

import typer

from comity.api.cli_asking import Ask, asks
from comity.api.printing import AsJson, show_json, show_table
from comity.api.routes_agreements import agreements, without


@asks
def mine(ask: Ask, as_json: AsJson = False) -> None:
    """What you see under each clause of your agency's agreements."""
    answer = ask(agreements)
    if as_json:
        show_json(answer)
        return
    rows = (
        (one.id, one.version, one.ends, clause.clause, clause.facts, clause.text)
        for one in answer.agreements
        for clause in one.clauses
    )
    show_table(("agreement", "version", "ends", "clause", "facts", "says"), rows)


@asks
def if_ended(
    ask: Ask,
    agreement_id: Annotated[str, typer.Argument(help="The agreement's id.")],
    as_json: AsJson = False,
) -> None:
    """What would go from what you see if an agreement ended."""
    answer = ask(without, agreement=agreement_id)
    if as_json:
        show_json(answer)
        return
    counts = ((name, had, answer.counts_without[name]) for name, had in answer.counts.items())
    show_table(("what", "with it", "without it"), counts)
    lost = ((one.owner, one.data_class, one.handling, one.facts) for one in answer.lost)
    show_table(("owner", "data_class", "handling", "facts that go"), lost)


def register(agreement: typer.Typer) -> None:
    """Put the commands beside those for the life of an agreement."""
    agreement.command("mine")(mine)
    agreement.command("if-ended")(if_ended)
