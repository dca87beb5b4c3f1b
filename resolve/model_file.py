"""Model files: a model with its card, its training facts and a hash, read with care.

What goes in force in a ledger must be whole and understood to the last level: a word that this
release does not know would weigh nothing and nobody would see it.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from math import inf, isfinite
from pathlib import Path
from typing import Any

from comity.resolve.comparators import COMPARATORS
from comity.resolve.compare import comparisons
from comity.resolve.errors import ModelError
from comity.resolve.model import FORMAT, Caution, Model, parse_model
from comity.resolve.relations import parse_relations

HASH, RELATIONS, TRAINING = "hash", "relations", "training"


@dataclass(frozen=True)
class ModelFile:
    """A model and the text that says it all; `labels` are those of what it was trained on."""

    text: str
    hash: str
    model: Model
    labels: tuple[str, ...]

    @property
    def version(self) -> str:
        """What the model is called."""
        return self.model.version

    @property
    def content(self) -> dict[str, Any]:
        """What the file says, to be read and changed freely."""
        found: dict[str, Any] = json.loads(self.text)
        return found


def read_model_file(path: Path) -> ModelFile:
    """Read a model file; raises ModelError, which says what is wrong with it."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        said = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise ModelError(f"{path} cannot be read: {said}") from None
    return parse_model_file(text, str(path))


# A ledger's models are asked for at every change, and reading one takes milliseconds.
@lru_cache(maxsize=64)
def parse_model_file(text: str, name: str) -> ModelFile:
    """A model file from its text; `name` says in errors which one it was."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise ModelError(f"{name} is no JSON: {error}") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        given = found.get("format") if isinstance(found, dict) else None
        raise ModelError(
            f"{name} is of format {given!r} and this release reads {FORMAT}; "
            "make it anew with this release"
        )
    stated = found.pop(HASH, None)
    if stated not in (None, _hash(_written(found))):
        raise ModelError(f"{name} was changed after it was written: its hash does not hold")
    return model_file_of(found, name)


def model_file_of(content: Mapping[str, Any], name: str) -> ModelFile:
    """A model file from its content; relations of its own go in, else the shipped ones."""
    whole = {RELATIONS: _shipped("relations"), **content}
    try:
        problem = next(_problems(whole), None)
        made = None if problem else parse_model(whole)
        labels = tuple(sorted(whole.get(TRAINING, {}).get("labels", ())))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{name} is no model of format {FORMAT}: {error!r}") from None
    if made is None:
        raise ModelError(f"{name}: {problem}")
    text = _written(whole)
    return ModelFile(text, _hash(text), made, labels)


@cache
def shipped_model_file() -> ModelFile:
    """The model that this release ships."""
    return model_file_of(_shipped("model"), "the shipped model")


def written_out(file: ModelFile) -> str:
    """A model file as people get it: one line a value, sealed by its hash."""
    return json.dumps({HASH: file.hash, **file.content}, indent=1, ensure_ascii=False) + "\n"


def _shipped(name: str) -> Any:
    path = resources.files(__package__).joinpath(f"data/{name}.json")
    return json.loads(path.read_text("utf-8"))


def _written(content: Mapping[str, Any]) -> str:
    return json.dumps(content, separators=(",", ":"), ensure_ascii=False)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _problems(content: Mapping[str, Any]) -> Iterator[str]:
    """What this release does not know or cannot reckon with, with what is allowed."""
    if not isinstance(content["version"], str) or not content["version"].strip():
        yield "it has no version"
    for kind, part in content["kinds"].items():
        if kind not in COMPARATORS:
            yield f"no kind {kind!r}; known: {_list(COMPARATORS)}"
        yield from _weights_problems(kind, part)
        yield from _threshold_problems(kind, part["thresholds"])
        yield from _caution_problems(kind, part.get("caution", {}), part["thresholds"]["act"])
    parse_relations(content[RELATIONS])


def _weights_problems(kind: str, part: Mapping[str, Any]) -> Iterator[str]:
    known = comparisons(kind)
    for name, levels in part["rates" if "rates" in part else "weights"].items():
        if name not in known:
            yield f"{kind} has no property {name!r} to compare; known: {_list(known)}"
        for level, value in levels.items():
            if level not in known[name]:
                yield f"{kind}, {name}: no level {level!r}; known: {_list(known[name])}"
            numbers = value if isinstance(value, list) else [value]
            if not all(map(isfinite, numbers)):
                yield f"{kind}, {name}, {level}: {value} cannot be reckoned with"


def _threshold_problems(kind: str, found: Mapping[str, float]) -> Iterator[str]:
    order = [found["possible"], found["same"], found["act"]]
    if not all(map(isfinite, order)) or order != sorted(order):
        yield f"{kind}: the thresholds possible, same and act must be finite and in this order"


def _caution_problems(kind: str, found: Mapping[str, Any], act: float) -> Iterator[str]:
    """Caution only ever asks for more, and corroboration only ever for less than `act`."""
    known = Caution.__dataclass_fields__
    for name in found:
        if name not in known:
            yield f"{kind}: no caution {name!r}; known: {_list(known)}"
    told = Caution(**found)
    if not (isfinite(told.objections) and told.objections >= 1.0):
        yield f"{kind}: objections must count at least once, not {told.objections} times"
    if told.records < 2 or int(told.records) != told.records:
        yield f"{kind}: records must be a whole number of at least 2, not {told.records}"
    if told.corroborated is not None and not -inf < told.corroborated <= act:
        yield f"{kind}: corroborated must be a number of at most act, not {told.corroborated}"


def _list(names: Mapping[str, Any] | Sequence[str]) -> str:
    return ", ".join(sorted(names))
