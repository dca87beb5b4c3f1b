"""Commands that prove the audit to others: keys, checkpoints, proofs and countersignatures."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from comity.api.audit_keys import WITNESSED_FILE, audit_key, witness_key
from comity.api.checkpoints import prove_growth, prove_kept_row, sign_checkpoint
from comity.api.deeds import By, deed, note
from comity.api.files import write_private
from comity.api.folders import DEFAULT, Folder
from comity.api.installation import Installation
from comity.api.printing import AsJson, say, show_json, tell
from comity.graph.audit_checkpoint import Checkpoint, Growing
from comity.graph.audit_note import PublicKey
from comity.graph.audit_proof import RowProof
from comity.graph.audit_witness import Witness
from comity.graph.view import micros
from comity.graph.written import written

Keys = Annotated[
    list[str] | None,
    typer.Option(help="A public key of a log or witness, or a file of them, one a line."),
]
Out = Annotated[Path | None, typer.Option(help="Write it here; else it is printed.")]


def key(folder: Folder = DEFAULT, as_json: AsJson = False) -> None:
    """Print the public keys: of the audit's checkpoints, and as a witness of others'."""
    with Installation.open(folder) as installation:
        agency = installation.settings.agency
        found = (audit_key(folder, agency).public, witness_key(folder, agency).public)
    if as_json:
        show_json({"audit": str(found[0]), "witness": str(found[1])})
        return
    for public in found:
        tell(str(public))


def checkpoint(out: Out = None, by: By = "", folder: Folder = DEFAULT) -> None:
    """Verify the audit and sign how it stands, to be kept by others."""
    with Installation.open(folder) as installation:
        log = audit_key(folder, installation.settings.agency).public.name
        with deed(installation, "audit_checkpoint", by, log=log):
            signed = sign_checkpoint(installation)
    _give(str(signed), out)
    say(f"{Checkpoint.of(signed).size:,} rows signed; give it to your witnesses")


def prove(
    since: Annotated[
        int, typer.Option("--from", min=0, help="The size of the tree that the witness knows.")
    ] = 0,
    row: Annotated[
        int | None, typer.Option(min=1, help="Prove this row instead, with all its words.")
    ] = None,
    out: Out = None,
    by: By = "",
    folder: Folder = DEFAULT,
) -> None:
    """Prove to a witness that the audit only grew, or to anyone that a row stands in it."""
    with Installation.open(folder) as installation:
        note(installation, "audit_proof", by, since=since, row=row)
        found = prove_growth(folder, since) if row is None else prove_kept_row(folder, row)
    _give(str(found), out)


def witness(
    request: Annotated[Path, typer.Argument(help="What the other agency's audit prove wrote.")],
    log_key: Annotated[str, typer.Option("--key", help="The public key of the other's audit.")],
    out: Out = None,
    by: By = "",
    folder: Folder = DEFAULT,
) -> None:
    """Countersign another agency's checkpoint, if its audit only grew since the last one."""
    asked, log = Growing.read(request.read_text("utf-8")), PublicKey.read(log_key)
    told = {"log": log.name, "size": Checkpoint.of(asked.note).size}
    with (
        Installation.open(folder) as installation,
        deed(installation, "audit_witness", by, **told),
        Witness(folder / WITNESSED_FILE, witness_key(folder, installation.settings.agency)) as kept,
    ):
        signed = kept.countersign(asked, log, micros(installation.clock()))
    _give(str(signed), out)


def check_proof(
    proof: Annotated[Path, typer.Argument(help="What audit prove --row wrote.")],
    key: Keys = None,
) -> None:
    """Check that a row stands in a signed audit: needs the proof and the log's public key."""
    found = RowProof.read(proof.read_text("utf-8"))
    signed = found.check(read_keys(key or ()))
    size, origin = signed.checkpoint.size, signed.checkpoint.origin
    tell(f"row {found.row} stands in the {size:,} rows that {origin} signed")
    for name, at in signed.witnesses.items():
        tell(f"countersigned by {name} on {written(at * 1_000_000)}")


def read_keys(given: Iterable[str]) -> list[PublicKey]:
    """Public keys as they were given: each itself, or a file of some."""
    lines: list[str] = []
    for text in given:
        path = Path(text)
        lines += path.read_text("utf-8").splitlines() if path.is_file() else [text]
    return [PublicKey.read(line) for line in lines if line.strip()]


def _give(text: str, out: Path | None) -> None:
    if out is None:
        tell(text.rstrip("\n"))
    else:
        write_private(out, text.encode())


def register(audit: typer.Typer) -> None:
    """Put the commands beside those of the audit."""
    for command in (key, checkpoint, prove, witness):
        audit.command()(command)
    audit.command("check-proof")(check_proof)
