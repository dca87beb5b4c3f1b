"""Pictures of paths: the way that was found is drawn strong."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from measure_pictures import places
from measure_pictures.drawing import Drawn, Pair, network_picture
from measure_pictures.of_entities import Names, linked, pairs_of, short

from comity.analytics import disjoint_paths, shortest_path_through_kind, shortest_paths


def _ways(paths: Sequence[Sequence[str]]) -> list[Pair]:
    return [pair for path in paths for pair in pairwise(path)]


def _shortest(got: Names) -> str:
    found = shortest_paths(got["network"], "A", "F")
    drawn = Drawn(strong=_ways([path.entities for path in found]), marked="AF")
    title = f"Both shortest paths from A to F, of {len(found[0])} hops"
    return network_picture(title, places.WAYS, pairs_of(got["links"]), drawn)


def _reachable(got: Names) -> str:
    frame = got["frame"]
    hops = dict(zip(frame["entity"], frame["hops"].tolist(), strict=True))
    ways = dict(zip(frame["entity"], frame["paths"].astype(int), strict=True))
    told = {name: f"{hops[name]} / {ways[name]}" for name in hops if hops[name]}
    group = {name: {0: 1, 1: 0, 2: 2}.get(hops.get(name, 9), 4) for name in places.KITE}
    drawn = Drawn(group=group, told=told)
    title = "Around D: hops / shortest ways"
    return network_picture(title, places.KITE, pairs_of(got["links"]), drawn)


def _through(got: Names) -> str:
    path = shortest_path_through_kind(got["network"], "A", "account", "F")
    drawn = Drawn(strong=_ways([path.entities] if path else []), marked="AF", group={"X": 1},
                  told={"X": "account"})  # fmt: skip
    title = "The shortest path from A to F through an account"
    return network_picture(title, places.THROUGH, pairs_of(got["links"]), drawn)


def _disjoint(got: Names) -> str:
    found = disjoint_paths(got["network"], "A", "F")
    drawn = Drawn(strong=_ways([path.entities for path in found]), marked="AF")
    title = "Two paths from A to F that share nobody"
    return network_picture(title, places.DISJOINT, pairs_of(got["links"]), drawn)


def _strongest(got: Names) -> str:
    network, links = got["network"], linked(got["network"])
    ends = zip(network.ids[network.source], network.ids[network.target], strict=True)
    told = dict(zip(ends, map(short, got["strength"].tolist()), strict=True))
    drawn = Drawn(strong=_ways([got["best"].entities]), marked="AD", on_links=told)
    title = "The strongest path from A to D"
    return network_picture(title, places.SQUARE, links, drawn)


def _earliest(got: Names) -> str:
    told = {(pair[0], pair[1]): day[5:] for pair, day in got["days"].items()}
    drawn = Drawn(strong=_ways([got["path"].entities]), marked="AD", on_links=told)
    title = "From A to D in the order of time"
    return network_picture(title, places.DATED, pairs_of(got["days"]), drawn)


def _hidden(got: Names) -> str:
    guess = got["guess"]
    told = {both.entity: f"knows {both.knows}" for both in guess.because}
    pair = (guess.one, guess.other)
    drawn = Drawn(guessed=[pair], marked=pair, group=dict.fromkeys(told, 0), told=told,
                  on_links={pair: short(guess.score)})  # fmt: skip
    title = "The likeliest link that nobody recorded, and whom both know"
    return network_picture(title, places.HIDDEN, pairs_of(got["links"]), drawn)


def _projection(got: Names) -> str:
    pairs = got["found"].pairs()
    right = {f"{name} ": (x + 220 + 90 * (name == "Bo"), y)
             for name, (x, y) in places.SHARERS.items() if name[0] != "i"}  # fmt: skip
    made = [(f"{row.source} ", f"{row.target} ") for row in pairs.itertuples()]
    told = {pair: short(weight) for pair, weight in zip(made, pairs["weight"], strict=True)}
    links = [*pairs_of(got["links"]), *made]
    heavy = [pair for pair, row in zip(made, pairs.itertuples(), strict=True) if row.links > 1]
    drawn = Drawn(group={"i1": 1, "i2": 1}, on_links=told, strong=heavy)
    title = "Two incidents, and who shares them by Newman's weight"
    return network_picture(title, {**places.SHARERS, **right}, links, drawn)


PICTURES: Mapping[str, Callable[[Names], str]] = {
    "disjoint-paths": _disjoint,
    "earliest-path": _earliest,
    "hidden-links": _hidden,
    "paths-through": _through,
    "projections": _projection,
    "reachable": _reachable,
    "shortest-paths": _shortest,
    "strongest-paths": _strongest,
}
