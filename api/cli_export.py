"""The command that hands something over: a file for somebody outside, with recipient and reason."""

from pathlib import Path
from typing import Annotated

import typer

from comity.api.cli_asking import Ask, asks
from comity.api.export import ENDINGS
from comity.api.printing import say
from comity.api.routes_exports import disseminate
from comity.api.whole_files import check_targets
from comity.api.wire_exports import ExportBody


@asks
def export(
    ask: Ask,
    entities: Annotated[list[str], typer.Argument(help="Entities' ids, from a search.")],
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="The file to write.")],
    recipient: Annotated[str, typer.Option(help="To whom it goes.")],
    reason: Annotated[str, typer.Option(help="Why it goes; the owners read it.")],
    form: Annotated[str, typer.Option("--format", help=f"One of {', '.join(ENDINGS)}.")] = "csv",
    hops: Annotated[int, typer.Option(min=0, max=2, help="How far around them.")] = 0,
    approved: Annotated[
        list[str] | None, typer.Option("--approved-by", help="OWNER:REF of an owner's approval.")
    ] = None,
    verified: Annotated[
        list[str] | None, typer.Option(help="OWNER:REF of what its owner verified.")
    ] = None,
    only_free: Annotated[
        bool, typer.Option("--only-free", help="Leave out what may not go, instead of refusing.")
    ] = False,
) -> None:
    """Hand entities over as a file; refused where codes, clauses or caveats forbid it."""
    check_targets([to], [])
    told = {"entities": entities, "format": form, "recipient": recipient, "reason": reason,
            "hops": hops, "approved": _by_owner(approved), "verified": _by_owner(verified),
            "only_free": only_free}  # fmt: skip
    found = ask(disseminate, body=ExportBody.model_validate(told))
    ask.leave(to, found.write, found.parcel.entities, found.parcel.view)
    left = ", ".join(f"{count:,} {name}" for name, count in found.left_out.items() if count)
    say(f"{to}: {len(found.went.addresses):,} entities for {recipient}"
        + (f"; left out: {left}" if left else ""))  # fmt: skip


def _by_owner(said: list[str] | None) -> dict[str, str]:
    found = {}
    for each in said or ():
        owner, colon, ref = each.partition(":")
        if not colon:
            raise typer.BadParameter(f"{each!r} is not OWNER:REF, such as harbor-so:memo-7")
        found[owner.strip()] = ref.strip()
    return found


def register(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command()(export)
