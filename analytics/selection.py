"""Which part of a network to draw: around an entity, or around those who matter."""

from collections.abc import Sequence

from comity.analytics.errors import UnknownEntity
from comity.analytics.ranking import who_matters
from comity.graph.network import Network


def around(
    network: Network, centre: str, *, hops: int = 2, limit: int = 150
) -> tuple[list[str], int]:
    """The entities within some hops, nearest first, and how many more there would be."""
    return around_entities(network, [centre], hops=hops, limit=limit)


def around_entities(
    network: Network, centres: Sequence[str], *, hops: int = 2, limit: int = 150
) -> tuple[list[str], int]:
    """The same around several."""
    starts = []
    for centre in dict.fromkeys(centres):
        number = network.index_of(centre)
        if number is None:
            raise UnknownEntity(centre)
        starts.append(number)
    return _spread(network, starts, hops, limit)


def around_those_who_matter(
    network: Network, *, parties: int = 5, hops: int = 2, limit: int = 150
) -> tuple[list[str], int]:
    """The surroundings of the highest ranked by betweenness."""
    frame = who_matters(network, limit=parties).frame
    starts = [n for n in map(network.index_of, frame["entity"].tolist()) if n is not None]
    return _spread(network, starts, hops, limit)


def _spread(network: Network, starts: list[int], hops: int, limit: int) -> tuple[list[str], int]:
    """Breadth first; within a hop, parties first, then those who bind most of what is there."""
    found: dict[int, None] = dict.fromkeys(starts)
    edge = list(found)
    for _ in range(hops):
        touching: dict[int, int] = {}
        for number in edge:
            for other in network.simple.neighbours(number).tolist():
                if other not in found:
                    touching[other] = touching.get(other, 0) + 1
        order = sorted(touching, key=lambda n: (-touching[n], not network.party[n], n))
        edge = order
        found.update(dict.fromkeys(order))
    kept = list(found)[:limit]
    return [str(network.ids[n]) for n in kept], max(len(found) - limit, 0)
