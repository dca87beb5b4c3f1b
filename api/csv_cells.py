"""Cells of a CSV that people open in a spreadsheet: none of them is taken for a formula.

A value comes from whoever was booked or wrote in: `=HYPERLINK(...)` as an alias would be run at
the recipient's. The mark can be taken off again, so that every value is as it was recorded.
"""

import csv
import io
import re
from collections.abc import Sequence

MARK = "'"
# With the forms of full width, which some spreadsheets read alike.
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# A number is only a number, and telephone numbers are what a recipient looks for.
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def csv_line(cells: Sequence[object]) -> str:
    """One line of a CSV, with its end; None is an empty cell."""
    line = io.StringIO()
    csv.writer(line).writerow(["" if cell is None else marked(str(cell)) for cell in cells])
    return line.getvalue()


def marked(text: str) -> str:
    """A text with a mark before what would begin a formula, or looks as if it had one."""
    if text.startswith((MARK, *_BEGINS_FORMULA)) and not _NUMBER.fullmatch(text):
        return MARK + text
    return text
