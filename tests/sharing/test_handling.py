"""Handling codes and grades: what is combined is as strict as its strictest part."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.sharing import Label, UnknownCode, combined, shows, translated, trust, within_ceiling
from comity.sharing.grades import TRUST, grading_schemes
from comity.sharing.handling import ALLOWANCES, HandlingCode, allowance, handling_schemes

CODES = [code for codes in handling_schemes().values() for code in codes.values()]
NAMES = [code.name for code in CODES]
LABELS = st.builds(
    Label,
    owner=st.sampled_from(["city", "sheriff"]),
    data_class=st.just("booking"),
    handling=st.sampled_from(NAMES),
    caveats=st.lists(st.sampled_from(["not-for:court", "originator-only"]), unique=True).map(tuple),
)


def strictness(code: HandlingCode) -> tuple[int, int, int]:
    held = ("all", "pointer", "nothing").index(code.shows)
    return ALLOWANCES.index(code.onward), ALLOWANCES.index(code.evidence), held


@pytest.mark.parametrize("code", CODES, ids=NAMES)
def test_a_code_of_another_scheme_never_holds_back_less(code: HandlingCode) -> None:
    for scheme, name in code.like.items():
        other = handling_schemes()[scheme][name]
        assert all(a <= b for a, b in zip(strictness(code), strictness(other), strict=True))


@pytest.mark.parametrize(("scheme", "other"), list(product(handling_schemes(), repeat=2)))
def test_a_stricter_code_is_never_translated_into_a_milder_one(scheme: str, other: str) -> None:
    found = [translated(code.name, other) for code in handling_schemes()[scheme].values()]
    ranks = [handling_schemes()[other][name.partition(":")[2]].rank for name in found if name]
    assert ranks == sorted(ranks)
    assert found == sorted(found, key=lambda name: name is None)  # once there is none, none is left


def test_each_code_is_its_own_translation_and_strange_schemes_are_refused() -> None:
    assert translated("TLP:AMBER", "TLP") == "TLP:AMBER"
    assert translated("NIEM:RED", "TLP") is None
    with pytest.raises(UnknownCode, match="did you mean 'TLP'"):
        translated("TLP:RED", "TPL")


@pytest.mark.parametrize("code", CODES, ids=NAMES)
def test_along_a_scheme_a_ceiling_covers_itself_and_what_is_milder(code: HandlingCode) -> None:
    scheme = code.name.partition(":")[0]
    for other in handling_schemes()[scheme].values():
        assert within_ceiling(other.name, (code.name,)) == (other.rank <= code.rank)


@given(st.lists(LABELS, min_size=1, max_size=6))
def test_what_is_combined_carries_the_strictest_code_and_every_caveat(labels: list[Label]) -> None:
    marking = combined(labels)
    for label in labels:
        assert label.owner in marking.owners
        assert within_ceiling(label.handling, marking.codes)
        assert set(label.caveats) <= set(marking.caveats)
        for use in ("onward", "evidence"):
            own, all_of_them = allowance([label.handling], use), getattr(marking, use)
            assert ALLOWANCES.index(own) <= ALLOWANCES.index(all_of_them)
    assert set(marking.codes) <= {label.handling for label in labels}


@given(st.lists(LABELS, max_size=4), st.lists(LABELS, max_size=4))
def test_combining_twice_or_in_another_order_changes_nothing(
    some: list[Label], more: list[Label]
) -> None:
    assert combined(some + more) == combined(more + some) == combined(some + more + some)


def test_a_code_nobody_loaded_allows_nothing() -> None:
    assert shows("TLP:MAUVE") == "nothing"
    assert combined([Label("city", "booking", "TLP:MAUVE")]).onward == "never"
    assert combined([]).onward == "never"


@pytest.mark.parametrize("scheme", grading_schemes())
def test_every_letter_of_a_grade_says_how_far_it_is_trusted(scheme: str) -> None:
    rule = grading_schemes()[scheme]
    for source, information in product(rule["source"], rule["information"]):
        grade = f"{scheme}:{source}{information}" + rule["example"][2:]
        assert set(trust(grade)) <= set(TRUST)


@pytest.mark.parametrize(
    ("grade", "said"),
    [
        ("4x4:A1", ("reliable", "reliable")),
        ("3x5x2:2DP", ("unknown", "unknown")),
        ("5x5x5:E51", ("unknown", "unreliable")),
        ("ADMIRALTY:F6", ("unknown", "unknown")),
        ("", ("unknown", "unknown")),
    ],
)
def test_grades_of_different_schemes_are_told_in_the_same_words(
    grade: str, said: tuple[str, str]
) -> None:
    assert trust(grade) == said
