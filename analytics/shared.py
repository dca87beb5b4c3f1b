"""The projections that are asked for most: co-offending, shared phones, shared addresses."""

from comity.analytics.projection import MOST_SHARED, Projection, Sharing, Weighting, projected
from comity.graph.network import Network
from comity.graph.vocabulary import vocabulary

PHONE = Sharing(("phone",), ("uses",))
ADDRESS = Sharing(("location",), ("located_at",))


def co_offending(
    network: Network, *, weighting: Weighting = "newman", most_shared: int | None = MOST_SHARED
) -> Projection:
    """Parties who are said to have done something in the same incident or arrest.

    Said to, by their role: victims, witnesses and officers link nobody here. Those arrested
    together are seen together; those who are never caught are not.
    """
    roles = tuple(role for role, standing in vocabulary().roles.items() if standing == "involved")
    sharing = Sharing(("incident", "arrest"), ("involved_in",), roles)
    return projected(network, sharing, weighting=weighting, most_shared=most_shared)


def shared_phone(
    network: Network, *, weighting: Weighting = "newman", most_shared: int | None = MOST_SHARED
) -> Projection:
    """Parties who used the same number, maybe one after the other: numbers are given out again."""
    return projected(network, PHONE, weighting=weighting, most_shared=most_shared)


def shared_address(
    network: Network, *, weighting: Weighting = "newman", most_shared: int | None = MOST_SHARED
) -> Projection:
    """Parties who were at the same address; a shelter or a tower block ties nobody."""
    return projected(network, ADDRESS, weighting=weighting, most_shared=most_shared)
