"""When two planned actions are in each other's way: at about one time, and in reach."""

import pytest

from comity.casework.actions import MARGIN, Place, Plan, check_place, collide, colliding, plans
from comity.casework.errors import NotRegistrable

HOUR = 3_600_000_000
PIER = Place(latitude=41.0, longitude=-87.0, radius=300)
# About 500 m north of the pier: a degree of latitude is some 111.2 km.
NORTH = Place(latitude=41.0045, longitude=-87.0, radius=250)
DOOR = Place(address="12 North Oak Avenue", city="Springfield")


def plan(place: Place, since: int = 10 * HOUR, until: int = 12 * HOUR) -> Plan:
    return plans([(place, since, until)])[0]


@pytest.mark.parametrize(
    ("one", "other", "met"),
    [
        (PIER, NORTH, True),
        (PIER, Place(latitude=41.0045, longitude=-87.0, radius=150), False),
        (PIER, DOOR, False),
        (DOOR, Place(address="12 n oak ave", city="SPRINGFIELD", postcode="62701"), True),
        (DOOR, Place(address="12 n oak ave", city="Riverton"), False),
        (DOOR, Place(address="14 n oak ave", city="Springfield"), False),
    ],
)
def test_actions_meet_within_reach_or_at_one_address(one: Place, other: Place, met: bool) -> None:
    assert collide(plan(one), plan(other)) == met
    assert collide(plan(other), plan(one)) == met


@pytest.mark.parametrize(
    ("since", "until", "met"),
    [
        (12 * HOUR, 14 * HOUR, True),
        (12 * HOUR + MARGIN - 1, 14 * HOUR, True),
        (12 * HOUR + MARGIN, 14 * HOUR, False),
        (7 * HOUR, 10 * HOUR - MARGIN + 1, True),
        (7 * HOUR, 10 * HOUR - MARGIN, False),
        (0, 99 * HOUR, True),
    ],
)
def test_actions_meet_at_about_one_time(since: int, until: int, met: bool) -> None:
    assert collide(plan(PIER), plan(NORTH, since, until)) == met
    assert collide(plan(NORTH, since, until), plan(PIER)) == met


def test_every_two_that_collide_are_told_once() -> None:
    own, others = [plan(PIER), plan(DOOR)], [plan(DOOR), plan(NORTH)]
    assert list(colliding(own, others)) == [(0, 1), (1, 0)]


@pytest.mark.parametrize("place", [Place(), Place(address="the old mill"), Place(latitude=41.0)])
def test_a_place_that_could_be_compared_with_nothing_is_refused(place: Place) -> None:
    with pytest.raises(NotRegistrable, match="say where"):
        check_place(place)


@pytest.mark.parametrize("place", [PIER, DOOR])
def test_the_ledgers_text_of_a_place_reads_back(place: Place) -> None:
    check_place(place)
    assert Place.read(place.text()) == place
