"""Every question that a view and its analytics can be asked, with the answers as text.

What stands in none of the tables is not guarded.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, fields, replace
from itertools import islice, pairwise

from changed_models import changed
from law.moments import START
from law.questions_of_events import OF_EVENTS, columns_of
from law.questions_of_measures import OF_MEASURES, Measured
from law.questions_of_projections import OF_PROJECTIONS
from law.questions_of_scores import OF_SCORES
from law.questions_of_time import OF_TIME
from law.questions_of_what_if import OF_WHAT_IF

from comity import analytics
from comity.graph.answers import Why
from comity.graph.network import Network
from comity.graph.ports import ClaimRow, GraphStore, LinkRow
from comity.graph.view import View, micros
from comity.sharing import Permit, Release, Terms, obstacles

Answers = dict[str, list[str]]
# Persons whose scores are undecided are one under it, which shows who was near to whom.
LOOSER = changed("looser", bits=-3.0).model
# Some clauses let pass on, others ask, some want to be verified.
TERMS = {
    permit: Terms(onward, "ask", verify_first=verified)
    for onward, verified, permits in (
        ("free", False, [Permit("all", 1, "all"), Permit("between-three", 1, "1")]),
        ("free", False, [Permit(f"pact-{pact}", 1, "1.1") for pact in range(3)]),
        ("ask", False, [Permit(f"pact-{pact}", 1, "2.1") for pact in range(3)]),
        ("free", True, [Permit(f"pact-{pact}", 1, "3.1") for pact in range(3)]),
    )
    for permit in permits
}
TEXTS = ("Robert Okafor", "Maria", "+14155550101", "2024-000111", "theft")


@dataclass(frozen=True)
class Asking:
    """What to ask about: every mention a world ever made, seen or not, and the store under it.

    At most `pairs` pairs are explained: that takes longer than all the rest.
    """

    addresses: tuple[str, ...]
    keys: tuple[str, ...]
    store: GraphStore
    pairs: int = 1_000


Question = Callable[[View, Asking], Iterable[object]]


def ask(view: View, asking: Asking, questions: Mapping[str, Question]) -> Answers:
    """The answers by question, each in a fixed order."""
    return {
        name: [str(answer) for answer in question(view, asking)]
        for name, question in questions.items()
    }


def _network(view: View, _: Asking) -> Iterator[object]:
    network = view.network()
    for column in fields(Network):
        yield column.name, getattr(network, column.name).tolist()


def _evidence(view: View, _: Asking) -> Iterator[object]:
    handles = view.network().link.tolist()
    yield from view.evidence(handles)
    for beyond in (-1, len(handles)):
        yield _refusal(lambda beyond=beyond: view.evidence([beyond]))


def _neighbours(view: View, asking: Asking) -> Iterator[object]:
    for address in asking.addresses:
        yield from view.neighbours(address)
        yield view.neighbours(address, limit=1, after=asking.addresses[0])


def _search(view: View, _: Asking) -> Iterator[object]:
    for text in TEXTS:
        yield from view.search(text, limit=5)
        yield view.search(text, kind="person", limit=1)


def _why(view: View, asking: Asking) -> Iterator[Why | None]:
    for first, second in islice(pairwise(asking.addresses), asking.pairs):
        yield view.why(first, second)


def _scope(view: View, asking: Asking) -> Iterator[object]:
    """What the store answers under the view's scope, less what only the ledger counts by."""
    store, scope = asking.store, view.scope()
    labels = dict(store.labels())

    def plain(row: ClaimRow | LinkRow) -> str:
        timeless = replace(row.provenance, known_from=0, known_to=0)
        return f"{labels[row.label]} {replace(row, label=0, provenance=timeless)}"

    for key in asking.keys:
        yield sorted(plain(row) for row in store.claims_of(key, scope))
        yield sorted(plain(row) for row in store.neighbours(key, scope, 99))
        yield store.expand(key, 2, scope, 99)
    for first, second in pairwise(asking.keys):
        yield [plain(row) for row in store.shortest_path(first, second, 5, scope)]
    yield store.find("given_name", "r", scope, 99)


def _changes(view: View, _: Asking) -> Iterator[object]:
    """What became of entities since two moments early in a world."""
    for hours in (1, 4):
        yield view.changes(micros(START) + hours * 3_600_000_000)


def _resting(view: View, asking: Asking) -> Iterator[object]:
    yield sorted(view.resting_on())
    for address in asking.addresses:
        yield sorted(view.resting_on([address]))


def _going(view: View, asking: Asking) -> Iterator[object]:
    """What may go to an agency that some owner let have its facts."""
    release = Release("gamma", approved=frozenset(["beta"]))
    yield obstacles(view.resting_on(), TERMS, release)
    going = view.going_to(release, TERMS)
    yield going.clusters(), going.standing()
    yield from map(going.entity, asking.addresses[: asking.pairs])


OF_A_VIEW: Mapping[str, Question] = {
    "viewer": lambda view, _: [view.viewer],
    "standing": lambda view, _: [view.standing()],
    "counts": lambda view, _: [view.counts()],
    "clusters": lambda view, _: view.clusters(),
    "network": _network,
    "events": columns_of,
    "evidence": _evidence,
    "changes": _changes,
    "changes_under": lambda view, _: [view.changes_under(LOOSER)],
    "decisions": lambda view, _: [view.decisions()],
    "model": lambda view, _: [view.model()],
    "entity": lambda view, asking: map(view.entity, asking.addresses),
    "holder": lambda view, asking: map(view.holder, asking.addresses),
    "holders": lambda view, asking: view.holders(asking.addresses).items(),
    "members": lambda view, asking: map(view.members, asking.addresses),
    "outlines": lambda view, asking: view.outlines(asking.addresses),
    "matches": lambda view, asking: map(view.matches, asking.addresses[: asking.pairs]),
    "mention": lambda view, asking: map(view.mention, asking.addresses),
    "disclosed": lambda view, asking: view.disclosed(asking.addresses),
    "mention_key": lambda view, asking: map(view.mention_key, asking.addresses),
    "neighbours": _neighbours,
    "rights": lambda view, _: view.rights(),
    "labels_of": lambda view, asking: map(view.labels_of, asking.addresses),
    "review": lambda view, _: [view.review(kind=kind) for kind in ("person", "phone")],
    "search": _search,
    "resting_on": _resting,
    "going_to": _going,
    "pointers": lambda view, asking: map(view.pointers, asking.addresses),
    "pointers_to": lambda view, _: map(view.pointers_to, TEXTS),
    "ties": lambda view, asking: map(view.ties, asking.addresses),
    "why": _why,
}
# What is told of what does not show: asked where the twins keep that.
BEYOND = {"pointers", "pointers_to", "ties"}
OF_STORES: Mapping[str, Question] = {"scope": _scope}


def _measured(measure: Measured) -> Question:
    return lambda view, _: measure(view.network())


def _who_matters(view: View, _: Asking) -> Iterator[object]:
    for measure in analytics.MEASURES:
        ranking = analytics.who_matters(view.network(), measure)
        yield ranking.left_out, ranking.frame.to_csv()


def _paths(way: Callable[..., object]) -> Question:
    def ask(view: View, asking: Asking) -> Iterator[object]:
        network = view.network()
        for ends in (*pairwise(network.ids.tolist()), *pairwise(asking.addresses)):
            yield _refusal(lambda ends=ends: way(network, *ends))

    return ask


def _around(view: View, asking: Asking) -> Iterator[object]:
    for address in asking.addresses:
        yield _refusal(lambda address=address: analytics.around(view.network(), address, limit=4))


def _links(view: View, _: Asking) -> Iterator[object]:
    graph = analytics.to_networkx(view.network())
    yield from graph.nodes(data=True)
    yield from graph.edges(data=True)


def _drawing(view: View, asking: Asking) -> Iterator[object]:
    held = {address: (10.0 * at, 5.0) for at, address in enumerate(asking.addresses[::2])}
    for layout in ("forces", "hierarchical", "circular", "time", "map"):
        yield analytics.drawing_of(view, view.network().ids.tolist(), held, layout=layout)


def _chart(view: View, _: Asking) -> Iterator[object]:
    yield from astuple(analytics.chart_of(view, view.network().ids.tolist()))


def _groups(view: View, _: Asking) -> Iterator[object]:
    yield analytics.groups_of(view, limit=9)
    yield analytics.groups_of(view, view.network().ids.tolist()[::2], by="kind", limit=50)


def _spots(view: View, _: Asking) -> Iterator[object]:
    yield analytics.spots_of(view, view.network().ids.tolist())


def _page(view: View, _: Asking) -> Iterator[object]:
    ids = view.network().ids.tolist()
    yield analytics.draw_chart(analytics.chart_of(view, ids[:4], focus=ids[0] if ids else ""))


OF_ANALYTICS: Mapping[str, Question] = {
    **{
        name: _measured(measure)
        for name, measure in {**OF_MEASURES, **OF_PROJECTIONS, **OF_WHAT_IF}.items()
    },
    **OF_TIME,
    **OF_EVENTS,
    **OF_SCORES,
    "community_profile": lambda view, _: astuple(
        analytics.community_profile(view, view.network().ids.tolist()[:4])
    ),
    "who_matters": _who_matters,
    "shortest_paths": _paths(lambda *given: analytics.shortest_paths(*given)),
    "k_shortest_paths": _paths(lambda *given: analytics.k_shortest_paths(*given, 3)),
    "shortest_path": _paths(lambda *given: analytics.shortest_path(*given)),
    "paths_to": _paths(lambda n, a, b: analytics.paths_to(n, a, [b])),
    "cheapest_paths": _paths(
        lambda n, *ends: analytics.cheapest_paths(n, *ends, analytics.strength_of_evidence(n), 2)
    ),
    "strongest_paths": _paths(
        lambda n, *ends: analytics.strongest_paths(n, *ends, analytics.strength_of_evidence(n), 2)
    ),
    "strength_of_evidence": lambda view, _: [
        analytics.strength_of_evidence(view.network()).tolist()
    ],
    "earliest_path": _paths(lambda *given: analytics.earliest_path(*given)),
    "disjoint_paths": _paths(lambda *given: analytics.disjoint_paths(*given)),
    "shortest_path_through": _paths(
        lambda n, a, b: analytics.shortest_path_through(n, a, str(n.ids[0]), b)
    ),
    "shortest_path_through_kind": _paths(
        lambda n, a, b: analytics.shortest_path_through_kind(n, a, "phone", b)
    ),
    "reachable": _paths(lambda n, a, _: analytics.reachable(n, a).to_csv()),
    "around": _around,
    "around_entities": lambda view, _: [
        analytics.around_entities(view.network(), view.network().ids.tolist()[:2])
    ],
    "around_those_who_matter": lambda view, _: [
        analytics.around_those_who_matter(view.network(), parties=2, hops=1)
    ],
    "to_networkx": _links,
    "chart_of": _chart,
    "drawing_of": _drawing,
    "groups_of": _groups,
    "spots_of": _spots,
    "draw_chart": _page,
    "draw_waterfall": lambda view, asking: [
        analytics.draw_waterfall(why) for why in _why(view, asking) if why is not None
    ],
}


def _refusal(answer: Callable[[], object]) -> object:
    """An answer, or the words in which it is refused: they must not differ either."""
    try:
        return answer()
    except (IndexError, analytics.AnalyticsError) as refusal:
        return f"{type(refusal).__name__}: {refusal}"
