"""When two targets are the same: by a number, a plate, an address, or a name with a birth date."""

import pytest

from comity.casework.errors import NotRegistrable
from comity.casework.targets import Target, check_target, meet, meeting, traits_of
from comity.graph.vocabulary import vocabulary


def target(kind: str, **values: str) -> Target:
    return Target(kind, tuple(values.items()))


BRANDT = target("person", name="Quillon Brandt", birth_date="1980-05-07")
SAME = [
    (BRANDT, target("person", given_name="Quillon", family_name="Brandt", birth_date="1980-05-07")),
    (BRANDT, target("person", name="BRANDT, Quilon", birth_date="1980-05-07")),
    (BRANDT, target("person", alias="Quillon Brandt", birth_date="1980-05-07", sex="male")),
    (target("person", name="Robert Vail", birth_date="1975-02-03"),
     target("person", name="Bob Vail", birth_date="1975-02-03")),
    (target("person", phone_number="+12175550101"), target("phone", phone_number="+12175550101")),
    (target("organisation", phone_number="+12175550101"),
     target("phone", phone_number="+12175550101")),
    (target("person", email="Q.Brandt@a.example"), target("email", email="q.brandt@a.example")),
    (target("person", state_id="IL: 123 456"), target("person", state_id="il:123456")),
    (target("vehicle", plate="ABC 123"), target("vehicle", plate="abc123", plate_region="IL")),
    (target("vehicle", plate="ABC123", plate_region="Illinois"),
     target("vehicle", plate="ABC123", plate_region="IL")),
    (target("location", address="12 North Oak Avenue, Apt 3", city="Springfield"),
     target("location", street="12 n oak ave", city="SPRINGFIELD", postcode="62701")),
    (target("document", document_number="X-123"), target("document", document_number="x 123")),
]  # fmt: skip
OTHERS = [
    (BRANDT, target("person", name="Quillon Brandt", birth_date="1980-05-08")),
    (BRANDT, target("person", name="Ottoline Marsh", birth_date="1980-05-07")),
    (BRANDT, target("person", name="Quillon Brandt", phone_number="+12175550101")),
    (target("vehicle", plate="ABC123", plate_region="IL"),
     target("vehicle", plate="ABC123", plate_region="IA")),
    (target("location", address="12 Oak Ave", city="Springfield"),
     target("location", address="12 Oak Ave", city="Riverton")),
    (target("document", document_number="123456"), target("weapon", serial_number="123456")),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_spellings_of_one_target_meet_whichever_comes_first(one: Target, other: Target) -> None:
    first, second = traits_of([one, other])
    assert meet(first, second)
    assert meet(second, first)
    check_target(one)
    check_target(other)


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_others_do_not_meet(one: Target, other: Target) -> None:
    first, second = traits_of([one, other])
    assert not meet(first, second)
    assert not meet(second, first)


def test_every_two_that_meet_are_found_without_trying_all() -> None:
    told = traits_of([one for pair in (*SAME, *OTHERS) for one in pair])
    every = range(len(told))
    assert list(meeting(told, told)) == [
        (i, j) for i in every for j in every if meet(told[i], told[j])
    ]


def test_a_target_is_standardised_as_it_would_be_alone() -> None:
    told = [one for pair in SAME for one in pair]
    assert traits_of(told) == [traits_of([one])[0] for one in told]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (target("person", name="Quillon Brandt"), "compared with nothing"),
        (target("person", birth_date="1980-05-07"), "compared with nothing"),
        # The first of January stands for "some time that year".
        (target("person", name="Quillon Brandt", birth_date="1980-01-01"), "compared with nothing"),
        (target("person", name="Quillon Brandt", birth_date="1980"), "compared with nothing"),
        (target("person", phone_number="unknown"), "compared with nothing"),
        (target("person", name="!!!", birth_date="1980-05-07"), "compared with nothing"),
        (target("location", address="12 Oak Ave"), "compared with nothing"),
        (target("item", item_number="7"), "compared with nothing"),
        (target("person"), "compared with nothing"),
        (target("person", plate="ABC123"), "a person has the properties age, alias"),
        (target("ghost", name="x"), "no such kind"),
    ],
)
def test_what_could_be_compared_with_nothing_is_refused(wrong: Target, said: str) -> None:
    with pytest.raises(NotRegistrable, match=said) as refused:
        check_target(wrong)
    assert not any(value in str(refused.value) for _, value in wrong.values)


@pytest.mark.parametrize("kind", sorted(vocabulary().kinds))
def test_any_kind_with_any_property_is_compared_or_refused(kind: str) -> None:
    told = target(kind, **dict.fromkeys(sorted(vocabulary().kinds[kind]), "Q 123"))
    try:
        check_target(told)
    except NotRegistrable:
        return
    first, second = traits_of([told, told])
    assert meet(first, second)


def test_the_ledgers_text_reads_back() -> None:
    for one, other in SAME:
        assert Target.read(one.text()) == one
        assert Target.read(other.text()) == other


def test_a_list_of_birth_dates_is_no_target() -> None:
    days = tuple(("birth_date", f"1980-05-0{day}") for day in range(2, 7))
    named = ("name", "Quillon Brandt")
    check_target(Target("person", (named, *days[:4])))
    with pytest.raises(NotRegistrable, match="at most 4 birth dates"):
        check_target(Target("person", (named, *days)))
