"""Which part of a network is drawn: nearest first, and how much more there would be."""

import networkx as nx
import pytest
from nets import net, oracle, random_net

from comity.analytics import UnknownEntity, around, around_entities, around_those_who_matter


@pytest.mark.parametrize("hops", range(4))
def test_around_an_entity_lies_what_networkx_finds_within_as_many_hops(hops: int) -> None:
    for seed in range(30):
        network = random_net(seed)
        within = nx.single_source_shortest_path_length(oracle(network), 0, cutoff=hops)
        found, more = around(network, "e000", hops=hops)
        assert {int(entity[1:]) for entity in found} == set(within)
        assert more == 0
        distances = [within[int(entity[1:])] for entity in found]
        assert distances == sorted(distances)


def test_what_has_no_room_is_counted() -> None:
    star = net(10, [(0, leaf) for leaf in range(1, 10)])
    found, more = around(star, "e000", limit=4)
    assert (len(found), more, found[0]) == (4, 6, "e000")


def test_within_a_hop_parties_and_those_who_bind_more_come_first() -> None:
    network = net(5, [(0, 2), (0, 3), (0, 4), (1, 4)])
    network.party[2] = False
    found, _ = around_entities(network, ["e000", "e001"], hops=1)
    assert found == ["e000", "e001", "e004", "e003", "e002"]


def test_several_centres_are_named_once_each() -> None:
    found, _ = around_entities(net(3, [(0, 1)]), ["e002", "e000", "e002"], hops=1)
    assert found == ["e002", "e000", "e001"]


def test_around_those_who_matter_starts_with_the_broker() -> None:
    barbell = nx.barbell_graph(4, 1)
    found, _ = around_those_who_matter(net(9, list(barbell.edges())), parties=1, hops=1)
    assert found == ["e004", "e003", "e005"]
    assert around_those_who_matter(net(0, [])) == ([], 0)


def test_what_does_not_show_is_no_centre() -> None:
    with pytest.raises(UnknownEntity, match="search for it first"):
        around(net(2, []), "e009")
