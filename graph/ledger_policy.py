"""What people decide: agreements with their status, judgements and their withdrawal."""

import os
import secrets
from dataclasses import replace
from functools import lru_cache
from typing import Any, get_args

import apsw

from comity.graph.errors import AgreementRefused, GraphError, UnknownRef
from comity.graph.ledger_chain import SALT_BYTES, add_position, commit, text_hash
from comity.graph.ledger_file import LedgerFile
from comity.graph.ledger_words import AgreementEvent, StoredJudgement
from comity.graph.words import FOREVER, Judgement, Verdict
from comity.sharing import Agreement, Label, parse_agreement
from comity.sharing.agreement import Status

_LATEST = """
SELECT a.id, a.version, a.text, (
    SELECT s.status FROM agreement_status s WHERE s.id = a.id AND s.position > a.position
    ORDER BY s.position DESC LIMIT 1)
FROM agreement a WHERE a.version = (SELECT max(version) FROM agreement b WHERE b.id = a.id)
"""


def judge(ledger: LedgerFile, judgement: Judgement) -> str:
    """Add a person's decision on a pair; its reference."""
    if judgement.verdict not in get_args(Verdict):
        raise GraphError(f"no verdict {judgement.verdict!r}; say {', '.join(get_args(Verdict))}")
    if judgement.first == judgement.second:
        raise GraphError(f"a judgement needs two mentions, not {judgement.first!r} twice")
    ref, salt = judgement.ref or secrets.token_hex(16), os.urandom(SALT_BYTES)
    try:
        with ledger.write() as connection:
            _add_judgement(ledger, connection, judgement, ref, salt)
    except apsw.ConstraintError:
        raise GraphError(f"judgement {ref!r} is there already; withdraw it instead") from None
    except BaseException:
        ledger.forget_numbers()
        raise
    return ref


def withdraw(ledger: LedgerFile, ref: str, who: str, reason: str) -> None:
    """Undo a judgement by adding its withdrawal."""
    salt = os.urandom(SALT_BYTES)
    with ledger.write() as connection:
        if not connection.execute("SELECT 1 FROM judgement WHERE ref = ?", (ref,)).get:
            raise UnknownRef("judgement", ref, "list the judgements to find its reference")
        if connection.execute("SELECT 1 FROM withdrawal WHERE ref = ?", (ref,)).get:
            raise GraphError(f"judgement {ref!r} is withdrawn already; judge the pair anew")
        body = {"ref": ref, "commitment": commit_fields(salt, ref, who, reason).hex()}
        position, _ = add_position(connection, ledger.clock(), "withdrawal", body)
        connection.execute(
            "INSERT INTO withdrawal VALUES (?, ?, ?, ?, ?)", (position, ref, who, reason, salt)
        )


def judgements(ledger: LedgerFile) -> list[StoredJudgement]:
    """Every judgement ever made, oldest first, with when it was known."""
    rows = ledger.read(
        "SELECT j.first, j.second, j.verdict, j.who, j.reason, l.canonical, j.at, j.ref, p.at, "
        "coalesce(wp.at, ?) FROM judgement j JOIN label l ON l.id = j.label "
        "JOIN position p ON p.position = j.position LEFT JOIN withdrawal w ON w.ref = j.ref "
        "LEFT JOIN position wp ON wp.position = w.position ORDER BY j.position",
        (FOREVER,),
    )
    return [_stored(row) for row in rows]


def commit_fields(salt: bytes, *fields: object) -> bytes:
    """The commitment to a judgement or a withdrawal, from its fields in the table's order."""
    return commit(salt, *(str(field).encode() for field in fields))


def put_agreement(ledger: LedgerFile, text: str, who: str) -> Agreement:
    """Keep an agreement's text; a changed text needs a higher version."""
    agreement = parse_agreement(text, "agreement")
    with ledger.write() as connection:
        last = connection.execute(
            "SELECT version, text FROM agreement WHERE id = ? ORDER BY version DESC LIMIT 1",
            (agreement.id,),
        ).get
        if last is None or last[0] < agreement.version:
            _add_agreement(ledger, connection, agreement, text, who)
        elif last != (agreement.version, text):
            raise AgreementRefused(
                f"agreement {agreement.id!r} stands at version {last[0]}; "
                f"give the changed text version {last[0] + 1}"
            )
    return agreement_named(ledger, agreement.id)


def set_agreement_status(ledger: LedgerFile, agreement: str, status: str, who: str) -> Agreement:
    """Note that an agreement is now draft, active, suspended or ended."""
    if status not in get_args(Status):
        raise AgreementRefused(f"no status {status!r}; allowed: {', '.join(get_args(Status))}")
    standing = agreement_named(ledger, agreement)
    if standing.status == status:
        return standing
    with ledger.write() as connection:
        row = (agreement, standing.version, status, who)
        body = dict(zip(("agreement", "version", "status", "who"), row, strict=True))
        position, _ = add_position(connection, ledger.clock(), "status", body)
        connection.execute("INSERT INTO agreement_status VALUES (?, ?, ?, ?, ?)", (position, *row))
    return agreement_named(ledger, agreement)


def agreements(ledger: LedgerFile) -> list[Agreement]:
    """The latest version of every agreement with its status, by id."""
    return [_parsed(*row) for row in ledger.read(f"{_LATEST} ORDER BY a.id")]


def agreement_named(ledger: LedgerFile, agreement: str) -> Agreement:
    """The latest version of one agreement."""
    rows = ledger.read(f"{_LATEST} AND a.id = ?", (agreement,))
    if not rows:
        raise UnknownRef("agreement", agreement, "list the agreements to find its id")
    return _parsed(*rows[0])


def agreement_events(ledger: LedgerFile) -> list[AgreementEvent]:
    """Everything that ever happened to agreements, oldest first; who and when."""
    rows = ledger.read(
        "SELECT e.id, e.version, e.status, e.who, p.at FROM ("
        "SELECT position, id, version, 'put' AS status, who FROM agreement "
        "UNION ALL SELECT position, id, version, status, who FROM agreement_status) e "
        "JOIN position p ON p.position = e.position ORDER BY e.position"
    )
    return [AgreementEvent(*row) for row in rows]


def _add_judgement(
    ledger: LedgerFile, connection: apsw.Connection, judgement: Judgement, ref: str, salt: bytes
) -> None:
    now = ledger.clock()
    label = ledger.number_of(connection, judgement.label)
    words = (judgement.first, judgement.second, judgement.verdict, judgement.who, judgement.reason)
    fields = (*words, label, judgement.at or now)
    body = {"ref": ref, "commitment": commit_fields(salt, ref, *fields).hex()}
    position, _ = add_position(connection, now, "judgement", body)
    connection.execute(
        "INSERT INTO judgement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (position, ref, *fields, salt),
    )


def _add_agreement(
    ledger: LedgerFile, connection: apsw.Connection, agreement: Agreement, text: str, who: str
) -> None:
    words = {"agreement": agreement.id, "version": agreement.version, "who": who}
    body = words | {"text": text_hash(text)}
    position, _ = add_position(connection, ledger.clock(), "agreement", body)
    connection.execute(
        "INSERT INTO agreement VALUES (?, ?, ?, ?, ?)",
        (position, agreement.id, agreement.version, text, who),
    )


def _parsed(agreement: str, version: int, text: str, status: Status | None) -> Agreement:
    read = _understood(text, f"agreement {agreement} version {version}")
    return read if status is None else replace(read, status=status)


# Every question asks for the agreements, and reading one's YAML takes 15 ms.
_understood = lru_cache(maxsize=1_000)(parse_agreement)


def _stored(row: tuple[Any, ...]) -> StoredJudgement:
    first, second, verdict, who, reason, label, at, ref, known_from, known_to = row
    judgement = Judgement(first, second, verdict, who, reason, Label.from_canonical(label), at, ref)
    return StoredJudgement(judgement, known_from, known_to)
