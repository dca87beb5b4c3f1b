"""Texts made comparable: every text by itself, however many come with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.resolve.names import split_names
from comity.resolve.streets import split_streets, streets
from comity.resolve.text import fold, hashes, plain, skeleton, sound

TEXTS = st.lists(st.text(max_size=40), max_size=12)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("O'Brien", "obrien"), ("Žižek", "zizek"), ("  Mc-Donald\n Smith ", "mc donald smith"),
        ("Иванов", "ivanov"), ("", ""), ("---", ""), ("A\0B", "a b"),
    ],
)  # fmt: skip
def test_a_text_folds_to_plain_letters(text: str, folded: str) -> None:
    assert fold([text]) == [folded]


@given(TEXTS)
def test_many_texts_fold_as_each_of_them_does(texts: list[str]) -> None:
    assert fold(texts) == [fold([text])[0] for text in texts]
    folded = fold(texts)
    assert skeleton(folded) == [skeleton([text])[0] for text in folded]
    assert sound(folded) == [sound([text])[0] for text in folded]


@given(TEXTS)
def test_folding_twice_is_folding_once(texts: list[str]) -> None:
    assert fold(fold(texts)) == fold(texts)


def test_what_only_says_not_known_is_no_evidence() -> None:
    assert plain(["Unknown", "NULL", "n/a", "0000", "XX", "Nan Goldin"]) == [""] * 5 + [
        "nan goldin"
    ]


@pytest.mark.parametrize(
    ("one", "two"),
    [("knight", "night"), ("philip", "filip"), ("schmidt", "schmitt"), ("zack", "sak")],
)
def test_names_that_are_heard_alike_have_one_sound(one: str, two: str) -> None:
    assert sound([one]) == sound([two])


def test_an_empty_text_has_no_hash_and_others_have_their_own() -> None:
    found = hashes(["", "a", "b", "a"])
    assert found[0] == 0
    assert found[1] == found[3] != found[2]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("SMITH, John Paul Jr.", ("john", "paul", "smith", "jr")),
        ("Dr. Ludwig van der Berg", ("ludwig", "", "van der berg", "")),
        ("John Smith, Jr", ("john", "", "smith", "jr")),
        ("Cher", ("", "", "cher", "")),
        ("", ("", "", "", "")),
    ],
)
def test_a_whole_name_falls_into_its_parts(text: str, name: tuple[str, ...]) -> None:
    assert split_names([text]) == [name]


@pytest.mark.parametrize(
    "text",
    ["12 North Oak Avenue", "12 N. Oak Ave", "12 n oak av, Apt 3", "12 NORTH OAK AVENUE FL 2"],
)
def test_one_address_has_one_spelling(text: str) -> None:
    assert streets([text]) == ["12 n oak ave"]
    assert split_streets(["12 n oak ave"]) == (["12"], ["oak"])


def test_a_crossing_has_no_first_street() -> None:
    assert streets(["Oak St & Main St"]) == streets(["main st / oak st"])
