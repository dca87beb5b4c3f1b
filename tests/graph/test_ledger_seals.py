"""Seals: a sealed record leaves no trace in any view, its owner's too, and comes back as it was."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_worlds import ALPHA, BETA, SmallWorld, address, key, person

from comity.graph.errors import UnknownRef
from comity.graph.ledger_words import Mark
from comity.graph.projection import rebuild
from comity.sharing import Viewer

JAMES = {"given_name": "James", "family_name": "Smith", "birth_date": "1980-05-07"}
OTHER = {"given_name": "Mina", "family_name": "Orlov", "birth_date": "1990-01-02"}
END = ("beta", "r1")


def seal(world: SmallWorld, *spared: str, kind: Any = "seal") -> None:
    world.ledger.mark(Mark(kind, *END, "order 7", "clerk", spared))


def seen(world: SmallWorld, viewer: Viewer = ALPHA, **at: int) -> Any:
    """All that a view answers of this small world, but for when it was asked."""
    view = world.view(viewer, **at)
    ids = sorted(address(*place) for place in (END, ("alpha", "r2"), ("beta", "r3")))
    found = [view.search(words) for words in ("James Smith", "Jim Smith", "Mina Orlov")]
    return [view.counts(), [view.entity(each) for each in ids], found]


def told(world: SmallWorld) -> None:
    world.say("beta", "r1", person(**JAMES))
    world.say("alpha", "r2", person(**JAMES))
    world.say("beta", "r3", person(**OTHER))


@pytest.mark.parametrize("viewer", [ALPHA, BETA], ids=["another agency", "its owner"])
def test_a_sealed_record_is_gone_from_every_view_and_from_earlier_days(
    world: SmallWorld, viewer: Viewer
) -> None:
    told(world)
    known = world.ledger.head()[1]
    before, mentions = (
        world.view(viewer).entity(address(*END)),
        world.view(viewer).counts()["mentions"],
    )
    assert before is not None
    seal(world)
    for view in (world.view(viewer), world.view(viewer, known_at=known)):
        assert view.entity(address(*END)) is None
        assert view.counts()["mentions"] == mentions - 1
        assert all(address(*END) not in str(view.search(words)) for words in ("James Smith", "Jim"))
    seal(world, kind="unseal")
    assert world.view(viewer).entity(address(*END)) == before
    assert world.ledger.verify().holds


def test_those_whom_the_order_names_see_on_as_their_agreements_allow(world: SmallWorld) -> None:
    told(world)
    seal(world, "alpha")
    assert world.view(ALPHA).entity(address(*END)) is not None
    assert world.view(BETA).entity(address(*END)) is None


def test_what_its_source_says_later_is_sealed_too(world: SmallWorld) -> None:
    told(world)
    seal(world)
    sealed = seen(world), seen(world, BETA)
    world.say("beta", "r1", person(**JAMES | {"given_name": "Jim"}))
    assert (seen(world), seen(world, BETA)) == sealed


def test_versions_come_back_each_for_its_time(world: SmallWorld) -> None:
    told(world)
    first = world.ledger.head()[1]
    world.say("beta", "r1", person(**JAMES | {"given_name": "Jim"}))
    before = seen(world), seen(world, known_at=first)
    seal(world)
    seal(world, kind="unseal")
    assert (seen(world), seen(world, known_at=first)) == before


def test_a_store_made_anew_and_one_that_followed_hold_the_same(world: SmallWorld) -> None:
    told(world)
    assert world.view().counts()["mentions"] == 3  # the store has taken it in unsealed
    seal(world)
    followed = seen(world), seen(world, BETA)
    rebuild(world.ledger, world.store)
    world.desk = world.new_desk()
    assert (seen(world), seen(world, BETA)) == followed


def test_a_seal_on_nothing_is_refused(world: SmallWorld) -> None:
    with pytest.raises(UnknownRef, match="no record 'beta:r1'"):
        seal(world)


def test_a_seal_that_was_changed_or_lost_is_found_and_a_purge_may_take_it(
    world: SmallWorld,
) -> None:
    told(world)
    seal(world)
    with world.ledger._file.write() as connection:
        connection.execute("UPDATE record_mark SET words = 'order 8'")
    assert "record mark was changed" in world.ledger.verify().broken
    with world.ledger._file.write() as connection:
        connection.execute("UPDATE record_mark SET words = 'order 7'")
    world.ledger.purge(*END, "order 9")
    assert world.ledger.verify().holds
    assert world.ledger.marks() == []


Way = Callable[[SmallWorld], None]
WAYS: dict[str, Way] = {
    "sealed": seal,
    "expunged": lambda world: world.ledger.purge(*END, "order 9"),
    "sealed and expunged": lambda world: (seal(world), world.ledger.purge(*END, "o"))[0],
}
SAYINGS = st.lists(
    st.tuples(
        st.sampled_from(["r1", "r2", "r3"]), st.sampled_from(["James", "Jim", "Mina", "gone"])
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.parametrize("way", sorted(WAYS))
@settings(max_examples=8, deadline=None)
@given(sayings=SAYINGS, judged=st.booleans())
def test_what_is_taken_back_is_as_if_it_had_never_been_recorded(
    tmp_path_factory: pytest.TempPathFactory, way: str, sayings: Any, judged: bool
) -> None:
    sayings = [("r1", "James"), *sayings, ("r2", "James")]
    worlds = [SmallWorld(tmp_path_factory.mktemp("world")) for _ in range(2)]
    with worlds[0] as world, worlds[1] as twin:
        for each in worlds:
            _say_all(each, [s for s in sayings if each is world or s[0] != "r1"])
        if judged:
            world.judge(key(*END), key("alpha", "r2"), "different")
        seen(world)
        WAYS[way](world)
        for viewer in (ALPHA, BETA):
            assert _timeless(seen(world, viewer)) == _timeless(seen(twin, viewer))


def _say_all(world: SmallWorld, sayings: Any) -> None:
    for record, name in sayings:
        agency = "alpha" if record == "r2" else "beta"
        if name == "gone" and (agency, record) in world.told:
            world.unsay(agency, record)
        elif name != "gone":
            world.say(agency, record, person(**JAMES | {"given_name": name}))


def _timeless(found: Any) -> str:
    """Answers without the hours at which things were told: a twin is told fewer of them."""
    return re.sub(r"(known_(from|to|at)|recorded)=\d+", "", str(found))
