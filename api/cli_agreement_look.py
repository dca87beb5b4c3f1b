"""Commands that look at agreements before anybody signs: what they say, change, open and undo."""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from comity.api.deeds import By, note
from comity.api.duties import owed
from comity.api.folders import DEFAULT, Folder
from comity.api.installation import Installation
from comity.api.printing import AsJson, say, show, show_json, tell
from comity.api.simulation import simulated
from comity.api.wire import moment_text
from comity.graph.errors import AgreementRefused
from comity.graph.ledger_agreements import check_redactions
from comity.sharing import (
    Agreement,
    Label,
    agreement_schema,
    agreement_text,
    audience,
    changes_between,
    check_handling,
    clause_text,
    conflicts,
    read_agreement,
)

Document = Annotated[Path, typer.Argument(metavar="FILE", help="The agreement as YAML.")]
Either = Annotated[str, typer.Argument(metavar="FILE|ID", help="A file, or what is kept by an id.")]


def check(path: Document, as_json: AsJson = False) -> None:
    """Say whether a document would be accepted, and what it says."""
    found = read_agreement(path)
    check_redactions(found)
    if as_json:
        show_json(asdict(found))
    else:
        tell(f"{found.id} version {found.version} is well formed: {len(found.clauses)} clauses")


def show_text(which: Either, folder: Folder = DEFAULT) -> None:
    """The agreement in words, as people read and sign it."""
    typer.echo(agreement_text(_either(which, folder)), nl=False)


def schema() -> None:
    """The JSON Schema of the document, for editors and other programs."""
    show_json(agreement_schema())


def diff(old: Either, new: Either, folder: Folder = DEFAULT, as_json: AsJson = False) -> None:
    """What two agreements, or two versions, say differently."""
    changes = changes_between(_either(old, folder), _either(new, folder))
    if not changes:
        say("they say the same")
    show([asdict(change) for change in changes], ("where", "before", "after"), as_json=as_json)


def simulate(
    path: Document,
    agency: Annotated[
        str, typer.Option("--for", help="Whose facts to count; the installation's unless said.")
    ] = "",
    by: By = "",
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """What appears or vanishes for whom if this text takes the place of what stands.

    Facts are counted for their owner alone.
    """
    new = read_agreement(path)
    with Installation.open(folder) as installation:
        owner = agency or installation.settings.agency
        note(installation, "simulate_agreement", by, agreement=new.id, counted=owner)
        found = simulated(installation, new, owner)
    if not found:
        say("nothing appears and nothing vanishes for anybody")
    show([asdict(effect) for effect in found], _EFFECT, as_json=as_json)


def list_conflicts(
    path: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A text to compare with what stands.")
    ] = None,
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Where clauses of agreements undo what others ask for; the milder one has the last word."""
    with Installation.open(folder) as installation:
        standing = installation.ledger.agreements()
    if path is not None:
        new = read_agreement(path)
        standing = [*(one for one in standing if one.id != new.id), new]
    rows = [
        {
            "stricter": f"{one.stricter.agreement} {one.stricter.clause}",
            "asks": one.asks,
            "milder": f"{one.milder.agreement} {one.milder.clause}",
            "about": one.about,
        }
        for one in conflicts(standing)
    ]
    if not rows:
        say("no clause undoes another")
    show(rows, ("stricter", "asks", "milder", "about"), as_json=as_json)


def who_sees(
    owner: Annotated[str, typer.Option(help="Whose facts.")],
    data_class: Annotated[str, typer.Option(help="Of which data class.")],
    handling: Annotated[str, typer.Option(help="Under which handling code.")],
    caveat: Annotated[list[str] | None, typer.Option(help="With these caveats.")] = None,
    jurisdiction: Annotated[str, typer.Option(help="Of which jurisdiction.")] = "",
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Who else may see facts under a label, by which clause and on what conditions."""
    code = check_handling(handling)
    label = Label(owner, data_class, code, tuple(sorted(caveat or ())), jurisdiction)
    with Installation.open(folder) as installation:
        now, standing = installation.clock(), installation.ledger.agreements()
    in_force = [one for one in standing if one.in_force(now)]
    rows = list(_audience(label, in_force))
    if not rows:
        say(f"nobody but {owner}")
    show(rows, ("agency", "agreement", "clause", "sees", "conditions"), as_json=as_json)


def duties(
    late: Annotated[bool, typer.Option("--late", help="Only what is overdue.")] = False,
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """What is owed under agreements in force and at an end, by when, and who is late."""
    with Installation.open(folder) as installation:
        found = [one for one in owed(installation) if one.late or not late]
    rows = [
        {**asdict(one), "last": moment_text(one.last), "due": moment_text(one.due)} for one in found
    ]
    if not rows:
        say("nobody is late" if late else "nothing is owed")
    show(rows, ("late", "who", "duty", "about", "last", "due", "agreement", "clause"),
         as_json=as_json)  # fmt: skip


_EFFECT = ("agency", "purpose", "role", "owner", "data_class", "handling", "becomes", "facts")


def _audience(label: Label, in_force: Iterable[Agreement]) -> Iterable[dict[str, Any]]:
    for one in audience(label, in_force):
        for receiver in one.receivers:
            yield {
                "agency": receiver,
                "agreement": f"{one.permit.agreement} version {one.permit.version}",
                "clause": one.permit.clause,
                "sees": one.sees,
                "conditions": f"For {', '.join(one.purposes)}. {clause_text(one.clause)}",
            }


def _either(which: str, folder: Path) -> Agreement:
    """A file's agreement, or the one that stands under an id."""
    if Path(which).is_file():
        return read_agreement(Path(which))
    with Installation.open(folder) as installation:
        found = {one.id: one for one in installation.ledger.agreements()}
    if which not in found:
        raise AgreementRefused(f"{which!r} is neither a file nor the id of an agreement")
    return found[which]


def register(agreement: typer.Typer) -> None:
    """Put the commands beside those for the life of an agreement."""
    agreement.command()(check)
    agreement.command("show")(show_text)
    agreement.command()(schema)
    agreement.command()(diff)
    agreement.command()(simulate)
    agreement.command("conflicts")(list_conflicts)
    agreement.command("who-sees")(who_sees)
    agreement.command()(duties)
