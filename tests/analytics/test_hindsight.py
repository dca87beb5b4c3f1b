"""As known against as true: what came later, what was given up, and who has been joined since."""

import pytest
from nets import net
from small_worlds import BETA, SmallWorld, Tie, address, key, person

from comity.analytics import BadArgument, hindsight
from comity.analytics.joining import joined
from comity.graph.words import Interval

EARLY, LATE = Interval(0, 10), Interval(20, 30)


def told(world: SmallWorld, known_at: int, valid_at: int) -> dict[frozenset[str], str]:
    """What became of each pair, by the parts of the names of its ends."""
    now = world.view(valid_at=valid_at)
    frame = hindsight(world.view(valid_at=valid_at, known_at=known_at), now)
    names = {entity.id: entity.name for entity in map(now.entity, now.network().ids) if entity}
    return {
        frozenset(names.get(end, end) for end in (row.source, row.target)): row.change
        for row in frame.itertuples()
    }


def test_what_came_later_and_what_was_withdrawn_are_told_apart(world: SmallWorld) -> None:
    people = [person(name, name=f"N {name}") for name in "abc"]
    world.say("beta", "r1", *people, ties=[Tie("a", "b", valid=EARLY)])
    then = world.say("beta", "r2", person("d", name="N d"), person("e", name="N e"),
                     ties=[Tie("d", "e", valid=EARLY)])  # fmt: skip
    ends = (key("beta", "r1", "b"), key("beta", "r1", "c"))
    late = Tie(key("beta", "r1", "a"), ends[1], valid=LATE)
    world.say("beta", "r3", ties=[Tie(*ends, valid=EARLY), late])
    world.say("beta", "r2", person("d", name="N d"), person("e", name="N e"))
    assert told(world, then, 5) == {
        frozenset(["N a", "N b"]): "known then",
        frozenset(["N b", "N c"]): "learned later",
        frozenset(["N d", "N e"]): "given up",
    }


def test_whoever_has_been_joined_since_is_told_by_whom_they_are_now(world: SmallWorld) -> None:
    world.say("beta", "r1", person("a", name="N a"), person("d"), ties=[Tie("a", "d")])
    people = [person("b", name="N b"), person("c", name="N c")]
    then = world.say("beta", "r2", *people, ties=[Tie("b", "c")])
    world.judge(key("beta", "r1", "a"), key("beta", "r2", "b"), "same")
    now = world.view()
    one = now.entity(address("beta", "r2", "b"))
    assert one is not None
    frame = hindsight(world.view(known_at=then), now)
    # One of the two ids is no longer an entity's own, whichever it is.
    assert frame["change"].tolist() == ["known then", "known then"]
    assert all(one.id in (row.source, row.target) for row in frame.itertuples())
    assert frame.attrs["changes"] == {"known then": 2}


def test_entities_told_by_one_id_are_one_with_all_their_links() -> None:
    network = net(4, [(0, 1), (2, 3), (1, 2)])
    both = joined(network, {"e003": "e000"})
    assert both.ids.tolist() == ["e000", "e001", "e002"]
    ends = zip(both.ids[both.source], both.ids[both.target], strict=True)
    assert list(ends) == [("e000", "e001"), ("e002", "e000"), ("e001", "e002")]
    moved = joined(network, {"e000": "e9"})
    assert moved.ids.tolist() == ["e001", "e002", "e003", "e9"]
    assert moved.names.tolist() == ["Name 1", "Name 2", "Name 3", "Name 0"]


def test_views_that_cannot_be_compared_are_refused(world: SmallWorld) -> None:
    then = world.say("beta", "r1", person("a"), person("b"), ties=[Tie("a", "b")])
    world.say("beta", "r2", person("c"))
    now = world.view()
    assert hindsight(now, now)["change"].tolist() == ["known then"]
    for one, two in (
        (now, world.view(BETA)),
        (world.view(valid_at=5), now),
        (now, world.view(known_at=then)),
    ):
        with pytest.raises(BadArgument):
            hindsight(one, two)
