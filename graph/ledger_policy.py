"""What people decide of a pair: judgements, and their withdrawal."""

import os
import secrets
from typing import Any, get_args

import apsw

from comity.graph.errors import GraphError, UnknownRef
from comity.graph.ledger_chain import SALT_BYTES, add_position, commit
from comity.graph.ledger_file import LedgerFile
from comity.graph.ledger_words import StoredJudgement
from comity.graph.words import FOREVER, Judgement, Verdict
from comity.sharing import Label


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


def _stored(row: tuple[Any, ...]) -> StoredJudgement:
    first, second, verdict, who, reason, label, at, ref, known_from, known_to = row
    judgement = Judgement(first, second, verdict, who, reason, Label.from_canonical(label), at, ref)
    return StoredJudgement(judgement, known_from, known_to)
