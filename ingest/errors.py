"""What can go wrong while reading other agencies' files.

IngestError
├── UnreadableFile   a file that cannot be read further: file, line, what to do
├── WrongFile        a file that no table of the mapping describes
├── UnknownColumn    the mapping names a column that the file does not have
├── NotRead          a correction names a column that the mapping does not read
├── OtherRecord      a correction that would make another record of it
├── EmptyExport      a full export without a row that can be read
├── NotFull          a file that is only a part of its source, said to be full
├── FileChanged      the file changed while it was read
└── BadValue         one value of one row; the row is set aside, the file goes on
"""

from collections.abc import Iterable
from difflib import get_close_matches

SHOWN = 40


class IngestError(Exception):
    """Base of every error of this room; its text is one sentence with the way out."""


class UnreadableFile(IngestError):
    """A file cannot be read further; nothing of it is loaded."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        # What a library says of hostile bytes may run over several lines.
        self.file, self.line, self.problem = file, line, " ".join(problem.split())
        place = f", line {line}" if line else ""
        super().__init__(f"{file}{place}: {self.problem}")


class WrongFile(IngestError):
    """No table of the mapping describes a file of this name."""

    def __init__(self, file: str, mapping: str, patterns: Iterable[str]) -> None:
        self.file, self.patterns = file, tuple(patterns)
        shown = ", ".join(self.patterns)
        super().__init__(f"{file}: no table of {mapping} is for this file; it reads: {shown}")


class UnknownColumn(IngestError):
    """The mapping names a column that the file does not have."""

    def __init__(self, file: str, mapping: str, column: str, found: Iterable[str]) -> None:
        self.file, self.column, self.found = file, column, tuple(found)
        near = get_close_matches(column, self.found, n=1)
        hint = f" did you mean {near[0]!r}?" if near else ""
        shown = ", ".join(self.found[:SHOWN]) + (", ..." if len(self.found) > SHOWN else "")
        text = f"{file} has no column {column!r}, which {mapping} reads;{hint} columns: {shown}"
        super().__init__(text)


class NotRead(IngestError):
    """A correction names a column that the mapping does not read; it would change nothing."""

    def __init__(self, mapping: str, column: str, known: Iterable[str]) -> None:
        self.column, self.known = column, tuple(sorted(known))
        near = get_close_matches(column, self.known, n=1)
        hint = f" did you mean {near[0]!r}?" if near else ""
        shown = ", ".join(self.known[:SHOWN]) + (", ..." if len(self.known) > SHOWN else "")
        super().__init__(f"{mapping} reads no column {column!r};{hint} it reads: {shown}")


class OtherRecord(IngestError):
    """By the corrected columns it would be another record, which may be there already."""

    def __init__(self, mapping: str) -> None:
        super().__init__(
            f"by these values {mapping} would read another record; a correction keeps a record's "
            "id: expunge this one and send the other"
        )


class FileChanged(IngestError):
    """The file changed while it was read, so what was staged is not one file."""

    def __init__(self, file: str) -> None:
        super().__init__(f"{file} changed while it was read; nothing is loaded, run it again")


class EmptyExport(IngestError):
    """A full export without a readable row would withdraw every record of its source."""

    def __init__(self, file: str) -> None:
        super().__init__(
            f"{file} is a full export without a row that can be read, which would withdraw every "
            "record; nothing is loaded: fetch it again, or say --full where it is truly empty"
        )


class NotFull(IngestError):
    """A full export of a part of a source would withdraw the records of the other parts."""

    def __init__(self, file: str, why: str) -> None:
        super().__init__(
            f"{file} cannot be a full export: {why}, and it would withdraw the records of the "
            "others; load it with --no-full"
        )


class BadValue(IngestError):
    """One value of one row cannot be used; the row is set aside."""

    def __init__(self, column: str, reason: str) -> None:
        self.column, self.reason = column, reason
        super().__init__(f"{column}: {reason}")
