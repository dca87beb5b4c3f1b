"""Fillers: what people and programs type where they have nothing to say."""

import re
from collections.abc import Mapping, Sequence

from comity.resolve.text import fold

_WORDS = frozenset(
    ["null", "none", "nan", "nil", "na", "n a", "nul", "not available", "not applicable", "unknown",
     "unk", "unkn", "not known", "not given", "not provided", "not stated", "not specified",
     "unspecified", "undisclosed", "missing", "empty", "blank", "tbd", "tba", "no data", "no name",
     "no last name", "no first name", "noname", "nfn", "nln", "fnu", "lnu", "nmn", "refused",
     "withheld", "test", "unbekannt", "keine", "keine angabe", "k a", "inconnu", "non renseigne",
     "desconocido", "sconosciuto", "desconhecido", "onbekend", "nieznany", "neizvestno"]
)  # fmt: skip
_ALWAYS = frozenset(["null", "none", "nan", "n a", "na", "unknown", "unk", "not available"])
_ONE_SIGN = re.compile(r"(\w)\1*")
_DATES = re.compile(
    r"(?:1900|1901)-01-0[01]|1899-12-3[01]|1111-11-11|\d{4}-00-00|(?:0000|0001|9999)(?:-\d\d){0,2}"
)
_EMAIL = re.compile(
    r"(?:test|none|null|unknown|noemail|nomail|no-?reply|nobody|example|email|abc|xxx+)@.*"
    r"|.*@(?:test|example|none|noemail|nomail|unknown|email)\.[a-z.]+"
)
_NUMBERS = frozenset(
    ["123456789", "1234567890", "0123456789", "987654321", "12345678", "078051120"]
)
_FIGURES = frozenset(
    ["national_id", "document_number", "state_id", "badge_number", "registration_number",
     "phone_number", "account_number", "serial_number", "case_number", "warrant_number",
     "booking_number", "plate", "vin"]
)  # fmt: skip
_NAMES = frozenset(["given_name", "family_name", "middle_name", "name", "alias"])
# Shorter numbers of one figure are numbers: unit 9, badge 77.
_LONG = 5


def without_fillers(prop: str, texts: Sequence[str]) -> list[str]:
    """The texts of a property with an empty one in the place of each filler."""
    folded = fold(texts)
    return ["" if _says_nothing(prop, text, plain) else text
            for text, plain in zip(texts, folded, strict=True)]  # fmt: skip


def said(lost: Mapping[str, int], shown: int = 3) -> str:
    """The commonest fillers with how often each came, for a warning."""
    order = sorted(lost, key=lambda text: (-lost[text], text))
    told = ", ".join(f"{text[:30]!r} {lost[text]:,}" for text in order[:shown])
    return told + (f" and {len(order) - shown} more" if len(order) > shown else "")


def _says_nothing(prop: str, text: str, folded: str) -> bool:
    if not folded or folded in _ALWAYS:
        # Names that the folding to Latin letters cannot keep are no fillers: it keeps all scripts.
        return True
    if prop == "birth_date":
        return bool(_DATES.fullmatch(text)) or folded in _WORDS
    if prop == "email":
        return bool(_EMAIL.fullmatch(text.strip().lower())) or folded in _WORDS
    if prop in _FIGURES:
        return folded in _WORDS or _is_no_number(folded.replace(" ", ""))
    if prop in _NAMES and len(folded) > 1 and _ONE_SIGN.fullmatch(folded):
        return folded[0] == "x" or len(folded) > 2
    return prop != "source" and (folded in _WORDS or _is_row_of(folded))


def _is_no_number(figures: str) -> bool:
    """One figure over and over, figures counted up, or the number of an advertisement."""
    same = len(figures) >= _LONG and _ONE_SIGN.fullmatch(figures)
    return bool(same) or figures in _NUMBERS or figures.strip("0") == ""


def _is_row_of(folded: str) -> bool:
    return len(folded) >= _LONG and folded[0] in "x09" and bool(_ONE_SIGN.fullmatch(folded))
