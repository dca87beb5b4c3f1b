"""Commands for the audit: list, verify, and who saw what."""

import getpass
from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from comity.api.asked import Asked
from comity.api.audit_keys import AUDIT_KEY, audit_key
from comity.api.checkpoints import kept_checkpoints, verify_log
from comity.api.cli_asking import Ask, asking, asks
from comity.api.cli_audit_proofs import Keys, read_keys
from comity.api.cli_audit_proofs import register as register_proofs
from comity.api.deeds import By
from comity.api.errors import Nothing
from comity.api.folders import DEFAULT, Folder
from comity.api.installation import AUDIT, Installation
from comity.api.printing import AsJson, say, show, show_json, show_table
from comity.api.routes_audit import disclosures as find_disclosures
from comity.api.wire_audit import DisclosureOut, to_the_hundredth
from comity.graph.audit import Audit
from comity.graph.audit_checkpoint import Countersigned
from comity.graph.audit_note import Note
from comity.graph.audit_words import AuditFilter, StoredAuditRow
from comity.graph.errors import AuditError
from comity.graph.written import written

audit = typer.Typer(help="The audit: who asked what, when and why; and the proof of it.")
Time = Annotated[str, typer.Option(help="A time with its zone, such as 2026-03-02T09:30Z.")]


@audit.command("list")
def list_rows(
    principal: Annotated[str, typer.Option(help="Only this asker's.")] = "",
    case: Annotated[str, typer.Option(help="Only this case's.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """List who asked what, for what purpose and why: the newest, oldest first."""
    wanted = AuditFilter(principal=principal or None, case=case or None)
    with Installation.open(folder) as installation:
        rows = [_told(stored) for stored in _newest(installation.audit, wanted, limit)]
    heads = ("row", "at", "who", "purpose", "why", "action", "question", "outcome")
    show(rows, heads, as_json=as_json)


@audit.command()
def verify(
    log: Annotated[
        Path | None, typer.Option(help="An audit's file, wherever it lies; else the folder's own.")
    ] = None,
    checkpoint: Annotated[
        list[Path] | None, typer.Option(help="A checkpoint that it must continue.")
    ] = None,
    key: Keys = None,
    witnesses: Annotated[
        int, typer.Option(min=0, help="How many must have countersigned the newest checkpoint.")
    ] = 0,
    folder: Folder = DEFAULT,
) -> None:
    """Check that no audit row was changed, dropped or put in; exit code 1 if one was."""
    keys = read_keys(key or ())
    notes = [Note.read(path.read_text("utf-8")) for path in checkpoint or ()]
    if log is None and (folder / AUDIT_KEY).exists():
        with Installation.open(folder) as installation:
            keys.append(audit_key(folder, installation.settings.agency).public)
        notes += kept_checkpoints(folder)
    rows, newest = verify_log(log or folder / AUDIT, notes, keys)
    told = _signed(newest, witnesses)
    say(f"every audit row holds: {rows:,} rows{told}")


@audit.command()
def disclosures(
    agency: Annotated[str, typer.Option(help="Whose records; the installation's own, else.")] = "",
    entity: Annotated[str, typer.Option(help="Only records of this entity.")] = "",
    pointer: Annotated[str, typer.Option(help="Only what a pointer was to, by its ref.")] = "",
    since: Time = "",
    until: Time = "",
    past: Annotated[int, typer.Option(min=0, help="Leave out so many first ones.")] = 0,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many.")] = 100,
    by: By = "",
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """List who saw an agency's records, when, for what purpose and by which clause."""
    who = {"viewer": by or getpass.getuser(), "role": "auditor", "purpose": "audit"}
    with asking(**who, agency=agency, justification="at the command line", folder=folder) as ask:
        answer = ask(find_disclosures, entity=entity, pointer=pointer, since=since, until=until,
                     past=past, limit=limit)  # fmt: skip
    if as_json:
        show_json(answer)
        return
    heads = ("at", "agency", "role", "purpose", "clause", "records", "went to", "because", "who",
             "why")  # fmt: skip
    show_table(heads, map(_line, answer.disclosures))
    if answer.next is not None:
        say(f"there are more: --past {answer.next}")


@asks
def who(
    ask: Ask,
    entity: Annotated[str, typer.Argument(help="An entity's id, from a search.")],
    as_json: AsJson = False,
) -> None:
    """List who looked an entity up, when and why; for whoever runs the installation."""
    mentions = ask(looked_up, id=entity)
    rows = [_told(stored) for stored in ask.installation.audit.showing(mentions)]
    show(rows, ("row", "at", "who", "purpose", "case", "why", "action"), as_json=as_json)


audit.command()(who)


def looked_up(asked: Asked, id: str) -> tuple[str, ...]:  # noqa: A002 - as routes call it
    """The mentions of an entity, as the asker sees it, that others may have looked up."""
    found = asked.view.entity(id)
    if found is None:
        raise Nothing
    return tuple(each.id for each in found.mentions)


def _told(stored: StoredAuditRow) -> dict[str, Any]:
    row = stored.row
    return {
        "row": stored.id,
        "at": to_the_hundredth(row.at),
        "who": f"{row.principal} ({row.agency})",
        "role": row.role,
        "purpose": row.purpose,
        "case": row.case,
        "why": row.justification,
        "action": row.action,
        "question": row.question,
        "agreements": list(row.agreements),
        "shown": list(row.shown),
        "disclosed": [
            {"label": each.label, "agreement": each.agreement, "version": each.version,
             "clause": each.clause, "refs": list(each.refs)}
            for each in row.disclosed
        ],
        "outcome": row.outcome,
    }  # fmt: skip


def _line(found: DisclosureOut) -> tuple[str, ...]:
    clauses = (f"{each.agreement} {each.version}, {each.clause}" for each in found.permits)
    records = (f"{each.source} {each.record}".strip() or each.mention for each in found.records)
    asked = (found.asking.principal, found.asking.justification) if found.asking else ("", "")
    went = (
        (found.handed_over.recipient, found.handed_over.reason) if found.handed_over else ("", "")
    )
    who = (found.at, found.agency, found.role, found.purpose)
    return (*who, _joined(clauses), _joined(records), *went, *asked)


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(parts)


def _signed(newest: Countersigned | None, witnesses: int) -> str:
    found = newest.witnesses if newest else {}
    if len(found) < witnesses:
        raise AuditError(
            f"{len(found)} witnesses countersigned the newest checkpoint and {witnesses} must; "
            "give their keys, or ask them with comity audit prove"
        )
    if newest is None:
        return ""
    told = [f"{name} on {written(at * 1_000_000)}" for name, at in found.items()]
    by = f", countersigned by {' and '.join(told)}" if told else ""
    return f", the first {newest.checkpoint.size:,} as {newest.checkpoint.origin} signed them{by}"


def _newest(audit: Audit, wanted: AuditFilter, limit: int) -> deque[StoredAuditRow]:
    found: deque[StoredAuditRow] = deque(maxlen=limit)
    while page := audit.rows(wanted):
        found += page
        wanted = replace(wanted, after=page[-1].id)
    return found


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    register_proofs(audit)
    app.add_typer(audit, name="audit")
