"""The pinned witnesses of planted leaks: the world, the twin and the question that catch each."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from law import casework, charts
from law.casework_worlds import casework_case
from law.core import DEEP, WIDER, Case, case_of, crowded_case, tells_of
from law.leaks import AT_THE_DOOR, IN_CASEWORK, PLANTS
from law.served import run

STEPS = 24
READING = ("centrality", "entity", "neighbours", "search")


@dataclass(frozen=True)
class Witness:
    """A world's seed, its twin, and the question that tells them apart."""

    seed: int
    twin: str
    question: str
    crowded: bool = False

    @property
    def case(self) -> Case:
        """The world."""
        return crowded_case(self.seed) if self.crowded else case_of(self.seed)


def is_caught(name: str) -> bool:
    """Whether the witness of a planted leak tells."""
    with pytest.MonkeyPatch.context() as patch:
        if name in PLANTS:
            PLANTS[name](patch)
            return _tells(WITNESSES[name])
        if name in IN_CASEWORK:
            IN_CASEWORK[name](patch)
            if name in OF_CHARTS:
                return charts.tells_of(OF_CHARTS[name])
            return bool(casework.tells_of(casework_case(OF_CASEWORK[name])))
        AT_THE_DOOR[name](patch)
        return _tells_at_the_door(*AT_DOORS[name])


def _tells(witness: Witness) -> bool:
    questions = {witness.question: DEEP[witness.question]}
    return bool(tells_of(witness.case, witness.twin, questions))


def _tells_at_the_door(seed: int, twin: str, routes: tuple[str, ...]) -> bool:
    case = replace(case_of(seed), beyond=True)
    with tempfile.TemporaryDirectory() as folder:
        return bool(run(case, Path(folder), STEPS, (twin,), only=routes)[0])


WITNESSES: Mapping[str, Witness] = {
    "counts of everything": Witness(0, "dropped", "counts"),
    "a claim shown by its mention's label": Witness(0, "dropped", "standing"),
    "a link shown by the labels of its ends": Witness(8, "added", "network"),
    "a path through a hidden node": Witness(5, "added", "network"),
    "pages cut before filtering": Witness(0, "dropped", "neighbours"),
    "insert order": Witness(0, "dropped", "entity"),
    "ids in sequence": Witness(0, "dropped", "clusters"),
    "facts addressed by their row": Witness(0, "dropped", "entity"),
    "links addressed by their row": Witness(2, "dropped", "evidence"),
    "a hidden address leads on": Witness(0, "dropped", "mention_key"),
    "search over everything said": Witness(0, "dropped", "search"),
    "hits cut before filtering": Witness(0, "dropped", "search"),
    "an error that counts": Witness(0, "dropped", "evidence"),
    "a feed of everybody's changes": Witness(0, "dropped", "changes"),
    "an export of everything": Witness(0, "dropped", "clusters"),
    "the ledger's position for known-at": Witness(0, "dropped", "standing"),
    "a digest of everything": Witness(0, "dropped", "standing"),
    "agreements that nothing shown rests on": Witness(40, "dropped", "standing"),
    "dates broken by hidden corrections": Witness(4, "added", "entity"),
    "roles by hidden links": Witness(0, "added", "network"),
    "explanations from hidden claims": Witness(4, "added", "matches"),
    "later facts as known then": Witness(1, "earlier", "standing"),
    "later words as known then": Witness(0, "earlier", "standing"),
    "a hidden identifier in a score": Witness(0, "dropped", "counts"),
    "a pair that no visible key proposes": Witness(0, "dropped", "counts"),
    "a hidden judgement is heard": Witness(4, "dropped", "clusters"),
    "who said different": Witness(0, "dropped", "standing"),
    "when different was said": Witness(0, "changed", "standing"),
    "hidden links as evidence": Witness(8, "dropped", "clusters", crowded=True),
    "the review queue's stakes over hidden links": Witness(1, "dropped", "review", crowded=True),
    "the review queue cut before filtering": Witness(8, "dropped", "review"),
    "caveats ignored": Witness(0, "dropped", "standing"),
    "caveats that nobody understands ignored": Witness(22, "dropped", "counts"),
    "a ceiling compared across schemes": Witness(0, "dropped", "counts"),
    "a pointer shown whole": Witness(35, "dropped", "counts"),
    "a suspended agreement still counts": Witness(1, "dropped", "standing"),
    "an ended agreement still counts": Witness(4, "dropped", "counts"),
    "a draft counts": Witness(1, "dropped", "standing"),
    "an agreement counts past its end": Witness(3, "changed", "standing"),
    "training is not asked for": Witness(192, "dropped", "counts"),
    "views kept past a revocation": Witness(10, "dropped", "standing"),
    "clearances kept": Witness(15, "dropped", "counts"),
    "markings of everything": Witness(0, "dropped", "resting_on"),
    "a hand-over refused for what is hidden": Witness(0, "dropped", "resting_on"),
    "pointed facts are shown": Witness(WIDER + 5, "dropped", "counts"),
    "redactions forgotten": Witness(WIDER + 19, "dropped", "counts"),
    "redactions forgotten as views grow": Witness(WIDER + 315, "dropped", "counts"),
    "stores forget redactions": Witness(WIDER + 19, "dropped", "scope"),
    "redactions are not decided": Witness(WIDER + 19, "dropped", "entity"),
    "pointers to everything": Witness(WIDER, "dropped", "pointers"),
    "ties by everything": Witness(WIDER + 18, "added", "ties"),
    "a pointer for each record": Witness(WIDER + 34, "dropped", "pointers"),
    "ties that merge": Witness(WIDER + 19, "dropped", "clusters"),
    "degree over everything": Witness(1, "dropped", "degree_centrality"),
    "betweenness over everything": Witness(1, "dropped", "betweenness_centrality"),
    "closeness over everything": Witness(1, "dropped", "closeness_centrality"),
    "eigenvector over everything": Witness(1, "dropped", "eigenvector_centrality"),
    "PageRank over everything": Witness(0, "dropped", "pagerank"),
    "communities over everything": Witness(0, "dropped", "communities"),
    "components over everything": Witness(0, "dropped", "components"),
    "who is left out, over everything": Witness(2, "changed", "who_matters"),
    "layout over everything": Witness(0, "dropped", "chart_of"),
    "what a chart leaves off, over everything": Witness(0, "dropped", "chart_of"),
    "distance over everything": Witness(0, "dropped", "shortest_paths"),
    "the store reads any label": Witness(0, "dropped", "scope"),
    "the store reads about hidden mentions": Witness(0, "dropped", "scope"),
    "hidden events are counted": Witness(22, "dropped", "top_contacts"),
    "events refused, over everything": Witness(9, "dropped", "events_under_authority"),
    "a hidden warrant allows": Witness(1002, "added", "events"),
    "a hidden side of an event": Witness(22, "dropped", "top_contacts"),
    "views that grow forget labels": Witness(0, "dropped", "counts", crowded=True),
    "a merge over a hidden bridge": Witness(1, "dropped", "clusters", crowded=True),
    "live counts in blocking": Witness(0, "added", "clusters", crowded=True),
    "term frequencies of everything": Witness(0, "dropped", "entity", crowded=True),
    "clusters in the order of a table of everybody": Witness(
        0, "dropped", "clusters", crowded=True
    ),
    "a view that grows takes everybody's matches": Witness(0, "dropped", "counts", crowded=True),
}
OF_CASEWORK: Mapping[str, int] = {
    "a pointer that no agreement allows": 13,
    "a pointer for another purpose": 0,
    "a pointer to who is no party": 4,
    "a pointer by a suspended agreement": 0,
    "a pointer to what was taken back": 10,
    "references of pointers in sequence": 4,
    "pointers in the order of the others": 24,
    "a count of the other's registrations": 4,
    "the other desk's own words": 4,
    "own targets in the order of who met them": 4,
    "a registration refused for another's": 0,
    "a registration that counts everybody's": 0,
    "requests of everybody": 10,
}
OF_CHARTS: Mapping[str, int] = {
    "what was said under a stricter code": 0,
    "what was said of a hidden version": 0,
    "a version under a stricter code": 0,
    "a count of hidden versions": 0,
}
# A script of some routes alone stays as it is when the server gets others.
AT_DOORS: Mapping[str, tuple[int, str, tuple[str, ...]]] = {
    "an ETag by the ledger's position": (1000, "dropped", ("search", "standing")),
    "a total in a header": (1000, "dropped", ("search", "standing")),
    "403 against 404": (1002, "added", READING),
    "the words of a refusal": (1002, "added", READING),
    "the outcome in the audit": (1002, "added", READING),
    "loads counted over all sources": (1000, "dropped", ("add_records",)),
    "a judgement on the hidden is taken": (1000, "added", ("judge", "search")),
    "another's source is told from none": (1001, "dropped", ("add_records",)),
    "contacts by hidden calls at the door": (1000, "dropped", ("contacts",)),
    "a hidden warrant at the door": (1002, "added", ("contacts", "pattern")),
    "a cursor by the ledger's position": (1003, "dropped", READING),
    "a link drawn to the hidden is taken": (1000, "dropped", ("draw_link", "list_drawn")),
    "a kept chart holds the hidden": (1004, "added", ("save_chart", "open_chart")),
    "a simulation over everybody's labels": (1003, "dropped", ("simulate_draft", "standing")),
    "another's record is told from none": (1000, "dropped", ("expunge_record", "who_received")),
    "a queue by everybody's loads": (1004, "dropped", ("add_records", "list_quarantine")),
    "a queue of everybody's rows": (1000, "added", ("list_quarantine",)),
    "a live stream that counts": (1000, "dropped", ("live",)),
}
