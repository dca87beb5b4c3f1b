"""Checks a mapping's words at the door: one refusal names the value, a near miss and the allowed.

Knows pydantic's way of placing an error on a line; knows no file and no row.
"""

import re
from difflib import get_close_matches
from typing import Annotated, Any
from zoneinfo import available_timezones

from phonenumbers import SUPPORTED_REGIONS
from pydantic import BeforeValidator, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from comity.graph.vocabulary import vocabulary
from comity.sharing import SharingError, check_grade, check_handling
from comity.sharing.document import problem_of
from comity.sharing.errors import unknown


def text_of(value: object) -> object:
    """Numbers become text; yes/no/true/false must be quoted, for YAML reads them as logic."""
    if isinstance(value, bool):
        raise ValueError(f"{str(value).lower()} is read as logic; put the word in quotes")
    return str(value) if isinstance(value, int | float) else value


Text = Annotated[str, BeforeValidator(text_of)]


def refuse(where: tuple[str | int, ...], problem: str) -> ValidationError:
    """An error that the document reader can place on the line of `where`."""
    kind = PydanticCustomError("mapping", "{problem}", {"problem": problem})
    return ValidationError.from_exception_data(
        "mapping", [InitErrorDetails(type=kind, loc=where, input=None)]
    )


def inside(where: tuple[str | int, ...], error: ValidationError) -> ValidationError:
    """The same error, told from one level further up."""
    first = error.errors()[0]
    if first["type"] in {"extra_forbidden", "missing"}:
        details = InitErrorDetails(type=first["type"], loc=(*where, *first["loc"]), input=None)
        return ValidationError.from_exception_data("mapping", [details])
    return refuse((*where, *first["loc"]), problem_of(first))


def known_kind(kind: str) -> str:
    """A mention kind of the vocabulary."""
    if kind not in vocabulary().kinds:
        raise ValueError(unknown("kind", kind, sorted(vocabulary().kinds)))
    return kind


def known_link(kind: str) -> str:
    """A link kind of the vocabulary."""
    if kind not in vocabulary().links:
        raise ValueError(unknown("link", kind, sorted(vocabulary().links)))
    return kind


def known_role(role: str) -> str:
    """A role of the vocabulary, or none."""
    if role and role not in vocabulary().roles:
        raise ValueError(unknown("role", role, sorted(vocabulary().roles)))
    return role


def known_zone(name: str | None) -> str | None:
    """A time zone that this machine knows, or none."""
    zones = available_timezones()
    if name is not None and name not in zones:
        near = get_close_matches(name, sorted(zones), n=3) or ["UTC", "Europe/London"]
        raise ValueError(unknown("time zone", name, near))
    return name


def known_region(code: str | None) -> str | None:
    """A region whose telephone numbers are known, or none."""
    if code is not None and code not in SUPPORTED_REGIONS:
        raise ValueError(unknown("region", code, sorted(SUPPORTED_REGIONS)))
    return code


def known_format(form: str) -> str:
    """A format of dates or times whose every letter means something."""
    letters = re.findall("%(.?)", form)
    strange = sorted(set(letters) - set("aAbBcdfHIjmMpSUwWxXyYzZGuV%"))
    if strange:
        raise ValueError(
            f"%{strange[0]} means nothing in {form!r}; usual: %d/%m/%Y, %Y-%m-%d %H:%M"
        )
    if not set(letters) & set("YyGcx"):
        raise ValueError(f"{form!r} names no year; write it like %d/%m/%Y")
    return form


def plain_name(name: str) -> str:
    """A name that can stand in addresses and in the names of files."""
    if not re.fullmatch(r"\w[\w. -]*", name):
        raise ValueError(f"{name!r} is no plain name; use letters, digits, dots and dashes")
    return name


def known_handling(code: str) -> str:
    """A handling code of a loaded scheme."""
    try:
        return check_handling(code)
    except SharingError as error:
        raise ValueError(str(error)) from None


def known_grade(grade: str) -> str:
    """A grade of a loaded scheme, or none."""
    try:
        return check_grade(grade)
    except SharingError as error:
        raise ValueError(str(error)) from None


def shorthand(field: str) -> Any:
    """A validator that reads a bare word as `{field: word}`."""

    def read(value: object) -> object:
        return value if isinstance(value, dict) or value is None else {field: text_of(value)}

    return BeforeValidator(read)


def one_or_many(value: object) -> object:
    """A bare word where a list is allowed."""
    return value if isinstance(value, list) or value is None else [value]
