"""The detail of a view: one by one and all at once it says the same, in an order of its own."""

from itertools import permutations
from pathlib import Path

import pytest
from law.realms import VIEWER
from law.recording import empty_ledger, recorded
from law.worlds import random_world
from small_worlds import SmallWorld, Subject, Value, address, key, person

from comity.graph.answers import Outline
from comity.graph.describe import common_name, name_of, unnamed
from comity.graph.possible import MOST_POSSIBLE

JAMES = {"given_name": "James", "family_name": "Smith", "birth_date": "1980-05-07"}


@pytest.mark.parametrize("seed", range(0, 40, 4))
def test_all_at_once_says_what_one_by_one_says(tmp_path: Path, seed: int) -> None:
    empty_ledger(tmp_path / "empty.db")
    with recorded(random_world(seed), tmp_path / "world", tmp_path / "empty.db") as told:
        for valid_at in (None, 1_750_000_000_000_000):
            detail = told.desk.open(VIEWER, valid_at=valid_at)._seen.detail
            entities = range(detail.entities.size)
            assert detail.named.names == [detail.name(entity) for entity in entities]
            seen = {m for entity in entities for m in detail.members(entity)}
            values = {m: v for m in seen if (v := detail.values(m))}
            assert detail.all_values == values


@pytest.mark.parametrize("seed", [0, 8])
def test_many_addresses_lead_where_each_of_them_does(tmp_path: Path, seed: int) -> None:
    empty_ledger(tmp_path / "empty.db")
    with recorded(random_world(seed), tmp_path / "world", tmp_path / "empty.db") as told:
        view = told.desk.open(VIEWER)
        hidden_too = view._seen.detail.snapshot.mention_ids.astype("U32").tolist()
        addresses = [*hidden_too, "0" * 32, "é", "", hidden_too[0]]
        found = [view.entity(address) for address in addresses]
        held = zip(addresses, found, strict=True)
        assert view.holders(addresses) == {one: entity.id for one, entity in held if entity}
        assert list(map(view.holder, addresses)) == [entity and entity.id for entity in found]
        members = [tuple(each.id for each in e.mentions) if e else () for e in found]
        assert list(map(view.members, addresses)) == members
        outlines = [e and Outline(e.id, e.kind, e.name, e.agencies) for e in found]
        assert view.outlines(addresses) == outlines
        view.network()
        assert view.outlines(addresses) == outlines


def test_the_name_is_the_one_that_most_mentions_bear(world: SmallWorld) -> None:
    for agency, name in (("alpha", "Jim"), ("beta", "JAMES"), ("gamma", "James")):
        told = {**JAMES, "given_name": name, "state_id": "S-1"}
        world.say(agency, "r1", person(**told))
    for agency in ("alpha", "beta", "gamma"):
        assert world.view().entity(address(agency, "r1")).name.casefold() == "james smith"


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ([{"name": "Ann Lee"}, {"name": "Ann Leigh"}, {"name": "ANN LEE"}], "ANN LEE"),
        ([{"name": "Ann Lee"}, {"name": "ANN LEE"}, {"name": "Ann Lee"}], "Ann Lee"),
        ([{"name": "Ann Lee"}, {"name": "Ann Leigh"}], "Ann Leigh"),
        ([{"phone_number": "1"}, {"phone_number": "1"}, {"given_name": "Ann"}], "Ann"),
        ([{"alias": "Fox"}, {"alias": "Fox"}, {"name": "Ann Lee"}, {}], "Ann Lee"),
        ([{"sex": "f"}, {}], "(person, unnamed)"),
        ([], "(person, unnamed)"),
    ],
)
def test_the_common_name_owes_nothing_to_an_order(told: list[dict[str, str]], name: str) -> None:
    members = [{prop: [value] for prop, value in values.items()} for values in told]
    for order in permutations(members):
        assert common_name("person", order) == name


@pytest.mark.parametrize(
    ("kind", "values", "name"),
    [
        ("person", {"given_name": ["Ann"], "family_name": ["Lee"], "suffix": ["Jr"]}, "Ann Lee Jr"),
        ("person", {"name": ["Ann Lee"], "given_name": ["A"]}, "Ann Lee"),
        ("person", {"alias": ["The Fox"], "birth_date": ["1980"]}, "The Fox"),
        ("vehicle", {"colour": ["red"], "make": ["Kia"], "plate": ["AB 1"]}, "AB 1"),
        ("vehicle", {"colour": ["red"], "make": ["Kia"]}, "red Kia"),
        ("location", {"street": ["1 Elm St"], "city": ["Riverton"]}, "1 Elm St Riverton"),
        ("incident", {"offence": ["theft"], "case_number": ["24-1"]}, "theft 24-1"),
        ("person", {"sex": ["f"]}, ""),
        ("drone", {"serial_number": ["S1"], "colour": ["red"]}, "red"),
        ("drone", {}, ""),
    ],
)
def test_a_kind_is_named_by_what_people_call_it(
    kind: str, values: dict[str, list[str]], name: str
) -> None:
    assert name_of(kind, values)[1] == name


def test_what_cannot_be_named_says_what_it_is() -> None:
    assert unnamed("court_case") == "(court case, unnamed)"


def test_several_values_of_one_property_all_show_sorted(world: SmallWorld) -> None:
    values = {"alias": [Value("Zed"), Value("Abe")]}
    world.say("alpha", "r1", Subject("p", "person", values))
    facts = world.view().entity(address("alpha", "r1")).facts
    assert [fact.value for fact in facts] == ["Abe", "Zed"]
    assert len({fact.ref for fact in facts}) == 2


def test_a_possible_same_is_shown_apart_likeliest_first(world: SmallWorld) -> None:
    world.say("alpha", "r1", person("p", **JAMES), person("q", **JAMES))
    close = {**JAMES, "given_name": "Jamie"}
    world.say("alpha", "r2", person("p", **close), person("q", **close))
    view = world.view()
    for at in (address("alpha", record, part) for record in ("r1", "r2") for part in "pq"):
        possible = view.entity(at).possible
        assert possible
        assert list(possible) == sorted(possible, key=lambda p: (-p.score, p.entity))
        mine = {mention.id for mention in view.entity(at).mentions}
        assert not mine & {other.entity for other in possible}
        assert all(other.name == view.entity(other.entity).name for other in possible)


def test_a_word_on_two_mentions_parts_the_entities_that_hold_them(world: SmallWorld) -> None:
    world.say("alpha", "r1", person("p", **JAMES), person("q", **JAMES))
    world.say("alpha", "r2", person("p", **JAMES))
    second = world.view().holder(address("alpha", "r2"))
    ends = ["p", "q"]
    # Of the two in the first record one is whom the second record speaks of.
    ends.sort(key=lambda part: world.view().holder(address("alpha", "r1", part)) != second)
    mine, other = (address("alpha", "r1", part) for part in ends)
    assert world.view().holder(mine) == second
    assert [p.entity for p in world.view().entity(other).possible] == [second]
    world.judge(key("alpha", "r1", ends[0]), key("alpha", "r1", ends[1]), "different")
    assert world.view().holder(mine) == world.view().holder(address("alpha", "r2"))
    assert world.view().entity(other).possible == ()
    assert world.view().entity(mine).possible == ()


def test_a_person_can_rule_a_possible_same_out(world: SmallWorld) -> None:
    world.say("alpha", "r1", person("p", **JAMES), person("q", **JAMES))
    at = address("alpha", "r1")
    assert [p.entity for p in world.view().entity(at).possible] == [address("alpha", "r1", "q")]
    world.judge(key("alpha", "r1", "q"), key("alpha", "r1", "p"), "different")
    assert world.view().entity(at).possible == ()


def test_the_list_of_possible_ones_ends_somewhere(world: SmallWorld) -> None:
    many = [person(f"p{number:02}", **JAMES) for number in range(MOST_POSSIBLE + 5)]
    world.say("alpha", "r1", *many)
    assert len(world.view().entity(address("alpha", "r1", "p00")).possible) == MOST_POSSIBLE
