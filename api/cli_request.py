"""Commands for requests: ask another agency, list what is asked, and answer."""

import secrets
from typing import Annotated

import typer

from comity.api.casework_door import Casework
from comity.api.cli_asking import Ask, asks
from comity.api.printing import AsJson, say, show_json, show_table
from comity.api.routes_requests import answer_request, list_requests, send_request
from comity.api.wire_casework import RequestAnswerBody, RequestBody
from comity.graph.casework_words import Asks

request = typer.Typer(help="Requests: ask another agency, list what is asked, answer it.")


@request.command()
@asks
def send(
    ask: Ask,
    to: Annotated[str, typer.Argument(help="The agency that is asked.")],
    text: Annotated[str, typer.Argument(help="What is asked.")],
    handling: Annotated[str, typer.Option(help="Its handling code.")] = "TLP:AMBER",
    validate: Annotated[
        bool, typer.Option("--validate", help="Ask to confirm what you are about to rely on.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Ask an agency that an agreement obliges to answer, for the --case named."""
    asks: Asks = "validate" if validate else "answer"
    body = RequestBody(to=to, case=ask.asked.viewer.case, text=text, handling=handling, asks=asks)
    door, key = Casework(ask.installation), secrets.token_hex(16)
    found = ask(send_request, casework=door, body=body, idempotency_key=key).request
    if as_json:
        show_json(found)
        return
    say(f"request {found.ref}; {found.to} owes an answer by {found.due}")


@request.command("list")
@asks
def list_them(ask: Ask, as_json: AsJson = False) -> None:
    """List the requests that one's agency sent or was sent, those that wait for it first."""
    answer = ask(list_requests, casework=Casework(ask.installation))
    if as_json:
        show_json(answer)
        return
    heads = ("ref", "from", "to", "case", "text", "due", "late", "answer")
    rows = (
        (one.ref, one.agency, one.to, one.case, one.text, one.due, "late" if one.late else "",
         f"{one.answer.outcome}: {one.answer.text}" if one.answer else "")
        for one in answer.requests
    )  # fmt: skip
    show_table(heads, rows)


@request.command("answer")
@asks
def answer_it(
    ask: Ask,
    ref: Annotated[str, typer.Argument(help="The request's reference, from list.")],
    outcome: Annotated[str, typer.Argument(help="granted or refused.")],
    text: Annotated[str, typer.Option(help="What is told, or why it is refused.")] = "",
    as_json: AsJson = False,
) -> None:
    """Answer a request as the agency that was asked."""
    body = RequestAnswerBody.model_validate({"outcome": outcome, "text": text})
    door = Casework(ask.installation)
    found = ask(answer_request, casework=door, ref=ref, body=body).request
    if as_json:
        show_json(found)
        return
    say(f"{outcome}; {found.agency} is told")


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.add_typer(request, name="request")
