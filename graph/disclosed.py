"""The records behind an answer, as the audit tells their owners: keyed refs, labels and rights."""

from collections import defaultdict
from collections.abc import Iterable

from comity.graph.audit_words import Disclosed
from comity.graph.detail import Detail
from comity.sharing import Permit
from comity.sharing.permits import OWN


def disclosed(detail: Detail, addresses: Iterable[str]) -> tuple[Disclosed, ...]:
    """Every visible record of the entities at some addresses, by label.

    An entity's name, kind and links come of all of its records, so all of them are told.
    """
    refs: dict[int, list[str]] = defaultdict(list)
    for entity in detail.holding(addresses):
        for mention in detail.members(entity):
            refs[int(detail.labels[mention])].append(detail.mention_id(mention))
    labels = detail.snapshot.labels
    told = (_told(labels[code].canonical(), detail.grant.permits[labels[code]], refs[code])
            for code in refs)  # fmt: skip
    return tuple(sorted(told))


def _told(label: str, permit: Permit, refs: list[str]) -> Disclosed:
    agreement = "" if permit == OWN else permit.agreement
    return Disclosed(label, agreement, permit.version, permit.clause, tuple(sorted(refs)))
