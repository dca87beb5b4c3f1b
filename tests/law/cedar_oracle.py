"""Agreements said a second time, as Cedar policies: the oracle of the decision.

It reads the documents as plain YAML and shares no code with the decision.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from importlib import resources
from typing import Any

import cedarpy
import yaml
from law.random_agreements import NOW, REDACTED, RandomWorld, random_world

from comity.sharing import Clearance, Label, Permit, Viewer, decide, parse_agreement
from comity.sharing.permits import OWN

Document = Mapping[str, Any]
_HANDLING = yaml.safe_load(
    resources.files("comity.sharing").joinpath("data/handling.yaml").read_text("utf-8")
)
_OWN = (
    'permit(principal, action == Action::"see", resource) when '
    "{ resource.owner == principal.agency };"
)
_BARRED = (
    "forbid(principal, action, resource) when { resource.owner != principal.agency && "
    "(resource.shut || resource.barred.contains(principal.agency) || "
    "resource.barred.contains(context.task_force)) };"
)
_SHOWN_LITTLE = (
    'forbid(principal, action in [Action::"see", Action::"tie"], resource) when '
    '{ resource.owner != principal.agency && resource.shows != "all" };',
    'forbid(principal, action == Action::"point", resource) when { resource.shows == "nothing" };',
)
# What a clause that gives facts, pointers or ties lets a viewer do.
_DOES = {
    "facts": 'action == Action::"see" && !{redact}.contains(context.property) || '
    'action == Action::"point" && resource.shows == "pointer"',
    "pointer": 'action == Action::"point"',
    "link_disclosure": 'action == Action::"tie"',
}
SEE, POINT, TIE = "see", "point", "tie"
# What is asked of every viewer and label: an act, and the property it is about.
ACTS = ((SEE, ""), *((SEE, prop) for prop in REDACTED), (POINT, ""), (TIE, ""))


@dataclass(frozen=True)
class Answer:
    """What Cedar says of one viewer and one label, and the clauses it says so by."""

    allowed: bool
    clauses: frozenset[tuple[str, str]]


def decided(world: RandomWorld) -> tuple[int, Counter[str]]:
    """How many decisions of a world were compared, and how often each kind came up.

    Raises AssertionError with the viewer and the label that are decided differently.
    """
    oracle = Oracle(world.documents)
    pacts = [parse_agreement(yaml.safe_dump(document), "pact") for document in world.documents]
    kinds = Counter[str]()
    told = {act: oracle.ask(world.viewers, world.labels, NOW, *act) for act in ACTS}
    for place, viewer in enumerate(world.viewers):
        clearance = decide(viewer, world.labels, pacts, NOW)
        for act, prop in ACTS:
            permits = _permits(clearance, act, prop)
            for label, answer in zip(world.labels, told[act, prop][place], strict=True):
                permit = permits(label)
                # Of what is seen nothing less is told beside it.
                allowed = answer.allowed and (act == SEE or not clearance.allows(label))
                assert (permit is not None) == allowed, (act, prop, viewer, label, world.documents)
                if permit is not None and permit != OWN:
                    assert (permit.agreement, permit.clause) in answer.clauses
                kinds[_kind(act, prop, permit)] += 1
    return kinds.total(), kinds


def _permits(clearance: Clearance, act: str, prop: str) -> Callable[[Label], Permit | None]:
    if act == SEE:
        return partial(clearance.grant.of, prop=prop)
    return (clearance.pointers if act == POINT else clearance.ties).get


def _kind(act: str, prop: str, permit: Permit | None) -> str:
    if permit is None:
        return "refused"
    return "own" if permit == OWN else "property" if prop else {SEE: "shared"}.get(act, act)


def disagreements(decisions: int, *, first: int = 0) -> tuple[int, int]:
    """Decide at least so many times beside Cedar; how many, and in how many worlds differently."""
    done, wrong, seed = 0, 0, first
    while done < decisions:
        world = random_world(seed, viewers=20, labels=50)
        try:
            done += decided(world)[0]
        except AssertionError:
            wrong, done = wrong + 1, done + len(ACTS) * len(world.viewers) * len(world.labels)
        seed += 1
    return min(done, decisions), wrong


class Oracle:
    """Cedar's policies for some agreements."""

    def __init__(self, documents: Sequence[Document]) -> None:
        active = [document for document in documents if document["status"] == "active"]
        shares = [(document, share) for document in active for share in _shares(document)]
        self._names = [(document["agreement"], str(share["clause"])) for document, share in shares]
        self._policies = "\n".join(
            [*(_policy(*pair) for pair in shares), _OWN, _BARRED, *_SHOWN_LITTLE]
        )

    def ask(
        self,
        viewers: Sequence[Viewer],
        labels: Sequence[Label],
        at: datetime,
        act: str = SEE,
        prop: str = "",
    ) -> list[list[Answer]]:
        """The answer for every viewer and label at one moment, of one act on one property."""
        entities = [_viewer(place, viewer) for place, viewer in enumerate(viewers)]
        entities += [_label(place, label) for place, label in enumerate(labels)]
        asked = [
            {
                "principal": f'Viewer::"{one}"',
                "action": f'Action::"{act}"',
                "resource": f'Label::"{other}"',
                "context": _context(viewer, at) | {"property": prop},
            }
            for one, viewer in enumerate(viewers)
            for other in range(len(labels))
        ]
        answers = [
            self._answer(told)
            for told in cedarpy.is_authorized_batch(asked, self._policies, entities)
        ]
        width = len(labels)
        return [answers[row * width : (row + 1) * width] for row in range(len(viewers))]

    def _answer(self, told: Any) -> Answer:
        assert not told.diagnostics.errors, told.diagnostics.errors
        places = [int(name.removeprefix("policy")) for name in told.diagnostics.reasons]
        names = frozenset(self._names[place] for place in places if place < len(self._names))
        return Answer(told.allowed, names if told.allowed else frozenset())


def _shares(document: Document) -> list[Mapping[str, Any]]:
    """The clauses as written, and the one that every agreement has unless it says no."""
    if not document.get("officer_safety", True):
        return list(document["shares"])
    ceilings = ["TLP:AMBER+STRICT", "NIEM:GREEN", "EUROPOL:H2", "UK:C"]
    name = "officer_safety"
    default = {"clause": name, "from": ["*"], "to": ["*"], "data_classes": [name],
               "handling_ceiling": ceilings}  # fmt: skip
    return [*document["shares"], default]


def _policy(document: Document, share: Mapping[str, Any]) -> str:
    agencies = [_agency(party) for party in document["parties"]]
    conditions = [
        f"{_list(agencies)}.contains(principal.agency)",
        f"context.at >= {_second(document['starts'])}",
        f"context.at < {_second(document['ends'])}",
        f"{_list(share.get('purposes') or document['purposes'])}.contains(context.purpose)",
        _receivers(document, share, agencies),
        f"{_list(_everyone(share['from'], agencies))}.contains(resource.owner)",
        f"{_list(share['data_classes'])}.contains(resource.data_class)",
        f"{_list(_below(share['handling_ceiling']))}.contains(resource.handling)",
        f"{_list(share.get('training', []))}.isEmpty() || "
        f"principal.training.containsAll({_list(share.get('training', []))})",
        f"{_list(share.get('roles', []))}.isEmpty() || "
        f"{_list(share.get('roles', []))}.contains(principal.role)",
        f"{_list(share.get('areas', []))}.isEmpty() || "
        f"{_list(share.get('areas', []))}.contains(resource.area)",
    ]
    if share.get("case_member"):
        conditions.append("principal.cases.contains(context.case)")
    does = _DOES[share.get("gives", "facts")]
    conditions.append(does.replace("{redact}", _list(share.get("redact", []))))
    if share.get("emergency"):
        conditions.append("context.emergency")
    tests = " && ".join(f"({condition})" for condition in conditions)
    return f"permit(principal, action, resource) when {{ {tests} }};"


def _receivers(document: Document, share: Mapping[str, Any], agencies: list[str]) -> str:
    ways = [f"{_list(_everyone(share['to'], agencies))}.contains(principal.agency)"]
    for force in document.get("task_forces", []):
        if force["id"] in share["to"]:
            ways.append(
                f"(context.task_force == {json.dumps(force['id'])} && "
                f"context.at < {_second(force['ends'])} && "
                f"{_list(force['members'])}.contains(principal.agency))"
            )
    return " || ".join(ways)


def _viewer(place: int, viewer: Viewer) -> dict[str, Any]:
    attributes = {
        "agency": viewer.agency,
        "role": viewer.role,
        "training": list(viewer.training),
        "cases": list(viewer.cases),
    }
    return {"uid": {"type": "Viewer", "id": str(place)}, "attrs": attributes, "parents": []}


def _label(place: int, label: Label) -> dict[str, Any]:
    scheme, _, code = label.handling.partition(":")
    told = _HANDLING.get(scheme, {"codes": {}})["codes"].get(code, {"shows": "nothing"})
    barred = [c.removeprefix("not-for:") for c in label.caveats if c.startswith("not-for:")]
    attributes = {
        "owner": label.owner,
        "data_class": label.data_class,
        "handling": label.handling,
        "area": label.jurisdiction,
        "barred": barred,
        "shut": len(barred) < len(label.caveats),
        "shows": told.get("shows", "all"),
    }
    return {"uid": {"type": "Label", "id": str(place)}, "attrs": attributes, "parents": []}


def _context(viewer: Viewer, at: datetime) -> dict[str, Any]:
    return {
        "at": int(at.timestamp()),
        "purpose": viewer.purpose,
        "case": viewer.case,
        "task_force": viewer.task_force,
        "emergency": viewer.emergency,
    }


def _below(ceilings: str | Iterable[str]) -> list[str]:
    """Every code that stands in its scheme no later than a ceiling."""
    found = []
    for ceiling in [ceilings] if isinstance(ceilings, str) else ceilings:
        scheme, _, code = ceiling.partition(":")
        codes = list(_HANDLING[scheme]["codes"])
        found += [f"{scheme}:{name}" for name in codes[: codes.index(code) + 1]]
    return found


def _everyone(names: Sequence[str], agencies: list[str]) -> list[str]:
    return [*names, *agencies] if "*" in names else list(names)


def _agency(party: str | Mapping[str, str]) -> str:
    return party if isinstance(party, str) else party["agency"]


def _second(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())


def _list(names: Iterable[str]) -> str:
    return json.dumps(list(names))
