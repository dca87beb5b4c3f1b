"""Splink with the settings of its own examples for each kind of set, on DuckDB.

Its examples: the detailed febrl4 model (which does better on febrl1 to 3 than the febrl3
example), pseudopeople for the two censuses, the accuracy analysis of fake_1000, and the 50,000
historical persons for sets of several agencies. Organisations have none: theirs are its stock
comparisons with usual thresholds. Clusters are its own at 0.95, as in its examples.
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import duckdb
import pandas as pd
import splink
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.blocking_analysis import count_comparisons_from_blocking_rules

from benchmarks.contestant import Answer, Labels, Task, labels, run

SEED, DRAWS = 5, 1e6
SAME = 0.95
KEPT = 0.2
ROW = "row_number"


@dataclass(frozen=True)
class Example:
    """How one kind of set is compared, blocked and trained."""

    comparisons: Sequence[Any]
    rules: Sequence[Any]
    sure: Sequence[Any]
    recall: float
    training: Sequence[Any]
    by_source: bool = False
    derived: Mapping[str, Callable[[pd.DataFrame], pd.Series]] = field(default_factory=dict)


def resolve(task: Task) -> Answer:
    """Train, predict and cluster."""
    example = EXAMPLES[task.name]()
    tables = _tables(task.frame, example)
    linker, fitting = _trained(tables, example)
    near = linker.inference.predict(threshold_match_probability=KEPT)
    found = linker.clustering.cluster_pairwise_predictions_at_threshold(
        near, threshold_match_probability=SAME
    ).as_pandas_dataframe()
    return Answer(
        clusters=_by_row(found),
        fitting=fitting,
        versions={"splink": splink.__version__, "duckdb": duckdb.__version__},
        pairs=lambda: _compared(tables, example),
    )


def _tables(frame: pd.DataFrame, example: Example) -> list[Any]:
    """The set as Splink's tables, one a source where it links without looking within."""
    told = frame.drop(columns=["truth", "unique_id"]).rename(columns={"source": "agency"})
    told = told.rename(columns={name: name.lower().replace(" ", "_") for name in told.columns})
    told = told.assign(**{name: make(told) for name, make in example.derived.items()})
    told[ROW] = range(len(told))
    database = DuckDBAPI()
    if not example.by_source:
        return [database.register(told)]
    return [database.register(part) for _, part in told.groupby("agency")]


def _link_type(example: Example) -> str:
    return "link_only" if example.by_source else "dedupe_only"


def _trained(tables: list[Any], example: Example) -> tuple[Linker, float]:
    """A trained linker, and how long training took."""
    settings = SettingsCreator(
        link_type=_link_type(example),
        unique_id_column_name=ROW,
        comparisons=list(example.comparisons),
        blocking_rules_to_generate_predictions=list(example.rules),
    )
    linker = Linker(tables, settings, log_level=logging.ERROR)
    started = time.perf_counter()
    training = linker.training
    training.estimate_probability_two_random_records_match(
        list(example.sure), recall=example.recall
    )
    training.estimate_u_using_random_sampling(max_pairs=DRAWS, seed=SEED)
    for rule in example.training:
        training.estimate_parameters_using_expectation_maximisation(
            rule, estimate_without_term_frequencies=True
        )
    return linker, time.perf_counter() - started


def _by_row(found: pd.DataFrame) -> Labels:
    return labels(found.sort_values(ROW), "cluster_id")


def _compared(tables: list[Any], example: Example) -> int:
    """How many pairs its blocking rules give together."""
    counted = count_comparisons_from_blocking_rules(
        tables,
        blocking_rules=list(example.rules),
        link_type=_link_type(example),
        unique_id_column_name=ROW,
        record_sample_proportion=1.0,
    )
    return int(counted[-1]["cumulative_comparison_count"])


def _febrl() -> Example:
    return Example(
        comparisons=[
            cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(
                term_frequency_adjustments=True
            ),
        ],
        rules=[
            block_on("given_name", "surname"),
            "l.given_name = r.surname and l.surname = r.given_name",
            block_on("date_of_birth"),
            block_on("soc_sec_id"),
            block_on("state", "address_1"),
            block_on("street_number", "address_1"),
            block_on("postcode"),
        ],
        sure=[block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")],
        recall=0.8,
        training=[block_on("date_of_birth"), block_on("postcode")],
    )


def _fake_1000() -> Example:
    near_birth = "levenshtein(r.dob, l.dob) <= 1"
    return Example(
        comparisons=[
            cl.ForenameSurnameComparison("first_name", "surname"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
        ],
        rules=[block_on(name) for name in ("first_name", "surname", "dob", "email")],
        sure=[
            f"l.first_name = r.first_name and {near_birth}",
            f"l.surname = r.surname and {near_birth}",
            "l.first_name = r.first_name and levenshtein(r.surname, l.surname) <= 2",
            "l.email = r.email",
        ],
        recall=0.7,
        training=[block_on("dob"), block_on("email"), block_on("first_name", "surname")],
    )


def _censuses() -> Example:
    return Example(
        comparisons=[
            cl.NameComparison("first_name").configure(term_frequency_adjustments=True),
            cl.ExactMatch("middle_initial").configure(term_frequency_adjustments=True),
            cl.NameComparison("last_name").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True),
            cl.DamerauLevenshteinAtThresholds("street", [1, 2]).configure(
                term_frequency_adjustments=True
            ),
            cl.ExactMatch("sex"),
        ],
        rules=[
            block_on("first_name", "last_name"),
            "l.first_name = r.last_name and l.last_name = r.first_name",
            block_on("date_of_birth"),
            block_on("street"),
            block_on("first_name", "middle_initial"),
        ],
        sure=[
            block_on("first_name", "last_name", "date_of_birth"),
            block_on("first_name", "street", "date_of_birth"),
        ],
        recall=0.8,
        training=[block_on("date_of_birth"), block_on("first_name", "last_name")],
        by_source=True,
    )


def _agencies() -> Example:
    """Without the street, which a household shares with its postcode: with it F1 is .84."""
    return Example(
        comparisons=[
            cl.NameComparison("first_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("phone", 1),
            cl.LevenshteinAtThresholds("national_id", 1),
            cl.ExactMatch("middle_initial"),
            cl.ExactMatch("sex"),
        ],
        rules=[
            block_on("substr(first_name,1,3)", "substr(surname,1,4)"),
            block_on("surname", "dob"),
            block_on("first_name", "dob"),
            block_on("postcode", "first_name"),
            block_on("postcode", "surname"),
            block_on("phone"),
            block_on("national_id"),
            block_on("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)"),
        ],
        sure=[
            block_on("first_name", "surname", "dob"),
            block_on("national_id"),
            block_on("dob", "phone"),
        ],
        recall=0.6,
        training=[block_on("first_name", "surname"), block_on("dob")],
    )


def _organisations() -> Example:
    return Example(
        comparisons=[
            cl.JaroWinklerAtThresholds("site_name", [0.95, 0.88, 0.7]).configure(
                term_frequency_adjustments=True
            ),
            cl.JaroWinklerAtThresholds("address", [0.95, 0.88, 0.7]).configure(
                term_frequency_adjustments=True
            ),
            cl.LevenshteinAtThresholds("phone", [1, 2]),
            cl.ExactMatch("zip"),
        ],
        rules=[
            block_on("phone"),
            block_on("address"),
            block_on("site_name"),
            block_on("substr(site_name,1,6)"),
            block_on("substr(address,1,8)"),
        ],
        sure=[block_on("site_name", "address"), block_on("site_name", "phone"),
              block_on("address", "phone")],
        recall=0.6,
        training=[block_on("phone"), block_on("site_name"), block_on("address")],
        derived={name: _letters(name) for name in ("site_name", "address")},
    )  # fmt: skip


def _letters(column: str) -> Callable[[pd.DataFrame], pd.Series]:
    """A column in lower case with letters and figures only, as its guide to cleaning advises."""
    return lambda frame: (
        frame[column].str.lower().str.replace(r"[^a-z0-9]+", " ", regex=True).str.strip()
    )


EXAMPLES: Mapping[str, Callable[[], Example]] = {
    **dict.fromkeys(("febrl1", "febrl2", "febrl3"), _febrl),
    "febrl4": lambda: replace(_febrl(), by_source=True),
    "fake_1000": _fake_1000,
    "psp_census2x": _censuses,
    "dedupe_csv_example": _organisations,
    **dict.fromkeys(("synth_100k", "synth_1m"), _agencies),
}

if __name__ == "__main__":
    run(resolve)
