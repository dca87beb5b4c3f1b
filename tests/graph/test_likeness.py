"""What is like a text is found without comparing with all, and is what comparing with all finds."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from comity.graph.likeness import Endings, Likeness

words = st.text(alphabet="abcde1 -éß王", max_size=6)
folded = st.lists(words, min_size=1, max_size=4).map(
    lambda parts: " ".join(" ".join(parts).split())
)
texts = st.lists(folded, max_size=25, unique=True)


def compared(
    all_texts: list[str], wanted: str, scorer: Callable[..., float], least: float
) -> dict[int, float]:
    """The same by comparing with each."""
    scores = {n: scorer(wanted, text, score_cutoff=least) for n, text in enumerate(all_texts)}
    return {number: pytest.approx(score, abs=1e-3) for number, score in scores.items() if score}


@given(texts, folded.filter(bool), st.sampled_from([50.0, 75.0, 95.0, 100.0]))
def test_likeness_is_that_of_comparing_with_each(
    all_texts: list[str], wanted: str, least: float
) -> None:
    index = Likeness(all_texts)
    sort, whole = fuzz.token_sort_ratio, fuzz.token_set_ratio
    assert index.sorted_like(wanted, least) == compared(all_texts, wanted, sort, least)
    assert index.set_like(wanted, least) == compared(all_texts, wanted, whole, least)


def test_more_of_one_letter_than_a_column_counts_is_found_all_the_same() -> None:
    long = "a" * 300
    assert Likeness([long, "b"]).sorted_like(long, 99.0) == {0: 100.0}
    assert Likeness([long, "b"]).sorted_like("a" * 290, 95.0).keys() == {0}


@given(st.lists(st.text(alphabet="ab1", max_size=6), max_size=20), st.text("ab1", min_size=1))
def test_endings_are_those_of_looking_at_each(all_texts: list[str], part: str) -> None:
    found = {n for n, text in enumerate(all_texts) if text.startswith(part) or text.endswith(part)}
    assert Endings(all_texts).touching(part) == found


def test_nothing_is_like_anything_where_there_are_no_texts() -> None:
    assert Likeness([]).sorted_like("a", 75.0) == Likeness([]).set_like("a", 95.0) == {}
    assert Endings([]).touching("a") == set()


def test_a_word_said_twice_counts_once_for_the_likeness_of_sets() -> None:
    text, wanted = "abcdefghijklmnopqrstu abcdefghijklmnopqrstu", "abcdefghijklmnopqrstv"
    assert Likeness([text]).set_like(wanted, 95.0).keys() == {0}
