"""Fillers: what people and programs type where they have nothing to say."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from comity.resolve.text import ALSO_NAMES, fold

_WORDS = frozenset(
    ["null", "none", "nan", "nil", "na", "n a", "nul", "not available", "not applicable", "unknown",
     "unk", "unkn", "not known", "not given", "not provided", "not stated", "not specified",
     "unspecified", "undisclosed", "missing", "empty", "blank", "tbd", "tba", "no data", "no name",
     "no last name", "no first name", "noname", "nfn", "nln", "fnu", "lnu", "nmn", "refused",
     "withheld", "test", "unbekannt", "keine", "keine angabe", "k a", "inconnu", "non renseigne",
     "desconocido", "sconosciuto", "desconhecido", "onbekend", "nieznany", "neizvestno"]
)  # fmt: skip
_ALWAYS = frozenset(["null", "none", "nan", "n a", "na", "unknown", "unk", "not available"])
_DATES = re.compile(
    r"(?:1900|1901)-01-0[01]|1899-12-3[01]|1111-11-11|\d{4}-00-00|(?:0000|0001|9999)(?:-\d\d){0,2}"
)
_NOBODY = frozenset(["test", "none", "null", "unknown", "noemail", "nomail", "noreply", "no-reply",
                     "nobody", "example", "email", "abc", "xxx", "xxxx"])  # fmt: skip
_NOWHERE = frozenset(["test", "example", "none", "noemail", "nomail", "unknown", "email"])
_NUMBERS = frozenset(
    ["123456789", "1234567890", "0123456789", "987654321", "12345678", "078051120"]
)
_FIGURES = frozenset(
    ["national_id", "document_number", "state_id", "fingerprint_id", "badge_number",
     "registration_number", "phone_number", "account_number", "serial_number", "case_number",
     "warrant_number", "booking_number", "plate", "vin"]
)  # fmt: skip
_NAMES = frozenset(["given_name", "family_name", "middle_name", "name", "alias"])
# Shorter rows of one sign may be meant: unit 9, badge 77, Jo Xx.
_LONG, _LONGEST = 5, 40
_SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz"


def without_fillers(prop: str, texts: Sequence[str]) -> list[str]:
    """The texts of a property with an empty one in the place of each filler."""
    plain = [text.lower() if text.isalnum() and text.isascii() else "" for text in texts]
    folded = iter(fold([text for text, known in zip(texts, plain, strict=True) if not known]))
    vain = _vain(prop)
    whole = [known or next(folded) for known in plain]
    if prop in _FIGURES:
        whole = [text.replace(" ", "") if " " in text else text for text in whole]
    meant = ALSO_NAMES if prop == "given_name" else frozenset()
    kept = ["" if known in vain and text.strip() not in meant else text
            for text, known in zip(texts, whole, strict=True)]  # fmt: skip
    more = {"birth_date": _is_no_date, "email": _is_no_email}.get(prop)
    return ["" if more(text) else text for text in kept] if more else kept


def said(lost: Mapping[str, int], shown: int = 3) -> str:
    """The commonest fillers with how often each came, for a warning."""
    order = sorted(lost, key=lambda text: (-lost[text], text))
    told = ", ".join(f"{text[:30]!r} {lost[text]:,}" for text in order[:shown])
    return told + (f" and {len(order) - shown} more" if len(order) > shown else "")


@cache
def _vain(prop: str) -> frozenset[str]:
    """The folded texts that say nothing of a property; the empty one is among them."""
    vain = {"", *_ALWAYS}
    if prop in _FIGURES:
        vain |= {word.replace(" ", "") for word in _WORDS} | _NUMBERS
        return frozenset(vain | _rows_of(_SIGNS, _LONG) | _rows_of("0", 1))
    if prop != "source":
        vain |= _WORDS | _rows_of("x09", _LONG)
    return frozenset(vain | (_rows_of(_SIGNS, 3) | {"xx"} if prop in _NAMES else set()))


def _rows_of(signs: str, least: int) -> set[str]:
    """One sign over and over."""
    return {sign * length for sign in signs for length in range(least, _LONGEST)}


def _is_no_date(text: str) -> bool:
    return _DATES.fullmatch(text) is not None


def _is_no_email(text: str) -> bool:
    nobody, _, nowhere = text.lower().partition("@")
    return nobody in _NOBODY or nowhere.partition(".")[0] in _NOWHERE
