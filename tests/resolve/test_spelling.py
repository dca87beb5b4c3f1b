"""Spelling: what letters settle is what reading would find; rapidfuzz is the oracle."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import all_pairs
from rapidfuzz.distance import OSA, JaroWinkler

from comity.resolve.features import Words
from comity.resolve.likeness import SLIPPED, likeness, off, slips, spelled
from comity.resolve.names import nickname_groups, parts_of
from comity.resolve.nicknames import nicknamed, part_shared
from comity.resolve.spelling import WIDTH, common_start, likely, one_slip, unread, within

LETTERS = "aabbcde129 "
SOME = (
    st.text(LETTERS, min_size=1, max_size=12)
    | st.text("ab", min_size=WIDTH - 2, max_size=WIDTH + 3)
    | st.text("aé", min_size=1, max_size=4)
)


@st.composite
def written_again(draw: st.DrawFn) -> list[str]:
    """A text, and the same with a letter swapped, left out, put in or changed, once or twice."""
    texts = [draw(SOME)]
    for _ in range(draw(st.integers(1, 5))):
        text = texts[draw(st.integers(0, len(texts) - 1))]
        at, letter = draw(st.integers(0, len(text))), draw(st.sampled_from(LETTERS))
        before, after = text[:at], text[at:]
        texts.append(draw(st.sampled_from(
            [before + after[1:2] + after[:1] + after[2:], before + after[1:],
             before + letter + after, before + letter + after[1:]]
        )))  # fmt: skip
    return texts


TEXTS = (
    (st.lists(SOME, max_size=4) | written_again())
    .map(lambda texts: [text for text in dict.fromkeys(texts) if text])
    .filter(lambda texts: len(texts) > 1)
)


def held(texts: list[str]) -> tuple[Words, np.ndarray, np.ndarray]:
    pairs = all_pairs(len(texts))
    return Words(tuple(texts)), pairs.first.astype(np.int64), pairs.second.astype(np.int64)


def each(measure, words: Words, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    return np.array([measure(words.texts[a], words.texts[b]) for a, b in zip(left, right)])  # noqa: B905


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_one_slip_is_an_alignment_distance_of_one(texts: list[str]) -> None:
    words, left, right = held(texts)
    read = each(OSA.distance, words, left, right)
    assert slips(words, left, right).tolist() == (read == 1).tolist()
    plain = np.ones(len(left), dtype=np.bool_)
    plain[unread(words.spelling, left, right)] = False
    assert one_slip(words.spelling, left, right).tolist() == ((read == 1) & plain).tolist()


@given(TEXTS, st.sampled_from([0.8, 0.82, SLIPPED, 0.84, 0.88, 0.9, 0.93]))
@settings(max_examples=100, deadline=None)
def test_no_pair_that_is_alike_is_ruled_out_by_its_letters(texts: list[str], least: float) -> None:
    words, left, right = held(texts)
    read = each(JaroWinkler.normalized_similarity, words, left, right)
    kept = set(likely(words.spelling, left, right, least).tolist())
    assert set(np.flatnonzero(read >= least).tolist()) <= kept
    found = likeness(words, left, right, least)
    alike = read >= least
    assert found[alike] == pytest.approx(read[alike], abs=1e-6)
    assert (found[~alike] <= least + 1e-6).all()


@given(TEXTS, st.integers(1, 3))
@settings(max_examples=80, deadline=None)
def test_no_pair_that_is_near_is_ruled_out_by_its_letters(texts: list[str], slips: int) -> None:
    words, left, right = held(texts)
    read = each(OSA.distance, words, left, right)
    kept = set(within(words.spelling, left, right, slips).tolist())
    assert set(np.flatnonzero(read <= slips).tolist()) <= kept
    found = off(words, left, right, slips)
    assert np.minimum(found, slips + 1).tolist() == np.minimum(read, slips + 1).tolist()


@given(TEXTS)
@settings(max_examples=80, deadline=None)
def test_a_slip_in_a_long_text_is_never_ruled_out_by_likeness(texts: list[str]) -> None:
    words, left, right = held(texts)
    read = each(OSA.distance, words, left, right) == 1
    long = np.minimum(words.lengths[left], words.lengths[right]) > 3
    assert spelled(words, left, right, SLIPPED)[1].tolist() == (read & long).tolist()


def test_texts_longer_than_the_columns_are_told_apart_by_reading() -> None:
    words, left, right = held(["a" * WIDTH + "ab", "a" * WIDTH + "ba", "a" * (WIDTH + 2)])
    assert slips(words, left, right).tolist() == [True, True, True]


def test_a_common_start_is_counted_up_to_the_first_letter_that_differs() -> None:
    words, left, right = held(["katherine", "katharine", "kat", "a" * 20 + "b", "a" * 20 + "c"])
    found = dict(zip(zip(left.tolist(), right.tolist(), strict=True),
                     common_start(words.spelling, left, right).tolist(), strict=True))  # fmt: skip
    assert (found[0, 1], found[0, 2], found[3, 4], found[0, 3]) == (4, 3, 20, 0)


def test_names_stand_for_each_other_as_the_table_says() -> None:
    groups = nickname_groups()
    texts = ["robert", "bob", "rob", "bill", "william", "xaver", "maria jose", "maria"]
    words, left, right = held(texts)
    told = each(lambda a, b: not groups.get(a, set()).isdisjoint(groups.get(b, set())),
                words, left, right)  # fmt: skip
    assert nicknamed(words, left, right).tolist() == told.tolist()
    assert told.any()


@given(st.lists(st.text("ab c", min_size=1, max_size=9).map(lambda t: " ".join(t.split()))
                .filter(bool), min_size=2, max_size=8, unique=True))  # fmt: skip
@settings(max_examples=80, deadline=None)
def test_a_part_in_common_is_found_as_by_comparing_the_parts(texts: list[str]) -> None:
    words, left, right = held(texts)
    told = each(
        lambda a, b: " " in a + b and not set(parts_of(a)).isdisjoint(parts_of(b)),
        words, left, right,
    )  # fmt: skip
    assert part_shared(words, left, right).tolist() == told.tolist()
