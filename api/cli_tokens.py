"""Commands for tokens."""

from datetime import timedelta
from typing import Annotated

import typer

from comity.api.deeds import By, deed
from comity.api.folders import DEFAULT, Folder
from comity.api.installation import Installation
from comity.api.printing import AsJson, say, show, show_json, tell
from comity.api.tokens import READ, Grant
from comity.graph.view import micros
from comity.graph.written import written

token = typer.Typer(help="Tokens: who may ask, for which purposes, until when.")


@token.command()
def give(
    principal: Annotated[str, typer.Argument(help="Whose token it is.")],
    role: Annotated[str, typer.Option(help="analyst, investigator, writer, administrator, …")],
    purpose: Annotated[list[str], typer.Option(help="A purpose it may be used for.")],
    agency: Annotated[str, typer.Option(help="The holder's agency.")] = "",
    days: Annotated[
        int | None, typer.Option(min=1, help="How long it holds; the settings say, without.")
    ] = None,
    scope: Annotated[
        list[str] | None, typer.Option(help="read, write or audit; read, without.")
    ] = None,
    training: Annotated[
        list[str] | None, typer.Option(help="A course that counts for what it may see.")
    ] = None,
    case: Annotated[list[str] | None, typer.Option(help="A case it may be used in.")] = None,
    task_force: Annotated[
        list[str] | None, typer.Option(help="A task force it may act for.")
    ] = None,
    by: By = "",
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Give a token; its secret is shown only now."""
    with Installation.open(folder) as installation:
        now = installation.clock()
        ends = now + timedelta(days=days or installation.settings.token_days)
        holder = agency or installation.settings.agency
        grant = Grant(
            principal, holder, role, tuple(purpose), micros(now), micros(ends),
            scopes=tuple(scope or (READ,)), training=tuple(training or ()),
            cases=tuple(case or ()), task_forces=tuple(task_force or ()),
        )  # fmt: skip
        with deed(installation, "give_token", by, **_told(grant)):
            number, secret = installation.tokens.give(grant)
    if as_json:
        show_json({"number": number, "token": secret})
        return
    say(
        f"token {number} of {principal}, {role} of {holder}, until {ends:%Y-%m-%d}; shown only now:"
    )
    tell(secret)


@token.command("list")
def list_tokens(folder: Folder = DEFAULT, as_json: AsJson = False) -> None:
    """List every token, revoked and expired ones too; never a secret."""
    with Installation.open(folder) as installation:
        rows = [
            {
                "number": number,
                **_told(grant),
                "revoked": written(grant.revoked) if grant.revoked else "",
            }
            for number, grant in installation.tokens.granted()
        ]
    heads = ("number", "principal", "agency", "role", "purposes", "scopes", "expires", "revoked")
    show(rows, heads, as_json=as_json)


@token.command()
def revoke(
    number: Annotated[str, typer.Argument(help="The token's number from `token list`.")],
    by: By = "",
    folder: Folder = DEFAULT,
) -> None:
    """Make a token useless from the next question on."""
    with (
        Installation.open(folder) as installation,
        deed(installation, "revoke_token", by, number=number),
    ):
        grant = installation.tokens.revoke(number, micros(installation.clock()))
    say(f"token {number} of {grant.principal} is revoked")


def _told(grant: Grant) -> dict[str, object]:
    """A token in words, but for its secret."""
    return {
        "principal": grant.principal,
        "agency": grant.agency,
        "role": grant.role,
        "purposes": list(grant.purposes),
        "scopes": list(grant.scopes),
        "training": list(grant.training),
        "cases": list(grant.cases),
        "task_forces": list(grant.task_forces),
        "expires": written(grant.expires),
    }


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.add_typer(token, name="token")
