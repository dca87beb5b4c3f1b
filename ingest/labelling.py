"""Labels, grades and valid times of facts, each found in the row by the nearest rule for it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from comity.graph.words import ALWAYS, BEGINNING, FOREVER, Interval
from comity.ingest.cells import Place
from comity.ingest.errors import BadValue
from comity.ingest.mapping_values import LabelSpec, ValidSpec, ValueSpec
from comity.ingest.picking import named, one, picker
from comity.ingest.values import Reading
from comity.sharing import Label, SharingError, check_grade, check_handling

Labeller = Callable[[Place], Label]
Grader = Callable[[Place], str]
Timer = Callable[[Place], Interval]
Found = TypeVar("Found")
# Enough for the days of a file; a source that dates to the second must not fill the memory.
MOST_KEPT = 20_000


@dataclass(frozen=True)
class Habits:
    """What holds for a whole table: its owner, empty texts, dates, zone and region."""

    agency: str
    empty: frozenset[str]
    dates: tuple[str, ...]
    zone: str
    region: str

    def reading(self, spec: ValueSpec) -> Reading:
        """How dates and numbers of one value are written."""
        return Reading(
            tuple(spec.formats or self.dates),
            ZoneInfo(spec.timezone or self.zone),
            spec.region or self.region,
        )


def found_once(find: Callable[[Place], Found]) -> Callable[[Place], Found]:
    """The same function, asked once a place: all claims of a mention ask it at the same one."""
    last: tuple[Place, Found] | None = None

    def found(place: Place) -> Found:
        nonlocal last
        if last is None or last[0] is not place:
            last = place, find(place)
        return last[1]

    return found


def labeller(spec: LabelSpec, habits: Habits) -> Labeller:
    """The function that finds a fact's label; equal labels are one object."""
    owner = picker(spec.owner, habits.empty) if spec.owner else None
    data_class = picker(spec.data_class or ValueSpec(constant=""), habits.empty, strict=True)
    handling = picker(spec.handling or ValueSpec(constant=""), habits.empty, strict=True)
    caveats = [picker(caveat, habits.empty) for caveat in spec.caveats or ()]
    place_of = picker(spec.jurisdiction, habits.empty) if spec.jurisdiction else None
    known: dict[tuple[object, ...], Label] = {}

    def label(place: Place) -> Label:
        found = (
            one(owner, place) if owner else habits.agency,
            one(data_class, place),
            one(handling, place),
            tuple(sorted({text for pick in caveats for text in pick(place)})),
            one(place_of, place) if place_of else "",
        )
        if found not in known:
            known[found] = _checked(Label(*found), spec)
        return known[found]

    return label


def grader(spec: ValueSpec | None, habits: Habits) -> Grader:
    """The function that finds a fact's grade; none is the empty one."""
    if spec is None:
        return lambda place: ""
    pick = picker(spec, habits.empty)
    known: set[str] = {""}

    def grade(place: Place) -> str:
        found = one(pick, place)
        if found == spec.prefix:
            return ""
        if found not in known:
            known.add(_known(check_grade, found, named(spec)))
        return found

    return grade


def timer(spec: ValidSpec | None, habits: Habits) -> Timer:
    """The function that finds when a fact held in the world; silence is always."""
    if spec is None:
        return lambda place: ALWAYS
    if spec.at is not None:
        return _moment(spec.at, habits)
    start = _moment(spec.start, habits) if spec.start else None
    end = _moment(spec.end, habits) if spec.end else None

    def valid(place: Place) -> Interval:
        first = start(place).start if start else BEGINNING
        last = end(place).end if end else FOREVER
        if first >= last:
            columns = ", ".join(named(s) for s in (spec.start, spec.end) if s)
            raise BadValue(columns, "it ends before it starts")
        return Interval(first, last)

    return valid


def _moment(spec: ValueSpec, habits: Habits) -> Timer:
    pick, reading = picker(spec, habits.empty), habits.reading(spec)

    def moment(place: Place) -> Interval:
        text = one(pick, place)
        try:
            return _interval(reading, text) if text else ALWAYS
        except (ValueError, OverflowError) as error:
            raise BadValue(named(spec), str(error)) from None

    return moment


@lru_cache(MOST_KEPT)
def _interval(reading: Reading, text: str) -> Interval:
    return reading.when(text).interval()


def _checked(label: Label, spec: LabelSpec) -> Label:
    if not label.data_class or not label.owner:
        raise BadValue(_of(spec.data_class), "no data class, so nobody could say who may see it")
    if not label.handling:
        raise BadValue(_of(spec.handling), "no handling code, so nobody could say who may see it")
    _known(check_handling, label.handling, _of(spec.handling))
    return label


def _of(spec: ValueSpec | None) -> str:
    return named(spec) if spec else "label"


def _known(check: Callable[[str], str], code: str, column: str) -> str:
    try:
        return check(code)
    except SharingError as error:
        raise BadValue(column, str(error)) from None
