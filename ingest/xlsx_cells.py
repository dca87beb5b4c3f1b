"""The cells of a sheet as text: whole numbers without a point, dates and times as ISO."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from comity.ingest.xlsx_book import EPOCH, Book, text_of

MOST_COLUMNS = 16_384
_PLACE = re.compile(r"([A-Z]{1,3})\d+")
_LEAP_DAY = 60  # the 29th of February 1900, which these sheets count and nobody lived


def column_of(place: str) -> int:
    """The column of a cell's place, from 0: `A7` is 0, `AB7` is 27; raises ValueError."""
    found = _PLACE.fullmatch(place)
    column = 0
    for letter in found[1] if found else "":
        column = column * 26 + ord(letter) - 64
    if not 1 <= column <= MOST_COLUMNS:
        raise ValueError(f"{place!r} is no place in a sheet")
    return column - 1


def text_in(cell: Any, book: Book) -> str:
    """What a cell shows, as text; a formula by the value kept of it."""
    kind = cell.get("t", "n")
    inside = {child.tag.rpartition("}")[2]: child for child in cell}
    if kind == "inlineStr":
        return text_of(inside["is"]) if "is" in inside else ""
    text = str(inside["v"].text or "") if "v" in inside else ""
    if kind == "s":
        return book.texts[int(text)] if text else ""
    if kind == "b":
        return {"1": "true", "0": "false"}.get(text, text)
    if kind == "d":
        return text.removesuffix("T00:00:00")
    if kind != "n" or not text:
        return text
    return _number(text, int(cell.get("s", 0)), book)


def _number(text: str, style: int, book: Book) -> str:
    if style not in book.dates:
        return _plain(text)
    days = float(text)
    try:
        return _spent(days) if style in book.spent else _moment(days, book.epoch)
    except OverflowError:
        return _plain(text)  # no day of any calendar: the mapping's date will say so


def _plain(text: str) -> str:
    if text.isdecimal():
        return text
    found = float(text)
    return str(int(found)) if found.is_integer() and abs(found) < 1e15 else str(found)


def _moment(days: float, epoch: datetime) -> str:
    """A date, a time of day, or both: midnight is how a sheet writes a day."""
    if epoch == EPOCH and 1 <= days < _LEAP_DAY:
        days += 1
    found = epoch + _rounded(days)
    if 0 <= days < 1 and found.date() == epoch.date():
        return found.time().isoformat()
    return _day(found) if found.time() == found.min.time() else found.isoformat()


def _day(found: datetime) -> str:
    day: date = found.date()
    return day.isoformat()


def _spent(days: float) -> str:
    """A duration as hours, minutes and seconds."""
    seconds = round(_rounded(days).total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _rounded(days: float) -> timedelta:
    """Days to the millisecond, which is as exact as a sheet's fraction of a day."""
    return timedelta(milliseconds=round(days * 86_400_000))
