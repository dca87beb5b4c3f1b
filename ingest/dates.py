"""Dates and times as sources write them: partial ones stay partial and become intervals.

Pure functions of text, formats and a time zone; knows no row.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from comity.graph.words import FOREVER, Interval, Micros

Precision = Literal["year", "month", "day", "minute", "second"]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{1,2}))?")
_TIMES = frozenset("HIMSfcXT")
_DAYS = frozenset("djUWuwaAxDV")
_MONTHS = frozenset("mbB")


@dataclass(frozen=True, slots=True)
class When:
    """A moment or a stretch: its first moment, how exactly it is known, whether UTC is known."""

    first: datetime
    precision: Precision

    def date_text(self) -> str:
        """`1980`, `1980-05` or `1980-05-07`."""
        length = {"year": 4, "month": 7}.get(self.precision, 10)
        return self.first.date().isoformat()[:length]

    def time_text(self) -> str:
        """A moment in UTC, or the date where no time of day is known."""
        if self.precision not in {"minute", "second"}:
            return self.date_text()
        return _in_utc(self.first).replace(tzinfo=None).isoformat() + "Z"

    def interval(self) -> Interval:
        """From its first moment to just after its last."""
        return Interval(_micros(self.first), self._after())

    def _after(self) -> Micros:
        first = self.first
        try:
            if self.precision == "year":
                return _micros(first.replace(year=first.year + 1))
            if self.precision == "month":
                later = first + timedelta(days=31 - first.day + 1)
                return _micros(first.replace(year=later.year, month=later.month))
            step = {"day": timedelta(days=1), "minute": timedelta(minutes=1)}
            return _micros(first + step.get(self.precision, timedelta(seconds=1)))
        except (ValueError, OverflowError):
            return FOREVER


def read_when(text: str, formats: Sequence[str], zone: ZoneInfo, latest: date) -> When:
    """Read a date or time by the first format that fits, then as ISO 8601; raises ValueError.

    A two-digit year that would lie after `latest` is of the century before.
    """
    for form in formats:
        try:
            found = datetime.strptime(text, form)  # noqa: DTZ007 - the zone follows
        except ValueError:
            continue
        if "%y" in form and found.date() > latest:
            found = found.replace(year=found.year - 100)
        return When(_placed(found, zone), _precision(form))
    return _iso(text, formats, zone)


def _iso(text: str, formats: Sequence[str], zone: ZoneInfo) -> When:
    partial = _PARTIAL.fullmatch(text)
    try:
        if partial:
            year, month = partial.groups()
            first = datetime(int(year), int(month or 1), 1, tzinfo=zone)
            return When(first, "month" if month else "year")
        found = datetime.fromisoformat(text)
    except ValueError:
        known = ", ".join([*formats, "ISO 8601"])
        raise ValueError(f"no date or time: {text!r}; formats: {known}") from None
    return When(_placed(found, zone), _iso_precision(text))


def _iso_precision(text: str) -> Precision:
    if ":" not in text and "T" not in text:
        return "day"
    return (
        "second" if text.count(":") > 1 and not re.search(r"[T ]\d\d:\d\d[+-]", text) else "minute"
    )


def _precision(form: str) -> Precision:
    letters = set(re.findall(r"%-?([A-Za-z])", form))
    if letters & set("SfcXT"):
        return "second"
    if letters & _TIMES:
        return "minute"
    if letters & _DAYS:
        return "day"
    return "month" if letters & _MONTHS else "year"


def _placed(found: datetime, zone: ZoneInfo) -> datetime:
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _micros(moment: datetime) -> Micros:
    return (_in_utc(moment) - _EPOCH) // timedelta(microseconds=1)


def _in_utc(moment: datetime) -> datetime:
    """The moment in UTC; the last evening of the year 9999 west of there has none."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"no moment of the calendar: {moment.isoformat()}") from None
