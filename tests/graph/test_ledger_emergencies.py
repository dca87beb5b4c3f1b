"""Emergencies in the ledger: who broke the glass until when, and what owners said of it."""

from pathlib import Path

import apsw
import pytest

from comity.graph import ledger_schema
from comity.graph.errors import GraphError, UnknownRef
from comity.graph.ledger import Ledger
from comity.graph.ledger_schema import MIGRATIONS

ANN = ("ann", "city", "analyst")
LATER = 9_000_000_000_000_000


def opened(ledger: Ledger) -> str:
    """An emergency of Ann's."""
    return ledger.open_emergency(
        ANN, "investigation", "C-1", "a child is missing", LATER, ["jail", "court"]
    )


def test_an_emergency_is_kept_with_who_why_and_until_when(ledger: Ledger) -> None:
    ref = opened(ledger)
    (kept,) = ledger.emergencies()
    assert (kept.ref, kept.principal, kept.agency, kept.role) == (ref, *ANN)
    assert (kept.purpose, kept.case, kept.reason) == ("investigation", "C-1", "a child is missing")
    assert (kept.until, kept.at, kept.reviews) == (LATER, ledger.head()[1], ())
    assert kept.owners == ("court", "jail")
    assert ledger.verify().holds


def test_an_emergency_that_ends_before_it_begins_is_refused(ledger: Ledger) -> None:
    with pytest.raises(GraphError, match="must end after it begins"):
        ledger.open_emergency(ANN, "investigation", "", "a child is missing", 1, ["jail"])
    assert ledger.emergencies() == []


def test_each_owner_reviews_an_emergency_once(ledger: Ledger) -> None:
    ref = opened(ledger)
    ledger.review_emergency(ref, "court", "ben", "justified", "the child was found")
    ledger.review_emergency(ref, "jail", "eve", "not justified", "no call was made")
    with pytest.raises(GraphError, match="court has reviewed the emergency"):
        ledger.review_emergency(ref, "court", "ben", "justified", "again")
    with pytest.raises(GraphError, match="say justified or not justified"):
        ledger.review_emergency(ref, "state", "ben", "fine", "again")
    with pytest.raises(UnknownRef, match="no emergency 'x'"):
        ledger.review_emergency("x", "court", "ben", "justified", "again")
    (kept,) = ledger.emergencies()
    assert [(one.agency, one.verdict) for one in kept.reviews] == [
        *(("court", "justified"), ("jail", "not justified"))
    ]
    assert ledger.verify().holds


@pytest.mark.parametrize(
    ("table", "column"), [("emergency", "reason"), ("emergency_review", "verdict")]
)
def test_an_emergency_that_was_rewritten_is_found(tmp_path: Path, table: str, column: str) -> None:
    path = tmp_path / "ledger.db"
    with Ledger.create(path) as ledger:
        ledger.review_emergency(opened(ledger), "court", "ben", "justified", "it was")
    connection = apsw.Connection(str(path))
    connection.execute(f"UPDATE {table} SET {column} = 'something else'")
    connection.close()
    with Ledger.open(path) as ledger:
        assert f"its {table.replace('_', ' ')} was changed" in ledger.verify().broken


def test_a_ledger_from_before_emergencies_takes_them_once_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ledger.db"
    with monkeypatch.context() as earlier:
        earlier.setattr(ledger_schema, "MIGRATIONS", MIGRATIONS[:3])
        earlier.setattr(ledger_schema, "KNOWN", 3)
        Ledger.create(path).close()
    assert 4 in [step.version for step in Ledger.migrate(path)]
    with Ledger.open(path) as ledger:
        assert opened(ledger) == ledger.emergencies()[0].ref
        assert ledger.verify().holds
