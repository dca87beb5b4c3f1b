"""Columns settled before they are compared: fillers out, formats one, each loss counted."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.resolve.fillers import without_fillers
from comity.resolve.settle import Settled, settle
from comity.resolve.table_columns import Column, read_table


def column(values: list[object], name: str = "c") -> Column:
    return read_table(pd.DataFrame({name: values})).columns[name]


def cells(found: Settled) -> dict[int, str]:
    """What each row holds."""
    column = found.column
    return dict(
        sorted((int(r), column.texts[c]) for r, c in zip(column.row, column.code, strict=True))
    )


@pytest.mark.parametrize(
    ("prop", "fillers", "values"),
    [
        ("given_name", ["NULL", "n/a", "NaN", "UNKNOWN", "-", "?", "none", "xxx", "Unbekannt"],
         ["Nancy", "Bo", "李", "Ань"]),
        ("birth_date", ["1900-01-01", "1901-01-01", "9999-12-31", "0001-01-01", "unknown"],
         ["1900-05-07", "1999-12-31", "1900"]),
        ("national_id", ["999999999", "000-00-0000", "123456789", "111-11-1111", "0"],
         ["078-05-1121", "77", "9998999"]),
        ("phone_number", ["0000000000", "1234567890", "9999999999"], ["+1 555 0100", "3865286"]),
        ("email", ["test@test.com", "none@none.com", "noreply@agency.gov", "no@example.com"],
         ["a.test@city.gov", "noel@smith.net"]),
        ("postcode", ["00000", "99999", "N/A"], ["00015", "2906", "SW1A 1AA"]),
    ],
)  # fmt: skip
def test_fillers_are_told_from_values(prop: str, fillers: list[str], values: list[str]) -> None:
    assert without_fillers(prop, fillers) == [""] * len(fillers)
    assert without_fillers(prop, values) == values


def test_what_fillers_took_is_counted_by_column() -> None:
    found = settle(column(["Ann", "NULL", "NULL", "n/a", None], "first"), "given_name", None)
    assert cells(found) == {0: "Ann"}
    assert found.warnings == (
        "first: 3 cells say nothing and are not matched on: 'NULL' 2, 'n/a' 1",
    )


def test_each_source_has_its_own_order_of_day_and_month() -> None:
    born = column(["27/01/1942", "02/03/1950", "01/27/1942", "02/03/1950", "02/03/1950"])
    source = column(["a", "a", "b", "b", "c"])
    found = settle(born, "birth_date", source)
    assert cells(found) == {
        0: "1942-01-27", 1: "1950-03-02", 2: "1942-01-27", 3: "1950-02-03", 4: "1950-02-03",
    }  # fmt: skip
    assert found.warnings == (
        "c of c: no date tells day from month; 1 are read month first with slashes, else day first",
    )


def test_a_small_source_keeps_its_own_order_beside_a_large_one() -> None:
    born = column(["27/01/1942", "28/01/1942", "29/01/1942", "01/27/1942", "02/03/1950"])
    found = settle(born, "birth_date", column(["a", "a", "a", "b", "b"]))
    assert cells(found)[4] == "1950-02-03"


def test_a_source_that_tells_no_order_follows_those_that_do() -> None:
    born, source = column(["27/01/1942", "02/03/1950"]), column(["a", "b"])
    assert cells(settle(born, "birth_date", source))[1] == "1950-03-02"


def test_dates_that_contradict_each_other_are_told() -> None:
    found = settle(column(["27/01/1942", "26/01/1942", "01/25/1942"]), "birth_date", None)
    assert "2 dates can only be day first, 1 only month first" in found.warnings[0]
    assert cells(found)[2] == "1942-01-25"


def test_postcodes_that_were_numbers_get_their_noughts_back() -> None:
    assert cells(settle(column([2906.0, 60601.0, 60602.0, None]), "postcode", None)) == {
        0: "02906", 1: "60601", 2: "60602",
    }  # fmt: skip
    assert cells(settle(column(["2906.0", "4011"]), "postcode", None)) == {0: "2906", 1: "4011"}


def test_numbers_that_lost_their_figures_are_not_matched_on() -> None:
    found = settle(column(["7.73E+16", "3865286"]), "phone_number", None)
    assert cells(found) == {1: "3865286"}


def test_sexes_as_numbers_are_read_as_the_standard_has_them() -> None:
    assert cells(settle(column([1, 2, 9, 0]), "sex", None)) == {0: "m", 1: "f"}
    assert cells(settle(column(["1", "F"]), "sex", None)) == {0: "1", 1: "F"}


def test_an_empty_column_and_a_very_long_name_are_told() -> None:
    assert settle(column([None, ""], "who"), "name", None).warnings == (
        "who: there is no value in it",
    )
    long = settle(column(["ab" * 25_000, "Ann"], "who"), "name", None)
    assert long.warnings == ("who: 1 values are cut at 500 characters",)


@given(
    st.lists(st.text(max_size=12)), st.sampled_from(["given_name", "email", "birth_date", "vin"])
)
def test_fillers_leave_every_other_value_as_it_is(texts: list[str], prop: str) -> None:
    for before, after in zip(texts, without_fillers(prop, texts), strict=True):
        assert after in ("", before)
