"""Passing on: which facts may be handed to whom, and what is missing where they may not."""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from comity.sharing.agreement import Agreement
from comity.sharing.clearance import Clearance
from comity.sharing.decision import NOT_FOR, ORIGINATOR_ONLY, spares
from comity.sharing.labels import Label
from comity.sharing.marking import Bears, allowed_by, has_to_be_verified
from comity.sharing.permits import OWN, Permit
from comity.sharing.terms import TermsBy

Missing = Literal["never", "approval", "verification"]


@dataclass(frozen=True, slots=True)
class Release:
    """To whom something goes, and which owners approved of that, or verified what is theirs.

    `members` are the agencies that a task force gives it on to.
    """

    recipient: str
    approved: frozenset[str] = field(default=frozenset())
    verified: frozenset[str] = field(default=frozenset())
    members: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True, order=True)
class Obstacle:
    """What is missing before the facts of one owner under one clause may go."""

    owner: str
    missing: Missing
    permit: Permit
    codes: tuple[str, ...]


def obstacles(resting: Collection[Bears], terms: TermsBy, release: Release) -> tuple[Obstacle, ...]:
    """What stands in the way, by owner; nothing where all of it may go."""
    found: dict[tuple[str, Missing, Permit], set[str]] = {}
    for label, permit in resting:
        for missing in _missing(label, permit, terms, release):
            found.setdefault((label.owner, missing, permit), set()).add(label.handling)
    return tuple(sorted(Obstacle(*what, tuple(sorted(codes))) for what, codes in found.items()))


def members_of(recipient: str, agreements: Iterable[Agreement]) -> frozenset[str]:
    """The members of the task forces that a recipient names, however it is written."""
    forces = (force for pact in agreements for force in pact.task_forces)
    return frozenset(
        member for force in forces if _names(recipient, force.id) for member in force.members
    )


def may_go(label: Label, permit: Permit, terms: TermsBy, release: Release) -> bool:
    """Whether nothing stands in the way of facts under a label."""
    return not any(_missing(label, permit, terms, release))


def what_may_go(clearance: Clearance, terms: TermsBy, release: Release) -> Clearance:
    """A clearance without what may not go, without pointers and ties."""

    def going(permits: Mapping[Label, Permit]) -> dict[Label, Permit]:
        told = permits.items()
        return {label: by for label, by in told if may_go(label, by, terms, release)}

    whole = going(clearance.permits)
    apart = {
        prop: {label: by for label, by in going(permits).items() if label in whole}
        for prop, permits in clearance.apart.items()
    }
    return replace(clearance, permits=whole, apart=apart, pointers={}, ties={})


def _missing(label: Label, permit: Permit, terms: TermsBy, release: Release) -> Iterator[Missing]:
    if not _spared(label, permit, release):
        yield "never"
        return
    if permit == OWN or label.owner.casefold() == release.recipient.casefold():
        return  # one's own to give away, or theirs already
    onward = allowed_by(label, permit, terms, "onward")
    if onward == "never":
        yield "never"
    if onward == "ask" and label.owner not in release.approved:
        yield "approval"
    if has_to_be_verified(permit, terms) and label.owner not in release.verified:
        yield "verification"


def _spared(label: Label, permit: Permit, release: Release) -> bool:
    """Whether no caveat is against who gets it; an originator may give away what is its own."""
    mine = permit == OWN
    binding = [c.casefold() for c in label.caveats if not (mine and c == ORIGINATOR_ONLY)]
    barred = [c.removeprefix(NOT_FOR) for c in binding if c.startswith(NOT_FOR)]
    meant = (release.recipient, *release.members)
    if any(_names(one, agency) for one in meant for agency in barred):
        return False
    return all(spares(binding, one.casefold()) for one in meant)


def _names(recipient: str, agency: str) -> bool:
    """Whether an agency is meant by a recipient, or is one of several, however it is written."""
    theirs, meant = _words(agency), _words(recipient)
    if not theirs:
        return False
    return f" {theirs} " in f" {meant} " or theirs.replace(" ", "") == meant.replace(" ", "")


def _words(text: str) -> str:
    """The words of a name alone: case, hyphens and forms of letters are its writer's."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())
