"""The marking of what is combined, by labels and by the clauses that permit them."""

from collections.abc import Collection
from dataclasses import replace
from typing import Literal

from comity.sharing.handling import ALLOWANCES, Allowance, allowance
from comity.sharing.labels import Label, Marking, combined
from comity.sharing.permits import OWN, Permit
from comity.sharing.terms import NOTHING_ALLOWED, TermsBy

Bears = tuple[Label, Permit]
Use = Literal["onward", "evidence"]


def marking_of(resting: Collection[Bears], terms: TermsBy) -> Marking | None:
    """What binds a viewer who sees these labels by these permits; one's own are free.

    None where there is nothing to mark.
    """
    return _marking(resting, [each for each in resting if each[1] != OWN], terms)


def marking_received(resting: Collection[Bears], terms: TermsBy) -> Marking | None:
    """What binds who gets it from that viewer: to them the viewer's own are another's."""
    return _marking(resting, resting, terms)


def _marking(
    resting: Collection[Bears], binding: Collection[Bears], terms: TermsBy
) -> Marking | None:
    if not resting:
        return None
    first = {label.owner for label, permit in binding if has_to_be_verified(permit, terms)}
    return replace(
        combined(label for label, _ in resting),
        onward=_strictest(binding, terms, "onward"),
        evidence=_strictest(binding, terms, "evidence"),
        verify_first=tuple(sorted(first)),
    )


def allowed_by(label: Label, permit: Permit, terms: TermsBy, use: Use) -> Allowance:
    """What a label's code and the clause that permits it say of a use; the stricter holds."""
    by_code = allowance([label.handling], use)
    if permit == OWN:
        return by_code
    by_clause: Allowance = getattr(terms.get(permit, NOTHING_ALLOWED), use)
    return max(by_code, by_clause, key=ALLOWANCES.index)


def has_to_be_verified(permit: Permit, terms: TermsBy) -> bool:
    """Whether the owner is asked before anybody acts on what a permit opens."""
    return permit != OWN and terms.get(permit, NOTHING_ALLOWED).verify_first


def _strictest(binding: Collection[Bears], terms: TermsBy, use: Use) -> Allowance:
    said = (allowed_by(label, permit, terms, use) for label, permit in binding)
    return max(said, key=ALLOWANCES.index, default="free")


def marking_line(marking: Marking) -> str:
    """A marking in one line, as it stands on a page."""
    parts = [*marking.codes, *marking.caveats]
    parts += [f"passing on: {marking.onward}", f"use in court: {marking.evidence}"]
    if marking.verify_first:
        parts.append(f"verify first with {', '.join(marking.verify_first)}")
    return f"{' · '.join(parts)} (facts of {', '.join(marking.owners)})"
