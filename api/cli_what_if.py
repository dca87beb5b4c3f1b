"""Commands that ask about what is not so: what if, and links that may be missing."""

from typing import Annotated, get_args

import typer

from comity.analytics.hidden_links import METHODS
from comity.api.cli_ask import tell_marking
from comity.api.cli_asking import Ask, asks
from comity.api.errors import BadQuestion
from comity.api.linked import Through
from comity.api.printing import AsJson, show_json, show_table, tell
from comity.api.routes_what_if import hidden_links as likely
from comity.api.routes_what_if import what_if as compared
from comity.api.wire_what_if import WhatIfBody

Limit = Annotated[int, typer.Option(min=1, max=200, help="At most so many of each.")]


@asks
def what_if(
    ask: Ask,
    without: Annotated[list[str] | None, typer.Option(help="An entity's id: left out.")] = None,
    merged: Annotated[list[str] | None, typer.Option(help="Ids of several: taken as one.")] = None,
    measure: Annotated[
        list[str] | None, typer.Option(help="What to measure; betweenness and pagerank if none.")
    ] = None,
    limit: Limit = 10,
    as_json: AsJson = False,
) -> None:
    """Measure a view as if some were arrested, or two were one; nothing of it is recorded."""
    more = {"measures": tuple(measure)} if measure else {}
    body = WhatIfBody.model_validate(
        {"without": tuple(without or ()), "merged": tuple(merged or ()), "limit": limit, **more}
    )
    answer = ask(compared, body=body)
    if as_json:
        show_json(answer)
        return
    rows = ((each.figure, each.before, each.after, each.change) for each in answer.effect)
    show_table(("of the whole", "before", "after", "change"), rows)
    heads = ("measure", "entity", "name", "before", "after", "rank before", "rank after")
    columns = ("measure", "entity", "name", "before", "after", "rank_before", "rank_after")
    show_table(heads, ([getattr(each, name) for name in columns] for each in answer.entities))
    tell(f"supposed, and recorded nowhere: {'; '.join(answer.changes)}")
    tell_marking(answer)


@asks
def hidden_links(
    ask: Ask,
    through: Annotated[
        str, typer.Option(help=f"What links whom: {', '.join(get_args(Through))}.")
    ] = "co_offending",
    method: Annotated[str, typer.Option(help=f"{', '.join(METHODS)}.")] = "model",
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """List who may be linked though nobody has said so, with whom both know: guesses, no claims."""
    for word, known in ((through, get_args(Through)), (method, METHODS)):
        if word not in known:
            raise BadQuestion(f"no {word!r} here; there are {', '.join(known)}")
    answer = ask(likely, through=through, method=method, limit=limit)
    if as_json:
        show_json(answer)
        return
    rows = (
        (each.one.name, each.one.entity, each.other.name, each.other.entity, each.score,
         [known.name for known in each.because])
        for each in answer.guesses
    )  # fmt: skip
    show_table(("one", "id", "other", "id", "score", "both know"), rows)
    tell("guesses: where to look, never what is so")
    tell_marking(answer)


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    for command in (what_if, hidden_links):
        app.command()(command)
