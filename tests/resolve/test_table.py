"""A plain table resolved and scored; figures against counts made by hand."""

import numpy as np
import pandas as pd
import pytest

from comity.resolve import (
    TableError,
    bcubed,
    clustered_pairs,
    default_model,
    facts_of_table,
    resolve_facts,
    score_table,
)

MODEL = default_model()
COLUMNS = {"first": "given_name", "last": "family_name", "born": "birth_date"}
TABLE = pd.DataFrame(
    {
        "first": ["Robert", "Bob", "Alma", None, "Alma"],
        "last": ["Kowalczyk", "Kowalczyk", "Fernandes", "Unknown", "Fernandez"],
        "born": ["1980-05-07", "1980-05-07", "1955-11-30", None, "1955-11-30"],
        "who": [1, 1, 2, 3, 2],
    }
)


def test_a_table_finds_who_is_who() -> None:
    found = resolve_facts(facts_of_table(TABLE, COLUMNS), MODEL)
    assert found.clusters.tolist() == [0, 0, 2, 3, 2]


def test_a_scored_table_tells_pairs_clusters_and_b_cubed() -> None:
    found = score_table(TABLE, COLUMNS, "who", MODEL)
    assert found["cluster"] == found["bcubed"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert found["records"] == 5


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(TableError, match="no column 'surname'"):
        facts_of_table(TABLE, {"surname": "family_name"})


def test_pairs_and_b_cubed_are_as_counted_by_hand() -> None:
    # The example of Bagga and Baldwin (1998), figure 3: truth of 5, 2 and 5; two of it joined.
    truth = np.array([1] * 5 + [2] * 2 + [3] * 5)
    found = np.array([1] * 5 + [2] * 7)
    assert bcubed(found, truth).precision == pytest.approx(0.762, abs=5e-4)
    assert bcubed(found, truth).recall == 1.0
    pairs = clustered_pairs(found, truth)
    assert pairs.precision == pytest.approx((10 + 1 + 10) / (10 + 21))
    assert pairs.recall == 1.0


def test_two_found_like_a_third_are_compared_too() -> None:
    people = pd.DataFrame(
        {"first": ["Alma", "Alma", None], "last": ["Fernandes", None, "Fernandes"],
         "born": ["1955-11-30"] * 3}
    )  # fmt: skip
    found = resolve_facts(facts_of_table(people, COLUMNS), MODEL)
    assert len(found.pairs) == 3
