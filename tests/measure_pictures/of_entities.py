"""Pictures of measures of entities: the larger and darker, the higher the value."""

from collections.abc import Callable, Mapping
from typing import Any

from measure_pictures import places
from measure_pictures.drawing import Drawn, Pair, Places, lane_picture, network_picture

from comity.graph.network import Network

Names = Mapping[str, Any]
FLORENCE = "Florentine families, linked by marriage"


def pairs_of(links: Any) -> list[Pair]:
    """Links as pairs of ends, from texts such as AB or from pairs."""
    return [(link[0], link[1]) for link in links]


def linked(network: Network) -> list[Pair]:
    """The linked pairs of a network by their ids."""
    simple = network.simple
    return list(zip(network.ids[simple.low], network.ids[simple.high], strict=True))


def short(value: float, digits: int = 2) -> str:
    """A number as a reader wants it: .52, 1.13, 6; the last bit of a sum decides no digit."""
    value = round(value, 9)
    text = f"{value:.{digits}f}" if value != round(value) else f"{value:.0f}"
    return text[1:] if text.startswith("0.") else text


def valued(
    title: str, where: Places, links: list[Pair], frame: Any, column: str, **more: Any
) -> str:
    """A network with the values of a frame's column."""
    value = dict(zip(frame["entity"], frame[column].astype(float), strict=True))
    value = {name: each for name, each in value.items() if name in where}
    told = {name: short(each) for name, each in value.items()}
    return network_picture(title, where, links, Drawn(value=value, told=told, **more))


def _kite(title: str, column: str) -> Callable[[Names], str]:
    return lambda got: valued(title, places.KITE, linked(got["kite"]), got["frame"], column)


def _florence(title: str, column: str) -> Callable[[Names], str]:
    where = places.FLORENCE
    return lambda got: valued(
        f"{FLORENCE}: {title}", where, linked(got["families"]), got["frame"], column
    )


def _betweenness(got: Names) -> str:
    best = got["ties"].nlargest(3, "betweenness")
    strong = list(zip(best["source"], best["target"], strict=True))
    title = "Betweenness in Krackhardt's kite, with the three busiest ties"
    links = linked(got["kite"])
    return valued(title, places.KITE, links, got["frame"], "betweenness", strong=strong)


def _katz(got: Names) -> str:
    links = pairs_of(got["links"])
    title = "Katz: on whom orders end"
    return valued(title, places.ORDERS, links, got["frame"], "katz", directed=True)


def _hits(got: Names) -> str:
    frame = got["frame"]
    value = frame[["hub", "authority"]].max(axis=1).to_dict()
    group = {name: int(row["authority"] > row["hub"]) for name, row in frame.iterrows()}
    told = {name: short(each) for name, each in value.items()}
    drawn = Drawn(value=value, told=told, group=group, directed=True)
    title = "Hubs (left) and authorities (right)"
    return network_picture(title, places.CALLS, pairs_of(got["links"]), drawn)


def _cores(got: Names) -> str:
    core = dict(zip(got["frame"]["entity"], got["frame"]["core"].tolist(), strict=True))
    drawn = Drawn(group={name: 3 - number for name, number in core.items()},
                  told={name: f"core {number}" for name, number in core.items()})  # fmt: skip
    return network_picture("Cores", places.CORES, pairs_of(got["links"]), drawn)


def _holes(got: Names) -> str:
    frame = got["frame"]
    held = dict(zip(frame["entity"], frame["constraint"].tolist(), strict=True))
    value = {name: max(1.1 - each, 0) for name, each in held.items()}
    drawn = Drawn(value=value, told={name: short(each) for name, each in held.items()})
    title = "Constraint: the less, the more room to broker"
    return network_picture(title, places.CREWS, pairs_of(got["links"]), drawn)


def _who_matters(got: Names) -> str:
    ranked = got["who_matters"](got["told"]).frame
    value = dict(zip(ranked["entity"], ranked["betweenness"].tolist(), strict=True))
    told = {name: short(each) for name, each in value.items()} | {"O": "officer, left out"}
    drawn = Drawn(value=value, told=told, group={"O": 4}, marked=["M"])
    title = "Betweenness of those who may have done something"
    return network_picture(title, places.ARRESTED, pairs_of(got["links"]), drawn)


def _rank_intervals(got: Names) -> str:
    frame, size = got["frame"].sort_values(["rank", "rank_low"]).head(8), len(got["frame"])
    lanes = [
        (name, [((row["rank_low"] - 1) / size, row["rank_high"] / size, f"{row['rank']:g}", 0)])
        for name, row in frame.iterrows()
    ]
    ticks = [((rank - 0.5) / size, f"rank {rank}") for rank in (1, 5, 10, 15)]
    title = "Betweenness of Florentine families: within which ranks each stays"
    return lane_picture(title, lanes, ticks)


def _what_if(got: Names) -> str:
    frame = got["found"].measures
    value = dict(zip(frame["entity"], frame["after"].fillna(0).tolist(), strict=True))
    was = frame.set_index("entity")["before"]["M"]
    title = f"Betweenness once M, who had {short(was)}, is taken out"
    told = {name: short(each) for name, each in value.items()} | {"M": "arrested"}
    links = pairs_of(got["links"])
    gone = [pair for pair in links if "M" in pair]
    kept = [pair for pair in links if "M" not in pair]
    drawn = Drawn(value=value, told=told, marked=["M"], guessed=gone)
    return network_picture(title, places.CREWS, kept, drawn)


def _key_players(got: Names) -> str:
    out, near = got["out"], got["near"]
    chosen, watched = set(out["entity"]), set(near["entity"])
    group = {name: 1 if name in chosen else 4 for name in places.FLORENCE}
    told = {name: _chosen(name, chosen, watched) for name in chosen | watched}
    drawn = Drawn(group=group, marked=sorted(watched), told=told)
    title = "Two to remove (filled) and two to reach all (ringed)"
    note = (f"removed, {short(out.attrs['value'])} of all pairs are apart; "
            f"reached from, {short(near.attrs['value'])} of all are beside")  # fmt: skip
    return network_picture(title, places.FLORENCE, linked(got["families"]), drawn, note)


def _chosen(name: str, chosen: set[str], watched: set[str]) -> str:
    words = [word for word, held in (("remove", chosen), ("reach", watched)) if name in held]
    return f"({', '.join(words)})"


PICTURES: Mapping[str, Callable[[Names], str]] = {
    "degree": _kite("Neighbours in Krackhardt's kite", "neighbours"),
    "betweenness": _betweenness,
    "closeness": _kite("Closeness in Krackhardt's kite", "closeness"),
    "harmonic": lambda got: valued(
        "Harmonic closeness in two parts", places.PARTS, pairs_of(got["links"]), got["frame"],
        "harmonic",
    ),
    "eigenvector": _florence("eigenvector", "eigenvector"),
    "pagerank": _florence("PageRank from the Pazzi", "pagerank"),
    "katz": _katz,
    "hits": _hits,
    "cores": _cores,
    "who-matters": _who_matters,
    "rank-intervals": _rank_intervals,
    "clustering": lambda got: valued(
        "Clustering: the share of contacts who know each other", places.CREWS,
        pairs_of(got["links"]), got["frame"], "clustering",
    ),
    "structural-holes": _holes,
    "key-players": _key_players,
    "what-if": _what_if,
}  # fmt: skip
