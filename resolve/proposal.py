"""A proposal: a model whose thresholds are those that people's decisions speak for.

It is a file like any other, names what it was made from, and is in force nowhere until somebody
puts it so.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import asdict, dataclass
from typing import Any

from comity.resolve.calibration import Decided, moved
from comity.resolve.model import Thresholds
from comity.resolve.model_file import TRAINING, ModelFile, model_file_of

ROOT = "root"


@dataclass(frozen=True, slots=True)
class Moved:
    """The thresholds of one kind before and after, and how many decisions moved them."""

    kind: str
    before: Thresholds
    after: Thresholds
    decisions: int


@dataclass(frozen=True)
class Proposal:
    """A model file, and what is other in it than in the model that it starts from."""

    file: ModelFile
    moved: tuple[Moved, ...]


def propose(
    base: ModelFile, decided: Mapping[str, Sequence[Decided]], labels: Iterable[str]
) -> Proposal | None:
    """The model with thresholds moved by decisions under these labels; None where none moves.

    It starts from what `base` itself started from, so that no decision counts twice.
    """
    root = _root(base.content)
    changes = [each for kind in sorted(decided) if (each := _moved(root, kind, decided[kind]))]
    if not changes:
        return None
    content = deepcopy(root)
    for each in changes:
        _put(content["kinds"][each.kind], each)
    joined = sorted({*root.get(TRAINING, {}).get("labels", ()), *labels})
    content[TRAINING] = {
        "labels": joined,
        "decisions": {each.kind: each.decisions for each in changes},
        ROOT: _facts(root, changes),
    }
    content["version"] = _version(content, root["version"])
    return Proposal(model_file_of(content, content["version"]), tuple(changes))


def _root(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content that a proposal started from; other models are their own."""
    made = dict(deepcopy(content))
    before = made.get(TRAINING, {}).get(ROOT)
    if before is None:
        return made
    for kind, part in before["kinds"].items():
        made["kinds"][kind] |= part
    made["version"] = before["version"]
    made[TRAINING] = before[TRAINING]
    return made


def _facts(root: Mapping[str, Any], changes: Sequence[Moved]) -> dict[str, Any]:
    """What it takes to find the way back from a proposal."""
    kinds = {
        each.kind: {
            name: root["kinds"][each.kind][name]
            for name in ("thresholds", "caution")
            if name in root["kinds"][each.kind]
        }
        for each in changes
    }
    return {"version": root["version"], "kinds": kinds, TRAINING: root.get(TRAINING, {})}


def _moved(root: Mapping[str, Any], kind: str, decided: Sequence[Decided]) -> Moved | None:
    before = Thresholds(**root["kinds"][kind]["thresholds"])
    after = moved(decided, before)
    if after is None or after == before:
        return None
    return Moved(kind, before, after, len(decided))


def _put(part: dict[str, Any], change: Moved) -> None:
    """Move the thresholds; fewer corroborating records are held to as much more as act is."""
    part["thresholds"] = asdict(change.after)
    caution = part.get("caution", {})
    if caution.get("corroborated") is not None:
        caution["corroborated"] = round(
            caution["corroborated"] + change.after.act - change.before.act, 2
        )


def _version(content: Mapping[str, Any], root: str) -> str:
    """A name of its own for every content: the same decisions lead to the same model."""
    text = json.dumps({**content, "version": root}, sort_keys=True)
    return f"{root}-by-decisions-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
