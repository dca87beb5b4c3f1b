"""Commands for the life of an agreement: put, offer, sign, activate, suspend, end."""

from pathlib import Path
from typing import Annotated, Any

import typer

from comity.api import cli_agreement_ask, cli_agreement_look
from comity.api.copies import SAID, check_word
from comity.api.deeds import By, deed
from comity.api.errors import InstallationError
from comity.api.files import write_private
from comity.api.folders import DEFAULT, Folder
from comity.api.installation import Installation
from comity.api.printing import AsJson, say, show, tell
from comity.graph.errors import AgreementRefused
from comity.graph.ledger_words import StoredAgreement
from comity.sharing import Agreement, new_key, parse_agreement, public_key, sign
from comity.sharing.document import document_text

agreement = typer.Typer(
    help="Agreements: check, put, offer, sign, activate, suspend, end, compare."
)
Id = Annotated[str, typer.Argument(help="The agreement's id.")]
Key = Annotated[Path, typer.Option(help="The file with the agency's private key.")]


@agreement.command()
def put(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The agreement as YAML.")],
    by: By = "",
    folder: Folder = DEFAULT,
) -> None:
    """Keep an agreement; a changed text needs a higher version."""
    text = document_text(path)
    read = parse_agreement(text, str(path))
    with (
        Installation.open(folder) as installation,
        deed(installation, "put_agreement", by, agreement=read.id, version=read.version) as who,
    ):
        _check_unsigned(installation, read)
        kept = installation.ledger.put_agreement(text, who)
    say(f"{kept.id} version {kept.version} is {kept.status}")


@agreement.command("list")
def list_agreements(
    every: Annotated[bool, typer.Option("--all", help="Every version, not one of each.")] = False,
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """List the agreements with version, state and who signed."""
    with Installation.open(folder) as installation:
        stored = installation.ledger.agreement_versions()
        standing = installation.ledger.agreements()
    rows = [_told(one) for one in stored if every or one.agreement in standing]
    heads = ("id", "version", "status", "parties", "signed", "purposes", "starts", "ends", "title")
    show(rows, heads, as_json=as_json)


@agreement.command()
def offer(agreement_id: Id, by: By = "", folder: Folder = DEFAULT) -> None:
    """Offer the newest version to its parties; what is offered can be signed."""
    _set(agreement_id, "offered", by, folder)


@agreement.command()
def activate(agreement_id: Id, by: By = "", folder: Folder = DEFAULT) -> None:
    """Put the newest version in force, or turn a suspended one on again."""
    _set(agreement_id, "active", by, folder)


@agreement.command()
def suspend(agreement_id: Id, by: By = "", folder: Folder = DEFAULT) -> None:
    """Turn an agreement off: from the next question it permits nothing."""
    _set(agreement_id, "suspended", by, folder)


@agreement.command()
def end(agreement_id: Id, by: By = "", folder: Folder = DEFAULT) -> None:
    """End an agreement; it is renewed by a new version."""
    _set(agreement_id, "ended", by, folder)


@agreement.command()
def purged(
    agreement_id: Id,
    agency: Annotated[str, typer.Option(help="The party that purged its copies.")],
    reason: Annotated[str, typer.Option(help="What was purged and how, in its words.")],
    by: By = "",
    folder: Folder = DEFAULT,
) -> None:
    """Keep a party's word that its copies of what was handed over are purged."""
    what = {"agreement": agreement_id, "agency": agency, "reason": reason}
    with Installation.open(folder) as installation, deed(installation, SAID, by, **what):
        check_word(installation, agreement_id, agency, reason)
    say(f"{agency} has purged its copies of what was handed over under {agreement_id}")


@agreement.command("key")
def make_key(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="Where to keep the private key.")],
) -> None:
    """Make a key to sign with: the private half into a file of yours, the public half shown."""
    if path.exists():
        raise InstallationError(f"{path} is there already; a key is never written over")
    private = new_key()
    write_private(path, private)
    say(f"{path} holds the private key: whoever has it signs for you; the public key is:")
    tell(public_key(private))


@agreement.command()
def trust(
    agency: Annotated[str, typer.Argument(help="Whose key it is.")],
    key: Annotated[str, typer.Argument(help="Its public key, told to you by another way.")],
    instead_of: Annotated[str, typer.Option(help="The key known so far, to give it up.")] = "",
    by: By = "",
    folder: Folder = DEFAULT,
) -> None:
    """Take an agency's signatures by this key from now on."""
    with (
        Installation.open(folder) as installation,
        deed(installation, "trust_key", by, agency=agency, key=key, instead_of=instead_of),
    ):
        installation.party_keys.trust(agency, key, instead_of=instead_of)
    say(f"signatures of {agency} are taken by {key}")


@agreement.command("sign")
def sign_agreement(
    agreement_id: Id,
    agency: Annotated[str, typer.Option(help="The party that signs.")],
    key: Key,
    paper: Annotated[
        Path | None, typer.Option(help="The paper signed by hand, attached by its hash.")
    ] = None,
    by: By = "",
    folder: Folder = DEFAULT,
) -> None:
    """Sign the offered version for one party; the last signature makes it signed."""
    scan = paper.read_bytes() if paper else b""
    with (
        Installation.open(folder) as installation,
        deed(installation, "sign_agreement", by, agreement=agreement_id, agency=agency) as who,
    ):
        newest = newest_of(installation, agreement_id)
        signature = sign(newest.agreement, newest.text, agency, key.read_bytes(), scan)
        installation.party_keys.check(signature)
        found = installation.ledger.add_signature(signature, who)
    say(f"{agency} has signed {found.id} version {found.version}, which is {found.status}")


def newest_of(installation: Installation, agreement_id: str) -> StoredAgreement:
    """The newest version of an agreement."""
    found = installation.ledger.agreement_versions()
    versions = [stored for stored in found if stored.agreement.id == agreement_id]
    if not versions:
        raise AgreementRefused(f"there is no agreement {agreement_id!r}; comity agreement list")
    return versions[-1]


def _set(agreement_id: str, status: str, by: str, folder: Path) -> None:
    what = {"agreement": agreement_id, "status": status}
    with (
        Installation.open(folder) as installation,
        deed(installation, "set_agreement_status", by, **what) as who,
    ):
        signed = installation.settings.signatures == "required"
        found = installation.ledger.set_agreement_status(agreement_id, status, who, signed=signed)
    say(f"{found.id} version {found.version} is {found.status}")


def _check_unsigned(installation: Installation, read: Agreement) -> None:
    """Where signatures are required, nothing is in force before it is signed."""
    if installation.settings.signatures == "required" and read.status not in ("draft", "offered"):
        raise AgreementRefused(
            f"{read.id} says it is {read.status}, and nobody has signed it; write status: draft, "
            "then offer it, let every party sign, and activate it"
        )


def _told(stored: StoredAgreement) -> dict[str, Any]:
    found = stored.agreement
    return {
        "id": found.id,
        "version": found.version,
        "status": found.status,
        "title": found.title,
        "parties": list(found.parties),
        "signed": list(stored.signed_by()),
        "purposes": list(found.purposes),
        "starts": f"{found.starts:%Y-%m-%d}",
        "ends": f"{found.ends:%Y-%m-%d}",
    }


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    cli_agreement_look.register(agreement)
    cli_agreement_ask.register(agreement)
    app.add_typer(agreement, name="agreement")
