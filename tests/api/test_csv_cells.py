"""Cells of a hand-over: no spreadsheet runs them, and every one can be had as it was recorded."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.api.csv_cells import csv_line, marked

# The beginnings that OWASP's page on CSV injection names, and those of full width.
BEGINNINGS = "=+-@\t\r\n＝＋－＠"


def unmarked(cell: str) -> str:
    """The value, as the heading of a hand-over says how to have it."""
    return cell.removeprefix("'")


@given(st.text() | st.text(alphabet=f"{BEGINNINGS}'\"1a. "))
def test_every_value_can_be_had_as_it_was_recorded(text: str) -> None:
    assert unmarked(marked(text)) == text


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_what_would_begin_a_formula_is_marked(beginning: str) -> None:
    assert marked(f"{beginning}HYPERLINK(A1)") == f"'{beginning}HYPERLINK(A1)"


@pytest.mark.parametrize("number", ["+12175550101", "-88.98", "0", "-1"])
def test_numbers_are_left_as_they_are(number: str) -> None:
    assert marked(number) == number


@pytest.mark.parametrize("sum_", ["+1-217-555-0101", "-1+1", "+1 217", "-1\n", "+١"])
def test_what_a_spreadsheet_would_work_out_is_no_number(sum_: str) -> None:
    assert marked(sum_) == f"'{sum_}"


def test_a_line_is_read_back_cell_by_cell() -> None:
    cells = ["=1+1", 'says "hello", he', "+12175550101", None, 7, "'twas"]
    (read,) = csv.reader(io.StringIO(csv_line(cells)))
    assert [unmarked(cell) for cell in read] == [*map(str, cells[:3]), "", "7", "'twas"]
