"""Worlds of casework: agencies register, ask and answer under agreements that come and go.

Beside each world stand twins in which what its viewer may not be told was never done, was
something else, or is more; and a plain account of whom the viewer is to be pointed to.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import yaml
from law.moments import START

AGENCIES = ("alpha", "beta", "delta", "gamma")
OURS, STRANGER = "alpha", "omega"
PURPOSES = ("investigation", "licensing")
HOUR = timedelta(hours=1)
Values = tuple[tuple[str, str], ...]
# Whom or what desks are after: each in spellings that are one for resolution.
TARGETS: tuple[tuple[tuple[str, Values], ...], ...] = (
    (("person", (("name", "Quillon Brandt"), ("birth_date", "1980-05-07"))),
     ("person", (("given_name", "Quilon"), ("family_name", "BRANDT"),
                 ("birth_date", "1980-05-07")))),
    (("phone", (("phone_number", "+12175550101"),)),
     ("person", (("phone_number", "(217) 555-0101"),))),
    (("vehicle", (("plate", "ABC 123"),)),
     ("vehicle", (("plate", "abc123"), ("plate_region", "IL")))),
)  # fmt: skip
PLACES: tuple[tuple[dict[str, Any], ...], ...] = (
    ({"latitude": 41.0, "longitude": -87.0, "radius": 300},
     {"latitude": 41.004, "longitude": -87.0, "radius": 300}),
    ({"address": "12 North Oak Avenue", "city": "Springfield"},
     {"address": "12 n oak ave", "city": "SPRINGFIELD"}),
)  # fmt: skip
# Nobody's but those who are not to be told of.
APART = ("phone", (("phone_number", "+12175550999"),))


@dataclass(frozen=True)
class Act:
    """One thing that happens at its hour; `number` names it, whatever becomes of others."""

    number: int
    at: datetime
    what: str  # target, action, end, request, answer, or a status of an agreement
    agency: str = ""
    purpose: str = PURPOSES[0]
    subject: int = 0
    spelling: int = 0
    slot: int = 0
    days: int = 90
    of: int = 0
    to: str = ""
    words: str = "seen at the harbor"
    apart: bool = False

    @property
    def registers(self) -> bool:
        """Whether it registers a target or an action."""
        return self.what in ("target", "action")

    @property
    def until(self) -> datetime:
        """When what it registers ends by itself."""
        return self.at + timedelta(days=self.days) if self.what == "target" else self.ends

    @property
    def begins(self) -> datetime:
        """When an action begins: the slots lie so far apart that they never meet."""
        return START + timedelta(days=4) + self.slot * 6 * HOUR

    @property
    def ends(self) -> datetime:
        """When an action is over."""
        return self.begins + 4 * HOUR

    def meets(self, other: "Act") -> bool:
        """Whether two registrations are of the same thing."""
        told = (self.what, self.subject, self.slot if self.what == "action" else 0)
        same = told == (other.what, other.subject, other.slot if self.what == "action" else 0)
        return same and not self.apart and not other.apart


@dataclass(frozen=True)
class CaseworkCase:
    """One world: its agreements as documents, and what happens.

    `named` are the acts that anybody may speak of, be they done in a twin or not.
    """

    seed: int
    pacts: tuple[Mapping[str, Any], ...]
    acts: tuple[Act, ...]
    named: tuple[Act, ...]

    def texts(self) -> list[str]:
        """The agreements as their parties write them."""
        return [yaml.safe_dump(dict(pact), sort_keys=False) for pact in self.pacts]

    def expected(self) -> list[list[tuple[str, int]]]:
        """At each moment of asking: whose registration meets which of the viewer's own."""
        return [sorted((other.agency, own.number) for own, other in met) for met in self._met()]

    def twin(self, name: str) -> "CaseworkCase":
        """The same world but for what the viewer may not be told."""
        return replace(self, acts=tuple(TWINS[name](self, Random(self.seed))))

    def told_of(self) -> frozenset[int]:
        """The acts of others that the viewer may learn of in any way."""
        met = {other.number for pairs in self._met() for _, other in pairs}
        requests = {act.number for act in self.acts if OURS in (act.agency, act.to)}
        after = {act.number for act in self.acts if act.of in met | requests and act.of}
        return frozenset(met | requests | after)

    def _met(self) -> list[list[tuple[Act, Act]]]:
        account = _Account(self.pacts)
        return [met for act in self.acts if (met := account.after(act)) is not None]


@dataclass
class _Account:
    """What stands at each moment, in plain words."""

    pacts: Sequence[Mapping[str, Any]]
    standing: dict[int, Act] = field(default_factory=dict)
    ended: set[int] = field(default_factory=set)
    status: dict[str, str] = field(default_factory=dict)

    def after(self, act: Act) -> list[tuple[Act, Act]] | None:
        """Whom the viewer is pointed to once an act is done; None if nobody asks then."""
        if act.registers:
            self.standing[act.number] = act
        elif act.what == "end" and self._may_end(act):
            self.ended.add(act.of)
        elif not act.agency:
            self.status[act.to] = act.what
        return self._pairs(act.at) if asks_after(act) else None

    def _may_end(self, act: Act) -> bool:
        made = self.standing.get(act.of)
        return made is not None and made.agency == act.agency and act.at < made.until

    def _pairs(self, at: datetime) -> list[tuple[Act, Act]]:
        live = [one for number, one in self.standing.items()
                if number not in self.ended and at < one.until]  # fmt: skip
        return [
            (own, other)
            for own in live
            for other in live
            if own.agency == OURS != other.agency and own.meets(other) and self._bound(own, other)
        ]

    def _bound(self, own: Act, other: Act) -> bool:
        wanted = {PURPOSES[0], own.purpose, other.purpose}
        return any(
            pact.get("deconflict")
            and self.status.get(pact["agreement"], pact["status"]) == "active"
            and {own.agency, other.agency} <= set(pact["parties"])
            and wanted <= set(pact["purposes"])
            for pact in self.pacts
        )


def asks_after(act: Act) -> bool:
    """Whether the viewer asks once this is done: the same moments in every twin."""
    return act.agency == OURS or not act.agency


def casework_case(seed: int) -> CaseworkCase:
    """The world of a seed; the same on every machine."""
    rng = Random(seed)
    pacts = tuple(_pact(rng, number) for number in range(rng.randint(1, 3)))
    acts = tuple(_acts(rng, len(pacts)))
    return CaseworkCase(seed, pacts, acts, acts)


def _pact(rng: Random, number: int) -> dict[str, Any]:
    parties = sorted({OURS, *rng.sample(AGENCIES, 2)} if rng.random() < 0.9 else AGENCIES[1:])
    if len(parties) < 2:
        parties = [OURS, "beta"]
    pact: dict[str, Any] = {
        "agreement": f"pact-{number}",
        "version": 1,
        "title": "Pact",
        "status": rng.choice((*["active"] * 5, "suspended")),
        "parties": parties,
        "purposes": rng.choice((PURPOSES, PURPOSES, PURPOSES[:1], PURPOSES[1:])),
        "starts": START.date() - timedelta(days=90),
        "ends": START.date() + timedelta(days=90),
        "shares": [{"clause": "1", "from": ["*"], "to": ["*"], "data_classes": ["open"],
                    "handling_ceiling": "TLP:AMBER"}],
    }  # fmt: skip
    pact["purposes"] = list(pact["purposes"])
    if rng.random() < 0.8:
        pact["deconflict"] = True
    if rng.random() < 0.5:
        pact["duties"] = [{"clause": "2", "who": ["*"], "duty": "answer", "within": "24h"}]
    return pact


def _acts(rng: Random, pacts: int) -> list[Act]:
    made: list[Act] = []
    for number in range(1, rng.randint(14, 22)):
        made.append(_act(rng, number, made, pacts))
    return made


def _act(rng: Random, number: int, before: list[Act], pacts: int) -> Act:
    at = START + number * 2 * HOUR
    agency = rng.choice((OURS, *AGENCIES))
    what = rng.choice(("target",) * 5 + ("action",) * 3 + ("end", "request", "answer", "status"))
    if what == "status":
        status = rng.choice(("suspended", "active"))
        return Act(number, at, status, to=f"pact-{rng.randrange(pacts)}")
    act = Act(number, at, what, agency, rng.choice(PURPOSES[:1] * 4 + PURPOSES[1:]))
    if what == "request":
        return replace(act, to=rng.choice(AGENCIES))
    if what in ("end", "answer"):
        sorts = ("request",) if what == "answer" else ("target", "action")
        of = [one for one in before if one.what in sorts]
        return replace(act, of=rng.choice(of).number if of else 0)
    subjects = len(TARGETS if what == "target" else PLACES)
    return replace(
        act,
        subject=rng.randrange(subjects),
        spelling=rng.randrange(2),
        slot=rng.randrange(2),
        days=rng.choice((1, 90, 90)),
    )


def _dropped(case: CaseworkCase, _: Random) -> list[Act]:
    kept = case.told_of()
    return [act for act in case.acts if asks_after(act) or act.number in kept]


def _changed(case: CaseworkCase, _: Random) -> list[Act]:
    """What is told of is spelled otherwise, for another reason; all else is of something else."""
    kept = case.told_of()
    return [act if asks_after(act) or act.to == OURS else _otherwise(act, act.number in kept)
            for act in case.acts]  # fmt: skip


def _otherwise(act: Act, told: bool) -> Act:
    if not act.registers:
        return act
    other = replace(act, words="for another reason altogether")
    return replace(other, spelling=1 - act.spelling) if told else replace(other, apart=True)


def _added(case: CaseworkCase, rng: Random) -> list[Act]:
    """A stranger registers all that the viewer does, and partners what nobody else has."""
    made = list(case.acts)
    for number, act in enumerate(case.acts, 100):
        then = act.at + HOUR / 2
        if act.registers and act.agency == OURS:
            made.append(replace(act, number=number, at=then, agency=STRANGER))
        elif act.registers and rng.random() < 0.5:
            made.append(replace(act, number=number, at=then, apart=True))
    return sorted(made, key=lambda act: act.at)


def _shuffled(case: CaseworkCase, _: Random) -> list[Act]:
    """What others registered before the viewer registered anything came the other way round."""
    first = next((n for n, act in enumerate(case.acts) if act.agency == OURS), len(case.acts))
    early = [n for n in range(first) if case.acts[n].registers and case.acts[n].days > 1]
    acts = list(case.acts)
    for n, other in zip(early, reversed(early), strict=True):
        acts[n] = replace(case.acts[other], at=case.acts[n].at)
    # What is taken back before it is registered would not be the same world.
    return acts if not any(act.of for act in acts[:first]) else list(case.acts)


TWINS: Mapping[str, Callable[[CaseworkCase, Random], list[Act]]] = {
    "dropped": _dropped,
    "changed": _changed,
    "added": _added,
    "shuffled": _shuffled,
}
