"""Acting: only what is surer than the same is acted on, and objections count more there."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import Person, facts, persons

from benchmarks.sets import SETS, load_set
from comity.resolve import (
    Resolved,
    clustered_pairs,
    default_model,
    facts_of_table,
    resolve_facts,
    resolve_table,
    resolve_to_act_on,
)
from comity.resolve.model import Caution, Model

MODEL = default_model()
# Recall of what is acted on, a little under what was reached, at a precision of 0.999 or more.
REACHED = {
    "febrl1": 0.994,
    "febrl2": 0.978,
    "febrl3": 0.994,
    "febrl4": 0.997,
    "fake_1000": 0.855,
    "psp_census2x": 0.93,
    "dedupe_csv_example": 0.52,
    "synth_100k": 0.835,
}
ANN: Person = {
    "given_name": ["Annika"], "family_name": ["Lindqvist"], "birth_date": ["1980-05-07"],
    "phone_number": ["4155550101"],
}  # fmt: skip
SHOP: Person = {
    "name": ["Harbour Street Books"], "street": ["12 Harbour Street"], "postcode": ["60612"],
    "phone_number": ["4155550101"],
}  # fmt: skip


def acted(people: list[Person], kind: str = "person", model: Model = MODEL) -> list[int]:
    """The cluster of each, by the model as it is."""
    return resolve_to_act_on(facts(people, kind), model, adapted=False).clusters.tolist()


def cautious(kind: str, **told: float) -> Model:
    """The shipped model with another caution for one kind."""
    made = replace(MODEL.by_kind[kind], caution=Caution(**told))  # type: ignore[arg-type]
    return replace(MODEL, by_kind={**MODEL.by_kind, kind: made})


@pytest.mark.shared_data
@pytest.mark.parametrize("name", sorted(REACHED))
def test_what_is_acted_on_is_right_as_often_as_reached(shared: Path, name: str) -> None:
    assert shared.is_dir()
    known, frame = SETS[name], load_set(name)
    truth = pd.factorize(frame["truth"])[0].astype(np.int64)
    found = resolve_to_act_on(facts_of_table(frame, known.columns, known.kind), MODEL)
    quality = clustered_pairs(found.clusters.astype(np.int64), truth)
    assert (quality.precision >= 0.999, quality.recall >= REACHED[name]) == (True, True), quality


def test_what_speaks_against_two_counts_more_for_acting_than_for_being_the_same() -> None:
    her = ANN | {"sex": ["f"]}
    moved = her | {"phone_number": ["6465550199"]}
    assert acted([her, her]) == [0, 0]
    assert acted([her, moved], model=cautious("person")) == [0, 0]
    assert acted([her, moved]) == [0, 1]


def test_two_organisations_alike_need_a_third_that_agrees_or_a_registers_number() -> None:
    told = replace(MODEL.by_kind["organisation"].caution, corroborated=9.0)
    made = replace(MODEL.by_kind["organisation"], caution=told)
    model = replace(MODEL, by_kind={**MODEL.by_kind, "organisation": made})
    assert acted([SHOP, SHOP], "organisation", model) == [0, 1]
    assert acted([SHOP, SHOP, SHOP], "organisation", model) == [0, 0, 0]
    registered = SHOP | {"registration_number": ["HRB 20931"]}
    assert acted([registered, registered], "organisation", model) == [0, 0]


@given(st.lists(persons(), min_size=2, max_size=10))
@settings(max_examples=40, deadline=None)
def test_without_caution_acting_is_being_the_same_at_a_higher_threshold(
    people: list[Person],
) -> None:
    plain = cautious("person")
    made = plain.by_kind["person"]
    strict = replace(made, thresholds=replace(made.thresholds, same=made.thresholds.act))
    higher = replace(plain, by_kind={**plain.by_kind, "person": strict})
    expected: Resolved = resolve_facts(facts(people), higher, adapted=False)
    assert acted(people, model=plain) == expected.clusters.tolist()


def test_a_table_joins_only_what_is_safe_to_act_on_when_asked() -> None:
    table = pd.DataFrame(
        {"given_name": ["Annika", "Annika", "Bruno"],
         "family_name": ["Lindqvist", "Lindqvist", "Okafor"],
         "birth_date": ["1980-05-07", "1985-09-07", "1951-01-30"]}
    )  # fmt: skip
    columns = {name: name for name in table}
    found = [resolve_table(table, columns, act=act) for act in (False, True)]
    assert [each.thresholds[1] for each in found] == [0.0, MODEL.thresholds("person").act]
    assert found[0].count < found[1].count
