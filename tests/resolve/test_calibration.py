"""Thresholds against decisions: intervals, what holds, and how far a proposal may move."""

from itertools import pairwise
from math import log
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.resolve import Decided, Thresholds, calibration, model_file_of, shipped_model_file
from comity.resolve.calibration import BANDS, band_of, edges, held, moved, wilson
from comity.resolve.proposal import propose

LINES = Thresholds(possible=-6.0, same=0.0, act=7.0)
SCORES = st.floats(-12, 20).map(lambda score: round(score, 3))
DECISIONS = st.lists(
    st.builds(lambda score, same: Decided(score, score, score > 7, same), SCORES, st.booleans()),
    max_size=60,
)


def decided(score: float, *, same: bool, acted: bool = False) -> Decided:
    return Decided(score, score, acted, same)


def drawn(bits: float, many: int) -> list[Decided]:
    """Decisions on pairs whose odds are better than their scores say by some bits."""
    rng = Random(7)
    found = []
    for _ in range(many):
        score = rng.uniform(-6, 7)
        chance = 1 / (1 + 2 ** -(score + bits))
        found.append(decided(score, same=rng.random() < chance))
    return found


# Brown, Cai and DasGupta, Interval Estimation for a Binomial Proportion (2001), formula (4).
@pytest.mark.parametrize(
    ("same", "pairs", "low", "high"),
    [(0, 0, 0.0, 1.0), (8, 10, 0.4902, 0.9433), (10, 10, 0.7225, 1.0), (0, 10, 0.0, 0.2775)],
)
def test_an_interval_is_wilsons(same: int, pairs: int, low: float, high: float) -> None:
    assert wilson(same, pairs) == pytest.approx((low, high), abs=1e-4)


def test_a_score_lies_in_the_band_that_begins_at_or_below_it() -> None:
    assert [band_of(edge, LINES) for edge in edges(LINES)] == list(range(1, len(BANDS)))
    assert [band_of(edge - 0.01, LINES) for edge in edges(LINES)] == list(range(len(BANDS) - 1))
    assert all(low < high for low, high in pairwise(edges(LINES)))


def test_decisions_are_counted_by_band_from_same_up_and_for_what_is_acted_on() -> None:
    told = [
        decided(-3, same=False), decided(1, same=True), decided(2, same=False),
        decided(9, same=True, acted=True), decided(8, same=True, acted=True),
    ]  # fmt: skip
    found = held(told, (0, 0, 0, 0, 0, 5, 0), LINES)
    assert [(band.pairs, band.same) for band in found.bands] == [
        (0, 0), (0, 0), (1, 0), (2, 1), (0, 0), (2, 2), (0, 0)
    ]  # fmt: skip
    assert (found.same.pairs, found.same.same) == (4, 3)
    assert (found.act.share, found.act.low) == (1.0, pytest.approx(0.3424, abs=1e-4))
    assert found.clusters.pairs == 5
    assert found.clusters.low == found.act.low
    assert found.clusters.share == pytest.approx((2 + 2 / (1 + 2**-7)) / 4)


def test_nobody_speaks_for_what_nobody_decided() -> None:
    found = held([], (0, 0, 0, 0, 0, 3, 0), LINES)
    assert (found.act.share, found.act.low, found.act.high) == (None, 0.0, 1.0)
    assert (found.clusters.low, found.clusters.high) == (0.0, 1.0)
    assert found.clusters.share == pytest.approx(1 / (1 + 2**-7))


@pytest.mark.parametrize("bits", [-2.5, -1.0, 0.0, 1.5])
def test_many_decisions_find_what_the_odds_are(bits: float) -> None:
    found = moved(drawn(bits, 3000), LINES)
    assert found is not None
    assert found.same == pytest.approx(-bits, abs=0.25)
    assert found.same - found.possible == pytest.approx(6.0)


def test_too_few_decisions_move_nothing_and_few_move_little() -> None:
    assert moved(drawn(1.5, calibration.LEAST - 1), LINES) is None
    outside = [decided(-9, same=True), decided(19, same=True)] * calibration.LEAST
    assert moved(outside, LINES) is None
    few, many = moved(drawn(-2.5, 20), LINES), moved(drawn(-2.5, 1000), LINES)
    assert few is not None
    assert many is not None
    assert 0 < few.same < many.same


@given(DECISIONS)
@settings(max_examples=80)
def test_a_proposal_stays_within_its_bounds_whatever_people_say(told: list[Decided]) -> None:
    found = moved(told, LINES)
    if found is None:
        return
    assert -calibration.LOWER <= found.same <= calibration.RAISE
    assert LINES.act <= found.act <= LINES.act + calibration.RAISE
    assert found.possible < found.same < found.act
    assert moved(told[::-1], LINES) == found


@given(DECISIONS, st.data())
@settings(max_examples=80)
def test_one_more_who_says_that_they_are_two_lowers_no_threshold(
    told: list[Decided], data: st.DataObject
) -> None:
    before = moved(told, LINES)
    if before is None:
        return
    place = data.draw(st.integers(0, len(told) - 1))
    was = told[place]
    told[place] = Decided(was.own, was.score, was.acted, False)
    after = moved(told, LINES)
    assert after is not None
    assert (after.possible, after.same) >= (before.possible, before.same)
    assert after.act >= before.act


def test_a_pair_that_is_two_lifts_act_above_itself() -> None:
    told = [*drawn(0.0, 200), decided(9.5, same=False)]
    found = moved(told, LINES)
    assert found is not None
    assert found.act == 9.51


def test_a_proposal_is_a_new_file_that_carries_the_labels_of_its_decisions() -> None:
    base = shipped_model_file()
    found = propose(base, {"person": drawn(-2.5, 200)}, ["b", "a"])
    assert found is not None
    assert found.file.labels == ("a", "b")
    assert found.file.version.startswith(f"{base.version}-by-decisions-")
    assert base.version == shipped_model_file().version
    (change,) = found.moved
    assert found.file.model.thresholds("person") == change.after != change.before
    assert found.file.model.by_kind["person"].weights == base.model.by_kind["person"].weights
    assert found.file.model.thresholds("phone") == base.model.thresholds("phone")


def test_the_same_decisions_again_lead_to_the_same_model() -> None:
    told = {"person": drawn(-2.5, 200), "organisation": drawn(-1.0, 100)}
    once = propose(shipped_model_file(), told, ["a"])
    assert once is not None
    assert propose(once.file, told, ["a"]) == once
    other = propose(once.file, {"person": told["person"]}, ["c"])
    assert other == propose(shipped_model_file(), {"person": told["person"]}, ["c"])


def test_labels_of_what_a_model_was_trained_on_stay_with_what_is_made_of_it() -> None:
    content = shipped_model_file().content
    base = model_file_of({**content, "version": "v", "training": {"labels": ["z"]}}, "v")
    once = propose(base, {"person": drawn(-2.5, 200)}, ["a"])
    assert once is not None
    assert once.file.labels == ("a", "z")
    again = propose(once.file, {"person": drawn(-1.0, 200)}, ["b"])
    assert again is not None
    assert again.file.labels == ("b", "z")


def test_nothing_is_proposed_where_nothing_moves() -> None:
    assert propose(shipped_model_file(), {"person": drawn(1.0, 5)}, ["a"]) is None
    assert propose(shipped_model_file(), {}, []) is None


def test_corroborating_records_are_held_to_as_much_more_as_act_is() -> None:
    base = shipped_model_file()
    found = propose(base, {"organisation": [*drawn(-3.0, 300)]}, [])
    assert found is not None
    made = [each.model.by_kind["organisation"] for each in (base, found.file)]
    sure = [each.caution.corroborated for each in made]
    assert sure[0] is not None
    assert sure[1] is not None
    assert sure[1] - sure[0] == pytest.approx(made[1].thresholds.act - made[0].thresholds.act)


def test_the_bits_are_where_the_likelihood_is_greatest() -> None:
    told = [(each.own, each.is_same) for each in drawn(-1.5, 60)]

    def likelihood(bits: float) -> float:
        found = sum(
            log(1 / (1 + 2 ** (-(score + bits) if same else score + bits))) for score, same in told
        )
        return found - bits**2 / 2

    best = max(range(-400, 201), key=lambda step: likelihood(step / 100)) / 100
    assert calibration._bits(told) == pytest.approx(best, abs=0.011)
