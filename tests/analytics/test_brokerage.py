"""Brokerage roles against counting every chain, and by hand."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nets import directed_oracle, net, nets, oracle

from comity.analytics import brokerage
from comity.analytics.brokerage import ROLES
from comity.analytics.errors import BadArgument
from comity.graph.network import Network


def role_of(a: str, b: str, c: str) -> str:
    """The role of b between two of given groups, in the words of Gould and Fernandez."""
    if a == b == c:
        return "coordinator"
    if a == c:
        return "consultant"
    if b == c:
        return "gatekeeper"
    return "representative" if a == b else "liaison"


@settings(max_examples=60, deadline=None, derandomize=True)
@given(nets(most=9), st.data(), st.booleans())
def test_roles_are_those_of_every_open_chain(
    network: Network, data: st.DataObject, directed: bool
) -> None:
    size = network.size
    groups = data.draw(st.lists(st.sampled_from("xyz"), min_size=size, max_size=size))
    graph = directed_oracle(network) if directed else oracle(network)
    expected = {role: [0] * size for role in ROLES}
    for a, b, c in permutations(range(size), 3):
        if graph.has_edge(a, b) and graph.has_edge(b, c) and not graph.has_edge(a, c):
            expected[role_of(groups[a], groups[b], groups[c])][b] += 1
    frame = brokerage(network, groups, directed=directed)
    assert {role: frame[role].tolist() for role in ROLES} == expected
    assert frame["total"].tolist() == [sum(row) for row in zip(*expected.values(), strict=True)]


def test_a_fence_between_two_gangs_is_a_consultant_and_a_boss_a_coordinator() -> None:
    network = net(5, [(0, 1), (1, 2), (0, 3), (3, 2)])
    frame = brokerage(network, ["red", "red", "red", "blue", "blue"], directed=True)
    assert frame["coordinator"].tolist() == [0, 1, 0, 0, 0]
    assert frame["consultant"].tolist() == [0, 0, 0, 1, 0]


def test_groups_that_do_not_fit_are_refused() -> None:
    with pytest.raises(BadArgument, match="number of groups is 1"):
        brokerage(net(2, []), ["red"])
