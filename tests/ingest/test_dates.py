"""Dates as sources write them: their precision is kept, their zone is minded."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.graph.words import FOREVER
from comity.ingest.dates import When, read_when

CHICAGO, LONDON, TOKYO = map(ZoneInfo, ("America/Chicago", "Europe/London", "Asia/Tokyo"))
LATEST = date(2026, 1, 1)
FORMATS = ("%d/%m/%Y %H:%M", "%d/%m/%Y", "%m/%Y", "%Y", "%d-%b-%y")


def when(text: str, zone: ZoneInfo = CHICAGO) -> When:
    return read_when(text, FORMATS, zone, LATEST)


def moment(micros: int) -> str:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)).isoformat()[:19]


@pytest.mark.parametrize(
    ("text", "as_date", "as_time"),
    [
        ("1980", "1980", "1980"),
        ("05/1980", "1980-05", "1980-05"),
        ("1980-05", "1980-05", "1980-05"),
        ("7/5/1980", "1980-05-07", "1980-05-07"),
        ("1980-05-07", "1980-05-07", "1980-05-07"),
        ("07/05/1980 23:30", "1980-05-07", "1980-05-08T04:30:00Z"),  # five hours in summer
        ("07/01/1980 23:30", "1980-01-07", "1980-01-08T05:30:00Z"),  # six in winter
        ("1980-05-07T23:30:15", "1980-05-07", "1980-05-08T04:30:15Z"),
        ("1980-05-07T23:30Z", "1980-05-07", "1980-05-07T23:30:00Z"),
        ("1980-05-07 23:30+02:00", "1980-05-07", "1980-05-07T21:30:00Z"),
        ("07-May-79", "1979-05-07", "1979-05-07"),
    ],
)
def test_a_date_is_told_as_exactly_as_it_is_known(text: str, as_date: str, as_time: str) -> None:
    assert when(text).date_text() == as_date
    assert when(text).time_text() == as_time


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("1980", "1980-01-01T06:00:00", "1981-01-01T06:00:00"),
        ("02/1980", "1980-02-01T06:00:00", "1980-03-01T06:00:00"),
        ("12/1980", "1980-12-01T06:00:00", "1981-01-01T06:00:00"),
        ("29/02/1980", "1980-02-29T06:00:00", "1980-03-01T06:00:00"),
        ("10/03/2024", "2024-03-10T06:00:00", "2024-03-11T05:00:00"),  # the day that lacks an hour
        ("07/05/1980 23:30", "1980-05-08T04:30:00", "1980-05-08T04:31:00"),
        ("1980-05-08T04:30:15Z", "1980-05-08T04:30:15", "1980-05-08T04:30:16"),
        ("1980-05-08 04:30+00:00", "1980-05-08T04:30:00", "1980-05-08T04:31:00"),
    ],
)
def test_a_partial_date_is_an_interval_of_its_zone(text: str, start: str, end: str) -> None:
    interval = when(text).interval()
    assert (moment(interval.start), moment(interval.end)) == (start, end)


@pytest.mark.parametrize(
    ("text", "full"), [("01-Jan-30", "1930-01-01"), ("01-Jan-25", "2025-01-01")]
)
def test_a_year_of_two_digits_is_never_in_the_future(text: str, full: str) -> None:
    assert when(text).date_text() == full


def test_the_first_format_that_fits_counts() -> None:
    either = read_when("03/04/2020", ("%d/%m/%Y", "%m/%d/%Y"), LONDON, LATEST)
    assert either.date_text() == "2020-04-03"
    other = read_when("03/14/2020", ("%d/%m/%Y", "%m/%d/%Y"), LONDON, LATEST)
    assert other.date_text() == "2020-03-14"


@pytest.mark.parametrize("text", ["soon", "31/02/1980", "1980-13", "0000", "", "12", "1980-5-7-1"])
def test_what_is_no_date_is_refused_with_the_formats(text: str) -> None:
    with pytest.raises(ValueError, match=r"no date or time: .*; formats: .*%m/%Y.*, ISO 8601"):
        when(text)


def test_a_moment_beyond_the_calendar_is_refused_and_its_day_is_not() -> None:
    with pytest.raises(ValueError, match="no moment of the calendar"):
        when("9999-12-31T23:59:59").time_text()
    with pytest.raises(ValueError, match="no moment of the calendar"):
        when("0001-01-01T00:00", TOKYO).time_text()
    assert when("9999-12-31").date_text() == "9999-12-31"
    assert when("9999").interval().end == FOREVER


@given(
    st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29)),  # noqa: DTZ001 - the zone follows
    st.sampled_from([CHICAGO, LONDON, TOKYO]),
)
def test_a_written_moment_reads_as_itself_and_lies_in_its_day_month_and_year(
    naive: datetime, zone: ZoneInfo
) -> None:
    there = naive.replace(microsecond=0, tzinfo=zone)
    text = naive.replace(microsecond=0).isoformat()
    found = read_when(text, (), zone, LATEST)
    assert found.time_text() == there.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
    for length in (10, 7, 4):
        wider = read_when(text[:length], (), zone, LATEST).interval()
        assert wider.start <= found.interval().start < found.interval().end <= wider.end
