"""Purging many records: what went with another, what went before, and what is held by now."""

from dataclasses import replace

import pytest
from ledger_records import OPEN, SOURCE, load, person, plan, record

from comity.graph.errors import UnknownRef
from comity.graph.ledger import Ledger
from comity.graph.ledger_words import Mark, MarkKind
from comity.graph.words import Link, Record, Source

DRAWN = Source("drawn/riverton-pd", "riverton-pd", "Drawn by hand")
ORDERS = [("rms", "1", "schedule"), ("rms", "2", "schedule"), (DRAWN.id, "t", "schedule")]


def leaning(name: str, end: str) -> Record:
    """A person drawn by hand who knows one of these records'."""
    own = record(name, source=DRAWN.id)
    tie = Link(person(name, DRAWN.id), person(end), "knows", "associate", OPEN)
    return replace(own, links=(tie,))


@pytest.fixture
def ledger(ledger: Ledger) -> Ledger:
    """Three records, and a drawn one that leans on the first."""
    load(ledger, plan(), [record("1"), record("2"), record("3")])
    load(ledger, plan("f2", source=DRAWN), [leaning("t", "1")])
    return ledger


def kept(ledger: Ledger) -> list[str]:
    """What is kept, by id."""
    return sorted(each.record for each in ledger.kept())


def say(ledger: Ledger, kind: MarkKind, name: str, source: str = SOURCE.id) -> None:
    """Something said of a record."""
    ledger.mark(Mark(kind, source, name, "a reason", "ana"))


def test_what_went_with_another_record_is_told_once(ledger: Ledger) -> None:
    gone = ledger.purge_all(ORDERS)
    assert list(gone) == [("rms", "1"), (DRAWN.id, "t"), ("rms", "2")]
    assert ledger.purges() == [(*place, "schedule") for place in gone]
    assert sorted(gone.values()) == list(gone.values())
    assert kept(ledger) == ["3"]
    assert ledger.verify().holds


def test_what_went_meanwhile_is_passed_over(ledger: Ledger) -> None:
    listed, _ = ledger.head()
    ledger.purge("rms", "2", "court 26-1")
    assert ("rms", "2") not in ledger.purge_all(ORDERS, listed)
    assert kept(ledger) == ["3"]
    with pytest.raises(UnknownRef):
        ledger.purge("rms", "2", "court 26-1")


@pytest.mark.parametrize("kind", ["hold", "validate"])
def test_what_is_said_of_a_record_once_it_was_listed_keeps_it(
    ledger: Ledger, kind: MarkKind
) -> None:
    listed, _ = ledger.head()
    say(ledger, kind, "2")
    assert ("rms", "2") not in ledger.purge_all(ORDERS, listed)
    assert kept(ledger) == ["2", "3"]
    # In the next listing the mark is known, and whoever lists decides.
    assert list(ledger.purge_all(ORDERS, ledger.head()[0])) == [("rms", "2")]


def test_what_leans_on_a_purged_record_stays_if_it_came_under_a_hold(ledger: Ledger) -> None:
    listed, _ = ledger.head()
    say(ledger, "hold", "t", DRAWN.id)
    assert list(ledger.purge_all(ORDERS, listed)) == [("rms", "1"), ("rms", "2")]
    assert kept(ledger) == ["3", "t"]
    assert ledger.verify().holds
