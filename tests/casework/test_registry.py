"""The registry: of two who take something back at once the second finds nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from comity.casework import NotYours, Registry, Target, Term
from comity.graph.errors import GraphError
from comity.graph.ledger import Ledger
from comity.sharing import Viewer

ANN = Viewer("ann", "court", "analyst", "investigation", "case C-1")
LINE = Target("phone", (("phone_number", "+12175550117"),))
DAY = 86_400_000_000
ID_KEY = b"k" * 32


class Overtaken:
    """A ledger to which somebody else is a moment faster, or that cannot be written."""

    def __init__(self, ledger: Ledger, *, by: str = "") -> None:
        self._ledger, self._by = ledger, by

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)

    def end_registration(self, ref: str, who: str, reason: str, at: int) -> None:
        if not self._by:
            raise GraphError("the disk is full")
        self._ledger.end_registration(ref, self._by, "caught", at)
        self._ledger.end_registration(ref, who, reason, at)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.create(tmp_path / "ledger.db") as ledger:
        yield ledger


def registered(ledger: Ledger) -> str:
    """The reference of a target of the court's."""
    term = Term("C-1", "seen at the pier", 5, DAY)
    return Registry(ledger, ID_KEY, 9).register_target(ANN, "key", LINE, term).ref


def test_of_two_who_take_one_back_at_once_the_second_finds_nothing(ledger: Ledger) -> None:
    ref = registered(ledger)
    registry: Any = Registry(Overtaken(ledger, by="bea"), ID_KEY, 9)  # type: ignore[arg-type]
    with pytest.raises(NotYours):
        registry.end("target", ANN, ref, 7)
    assert registry.standing("target", "court", 8) == []


def test_what_could_not_be_written_is_told_as_that_and_still_stands(ledger: Ledger) -> None:
    ref = registered(ledger)
    registry: Any = Registry(Overtaken(ledger), ID_KEY, 9)  # type: ignore[arg-type]
    with pytest.raises(GraphError, match="disk is full"):
        registry.end("target", ANN, ref, 7)
    assert [one.ref for one in registry.standing("target", "court", 8)] == [ref]
