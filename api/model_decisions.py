"""What one viewer's decisions say of the model that is in force there, and what they propose."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from comity.api.asked import Asked
from comity.api.errors import ApiError
from comity.graph.decisions import Decision, Decisions
from comity.graph.view import View
from comity.resolve import BANDS, Decided, ModelFile, shipped_model_file
from comity.resolve.calibration import LEAST, Precision, held
from comity.resolve.proposal import Moved, Proposal, propose

VERDICTS = ("same", "different", "unsure", "disputed")


class NothingToPropose(ApiError):
    """The decisions are too few, or the thresholds lie where they would have them."""

    def __init__(self) -> None:
        super().__init__(
            f"there is nothing to propose: it takes {LEAST} decisions on one kind between possible "
            "and act, and thresholds that lie elsewhere than they say; see comity resolve review"
        )


class NoSuchKind(ApiError):
    """A kind that the model in force does not resolve."""

    def __init__(self, kind: str, kinds: Iterable[str]) -> None:
        super().__init__(f"no kind {kind!r}; the model knows: {', '.join(kinds)}")


@dataclass(frozen=True)
class Proposed:
    """A proposed model, and how the entities of the view would change under it."""

    file: ModelFile
    moved: tuple[Moved, ...]
    changes: tuple[str, ...]

    @property
    def told(self) -> dict[str, Any]:
        """The same as plain values."""
        return {
            "version": self.file.version,
            "hash": self.file.hash,
            "labels": self.file.labels,
            "moved": [asdict(each) for each in self.moved],
            "changes": dict(Counter(self.changes)),
        }


def check_thresholds(asked: Asked, kind: str) -> dict[str, Any]:
    """How the thresholds of one kind hold against the decisions that the viewer sees."""
    file, found = model_of(asked.view), asked.view.decisions(kind=kind)
    if kind not in file.model.kinds:
        raise NoSuchKind(kind, file.model.kinds)
    report = held(decided(found.decisions), found.acted or (0,) * len(BANDS),
                  file.model.thresholds(kind))  # fmt: skip
    verdicts = Counter(each.verdict for each in found.decisions)
    rows = zip(BANDS, report.bands, strict=True)
    return {
        "model": file.version,
        "kind": kind,
        "decisions": {verdict: verdicts[verdict] for verdict in VERDICTS},
        "bands": [{"band": name, **_row(band)} for name, band in rows],
        "same": _row(report.same),
        "act": _row(report.act),
        "clusters": asdict(report.clusters),
    }


def propose_model(asked: Asked) -> Proposed:
    """The model that the decisions which the viewer sees speak for."""
    view = asked.view
    proposal = proposal_of(view)
    if proposal is None:
        raise NothingToPropose
    changes = tuple(each.how for each in view.changes_under(proposal.file.model))
    return Proposed(proposal.file, proposal.moved, changes)


def proposal_of(view: View) -> Proposal | None:
    """The proposal of one view, with the labels of every decision that it looked at."""
    file = model_of(view)
    found = [view.decisions(kind=kind) for kind in file.model.kinds]
    told = {each.kind: decided(each.decisions) for each in found if each.decisions}
    return propose(file, told, _labels(found))


def model_of(view: View) -> ModelFile:
    """The model that is in force in a view."""
    stored = view.model()
    return shipped_model_file() if stored is None else stored.file


def decided(decisions: Iterable[Decision]) -> list[Decided]:
    """The decisions on which people agree and are sure."""
    return [
        Decided(each.own, each.score, each.acted, each.verdict == "same")
        for each in decisions
        if each.verdict in ("same", "different")
    ]


def _labels(found: Iterable[Decisions]) -> set[str]:
    """Those left out count too: that they were left out is learnt from them."""
    every = (label for each in found for told in each.decisions for label in told.labels)
    return {label.canonical() for label in every}


def _row(found: Precision) -> dict[str, Any]:
    share = "" if found.share is None else found.share
    return {"decided": found.pairs, "same": found.same, "share": share, "low": found.low,
            "high": found.high}  # fmt: skip
