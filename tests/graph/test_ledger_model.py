"""Any sequence of loads leaves what a dictionary would hold, at every position."""

from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_records import START, live, load, plan, record

from comity.graph import ledger_publish, ledger_settle
from comity.graph.ledger import Ledger
from comity.graph.words import LoadSummary, Operation, Record

IDS = st.sampled_from(["a", "b", "c", "d"])
OPERATIONS: st.SearchStrategy[Operation] = st.sampled_from(["insert", "update", "delete"])
ROWS = st.lists(
    st.builds(
        lambda name, text, operation: record(name, text, operation=operation),
        *(IDS, st.sampled_from(["Ana", "Ben", "Cem"]), OPERATIONS),
    ),
    max_size=8,
)
LINKED_ROWS = st.lists(
    st.builds(
        lambda name, text, operation, to: record(name, text, operation=operation, to=to),
        *(IDS, st.sampled_from(["Ana", "Ben"]), OPERATIONS, st.lists(IDS, max_size=2, unique=True)),
    ),
    max_size=8,
)


@dataclass(frozen=True)
class Step:
    """One load of a history."""

    rows: list[Record]
    full: bool


def steps_of(rows: st.SearchStrategy[list[Record]]) -> st.SearchStrategy[list[Step]]:
    return st.lists(st.builds(Step, rows=rows, full=st.booleans()), min_size=1, max_size=6)


# The fixture sets the same number for every history, so it need not be set anew.
_MANY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(params=[20_000, 3], ids=["in one step", "in many steps"])
def chunk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many rows are settled at once: all of them, or a few."""
    monkeypatch.setattr(ledger_settle, "CHUNK", request.param)
    monkeypatch.setattr(ledger_publish, "CHUNK", request.param)
    return int(request.param)


@given(history=steps_of(ROWS))
@_MANY
def test_live_records_equal_a_dictionary_at_every_position(chunk: int, history: list[Step]) -> None:
    with TemporaryDirectory() as folder, _ledger(Path(folder)) as ledger:
        model: dict[str, str] = {}
        held: list[tuple[int, dict[str, str]]] = []
        for number, step in enumerate(history):
            before, (model, aside) = model, _model_after(model, step)
            summary = load(ledger, plan(f"f{number}", full=step.full), step.rows)
            _counts_hold(summary, len(step.rows), aside)
            assert (summary.position > 0) == (model != before or _rewrites(summary))
            held.append((ledger.head()[1], model))
        changes = list(ledger.changes(START, batch=min(chunk, 3)))
        for at, expected in held:
            assert _names(live(changes, at)) == expected
        assert {r.id: r.content.decode() for r in ledger.kept_records("rms")} == model
        assert ledger.verify().holds


@given(history=steps_of(LINKED_ROWS))
@_MANY
@pytest.mark.usefixtures("chunk")
def test_whatever_is_accepted_has_its_ends_when_it_is_published(history: list[Step]) -> None:
    with TemporaryDirectory() as folder, _ledger(Path(folder)) as ledger:
        for number, step in enumerate(history):
            position = ledger.head()[0]
            summary = load(ledger, plan(f"f{number}", full=step.full), step.rows)
            _counts_hold(summary, len(step.rows), len(ledger.quarantine(summary.load)))
            changes = list(ledger.changes(START))
            there = {f"rms:{made_by[1]}:person" for made_by in live(changes)}
            fresh = [c for c in changes if c.reached.position > position]
            assert all({k.first, k.second} <= there for c in fresh for k in c.links)


def _ledger(folder: Path) -> Ledger:
    ticks = count(1)
    return Ledger.create(folder / "ledger.db", clock=lambda: next(ticks))


def _model_after(model: dict[str, str], step: Step) -> tuple[dict[str, str], int]:
    """What the records are after a load, and how many second inserts it set aside."""
    seen: dict[str, str | None] = {}
    aside = 0
    for row in step.rows:
        if row.operation == "insert" and seen.get(row.id) is not None:
            aside += 1
        else:
            seen[row.id] = None if row.operation == "delete" else row.content.decode()
    kept = {} if step.full else model
    merged = {name: text for name, text in kept.items() if name not in seen}
    return merged | {name: text for name, text in seen.items() if text is not None}, aside


def _counts_hold(summary: LoadSummary, read: int, aside: int) -> None:
    assert summary.read == read == summary.accepted + summary.set_aside
    assert summary.set_aside == aside
    assert summary.unchanged <= summary.accepted


def _rewrites(summary: LoadSummary) -> bool:
    """A load may change nothing in the end and still have said something new on the way."""
    return summary.unchanged < summary.accepted


def _names(rows: dict[tuple[str, str], list[str]]) -> dict[str, str]:
    assert all(len(names) == 1 for names in rows.values())
    return {record: names[0] for (_, record), names in rows.items()}
