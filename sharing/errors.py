"""What can go wrong in the sharing room.

SharingError
├── DocumentError   a YAML document that cannot be understood: file, line, what to do
├── UnknownCode     a handling code or grade of a scheme nobody loaded
├── NoPurpose       a question without purpose or justification
├── BadKey          a file that holds no key to sign with
└── BadSignature    a signature that is not under this text, or not a party's
"""

from collections.abc import Iterable
from difflib import get_close_matches

SHOWN = 40


def unknown(what: str, value: str, allowed: Iterable[str]) -> str:
    """The sentence for a word that is not in a list: a near miss, and what is allowed."""
    names = list(allowed)
    near = get_close_matches(value, names, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ";"
    shown = ", ".join(names[:SHOWN]) + (", ..." if len(names) > SHOWN else "")
    return f"unknown {what} {value!r}{hint} allowed: {shown or 'nothing'}"


class SharingError(Exception):
    """Base of every error of this room; its text is one sentence with the way out."""


class DocumentError(SharingError):
    """A document was refused: where, what, and what is allowed there."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        self.file, self.line, self.problem = file, line, problem
        place = f", line {line}" if line else ""
        super().__init__(f"{file}{place}: {problem}")


class UnknownCode(SharingError):
    """A code that its scheme does not have, or a scheme that is not loaded."""

    def __init__(self, what: str, value: str, allowed: Iterable[str]) -> None:
        self.value, self.allowed = value, tuple(allowed)
        super().__init__(unknown(what, value, self.allowed))


class NoPurpose(SharingError):
    """A viewer asked without saying for what."""

    def __init__(self, missing: str) -> None:
        super().__init__(f"a viewer must state a {missing}; nothing is shown without one")


class BadKey(SharingError):
    """A key that nothing can be signed with."""


class BadSignature(SharingError):
    """A signature that does not hold: whose, under what, and why."""
