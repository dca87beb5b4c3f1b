"""Dates as sources write them become ISO, by the evidence of their own source."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from comity.resolve.date_formats import (
    Order,
    are_serials,
    evidence_of,
    is_date,
    iso_dates,
)

BORN = "1942-01-27"


@pytest.mark.parametrize(
    "text",
    ["1942-01-27", "1942/1/27", "1942.01.27", "19420127", "19420127.0", "27/01/1942", "01/27/1942",
     "27.1.1942", "27-01-1942", "27 Jan 1942", "27-JAN-42", "January 27, 1942", "27. Januar 1942",
     "27 janvier 1942", "1942 Jan 27", "1942-01-27 00:00:00", "1942-01-27T08:30:00Z",
     "1/27/1942 12:00 AM", "27011942", "01271942", "27/01/42"],
)  # fmt: skip
def test_one_day_written_in_many_ways_is_one_day(text: str) -> None:
    assert iso_dates([text], "month first" if text == "01271942" else "") == [BORN]


@pytest.mark.parametrize(
    ("text", "read"),
    [("1942", "1942"), ("1942.0", "1942"), ("1942-01", "1942-01"), ("194201", "1942-01"),
     ("01/1942", "1942-01"), ("Jan 1942", "1942-01"), ("März 1942", "1942-03")],
)  # fmt: skip
def test_a_partial_date_stays_partial(text: str, read: str) -> None:
    assert iso_dates([text]) == [read]


@pytest.mark.parametrize(
    "text", ["soon", "194201z7", "", "12", "123456789", "27 Foo 1942", "1 2 3 Jan"]
)
def test_what_is_no_date_stays_as_it_was_typed(text: str) -> None:
    assert iso_dates([text]) == [text]
    assert not is_date(text)


def test_a_date_with_a_slip_keeps_its_places() -> None:
    assert iso_dates(["19421327", "1942-13-27"]) == ["1942-13-27", "1942-13-27"]
    assert not is_date("19421327")


def test_one_day_above_twelve_tells_the_order_of_a_whole_source() -> None:
    european, american = ["27/01/1942", "02/03/1950"], ["01/27/1942", "02/03/1950"]
    assert evidence_of(european).order == "day first"
    assert evidence_of(american).order == "month first"
    assert iso_dates(european, "day first") == [BORN, "1950-03-02"]
    assert iso_dates(american, "month first") == [BORN, "1950-02-03"]


def test_what_only_one_order_can_read_is_read_so_whatever_the_others_say() -> None:
    assert iso_dates(["27/01/1942"], "month first") == [BORN]


def test_days_that_a_spreadsheet_counts_are_read_where_most_are_so() -> None:
    assert are_serials(["15368", "20000.0", "n/a"])
    assert not are_serials(["19420127", "15368", "1950"])
    assert iso_dates(["15368"], serials=True) == [BORN]


def test_years_of_two_figures_end_with_the_latest_that_can_be() -> None:
    assert iso_dates(["1/2/25", "1/2/26"]) == ["2025-01-02", "1926-01-02"]


@given(
    st.dates(date(1800, 1, 1), date(2100, 12, 31)), st.sampled_from(["day first", "month first"])
)
def test_every_form_of_every_day_comes_back(day: date, order: Order) -> None:
    figures = "%d/%m/%Y" if order == "day first" else "%m/%d/%Y"
    for form in ("%Y-%m-%d", "%Y%m%d", figures, "%d %b %Y", "%B %d, %Y"):
        assert iso_dates([day.strftime(form)], order) == [day.isoformat()]


@example("¹", True)
@given(st.text(max_size=30), st.booleans())
def test_no_text_breaks_the_reading_and_what_was_read_reads_the_same_again(
    text: str, serials: bool
) -> None:
    [once] = iso_dates([text], "day first", serials=serials)
    assert iso_dates([once], "day first") == [once] or serials
