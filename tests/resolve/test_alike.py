"""Odd tables: what many rows share, days that Python has not, options that deny each other."""

import pandas as pd
import pyarrow as pa
import pytest

from comity.resolve import resolve_table
from comity.resolve.errors import TableError
from comity.resolve.table_columns import read_table

COLUMNS = {"first": "given_name", "last": "family_name", "dob": "birth_date"}
ANN = {"first": "Ann", "last": "Smith", "dob": "1980-01-02"}


def test_many_equal_rows_that_stay_apart_are_told_with_their_count() -> None:
    found = resolve_table(pd.DataFrame([ANN] * 60), COLUMNS)
    assert found.count > 1
    assert [text for text in found.warnings if text.startswith("60 rows in 1 groups")]


def test_a_few_equal_rows_are_joined_and_nothing_is_told() -> None:
    found = resolve_table(pd.DataFrame([ANN] * 3), COLUMNS)
    assert (found.count, found.warnings) == (1, ())


def test_rows_are_told_apart_by_number_where_ids_are_doubled_or_empty() -> None:
    frame = pd.DataFrame([{**ANN, "id": each} for each in ("2", "2", None)])
    found = resolve_table(frame, COLUMNS, id_column="id")
    assert found.clusters["row"].tolist() == [1, 2, 3]
    pairs = zip(found.pairs["first_row"], found.pairs["second_row"], strict=True)
    assert sorted(pairs) == [(1, 2), (1, 3), (2, 3)]


@pytest.mark.parametrize("values", [pa.array([5_000_000], pa.date32()),
                                    pa.array([4 * 10**17], pa.timestamp("us"))])  # fmt: skip
def test_days_after_the_year_9999_are_texts(values: pa.Array) -> None:
    [text] = read_table(pa.table({"day": values})).column("day").texts
    assert text[:5].isdigit()


def test_days_that_nobody_can_write_are_not_one_value() -> None:
    table = pa.table({"day": pa.array([10**18, 2 * 10**18], pa.timestamp("us"))})
    assert not len(read_table(table).column("day").row)


def test_a_kind_for_all_rows_beside_a_kind_for_each_is_refused() -> None:
    with pytest.raises(TableError, match="give one of the two"):
        resolve_table(pd.DataFrame([ANN]), COLUMNS, kind="person", kind_column="first")
