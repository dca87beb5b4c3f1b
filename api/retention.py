"""Retention: which records are past their date under a schedule, and purging them with proof."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from comity.graph.ledger import Ledger
from comity.graph.ledger_words import KeptRecord, Mark
from comity.sharing.retention import RetentionRule, Schedule, years_after

SCHEDULE_FILE = "retention.yaml"
NO_RULE, HELD, DUE, KEPT = "no rule", "held", "due", "kept"
NO_SUSPICION = "no stated suspicion"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one record stands: due, kept until a day, held, or without a rule.

    `lacks` says what its rule asks for and nobody stated.
    """

    source: str
    record: str
    owner: str
    data_classes: tuple[str, ...]
    state: str
    rule: str = ""
    until: date | None = None
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """That one record was purged: under which rule, and where the log says so."""

    source: str
    record: str
    rule: str
    position: int


def standings(ledger: Ledger, schedule: Schedule, today: date) -> Iterator[Standing]:
    """Where every record stands under a schedule, by source and id."""
    marks: dict[tuple[str, str], list[Mark]] = {}
    for mark in ledger.marks():
        marks.setdefault((mark.source, mark.record), []).append(mark)
    for kept in ledger.kept():
        yield _standing(kept, schedule, marks.get((kept.source, kept.record), []), today)


def purge_due(ledger: Ledger, schedule: Schedule, today: date) -> list[Proof]:
    """Purge every record that is due; what went, under which rule, at which position."""
    due = [each for each in standings(ledger, schedule, today) if each.state == DUE]
    orders = [(each.source, each.record, _order(schedule, each)) for each in due]
    positions = ledger.purge_all(orders)
    return [
        Proof(each.source, each.record, each.rule, position)
        for each, position in zip(due, positions, strict=True)
    ]


def _order(schedule: Schedule, standing: Standing) -> str:
    return f"schedule {schedule.schedule} v{schedule.version}: {standing.rule}"


def _standing(kept: KeptRecord, schedule: Schedule, marks: Sequence[Mark], today: date) -> Standing:
    about = (kept.source, kept.record, kept.agency, kept.data_classes)
    rules = [schedule.rule_for(kept.agency, each) for each in kept.data_classes]
    found = [rule for rule in rules if rule is not None]
    if len(found) < len(rules) or not found:
        return Standing(*about, NO_RULE)
    stated = any(mark.kind == "suspicion" for mark in marks)
    lacks = NO_SUSPICION if not stated and any(rule.needs_suspicion for rule in found) else ""
    until, rule = min(
        ((_until(each, kept, marks), each) for each in found),
        key=lambda pair: (pair[0] or date.max, pair[1].rule),
    )
    state = KEPT if until is None or today < until else DUE
    return Standing(*about, HELD if _is_held(marks) else state, rule.rule, until, lacks)


def _until(rule: RetentionRule, kept: KeptRecord, marks: Sequence[Mark]) -> date | None:
    """The day from which a record is past its date; a validation with a reason begins anew."""
    if rule.kept_for is None:
        return None
    validated = [mark.at for mark in marks if mark.kind == "validate"]
    since = max([kept.received, *validated])
    return years_after(datetime.fromtimestamp(since / 1_000_000, UTC).date(), rule.kept_for)


def _is_held(marks: Sequence[Mark]) -> bool:
    last = [mark.kind for mark in marks if mark.kind in ("hold", "release")]
    return bool(last) and last[-1] == "hold"
