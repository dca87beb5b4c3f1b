"""Every question a view can be asked, with its answers as text, byte for byte."""

from collections.abc import Iterator

from comity.graph.view import View


def ask_everything(view: View, texts: tuple[str, ...]) -> list[str]:
    """All answers of a view, in a fixed order; what is not asked here is not guarded."""
    return [
        *(f"standing {line}" for line in [view.standing()]),
        *(f"counts {view.counts()}" for _ in [0]),
        *(f"clusters {line}" for line in view.clusters()),
        *_network(view),
        *_entities(view),
        *(f"search {text} {hit}" for text in texts for hit in view.search(text, limit=5)),
    ]


def _network(view: View) -> Iterator[str]:
    network = view.network()
    for name in ("ids", "kinds", "names", "standing", "party", "source", "target"):
        yield f"network {name} {getattr(network, name).tolist()}"
    for name in ("link_kinds", "roles"):
        yield f"network {name} {getattr(network, name).tolist()}"
    for fact in view.evidence(network.link.tolist()):
        yield f"evidence {fact}"


def _entities(view: View) -> Iterator[str]:
    ids = view.network().ids.tolist()
    for entity in ids:
        yield f"entity {view.entity(entity)}"
        yield f"neighbours {view.neighbours(entity)}"
        yield f"page {view.neighbours(entity, limit=1, after=ids[0])}"
        yield f"matches {view.matches(entity)}"
        for other in ids[:3]:
            yield f"why {view.why(entity, other)}"
