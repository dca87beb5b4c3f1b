"""Planted leaks in the decision and in what is kept between questions."""

from typing import Any

import numpy as np
import pytest

from comity.graph import view
from comity.graph.desk import Desk
from comity.graph.seen import Seen
from comity.sharing import Grant, decision, rulebook
from comity.sharing.agreement import Agreement
from comity.sharing.handling import handling_schemes
from comity.sharing.permits import OWN
from comity.sharing.rulebook import Rulebook

Patch = pytest.MonkeyPatch


def caveats_ignored(patch: Patch) -> None:
    everything = lambda table, _: np.ones(len(table), dtype=np.bool_)  # noqa: E731
    patch.setattr(decision, "_spared", everything)


def caveats_nobody_understands_ignored(patch: Patch) -> None:
    patch.setattr(
        decision, "spares", lambda caveats, agency: f"{decision.NOT_FOR}{agency}" not in caveats
    )


def ranks_across_schemes(patch: Patch) -> None:
    def within(code: str, ceilings: tuple[str, ...]) -> bool:
        return any(_rank(code) <= _rank(ceiling) for ceiling in ceilings)

    patch.setattr(rulebook, "within_ceiling", within)


def _rank(code: str) -> int:
    scheme, _, name = code.partition(":")
    return list(handling_schemes()[scheme]).index(name)


def pointers_shown_whole(patch: Patch) -> None:
    patch.setattr(decision, "_shown", lambda table, much: np.full(len(table), much == "all"))


def suspended_counted(patch: Patch) -> None:
    _in_force(patch, ("active", "suspended"))


def ended_counted(patch: Patch) -> None:
    _in_force(patch, ("active", "ended"))


def drafts_counted(patch: Patch) -> None:
    _in_force(patch, ("active", "draft"))


def _in_force(patch: Patch, statuses: tuple[str, ...]) -> None:
    def in_force(self: Agreement, at: Any) -> bool:
        return self.status in statuses and self.starts <= at < self.ends

    patch.setattr(Agreement, "in_force", in_force)


def past_their_end(patch: Patch) -> None:
    patch.setattr(Agreement, "in_force", lambda self, _: self.status == "active")


def training_not_asked(patch: Patch) -> None:
    patch.setattr(Rulebook, "_trained", lambda self, _: -1)


def other_parties_agreements(patch: Patch) -> None:
    """A clause that names everybody is taken to mean those who never signed as well."""
    patch.setattr(Rulebook, "_received_by", lambda self, *_: -1)


def views_kept_past_revocation(patch: Patch) -> None:
    patch.setattr(Grant, "digest", lambda _: "the same for everybody")


def clearances_kept(patch: Patch) -> None:
    narrow = Desk._clearance
    kept: dict[tuple[int, str], Any] = {}

    def clearance(self: Desk, viewer: Any, *more: Any) -> Any:
        found = narrow(self, viewer, *more)
        former = kept.setdefault((id(self), viewer.principal), found)
        return former if len(former.permits) > len(found.permits) else found

    patch.setattr(Desk, "_clearance", clearance)


def markings_of_everything(patch: Patch) -> None:
    """A marking that carries the codes and caveats of what is withheld too."""

    def resting(self: Seen) -> Any:
        snap = self.index.snapshot
        borne = {int(code) for code in np.unique(snap.claims["label"]).tolist()}
        labels = (snap.labels[code] for code in sorted(borne))
        return frozenset((label, self.grant.of(label) or OWN) for label in labels)

    patch.setattr(Seen, "resting", property(resting))


def refusals_by_hidden_facts(patch: Patch) -> None:
    """A hand-over is refused for a hidden fact about somebody whom the viewer sees."""

    def resting_on(detail: Any, _judgements: Any, entities: Any) -> Any:
        mentions = [int(m) for entity in entities for m in detail.entities.members_of(entity)]
        rows = detail.snapshot.groups.claims.of_all(mentions)
        codes = np.unique(detail.snapshot.claims["label"][rows]).tolist()
        labels = (detail.snapshot.labels[code] for code in codes)
        return frozenset((label, detail.grant.of(label) or OWN) for label in labels)

    patch.setattr(view, "resting_on", resting_on)
