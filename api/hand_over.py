"""Handing over: what a viewer sees becomes a file for a recipient, or is refused.

Only what shows decides: labels, the clauses that permit them, and who allowed it.
"""

from collections.abc import Collection, Mapping, Sequence

from comity.analytics import around_entities
from comity.api.asked import Asked, Shown
from comity.api.errors import BadQuestion, Nothing, NotToBePassedOn
from comity.api.export import Export, Parcel
from comity.api.export_formats import FORMATS
from comity.api.wire import moment_text
from comity.api.wire_exports import ExportBody
from comity.graph.audit_handed import HandedOver
from comity.graph.view import View
from comity.sharing import (
    Marking,
    Obstacle,
    Release,
    marking_line,
    marking_received,
    members_of,
    obstacles,
)

MOST = 2000
_MISSING = {
    "never": "may not be passed on",
    "approval": "may be passed on only with an approval",
    "verification": "are to be verified with the owner first",
}


def exported(asked: Asked, view: View, body: ExportBody) -> Export:
    """The file for a recipient; NotToBePassedOn where anything in it may not go."""
    if not all(map(view.mention, body.entities)):
        raise Nothing
    release = Release(
        body.recipient,
        frozenset(body.approved),
        frozenset(body.verified),
        members_of(body.recipient, asked.agreements_ever()),
    )
    asked_for = [mention for entity in body.entities for mention in view.members(entity)]
    whole = _chosen(view, asked_for, body.hops)
    hindered = obstacles(view.resting_on(whole), asked.terms, release)
    if not body.only_free:
        _check(asked, hindered)
        return _export(asked, view, whole, body, {})
    free = view.going_to(release, asked.terms)
    # By whichever record one is called here: the one that gives the id need not be among what goes.
    going = _chosen(free, asked_for, body.hops)
    if not going:
        _check(asked, hindered)
    return _export(asked, free, going, body, _left_out(view, whole, free, going))


def _check(asked: Asked, hindered: Collection[Obstacle]) -> None:
    if hindered:
        raise NotToBePassedOn("; ".join(_why(asked, each) for each in hindered))


def _chosen(view: View, mentions: Sequence[str], hops: int) -> tuple[str, ...]:
    """The entities of a view that hold some mentions and so many steps around them, each once."""
    found = [*dict.fromkeys(view.holders(mentions).values())]
    near, more = around_entities(view.network(), found, hops=hops, limit=MOST)
    if more:
        raise BadQuestion(f"these are more than {MOST:,} entities; ask for fewer, or fewer hops")
    return tuple(near)


def _export(
    asked: Asked, view: View, going: tuple[str, ...], body: ExportBody, left_out: Mapping[str, int]
) -> Export:
    handed = HandedOver(body.recipient, body.reason, body.format, body.approved, body.verified)
    shown = Shown(going, view.disclosed(going), handed)
    parcel = _parcel(asked, view, going, body)
    return Export(parcel, FORMATS[body.format](parcel), body.format, shown, left_out)


def _parcel(asked: Asked, view: View, going: tuple[str, ...], body: ExportBody) -> Parcel:
    marking = marking_received(view.resting_on(going), asked.terms)
    assert marking is not None, "an entity that shows rests on something"
    return Parcel(view, going, marking, _heading(asked, view, marking, body))


def _heading(asked: Asked, view: View, marking: Marking, body: ExportBody) -> Mapping[str, str]:
    standing = view.standing()
    said = (("approved by", body.approved), ("verified with", body.verified))
    allowed = {f"{how} {owner}": refs[owner]
               for how, refs in said for owner in marking.owners if owner in refs}  # fmt: skip
    return {
        "marking": marking_line(marking),
        "recipient": body.recipient,
        "reason": body.reason,
        "from": f"{standing.viewer} of {standing.agency} for {standing.purpose}",
        "at": str(moment_text(asked.now())),
        "known_at": str(moment_text(standing.known_at)),
        "valid_at": str(moment_text(standing.valid_at) or "any time"),
        "agreements": ", ".join(standing.agreements) or "own records only",
        "view": standing.digest,
        **allowed,
    }


def _why(asked: Asked, obstacle: Obstacle) -> str:
    """One sentence: whose facts, what is missing, by which clause or code, and whom to ask."""
    permit = obstacle.permit
    by = f" by {permit.agreement} {permit.version}, clause {permit.clause}" if permit.clause else ""
    desk = asked.desk_of(obstacle.owner, permit.agreement)
    ask = f"ask {obstacle.owner}" + (f" ({desk})" if desk else "")
    codes = " and ".join(obstacle.codes)
    return f"facts of {obstacle.owner} under {codes}, seen{by}, {_MISSING[obstacle.missing]}: {ask}"


def _left_out(
    whole: View, all_of_it: Collection[str], view: View, going: Collection[str]
) -> Mapping[str, int]:
    """How much less goes than was asked for, which only the asker is told."""
    before, after = (_size(of, which) for of, which in ((whole, all_of_it), (view, going)))
    return {name: before[name] - after[name] for name in before}


def _size(view: View, which: Collection[str]) -> Mapping[str, int]:
    found = [entity for entity in map(view.entity, which) if entity is not None]
    return {
        "records": sum(len(entity.mentions) for entity in found),
        "facts": sum(len(entity.facts) for entity in found),
    }
