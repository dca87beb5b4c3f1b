"""Pairs of plain names: what is one name written in two ways, and what is another name."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.resolve.errors import TableError
from comity.resolve.name_figures import best_of, quality_of, truth_of
from comity.resolve.name_pairs import THRESHOLDS, pair_kinds, score_names
from comity.resolve.name_words import NameKind

PERSONS_ALIKE = [
    ("Marta Kowalczyk", "KOWALCZYK, Marta"),
    ("Marta Kowalczyk", "Marta Kowalcyzk"),
    ("Robert Bell", "Bob Bell"),
    ("R. Bell", "Robert Bell"),
    ("JC Marchand", "Jean-Claude Marchand"),
    ("MartaKowalczyk", "Marta Kowalczyk"),
    ("Dr. Marta Kowalczyk", "Marta Kowalczyk"),
    ("Иван Петров", "Ivan Petrov"),
    ("Ivan Sergeyevich Petrov", "Ivan Petrov"),
    ("Omar bin Yusuf al-Harbi", "Umar ibn Youssef Al Harbi"),
    ("José Núñez", "Jose Nunez"),
    ("Marta Marta Kowalczyk", "Marta Kowalczyk"),
    ("Iv4n Petr0v", "Ivan Petrov"),
    ("Jo Van den Berg", "Jo Vandenberg"),
]
PERSONS_APART = [
    ("Marta Kowalczyk", "Anna Kowalczyk"),
    ("Marta Kowalczyk", "Marta Fernandes"),
    ("Ivan Sergeyevich Petrov", "Ivan Olegovich Petrov"),
    ("Hans O Keller", "Hans Joachim Keller"),
    ("Kim Sok Jin", "Kim Sok Chol"),
    ("Marta Kowalczyk", ""),
    ("", ""),
]
FIRMS_ALIKE = [
    ("Oak Street Trading Ltd", "Oak Street Trading Limited"),
    ("ООО Дубрава", "Dubrava LLC"),
    ("Nordwind Aktiengesellschaft", "Nordwind AG"),
    ("The Oak Street Company", "Oak Street Co."),
    ("A.B.C. Company", "ABC Co"),
    ("First Harbour Bank", "1st Harbour Bank"),
    ("Brigade Forty Four", "Brigade 44"),
    ("Goodwill Trading", "Good Will Trading"),
    ("Bavarian Engine Works", "BEW"),
    ("Harbour International Inc", "Harbour Intl Incorporated"),
    ("Norwind Shipping GmbH", "Nordwind Shipping GmbH"),
]
FIRMS_APART = [
    ("Nordwind AG", "Suedwind AG"),
    ("Harbour Fund VII LP", "Harbour Fund VIII LP"),
    ("Harbour Business Solutions", "Harbour Business Enterprises"),
    ("Oak Street (Spain) SL", "Oak Street (Chile) SL"),
]


@pytest.mark.parametrize(("left", "right"), PERSONS_ALIKE)
def test_one_person_written_in_two_ways_is_one(left: str, right: str) -> None:
    assert score_names([left], [right], "person")[0] >= THRESHOLDS["person"]


@pytest.mark.parametrize(("left", "right"), PERSONS_APART)
def test_another_name_is_another_person(left: str, right: str) -> None:
    assert score_names([left], [right], "person")[0] < THRESHOLDS["person"]


@pytest.mark.parametrize(("left", "right"), FIRMS_ALIKE)
def test_one_firm_written_in_two_ways_is_one(left: str, right: str) -> None:
    assert score_names([left], [right], "organisation")[0] >= THRESHOLDS["organisation"]


@pytest.mark.parametrize(("left", "right"), FIRMS_APART)
def test_another_name_is_another_firm(left: str, right: str) -> None:
    assert score_names([left], [right], "organisation")[0] < THRESHOLDS["organisation"]


def test_another_legal_form_speaks_against_and_a_missing_one_does_not() -> None:
    whole = ["Nordwind Shipping"] * 3
    same, missing, other = score_names(
        ["Nordwind Shipping AG"] * 3,
        ["Nordwind Shipping Aktiengesellschaft", whole[1], "Nordwind Shipping GmbH"],
        "organisation",
    )
    assert same == missing == 1.0 > other


def test_each_pair_tells_its_own_kind() -> None:
    assert pair_kinds(["Marta Kowalczyk", "Oak Ltd", "Ann"], ["M K", "Oak", "Ann Inc"]) == [
        "person", "organisation", "organisation",
    ]  # fmt: skip


NAMES = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(["ann", "j", "jc", "de", "kim", "bank", "ltd", "7", "forty", "al"]),
             max_size=8).map(" ".join),
)  # fmt: skip
KINDS = st.sampled_from(["person", "organisation"])


@given(NAMES, NAMES, KINDS)
def test_a_score_is_a_share_whichever_name_comes_first(
    left: str, right: str, kind: NameKind
) -> None:
    [there], [back] = score_names([left], [right], kind), score_names([right], [left], kind)
    assert there == back
    assert 0.0 <= there <= 1.0


@given(NAMES.filter(lambda text: any(c.isascii() and c.isalpha() for c in text)), KINDS)
def test_a_name_is_itself(name: str, kind: NameKind) -> None:
    assert score_names([name], [name], kind) == [1.0]


def test_a_pair_scores_the_same_whatever_stands_beside_it() -> None:
    left, right = zip(*PERSONS_ALIKE, strict=True)
    together = score_names(left, right, "person")
    alone = [score_names([a], [b], "person")[0] for a, b in PERSONS_ALIKE]
    assert together == alone


def test_a_name_of_many_words_costs_no_more_than_it_must() -> None:
    long = " ".join(f"w{at}" for at in range(20_000))
    assert score_names([long], [long[:40_000]], "person")[0] == 1.0


def test_the_best_threshold_is_found_by_hand() -> None:
    scores = np.array([0.9, 0.8, 0.8, 0.5, 0.1])
    true = np.array([True, True, False, True, False])
    best = best_of(scores, true)
    # At 0.5 three of four are right and none is missed: F1 6/7; at 0.9 it is 1/2, at 0.8 2/3.
    assert (best.threshold, best.quality.precision, best.quality.recall) == (0.5, 0.75, 1.0)
    assert quality_of(scores >= 0.9, true).recall == pytest.approx(1 / 3)


@given(st.lists(st.tuples(st.sampled_from([0.0, 0.2, 0.5, 0.9]), st.booleans()), min_size=1))
def test_no_threshold_is_better_than_the_best(pairs: list[tuple[float, bool]]) -> None:
    scores, true = np.array([s for s, _ in pairs]), np.array([t for _, t in pairs])
    best = best_of(scores, true).quality.f1
    assert best == pytest.approx(max(quality_of(scores >= t, true).f1 for t in set(scores)))


def test_words_for_true_and_false_are_read_and_others_refused() -> None:
    true, known = truth_of(["true", "No", "1", ""], "is_match")
    assert (true.tolist(), known.tolist()) == (
        [True, False, True, False],
        [True, True, True, False],
    )
    with pytest.raises(TableError, match="is_match: 'maybe' is neither true nor false"):
        truth_of(["maybe"], "is_match")
