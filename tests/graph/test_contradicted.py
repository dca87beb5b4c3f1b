"""What is kept of contradictions holds for who sees both mentions whole, until more is said."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_worlds import ALPHA, BETA, SmallWorld, address, closed, person

from comity.graph import relating
from comity.graph.contradicted import UNKNOWN, Contradicted
from comity.resolve import Pairs
from comity.sharing import Viewer

STEVEN = {"given_name": "Steven", "family_name": "Knight", "birth_date": "1982-07-30",
          "street": "1591 Franklin Lane Apt 21", "phone_number": "+16175557811"}  # fmt: skip


@pytest.fixture(autouse=True)
def kept_of_few_pairs_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relating, "MOST_ONE_BY_ONE", 0)


def are_one(world: SmallWorld, viewer: Viewer) -> bool:
    found = [world.view(viewer).entity(address("beta", record)) for record in ("x", "y")]
    return len({entity.id for entity in found if entity}) == 1


@pytest.mark.parametrize("first", [ALPHA, BETA])
def test_a_hidden_number_parts_them_for_its_owner_alone(world: SmallWorld, first: Viewer) -> None:
    for record, number in (("x", "IL1"), ("y", "IL2")):
        world.say("beta", record, person(**STEVEN, state_id=closed(number)))
    are_one(world, first)
    assert (are_one(world, ALPHA), are_one(world, BETA)) == (True, False)


def test_a_number_told_later_parts_them_and_goes_when_it_is_taken_back(world: SmallWorld) -> None:
    world.say("beta", "x", person(**STEVEN, state_id="IL1"))
    world.say("beta", "y", person(**STEVEN))
    assert are_one(world, ALPHA)
    world.say("beta", "y", person(**STEVEN, state_id="IL2"))
    assert not are_one(world, ALPHA)
    world.say("beta", "y", person(**STEVEN))
    assert are_one(world, ALPHA)


PAIRS = st.tuples(st.integers(0, 6), st.integers(0, 6))


@given(
    st.lists(PAIRS, unique_by=lambda pair: (min(pair), max(pair))), st.lists(PAIRS), st.sets(PAIRS)
)
def test_a_pair_is_found_either_way_round_unless_it_is_unknown_or_stale(
    known: list[tuple[int, int]], wanted: list[tuple[int, int]], stale: set[tuple[int, int]]
) -> None:
    ordered = sorted((min(pair), max(pair)) for pair in known)
    packed = np.array([low << 32 | high for low, high in ordered], dtype=np.int64)
    mentions = {mention for pair in stale for mention in pair}
    kept = Contradicted(packed, {}).without(np.array(sorted(mentions), dtype=np.int32))
    rows = kept.find(Pairs(*np.array(wanted, dtype=np.int32).reshape(-1, 2).T))
    place = {pair: row for row, pair in enumerate(ordered) if not mentions & set(pair)}
    assert rows.tolist() == [place.get((min(p), max(p)), UNKNOWN) for p in wanted]
