"""What is equal never weighs less than what is not, all else equal, shipped or fitted."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import Person, facts, persons

from comity.resolve import candidate_pairs, compare, default_model, explain, prepare, score
from comity.resolve.compare import BITS, comparisons
from comity.resolve.facts import Scores
from comity.resolve.model import Model, Weights
from comity.resolve.order_of_levels import below_equal, is_equal, order_of, pooled
from comity.resolve.train import adapt, count

MODEL = default_model()
ROUNDING = 0.02
EVERY = [(kind, name) for kind in sorted(MODEL.kinds) for name in sorted(comparisons(kind))]
# What one record says of a man, and what another may say of him or of somebody else.
SAID: Mapping[str, tuple[str, ...]] = {
    "given_name": ("Viktor", "Vic", "V", "Wiktor", "Victor", "Anna"),
    "family_name": ("Semchenko", "Semtschenko", "Okafor", "Semchenko Lopez"),
    "middle_name": ("Ivan", "Oleg"),
    "birth_date": ("1983-02-09", "1983-09-02", "1983", "1983-02-19", "1951-11-30"),
    "sex": ("m", "f"),
    "street": ("12 North Oak Avenue", "12 North Oak Ave Apt 3", "14 North Oak Avenue", "9 Elm St"),
    "city": ("Springfield", "Sprngfield", "Harbor"),
    "phone_number": ("+12125550117", "+12125550118", "+13105550142"),
    "email": ("v.sem@oakmail.org", "v.semm@oakmail.org", "pat@oakmail.org", "v.sem@else.net"),
    "national_id": ("90346886", "90346868", "11223344"),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "name"), EVERY)
def test_levels_of_equal_values_come_last(kind: str, name: str) -> None:
    equal = [is_equal(level) for level in comparisons(kind)[name]]
    assert equal == sorted(equal)


@pytest.mark.parametrize(("kind", "name"), EVERY)
def test_no_level_that_ships_weighs_more_than_one_above_it(kind: str, name: str) -> None:
    levels, made = comparisons(kind)[name], MODEL.by_kind[kind]
    own = _weights(made.weights, name, levels)
    related = _weights(made.kin_weights, name, levels)
    for low, high in order_of(levels):
        assert own[low] <= own[high] + ROUNDING, (levels[low], levels[high])
    if made.kin_prior is not None:
        assert all((own - related)[low] <= (own - related)[high] + ROUNDING
                   for low, high in below_equal(levels))  # fmt: skip


shares = st.lists(st.floats(1e-6, 1.0), min_size=5, max_size=5).map(np.array)


@given(shares, shares)
def test_levels_out_of_order_are_counted_together_and_others_stay(
    same: np.ndarray[tuple[int], np.dtype[np.float64]],
    other: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> None:
    order = order_of(("different", "alike", "close", "same, common", "same, rare"))
    before = np.log2(same / other)
    after = pooled(same, before, order)
    assert all(after[low] <= after[high] + 1e-6 for low, high in order)
    assert np.sum(same / 2**after) == pytest.approx(np.sum(other))
    assert pooled(same, after, order) == pytest.approx(after)
    if all(before[low] <= before[high] for low, high in order):
        assert after == pytest.approx(before)


@given(st.data(), st.lists(persons(), min_size=4, max_size=12))
@settings(max_examples=20, deadline=None)
def test_a_score_never_falls_where_a_level_rises(data: st.DataObject, people: list[Person]) -> None:
    named = comparisons("person")
    levels = {name: data.draw(st.integers(0, len(named[name]))) for name in named}
    steps = [(levels | {name: low + 1}, levels | {name: high + 1})
             for name in named for low, high in below_equal(named[name])]  # fmt: skip
    for model in (MODEL, _fitted(people)):
        below, above = (_scores(found, model) for found in zip(*steps, strict=True))
        assert (below <= above + ROUNDING).all()


def test_households_fitted_without_a_truth_keep_the_order() -> None:
    people = [
        {"given_name": [given], "family_name": [f"Berg{home}"], "street": [f"{home} elm st"],
         "phone_number": [f"+1212555{home:04d}"], "birth_date": [f"19{30 + home}-05-1{number}"]}
        for home in range(40) for number, given in enumerate(("Alma", "Bruno", "Carla"))
        for _ in range(2)
    ]  # fmt: skip
    made = _fitted(people).by_kind["person"]
    for name, levels in comparisons("person").items():
        related = _weights(made.kin_weights, name, levels)
        against_kin = _weights(made.weights, name, levels) - related
        assert all(against_kin[low] <= against_kin[high] + ROUNDING
                   for low, high in below_equal(levels))  # fmt: skip


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_an_equal_value_never_scores_less_than_another(data: st.DataObject) -> None:
    said = data.draw(st.lists(st.sampled_from(sorted(SAID)), min_size=2, unique=True))
    changed = data.draw(st.sampled_from(said))
    record = {name: [SAID[name][0]] for name in said}
    record |= {name: [data.draw(st.sampled_from(SAID[name]))] for name in said if name != changed}
    other = {name: [SAID[name][0]] for name in said}
    equal = explain("person", other, record, MODEL).score
    unequal = record | {changed: [data.draw(st.sampled_from(SAID[changed][1:]))]}
    assert explain("person", other, unequal, MODEL).score <= equal + ROUNDING


def _fitted(people: list[Person]) -> Model:
    prepared = prepare(facts(people), MODEL)
    patterns = compare(prepared, candidate_pairs(prepared))
    return adapt(MODEL, "person", count(prepared, patterns))


def _scores(found: Sequence[Mapping[str, int]], model: Model) -> Scores:
    packed = [
        sum(level << BITS * slot for slot, level in enumerate(levels.values())) for levels in found
    ]
    return score("person", np.array(packed, dtype=np.uint64), model)


def _weights(
    weights: Weights, name: str, levels: tuple[str, ...]
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    found = weights.get(name, {})
    return np.array([found.get(level, 0.0) for level in levels])
