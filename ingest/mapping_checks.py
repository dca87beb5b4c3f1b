"""Checks a mapping's words at the door: one refusal names the value, a near miss and the allowed.

Knows pydantic's way of placing an error on a line; knows no file and no row.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from comity.graph.vocabulary import vocabulary
from comity.sharing import SharingError, check_grade, check_handling

SHOWN = 40


def text_of(value: object) -> object:
    """Numbers become text; yes/no/true/false must be quoted, for YAML reads them as logic."""
    if isinstance(value, bool):
        raise ValueError(f"{str(value).lower()} is read as logic; put the word in quotes")
    return str(value) if isinstance(value, int | float) else value


Text = Annotated[str, BeforeValidator(text_of)]


def unknown(what: str, value: str, allowed: Iterable[str]) -> str:
    """The sentence for a word that is not in a list."""
    names = sorted(allowed)
    near = get_close_matches(value, names, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ";"
    shown = ", ".join(names[:SHOWN]) + (", ..." if len(names) > SHOWN else "")
    return f"unknown {what} {value!r}{hint} allowed: {shown or 'nothing'}"


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
    return refuse((*where, *first["loc"]), first["msg"].removeprefix("Value error, "))


def known_kind(kind: str) -> str:
    """A mention kind of the vocabulary."""
    if kind not in vocabulary().kinds:
        raise ValueError(unknown("kind", kind, vocabulary().kinds))
    return kind


def known_link(kind: str) -> str:
    """A link kind of the vocabulary."""
    if kind not in vocabulary().links:
        raise ValueError(unknown("link", kind, vocabulary().links))
    return kind


def known_role(role: str) -> str:
    """A role of the vocabulary, or none."""
    if role and role not in vocabulary().roles:
        raise ValueError(unknown("role", role, vocabulary().roles))
    return role


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
