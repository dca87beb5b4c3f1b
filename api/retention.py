"""Retention: which records are past their date under a schedule, and purging them with proof."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from comity.graph.ledger import Ledger
from comity.graph.ledger_marks import by_record, held_by
from comity.graph.ledger_words import KeptRecord, Mark
from comity.graph.words import Micros
from comity.ingest import parse_mapping
from comity.sharing import SharingError
from comity.sharing.retention import RetentionRule, Schedule

SCHEDULE_FILE = "retention.yaml"
NO_RULE, HELD, DUE, REVIEW, KEPT = "no rule", "held", "due", "review", "kept"
# The data class, and in lists the source, of targets, planned actions, requests and charts.
CASEWORK = "casework"
NO_SUSPICION = "no stated suspicion"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one record stands: due, to be reviewed, kept until a day, held, or without a rule.

    `review` is the day of its next review; `lacks` what its rule asks for and nobody stated.
    """

    source: str
    record: str
    owner: str
    data_classes: tuple[str, ...]
    state: str
    rule: str = ""
    until: date | None = None
    review: date | None = None
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
    marks, admitted = by_record(ledger.marks()), _admitting(ledger)
    for kept in ledger.kept():
        said = marks.get((kept.source, kept.record), [])
        stated = not admitted.isdisjoint(kept.mappings)
        yield _standing(kept, schedule, said, stated, today)
    held = ledger.charts_beside(record for record, said in marks.items() if held_by(said))
    for ref, agency, ended in _casework(ledger):
        found = _of_casework(ref, agency, _day(ended), schedule, today)
        yield replace(found, state=HELD) if ref in held else found


def coming(found: Iterable[Standing], by: date) -> list[Standing]:
    """What is to be reviewed or purged by a day, the earliest first."""
    dated = [(min(each.until or date.max, each.review or date.max), each) for each in found]
    wanted = [pair for pair in dated if pair[0] <= by]
    return [each for _, each in sorted(wanted, key=lambda pair: pair[0])]


def purge_due(ledger: Ledger, schedule: Schedule, today: date) -> list[Proof]:
    """Purge every record that is due; what went, under which rule, at which position.

    What is said while it runs, a hold or a validation, keeps what it is said of until the next run.
    A link that was drawn on a record goes with it, by the record's rule, unless it is held.
    """
    listed, _ = ledger.head()
    due = [each for each in standings(ledger, schedule, today) if each.state == DUE]
    orders = [(each.source, each.record, _order(schedule, each))
              for each in due if each.source != CASEWORK]  # fmt: skip
    rules = {_order(schedule, each): each.rule for each in due}
    proofs = [
        Proof(*place, rules[gone.order], gone.position)
        for place, gone in ledger.purge_all(orders, listed).items()
    ]
    for order, refs in _of_casework_by_order(due, schedule).items():
        gone = ledger.purge_casework(refs, order, listed)
        proofs += [Proof(CASEWORK, ref, rules[order], at) for ref, at in gone.items()]
    return proofs


def _of_casework_by_order(due: Iterable[Standing], schedule: Schedule) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for each in due:
        if each.source == CASEWORK:
            found[_order(schedule, each)].append(each.record)
    return found


def _casework(ledger: Ledger) -> Iterator[tuple[str, str, Micros]]:
    """Registrations, requests and charts with whose they are and when they are over."""
    for one in ledger.registrations():
        yield one.ref, one.agency, one.until if one.ended is None else one.ended
    for asked in ledger.requests():
        yield asked.ref, asked.agency, asked.due if asked.answer is None else asked.answer.at
    yield from ledger.chart_lives()


def _of_casework(ref: str, agency: str, ended: date, schedule: Schedule, today: date) -> Standing:
    rule = schedule.rule_for(agency, CASEWORK)
    if rule is None:
        return Standing(CASEWORK, ref, agency, (CASEWORK,), NO_RULE)
    until = rule.ends(ended, None)
    state = DUE if until is not None and until <= today else KEPT
    return Standing(CASEWORK, ref, agency, (CASEWORK,), state, rule.rule, until)


def _order(schedule: Schedule, standing: Standing) -> str:
    return f"schedule {schedule.schedule} v{schedule.version}: {standing.rule}"


def _standing(
    kept: KeptRecord, schedule: Schedule, marks: Sequence[Mark], stated: bool, today: date
) -> Standing:
    about = (kept.source, kept.record, kept.agency, kept.data_classes)
    rules = [schedule.rule_for(kept.agency, each) for each in kept.data_classes]
    found = [rule for rule in rules if rule is not None]
    if len(found) < len(rules) or not found:
        return Standing(*about, NO_RULE)
    received, validated = _day(kept.received), _validated(marks)
    until, rule = min(
        ((each.ends(received, validated), each) for each in found),
        key=lambda pair: (pair[0] or date.max, pair[1].rule),
    )
    reviews = [day for each in found if (day := each.reviewed(received, validated))]
    review = min(reviews, default=None)
    state = _state(marks, until, review, today)
    return Standing(*about, state, rule.rule, until, review, _lacks(found, marks, stated))


def _state(marks: Sequence[Mark], until: date | None, review: date | None, today: date) -> str:
    if held_by(marks):
        return HELD
    if until is not None and until <= today:
        return DUE
    return REVIEW if review is not None and review <= today else KEPT


def _lacks(rules: Sequence[RetentionRule], marks: Sequence[Mark], stated: bool) -> str:
    """A suspicion is stated by the record itself, or, of older ones, by a mark."""
    needed = any(rule.needs_suspicion for rule in rules)
    marked = any(mark.kind == "suspicion" for mark in marks)
    return NO_SUSPICION if needed and not stated and not marked else ""


def _admitting(ledger: Ledger) -> set[int]:
    """The mappings that name where a suspicion is stated: nothing came in by them without."""
    return {number for number, text in ledger.mapping_texts().items() if _states(text)}


def _states(text: str) -> bool:
    try:
        tables = parse_mapping(text, "a mapping of the ledger").tables
    except SharingError:  # a word that this release has no more
        return False
    return any(table.suspicion is not None for table in tables)


def _validated(marks: Sequence[Mark]) -> date | None:
    """The day of the last validation with a reason, from which time begins anew."""
    times = [mark.at for mark in marks if mark.kind == "validate"]
    return _day(max(times)) if times else None


def _day(at: Micros) -> date:
    return datetime.fromtimestamp(at / 1_000_000, UTC).date()
