"""Dates as one source writes them, settled by evidence and written as ISO; partial ones stay so.

Knows no model and no clock. What nobody can read stays as it is, so that it can be compared as it
was typed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from comity.resolve.text import fold

Order = Literal["day first", "month first", ""]
# Years of two figures are of the hundred years that end here: no clock, so the same every day.
LATEST = 2025
_FIRST_YEAR, _LAST_YEAR = 1800, 2100
# A serial number counts days from here in every spreadsheet.
_SHEET = date(1899, 12, 30)
_SERIALS = range(5_000, 60_000)
_TIME = re.compile(
    r"[T ,]+\d{1,2}:\d\d(:\d\d(\.\d+)?)?\s*([ap]\.?m\.?)?\s*(Z|[+-]\d\d:?\d\d)?$", re.I
)
_FLOAT = re.compile(r"(\d+)\.0+")
_BIG_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})(?:[-/. ](\d{1,2}))?")
_BIG_LAST = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})")
_MONTH_LAST = re.compile(r"(\d{1,2})[-/.](\d{4})")
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_MONTHS = {
    name: number
    for number, names in enumerate(
        ["jan ene gen januar january janvier enero gennaio janeiro januari",
         "feb fev fevrier february februar febrero febbraio fevereiro februari",
         "mar mars march marz maerz mrz marzo marco maart mrt",
         "apr avr abr april avril abril aprile",
         "may mai mag maj mei mayo maggio maio",
         "jun june juni juin junio giugno giu junho",
         "jul july juli juillet julio luglio lug julho",
         "aug ago aout august agosto augustus",
         "sep sept set september septembre septiembre settembre setembro",
         "oct okt ott out october oktober octobre octubre ottobre outubro",
         "nov november novembre noviembre novembro",
         "dec dez dic december dezember decembre diciembre dicembre dezembro"],
        start=1,
    )
    for name in names.split()
}  # fmt: skip


@dataclass(frozen=True)
class Evidence:
    """How many of a source's dates only day first can read, how many only month first, neither."""

    day_first: int = 0
    month_first: int = 0
    either: int = 0

    @property
    def order(self) -> Order:
        """The order that most of the telling dates are written in."""
        if self.day_first == self.month_first:
            return ""
        return "day first" if self.day_first > self.month_first else "month first"


@dataclass(frozen=True)
class _Written:
    """A date taken apart: a year, month and day that are sure, or two figures in an open order."""

    year: int
    first: str
    second: str
    mark: str


def iso_dates(texts: Sequence[str], order: Order = "", *, serials: bool = False) -> list[str]:
    """Dates as ISO texts; `order` says how figures that leave it open are meant.

    With `serials`, numbers of five figures are days as spreadsheets count them.
    """
    return [_iso(text, order, serials) for text in texts]


def evidence_of(texts: Sequence[str]) -> Evidence:
    """What some dates of one source tell of the order of their days and months."""
    day, month, either = 0, 0, 0
    for text in texts:
        written = _written(text)
        if isinstance(written, _Written):
            one, two = int(written.first), int(written.second)
            day += one > 12 >= two
            month += two > 12 >= one
            either += one <= 12 and two <= 12 and one != two
    return Evidence(day, month, either)


def are_serials(texts: Sequence[str]) -> bool:
    """Whether most of the texts are the numbers of days that spreadsheets keep dates as."""
    numbers = [bare for bare in map(_bare, texts) if bare.isdecimal() and len(bare) in (4, 5)]
    serial = sum(len(bare) == 5 and int(bare) in _SERIALS for bare in numbers)
    return serial * 2 > len(texts)


def is_date(text: str) -> bool:
    """Whether a text is a date of the calendar in a form that can be read."""
    found = _iso(text, "", False)
    parts = [int(part) for part in found.split("-") if part.isdecimal()]
    if len(parts) != found.count("-") + 1 or not _FIRST_YEAR <= parts[0] <= _LAST_YEAR:
        return False
    return all(1 <= part <= limit for part, limit in zip(parts[1:], (12, 31), strict=False))


def _bare(text: str) -> str:
    """Without time of day, and without the fraction that reading numbers as floats leaves."""
    stripped = _TIME.sub("", text.strip())
    whole = _FLOAT.fullmatch(stripped)
    return whole[1] if whole else stripped


def _iso(text: str, order: Order, serials: bool) -> str:
    if not serials:
        found = _written(text)
        return _ordered(found, order) if isinstance(found, _Written) else found or text
    bare = _bare(text)
    if bare.isdecimal() and int(bare) in _SERIALS and len(bare) == 5:
        return (_SHEET + timedelta(days=int(bare))).isoformat()
    return _iso(text, order, serials=False)


@lru_cache(1 << 17)
def _written(text: str) -> "_Written | str":
    """A text taken apart; a date stands in many sources, and is asked for twice in each."""
    return _taken_apart(_bare(text))


def _taken_apart(bare: str) -> _Written | str:
    """ISO where the form leaves nothing open, what is open otherwise, empty if it is no date."""
    if big := _BIG_FIRST.fullmatch(bare):
        return _joined(big[1], big[2], big[3] or "")
    if big := _BIG_LAST.fullmatch(bare):
        return _Written(_full_year(big[4]), big[1], big[3], big[2])
    if big := _MONTH_LAST.fullmatch(bare):
        return _joined(big[2], big[1], "")
    if bare.isdecimal():
        return _of_figures(bare)
    return _of_words(bare) if any(map(str.isalpha, bare)) else ""


def _of_figures(bare: str) -> _Written | str:
    if len(bare) == 4:
        return bare if _FIRST_YEAR <= int(bare) <= _LAST_YEAR else ""
    if len(bare) == 6 and _FIRST_YEAR <= int(bare[:4]) <= _LAST_YEAR and 1 <= int(bare[4:]) <= 12:
        return f"{bare[:4]}-{bare[4:]}"
    if len(bare) != 8:
        return ""
    if (
        not _FIRST_YEAR <= int(bare[:4]) <= _LAST_YEAR
        and _FIRST_YEAR <= int(bare[4:]) <= _LAST_YEAR
    ):
        return _Written(int(bare[4:]), bare[:2], bare[2:4], "")
    return _joined(bare[:4], bare[4:6], bare[6:])


def _of_words(bare: str) -> str:
    """`27 Jan 1942`, `January 27, 1942`, `27-JAN-42`, `Jan 1942`."""
    words = _WORDS.findall(fold([bare])[0])
    months = [word for word in words if word in _MONTHS]
    numbers = [word for word in words if word.isdecimal()]
    if len(months) != 1 or not 1 <= len(numbers) <= 2 or len(words) > 6:
        return ""
    month = str(_MONTHS[months[0]])
    if len(numbers) == 1:
        return _joined(numbers[0], month, "") if len(numbers[0]) == 4 else ""
    day, year = numbers if len(numbers[0]) <= 2 else reversed(numbers)
    return _joined(str(_full_year(year)), month, day) if len(day) <= 2 else ""


def _ordered(found: _Written, order: Order) -> str:
    """By what the figures leave possible, then by the source's order, then by habit."""
    one, two = int(found.first), int(found.second)
    habit: Order = "month first" if found.mark == "/" else "day first"
    month_first = (order or habit) == "month first"
    if one > 12 >= two:
        month_first = False
    elif two > 12 >= one:
        month_first = True
    month, day = (one, two) if month_first else (two, one)
    return f"{found.year:04}-{month:02}-{day:02}"


def _full_year(figures: str) -> int:
    year = int(figures)
    if len(figures) > 2:
        return year
    century = LATEST // 100 * 100
    return century + year if century + year <= LATEST else century - 100 + year


def _joined(year: str, month: str, day: str) -> str:
    parts = [year, *(f"{int(part):02}" for part in (month, day) if part)]
    return "-".join(parts)
