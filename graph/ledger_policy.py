"""What people decide of a pair: judgements, and their withdrawal."""

import secrets
from typing import Any, get_args

import apsw

from comity.graph.errors import GraphError, UnknownRef
from comity.graph.ledger_chain import add_committed
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
    ref = judgement.ref or secrets.token_hex(16)
    try:
        with ledger.write() as connection:
            _add_judgement(ledger, connection, judgement, ref)
    except apsw.ConstraintError:
        raise GraphError(f"judgement {ref!r} is there already; withdraw it instead") from None
    except BaseException:
        ledger.forget_numbers()
        raise
    return ref


def withdraw(ledger: LedgerFile, ref: str, who: str, reason: str) -> None:
    """Undo a judgement by adding its withdrawal."""
    with ledger.write() as connection:
        if not connection.execute("SELECT 1 FROM judgement WHERE ref = ?", (ref,)).get:
            raise UnknownRef("judgement", ref, "list the judgements to find its reference")
        if connection.execute("SELECT 1 FROM withdrawal WHERE ref = ?", (ref,)).get:
            raise GraphError(f"judgement {ref!r} is withdrawn already; judge the pair anew")
        words = (ref, who, reason)
        add_committed(connection, ledger.clock(), "withdrawal", words, {"ref": ref})


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


def _add_judgement(
    ledger: LedgerFile, connection: apsw.Connection, judgement: Judgement, ref: str
) -> None:
    now = ledger.clock()
    label = ledger.number_of(connection, judgement.label)
    words = (judgement.first, judgement.second, judgement.verdict, judgement.who, judgement.reason)
    fields = (ref, *words, label, judgement.at or now)
    add_committed(connection, now, "judgement", fields, {"ref": ref})


def _stored(row: tuple[Any, ...]) -> StoredJudgement:
    first, second, verdict, who, reason, label, at, ref, known_from, known_to = row
    judgement = Judgement(first, second, verdict, who, reason, Label.from_canonical(label), at, ref)
    return StoredJudgement(judgement, known_from, known_to)
