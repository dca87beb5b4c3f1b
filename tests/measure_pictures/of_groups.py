"""Pictures of groups: coloured by the community, component or circle that was found."""

from collections.abc import Callable, Mapping

from measure_pictures import places
from measure_pictures.drawing import Drawn, Places, lane_picture, network_picture
from measure_pictures.of_entities import Names, linked, pairs_of


def _grouped(title: str, where: Places, column: str) -> Callable[[Names], str]:
    def draw(got: Names) -> str:
        frame = got["frame"]
        group = dict(zip(frame["entity"], frame[column].tolist(), strict=True))
        return network_picture(title, where, pairs_of(got["links"]), Drawn(group=group))

    return draw


def _bridges(got: Names) -> str:
    pairs, points = got["pairs"], got["points"]
    strong = list(zip(pairs["source"], pairs["target"], strict=True))
    told = dict(zip(points["entity"], map(str, points["parts"]), strict=True))
    drawn = Drawn(strong=strong, marked=points["entity"].tolist(), told=told)
    title = "Bridges (strong) and articulation points (ringed), with their parts"
    return network_picture(title, places.CREWS, pairs_of(got["links"]), drawn)


def _brokerage(got: Names) -> str:
    frame = got["frame"]
    numbers = {name: at for at, name in enumerate(dict.fromkeys(frame["group"]))}
    roles = ("coordinator", "gatekeeper", "representative", "consultant", "liaison")
    best = {name: max(roles, key=lambda role: row[role]) for name, row in frame.iterrows()}
    told = {name: role for name, role in best.items() if frame.loc[name, role]}
    group = {name: numbers[group] for name, group in frame["group"].items()}
    drawn = Drawn(group=group, told=told)
    return network_picture("Brokerage between three gangs", places.CREWS, pairs_of(got["links"]),
                           drawn)  # fmt: skip


def _hierarchy(got: Names) -> str:
    frame = got["frame"]
    group = dict(zip(frame["entity"], frame["level_2"].tolist(), strict=True))
    told = {row.entity: f"{row.level_1}/{row.level_2}" for row in frame.itertuples()}
    drawn = Drawn(group=group, told=told)
    return network_picture("Town and crew of each", places.TOWNS, pairs_of(got["links"]), drawn)


def _circles(got: Names) -> str:
    frame = got["frame"]
    held = frame.groupby("entity")["community"].agg(list).to_dict()
    group = {name: held[name][0] if len(held.get(name, ())) == 1 else 4 for name in places.CIRCLES}
    both = [name for name, circles in held.items() if len(circles) > 1]
    group |= dict.fromkeys(both, 2)
    drawn = Drawn(group=group, marked=both, told=dict.fromkeys(both, "both"))
    title = "Two circles, and who is in both"
    return network_picture(title, places.CIRCLES, pairs_of(got["links"]), drawn)


def _profile(got: Names) -> str:
    network, found = got["network"], got["found"]
    names = dict(zip(network.ids, network.names, strict=True))
    phone = next(name for name in names.values() if name.startswith("+"))
    where = {"Ada": (60, 70), "Bo": (60, 160), phone: (170, 115), "Cy": (260, 70)}
    links = [(names[one], names[two]) for one, two in linked(network)]
    inside = set(found.members["name"])
    group = {name: (1 if name == phone else 0) if name in inside else 4 for name in where}
    note = f"density {found.density:.2f}, conductance {found.conductance:.2f}"
    drawn = Drawn(group=group)
    return network_picture("A community of two and their phone", where, links, drawn, note)


def _changes(got: Names) -> str:
    rows = got["frame"].itertuples()
    lanes = []
    for row in rows:
        before, after = row.before_size, row.after_size
        parts = [(0.0, before / 20, str(before), 0)] if before else []
        parts += [(0.6, 0.6 + after / 20, str(after), 1)] if after else []
        lanes.append((row.change, parts))
    title = "What became of the communities, with their sizes"
    return lane_picture(title, lanes, [(0.1, "before"), (0.7, "after")])


PICTURES: Mapping[str, Callable[[Names], str]] = {
    "bridges": _bridges,
    "brokerage": _brokerage,
    "cliques": _circles,
    "communities": _grouped("Communities", places.THREE_CREWS, "community"),
    "community-changes": _changes,
    "community-hierarchy": _hierarchy,
    "community-profile": _profile,
    "components": _grouped("Three components", places.COMPONENTS, "component"),
    "label-propagation": _grouped("Groups of the quick look", places.TWO_CREWS, "community"),
}
