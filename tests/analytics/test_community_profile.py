"""A community's profile: who, of what kinds, why together, when, and who says so."""

import pytest
from small_worlds import SmallWorld, Subject, Tie, address, person

from comity.analytics import UnknownEntity, community_profile
from comity.graph.words import Interval

DAY = 86_400_000_000


@pytest.fixture
def town(world: SmallWorld) -> SmallWorld:
    """Two persons and a phone of theirs, said by two agencies, and one outside; one secret."""
    phone = Subject("n", "phone", {"phone_number": "+14155550101"})
    secret = Subject("s", "phone", {"phone_number": "+14155559999"}, closed=True)
    later = Interval(2 * DAY, 3 * DAY)
    ties = [Tie("p", "n", "uses", "user"), Tie("q", "n", "uses", "user", valid=later),
            Tie("p", "q", valid=Interval(0, DAY)), Tie("p", "s", "uses", "user"),
            Tie("q", "z")]  # fmt: skip
    people = [person("p"), person("q"), person("z")]
    world.say("beta", "r1", *people, phone, secret, ties=ties)
    return world


def test_a_profile_says_who_why_when_and_by_whom(town: SmallWorld) -> None:
    view = town.view()
    wanted = [address("beta", "r1", name) for name in ("p", "q", "n")]
    ids = [entity.id for name in wanted if (entity := view.entity(name)) is not None]
    told = community_profile(view, ids)
    assert told.kinds == {"person": 2, "phone": 1}
    assert told.link_kinds == {"uses": 2, "associate_of": 1}
    assert (told.agencies, told.records) == ({"beta": 3}, 1)
    assert (told.when.start, told.when.end) == (0, 3 * DAY)
    assert told.members["inside"].tolist() == [2, 2, 2]
    assert sorted(told.members["outside"]) == [0, 0, 1]
    assert (told.density, told.conductance) == (1.0, 1 / 7)


def test_of_nobody_there_is_an_empty_profile_and_the_hidden_are_unknown(town: SmallWorld) -> None:
    view = town.view()
    told = community_profile(view, [])
    assert (len(told.members), told.density, told.conductance) == (0, 0, 0)
    with pytest.raises(UnknownEntity):
        community_profile(view, ["0" * 32])
