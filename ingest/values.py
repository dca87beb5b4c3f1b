"""Normalisers by the vocabulary's value types: text, date, time, phone, email, plate, number.

Each takes one piece of text and gives its one spelling, or raises ValueError with the reason.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

import phonenumbers

from comity.ingest.dates import When, read_when

Normaliser = Callable[[str], str]
# A number of a row is often read twice, as the person's and as the telephone.
MOST_KEPT = 20_000
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_NUMBER = re.compile(r"[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})([eE][+-]?\d{1,2})?")
_NOT_PLATE = re.compile(r"[\s\-‐-―]+")
_NOT_DIGIT = re.compile(r"\D+")


@dataclass(frozen=True)
class Reading:
    """How dates, times and telephone numbers of one value are to be read."""

    formats: Sequence[str] = ()
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    region: str = "US"
    latest: date = field(default_factory=lambda: datetime.now(UTC).date())

    def when(self, text: str) -> When:
        """A date or time read as this source writes them."""
        return read_when(clean(text), self.formats, self.zone, self.latest)


def normaliser(kind: str, reading: Reading) -> Normaliser:
    """The normaliser of a value type; a type without one of its own is text."""
    if kind == "date":
        return lambda text: reading.when(text).date_text()
    if kind == "time":
        return lambda text: reading.when(text).time_text()
    if kind == "phone":
        return lambda text: phone(text, reading.region)
    return {"email": email, "plate": plate, "number": number}.get(kind, clean)


def clean(text: str) -> str:
    """Trimmed, inner white space collapsed, letters composed with their accents."""
    found = " ".join(text.split())
    return found if found.isascii() else unicodedata.normalize("NFC", found)


def email(text: str) -> str:
    """An electronic mail address in lower case."""
    found = clean(text).lower()
    if not _EMAIL.fullmatch(found):
        raise ValueError(f"no mail address: {found!r}")
    return found


def plate(text: str) -> str:
    """A plate or VIN in upper case, without spaces and dashes."""
    found = _NOT_PLATE.sub("", clean(text)).upper()
    if not any(letter.isalnum() for letter in found):
        raise ValueError(f"no plate: {text!r}")
    return found


@lru_cache(MOST_KEPT)
def phone(text: str, region: str) -> str:
    """A telephone number in E.164 where it is valid, else its digits."""
    found = clean(text)
    try:
        parsed = phonenumbers.parse(found, region)
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed is not None and phonenumbers.is_valid_number(parsed):
        return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
    digits = "".join(str(unicodedata.decimal(d)) for d in _NOT_DIGIT.sub("", found))
    if not digits:
        raise ValueError(f"no telephone number: {found!r}")
    return digits


def number(text: str) -> str:
    """A number without superfluous zeros or exponent."""
    found = clean(text)
    if not _NUMBER.fullmatch(found):
        raise ValueError(f"no number: {found!r}")
    value = Decimal(found)
    return "0" if value == 0 else f"{value.normalize():f}"
