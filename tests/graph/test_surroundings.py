"""What lies around an entity: neighbours page by page, links with their evidence, the network."""

import pytest
from small_worlds import ALPHA, BETA, SmallWorld, Subject, Tie, Value, address, key, person

from comity.graph.view import View
from comity.graph.words import Interval

JAMES = {"given_name": "James", "family_name": "Smith", "birth_date": "1980-05-07"}
SPOKES = [f"q{number}" for number in range(7)]


def star(world: SmallWorld) -> str:
    """One person who knows seven others; the address in the middle."""
    ties = [Tie("p", spoke) for spoke in SPOKES]
    world.say("beta", "r1", person("p"), *map(person, SPOKES), ties=ties)
    return address("beta", "r1")


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 50])
def test_pages_of_neighbours_are_in_the_order_of_ids_and_lose_none(
    world: SmallWorld, limit: int
) -> None:
    middle, view = star(world), world.view()
    found: list[str] = []
    for _ in range(len(SPOKES) + 1):
        page = view.neighbours(middle, limit=limit, after=found[-1] if found else "")
        assert len(page) <= limit
        found += [neighbour.entity for neighbour in page]
    assert found == sorted(address("beta", "r1", spoke) for spoke in SPOKES)
    assert view.neighbours(middle, after="f" * 40) == []


def test_a_page_starts_after_any_text_whoever_it_names(world: SmallWorld) -> None:
    middle, view = star(world), world.view()
    ids = [neighbour.entity for neighbour in view.neighbours(middle)]
    for after in ("8" * 32, ids[2][:-1], ids[2] + "0", "é"):
        rest = [neighbour.entity for neighbour in view.neighbours(middle, after=after)]
        assert rest == [one for one in ids if one > after.replace("é", "?")]


def test_links_show_only_between_visible_ends(world: SmallWorld) -> None:
    ties = [Tie("p", "q"), Tie("p", "h"), Tie("q", "p", closed=True)]
    world.say("beta", "r1", person("p"), person("q"), person("h", hidden=True), ties=ties)
    mine, theirs = (world.view(who).neighbours(address("beta", "r1")) for who in (ALPHA, BETA))
    assert [(n.entity, len(n.links)) for n in mine] == [(address("beta", "r1", "q"), 1)]
    assert sorted(len(n.links) for n in theirs) == [1, 2]


def test_a_neighbour_comes_with_every_link_between_the_two_in_a_fixed_order(
    world: SmallWorld,
) -> None:
    ties = [Tie("p", "q", "owns", "owner"), Tie("q", "p"), Tie("p", "q", valid=Interval(5, 9)),
            Tie("p", "q", valid=Interval(5, 8))]  # fmt: skip
    world.say("beta", "r1", person("p"), person("q"), ties=ties)
    (neighbour,) = world.view().neighbours(address("beta", "r1"))
    said = [(link.kind, link.valid.start, link.valid.end) for link in neighbour.links]
    assert said == sorted(said)
    assert len({link.ref for link in neighbour.links}) == 4
    assert {link.first for link in neighbour.links} == {
        address("beta", "r1"), address("beta", "r1", "q"),
    }  # fmt: skip


def test_a_link_inside_one_entity_is_no_neighbour_and_stays_in_the_network(
    world: SmallWorld,
) -> None:
    world.say("beta", "r1", person(**JAMES))
    tie = Tie("p", key("beta", "r1"), "same_as", "")
    world.say("beta", "r2", person(**JAMES), ties=[tie])
    view = world.view()
    assert view.counts()["entities"] == 1
    assert view.neighbours(address("beta", "r1")) == []
    assert view.network().source.tolist() == view.network().target.tolist() == [0]


def test_links_of_merged_mentions_meet_at_the_entity(world: SmallWorld) -> None:
    for agency in ("alpha", "beta"):
        world.say(agency, "r1", person(**JAMES), person("q"), ties=[Tie("p", "q")])
    view = world.view()
    found = view.neighbours(address("alpha", "r1"))
    assert {n.entity for n in found} == {address(agency, "r1", "q") for agency in ("alpha", "beta")}
    assert found == view.neighbours(address("beta", "r1"))


def test_evidence_comes_in_the_order_asked_with_who_said_it(world: SmallWorld) -> None:
    star(world)
    world.say("alpha", "r2", person("p"), person("q"), ties=[Tie("p", "q", "owns", "owner")])
    view = world.view()
    network = view.network()
    handles = network.link.tolist()
    facts = view.evidence(handles[::-1])
    ends = [(fact.first, fact.second) for fact in facts[::-1]]
    assert ends == [
        (network.ids[a], network.ids[b])
        for a, b in zip(network.source, network.target, strict=True)
    ]
    assert [fact.kind for fact in facts[::-1]] == network.link_kinds.tolist()
    assert {fact.origin.agency for fact in facts} == {"alpha", "beta"}
    assert view.evidence([]) == []


@pytest.mark.parametrize("handle", [-1, 1, 2, 10**9])
def test_evidence_of_what_this_view_did_not_give_is_refused(world: SmallWorld, handle: int) -> None:
    ties = [Tie("p", "q", closed=True), Tie("q", "p")]
    world.say("beta", "r1", person("p"), person("q"), ties=ties)
    assert len(world.view(BETA).network().link) == 2
    view = world.view(ALPHA)
    assert [fact.first for fact in view.evidence([0])] == [address("beta", "r1", "q")]
    with pytest.raises(IndexError, match="no such link in this view"):
        view.evidence([0, handle])


def test_the_network_has_entities_by_id_and_links_by_their_ends(world: SmallWorld) -> None:
    star(world)
    phone = Subject("n", "phone", {"phone_number": "+14155550101"})
    world.say("alpha", "r2", phone, person("p"), ties=[Tie("p", "n", "uses", "user")])
    network = world.view().network()
    assert network.ids.tolist() == sorted(network.ids)
    ends = list(zip(network.source.tolist(), network.target.tolist(), strict=True))
    assert ends == sorted(ends)
    assert network.link.tolist() == list(range(8))
    at = network.index_of(address("alpha", "r2", "n"))
    assert (network.kinds[at], network.party[at]) == ("phone", False)
    assert network.party.sum() == network.size - 1


def test_names_and_standings_in_the_network_are_those_of_the_entities(world: SmallWorld) -> None:
    crime = Subject("i", "incident", {"offence": "theft", "case_number": "2024-1"})
    ties = [Tie("p", "i", "involved_in", "suspect"), Tie("q", "i", "involved_in", "victim")]
    world.say("beta", "r1", person(**JAMES), person("q", given_name="Ann"), crime, ties=ties)
    world.say("alpha", "r2", person(**{**JAMES, "given_name": "Jim"}))
    view = world.view()
    network = view.network()
    for at, entity in enumerate(map(view.entity, network.ids)):
        assert (network.names[at], network.kinds[at]) == (entity.name, entity.kind)
        assert network.standing[at] == entity.standing
    assert sorted(network.standing) == ["bystander", "involved", "neutral"]


def test_valid_time_narrows_the_network(world: SmallWorld) -> None:
    ties = [Tie("p", "q", valid=Interval(10, 20))]
    world.say("alpha", "r1", person("p", name=Value("Ann")), person("q"), ties=ties)
    sizes = [len(world.view(valid_at=at).network().link) for at in (9, 10, 19, 20)]
    assert sizes == [0, 1, 1, 0]


def test_a_view_of_nothing_has_an_empty_network(world: SmallWorld) -> None:
    view: View = world.view()
    assert (view.network().size, len(view.network().link), view.clusters()) == (0, 0, [])
    with pytest.raises(IndexError):
        view.evidence([0])
