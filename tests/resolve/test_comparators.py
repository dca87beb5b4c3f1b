"""Comparators of numbers, plates, mailboxes and places: golden values, and laws for any text."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import Person, all_pairs, facts, pairs_of

from comity.resolve import candidate_pairs, compare, default_model, prepare, shares_key
from comity.resolve.comparators import COMPARATORS, Comparator
from comity.resolve.compare import comparisons, unpacked
from comity.resolve.facts import Index
from comity.resolve.features import Words
from comity.resolve.issued import issued
from comity.resolve.mailboxes import emails
from comity.resolve.plates import regions
from comity.resolve.positions import EARTH, metres
from comity.resolve.prepare import RECIPES
from comity.resolve.references import without_noughts
from comity.resolve.vins import check_digit, holds, vins

MODEL = default_model()
SINGLE = [(kind, name) for kind, made in sorted(COMPARATORS.items()) for name in sorted(made)]
PROPERTIES = sorted({(kind, prop) for kind, recipes in RECIPES.items()
                     for recipe in recipes.values() for prop, _ in recipe})  # fmt: skip
TEXTS = st.lists(
    st.text(min_size=1, max_size=20)
    | st.text("0158bsiloqdz-./:@+ ,", min_size=1, max_size=18)
    | st.from_regex(r"[0-9A-HJ-NPR-Z]{17}", fullmatch=True)
    | st.from_regex(r"-?[0-9]{1,3}\.[0-9]{1,5},-?[0-9]{1,3}\.[0-9]{1,5}", fullmatch=True),
    min_size=2, max_size=6, unique=True,
)  # fmt: skip


def levels(kind: str, name: str, one: Person, other: Person) -> str:
    pattern = compare(prepare(facts([one, other], kind), MODEL), pairs_of((0, 1)))
    level = int(unpacked(kind, pattern)[name][0])
    return comparisons(kind)[name][level - 1] if level else ""


def unequal(how: Comparator, texts: list[str]) -> None:
    """Each pair the same whichever side is first, and a level of the table."""
    words, pairs = Words(tuple(texts)), all_pairs(len(texts))
    ahead = how.differ(words, pairs.first, pairs.second)
    assert ahead.tolist() == how.differ(words, pairs.second, pairs.first).tolist()
    assert set(ahead.tolist()) <= set(range(len(how.levels) + 1))


@pytest.mark.parametrize(("kind", "name"), SINGLE)
@given(texts=TEXTS)
@settings(max_examples=8, deadline=None)
def test_no_text_breaks_a_comparison_or_lets_it_know_left_from_right(
    kind: str, name: str, texts: list[str]
) -> None:
    unequal(COMPARATORS[kind][name], texts)


def test_a_comparison_that_knows_left_from_right_is_caught() -> None:
    def longer(words: Words, left: Index, right: Index) -> np.ndarray:
        return np.where(words.lengths[left] > words.lengths[right], 2, 1).astype(np.uint8)

    with pytest.raises(AssertionError):
        unequal(Comparator("plate", ("shorter", "longer"), longer), ["a", "bb"])


@pytest.mark.parametrize(("kind", "prop"), PROPERTIES)
@given(value=st.text(max_size=40) | st.from_regex(r"[ -~]{1,17}", fullmatch=True))
@settings(max_examples=5, deadline=None)
def test_a_value_is_most_like_itself_or_says_nothing(kind: str, prop: str, value: str) -> None:
    """Names by how rare they are, and partial dates only as far as they are known."""
    pattern = compare(prepare(facts([{prop: [value]}] * 2, kind), MODEL), pairs_of((0, 1)))
    for name, found in unpacked(kind, pattern).items():
        level = comparisons(kind)[name][found[0] - 1] if found[0] else ""
        assert level in ("", "initial", "as far as known", "as written") or (
            level == comparisons(kind)[name][-1] or level.startswith("same, ")
        ), name


@pytest.mark.parametrize("kind", sorted(COMPARATORS))
def test_what_one_side_does_not_say_has_no_level(kind: str) -> None:
    some = {prop: ["12345678"] for each, prop in PROPERTIES if each == kind}
    pattern = compare(prepare(facts([some, {}], kind), MODEL), pairs_of((0, 1)))
    assert {int(level[0]) for level in unpacked(kind, pattern).values()} == {0}


# 1M8GDM9AXKP042788 and seventeen ones: the worked examples that are usually given with the check
# digit of 49 CFR 565.15; 1HGCM82633A004352 is a sedan of 2003 that many decoders show.
@pytest.mark.parametrize("vin", ["1m8gdm9axkp042788", "1" * 17, "1hgcm82633a004352"])
def test_published_vins_hold(vin: str) -> None:
    assert holds(vin)
    assert check_digit(vin) == vin[8]


@given(st.integers(0, 16), st.sampled_from("0123456789abcdefghjklmnprstuvwxyz"))
@settings(deadline=None)
def test_the_check_digit_finds_every_wrong_figure(place: int, other: str) -> None:
    """Letters that stand for one value are told apart by nobody: A, J and 1."""
    vin = "1m8gdm9axkp042788"
    wrong = vin[:place] + other + vin[place + 1 :]
    alike = check_digit(wrong) == check_digit(vin) and place != 8
    assert holds(wrong) == (wrong == vin or alike)
    assert not (alike and wrong[place].isdigit() and vin[place].isdigit() and wrong != vin)


@pytest.mark.parametrize("text", ["", "1m8gdm9axkp04278", "1m8gdm9axkp0427880", "é" * 17, "-" * 17])
def test_what_cannot_be_a_vin_has_no_check_digit(text: str) -> None:
    assert not holds(text)
    assert check_digit(text) == ""


def test_letters_that_no_vin_has_are_the_figures_they_look_like() -> None:
    assert vins(["IM8GDM9A XKPO42788", "OLD-QI"]) == ["1m8gdm9axkp042788", "oldqi"]


# The distance from Nashville's airport to Los Angeles's is the example that is usually given with
# the formula: 2,886.4 km at a radius of 6,371.0 km.
def test_the_haversine_formula_gives_the_published_distance() -> None:
    ends = np.array([[36.12, -86.67]]), np.array([[33.94, -118.40]])
    assert metres(*ends)[0] == pytest.approx(2_886_448, rel=1e-5)
    quarter = metres(np.array([[0.0, 0.0]]), np.array([[0.0, 90.0]]))[0]
    assert quarter == pytest.approx(np.pi / 2 * EARTH)


@given(
    st.tuples(st.floats(1, 85), st.floats(-179, 179)),
    st.floats(-0.0000499, 0.0000499), st.floats(-0.0000499, 0.0000499),
)  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_two_places_within_some_metres_always_meet(
    at: tuple[float, float], down: float, along: float
) -> None:
    there = at[0] + down, at[1] + along
    places = [{"latitude": [f"{p[0]:.7f}"], "longitude": [f"{p[1]:.7f}"]} for p in (at, there)]
    prepared = prepare(facts(places, "location"), MODEL)
    assert shares_key(prepared, pairs_of((0, 1))).all()
    assert levels("location", "distance", *places) == "within 10 m"


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("91", "0"), ("x", "1"), ("", "1"), ("nan", "1"), ("1e999", "1"), ("0", "0"), ("1", "181")],
)
def test_what_is_no_position_says_nothing(latitude: str, longitude: str) -> None:
    place = {"latitude": [latitude], "longitude": [longitude]}
    assert levels("location", "distance", place, place) == ""


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("Ann.Lee+shop@GoogleMail.com", "annlee@gmail.com"),
        ("ann.lee+x@outlook.com", "ann.lee@outlook.com"),
        ("ann.lee@me.com", "ann.lee@icloud.com"),
        ("ann.lee+x@police.example", "ann.lee+x@police.example"),
        ("+@gmail.com", "+@gmail.com"),
        ("...@gmail.com", "...@gmail.com"),
        ("nobody", ""),
    ],
)
def test_spellings_of_one_mailbox_are_one_where_the_provider_takes_them_so(
    text: str, box: str
) -> None:
    assert emails([text]) == [box]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("IL40000017", "state_id/il:il40000017"),
        ("il-4000 0017", "state_id/il:il40000017"),
        ("40000017", "state_id:40000017"),
        ("S-1", "state_id:s1"),
        ("SID 40000017", "state_id:40000017"),
        ("FBI 123456-AB7", "state_id/fbi:123456ab7"),
        ("UCN: 123456AB7", "state_id/fbi:123456ab7"),
        ("Ohio BCI: A-77", "state_id/ohiobci:a77"),
        ("UNKNOWN", ""),
        ("FBI: NULL", ""),
    ],
)
def test_a_number_tells_its_issuer(text: str, told: str) -> None:
    assert issued("state_id")([text]) == [told]


def test_two_numbers_of_two_issuers_say_nothing_of_each_other() -> None:
    illinois, ohio = {"state_id": ["IL40000017"]}, {"state_id": ["OH55123456"]}
    bureau = {"fingerprint_id": ["FBI 40000017"]}
    assert levels("person", "identifier", illinois, ohio) == ""
    assert levels("person", "identifier", illinois, bureau) == ""
    assert levels("person", "identifier", illinois, {"state_id": ["40000018"]}) == ""


def test_numbers_of_two_sorts_say_nothing_of_each_other() -> None:
    one, other = {"national_id": ["90346886"]}, {"document_number": ["90346887"]}
    assert levels("person", "number", one, other) == ""
    assert levels("person", "number", one, {"national_id": ["0090346886"]}) == "one off"


@pytest.mark.parametrize(
    ("text", "bare"),
    [("24 cr 0017", "24cr17"), ("0", "0"), ("000", "0"), ("a007b0", "a7b0"), ("", "")],
)
def test_noughts_ahead_of_figures_are_left_out(text: str, bare: str) -> None:
    assert without_noughts([text]) == [bare]


def test_regions_have_one_short_name() -> None:
    texts = ["Illinois", "US-IL", "il", "Ill.", "ONT", "Bavaria", "NULL", "D.C."]
    assert regions(texts) == ["il", "il", "il", "il", "on", "bavaria", "", "dc"]


@pytest.mark.parametrize(
    ("kind", "prop", "values"),
    [
        ("vehicle", "vin", ["1HGCM82633A004352", "1HGCMB2633A004352"]),
        ("vehicle", "vin", ["1HGCM82633A004352", "1HGCM82633A004357"]),
        ("vehicle", "vin", ["1HGCM82633A004352", "1HGCM82633A004325"]),
        ("vehicle", "vin", ["1HGCM82633A004352", "7HGCM82633A004352"]),
        ("vehicle", "vin", ["1HGCM82633A004352", "3A004352"]),
        ("vehicle", "plate", ["7ABC123", "7A8C-I23"]),
        ("document", "document_number", ["AB123456", "AB123465"]),
        ("document", "document_number", ["AB123456", "AB12356"]),
        ("weapon", "serial_number", ["SN 000123", "sn-123"]),
        ("incident", "case_number", ["24-CR-0017", "24 CR 17"]),
        ("person", "state_id", ["IL40000017", "40000017"]),
    ],
)
def test_two_spellings_of_one_number_meet(kind: str, prop: str, values: list[str]) -> None:
    prepared = prepare(facts([{prop: [value]} for value in values], kind), MODEL)
    assert len(candidate_pairs(prepared)) == 1


def test_neighbouring_case_numbers_never_meet() -> None:
    cases = [{"case_number": [f"24-CR-{number:04}"]} for number in range(1, 200)]
    assert len(candidate_pairs(prepare(facts(cases, "incident"), MODEL))) == 0


def test_the_more_alike_a_level_the_more_it_weighs_where_weights_are_set_by_hand() -> None:
    for kind, name in [("vehicle", "plate"), ("location", "distance"), ("document", "identifier"),
                       ("incident", "identifier"), ("weapon", "identifier")]:  # fmt: skip
        weights = [MODEL.by_kind[kind].weights[name][level] for level in comparisons(kind)[name]]
        assert all(less <= more for less, more in pairwise(weights)), (kind, name)


def test_every_level_of_the_shipped_model_has_a_weight() -> None:
    for kind, made in MODEL.by_kind.items():
        for name in made.weights:
            assert set(made.weights[name]) == set(comparisons(kind)[name]), (kind, name)


@given(st.lists(st.sampled_from(["Bob", "Zed", "Anna", "Viktor"]), min_size=1, max_size=3),
       st.lists(st.sampled_from(["Robert", "Zed", "Petra"]), min_size=1, max_size=3))  # fmt: skip
@settings(max_examples=30, deadline=None)
def test_any_alias_is_held_against_any_other(one: list[str], other: list[str]) -> None:
    """The level of two lists is the best of all pairs of their values."""
    order = ["", *comparisons("person")["given name"]]
    each = [levels("person", "given name", {"given_name": [a]}, {"given_name": [b]})
            for a in one for b in other]  # fmt: skip
    whole = levels("person", "given name", {"given_name": one}, {"given_name": other})
    assert whole == max(each, key=order.index)


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("Smith-Jones", "Jones", "part"),
        ("Smith", "Smith-Jones", "part"),
        ("de la Cruz", "Delacruz", "close"),
        ("O'Brien", "Obrien", "same"),
        ("Mc Donald", "McDonald", "close"),
        ("van Beethoven", "Beethoven", "part"),
        ("Шевченко", "Shevchenko", "same"),
        ("Nguyễn", "NGUYEN", "same"),
        ("al-Masri", "El Masri", "close"),
    ],
)
def test_family_names_meet_however_they_are_written(one: str, other: str, told: str) -> None:
    level = levels("person", "family name", {"family_name": [one]}, {"family_name": [other]})
    assert level.partition(",")[0] == told


def test_two_vins_that_both_hold_are_two_cars_however_alike() -> None:
    """C and L count the same, so that the check digit holds for both."""
    assert holds("1hgcm82633a004352")
    assert holds("1hglm82633a004352")
    cars = [{"vin": ["1HGCM82633A004352"]}, {"vin": ["1HGLM82633A004352"]}]
    assert levels("vehicle", "identifier", *cars) == "different"
