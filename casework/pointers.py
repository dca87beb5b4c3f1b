"""Pointers: that another desk is after the same, whose desk, and a reference; nothing else.

What an agency is told depends only on its own registrations, on agreements of its own that
are in force, and on what meets under them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from comity.casework.actions import Place, colliding, plans
from comity.casework.targets import Target, meeting, traits_of
from comity.graph.casework_words import Registration
from comity.graph.identity import keyed_ref
from comity.graph.words import Micros
from comity.sharing import Agreement, Permit

DECONFLICT = "deconflict"
Pair = tuple[Registration, Registration]


@dataclass(frozen=True, slots=True)
class Pointer:
    """Whom to call about one's own registration, and since when there is a reason to.

    Both desks are shown the same `ref`. The permit is for the audit: which agreement it was
    would tell for what purpose the other desk registered.
    """

    at: Micros
    ref: str
    agency: str
    desk: str
    registration: str
    permit: Permit


def pair_ref(key: bytes, one: str, other: str) -> str:
    """The reference of two registrations: the same for both desks, like no other pair's."""
    return keyed_ref(key, DECONFLICT, *sorted((one, other)))


def pointers(
    agency: str,
    purpose: str,
    live: Sequence[Registration],
    in_force: Iterable[Agreement],
    key: bytes,
) -> list[Pointer]:
    """What the registrations of one agency meet, for one purpose, oldest first."""
    pacts = [pact for pact in in_force if pact.deconflict and agency in pact.parties]
    partners = {party for pact in pacts for party in pact.parties} - {agency}
    own = [one for one in live if one.agency == agency]
    others = [one for one in live if one.agency in partners]
    found = (_pointer(pair, purpose, pacts, key) for pair in _pairs(own, others))
    return sorted((one for one in found if one), key=lambda one: (one.at, one.ref))


def _pairs(own: Sequence[Registration], others: Sequence[Registration]) -> Iterator[Pair]:
    yield from _targets(*([one for one in side if one.sort == "target"] for side in (own, others)))
    yield from _actions(*([one for one in side if one.sort == "action"] for side in (own, others)))


def _targets(own: list[Registration], others: list[Registration]) -> Iterator[Pair]:
    traits = traits_of([Target.read(one.subject) for one in (*own, *others)])
    for one, other in meeting(traits[: len(own)], traits[len(own) :]):
        yield own[one], others[other]


def _actions(own: list[Registration], others: list[Registration]) -> Iterator[Pair]:
    made = plans([(Place.read(one.subject), one.since, one.until) for one in (*own, *others)])
    for one, other in colliding(made[: len(own)], made[len(own) :]):
        yield own[one], others[other]


def _pointer(pair: Pair, purpose: str, pacts: Sequence[Agreement], key: bytes) -> Pointer | None:
    one, other = pair
    wanted = {purpose, one.purpose, other.purpose}
    bind = sorted((p for p in pacts if other.agency in p.parties), key=lambda pact: pact.id)
    pact = next((pact for pact in bind if wanted <= {*pact.purposes}), None)
    if pact is None:
        return None
    at, ref = max(one.at, other.at), pair_ref(key, one.ref, other.ref)
    permit = Permit(pact.id, pact.version, DECONFLICT)
    return Pointer(at, ref, other.agency, _desk(other.agency, bind), one.ref, permit)


def _desk(agency: str, pacts: Iterable[Agreement]) -> str:
    """The desk that answers for an agency by the first of some agreements that names one."""
    return next((desk for pact in pacts if (desk := pact.party(agency).desk)), "")
