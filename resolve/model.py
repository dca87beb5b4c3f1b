"""The model: rates a level, name frequencies and thresholds, as a versioned file."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from math import log2
from pathlib import Path
from typing import Any

import numpy as np

from comity.resolve.errors import ModelError
from comity.resolve.facts import Ints
from comity.resolve.relations import Relations, default_relations, parse_relations

FORMAT = 2
COMMON, UNCOMMON = 0.003, 0.0005
Weights = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Log2 odds from which a pair is possibly the same, the same, and safe to act on."""

    possible: float
    same: float
    act: float


@dataclass(frozen=True, slots=True)
class Caution:
    """What acting on a merge asks beyond a score.

    What speaks against two counts `objections` times. Where a kind says `corroborated`, that
    score is enough for `records` records which agree; fewer need the threshold itself.
    """

    objections: float = 1.0
    records: int = 2
    corroborated: float | None = None


@dataclass(frozen=True)
class KindModel:
    """What decides about pairs of one kind, in log2 odds against two strangers.

    `weights` speak for one subject, `kin_weights` for two relatives; a `kin_prior` of None
    means that relatives are not reckoned with. `same` are the rates at which one subject's
    two records come to each level: where training starts from.
    """

    prior: float
    weights: Weights
    thresholds: Thresholds
    kin_prior: float | None = None
    kin_weights: Weights = field(default_factory=dict)
    same: Weights = field(default_factory=dict)
    caution: Caution = Caution()


@dataclass(frozen=True)
class Model:
    """Everything that decides who is who, besides the two subjects themselves."""

    version: str
    by_kind: Mapping[str, KindModel]
    given: Mapping[str, float]
    family: Mapping[str, float]
    relations: Relations = field(default_factory=default_relations)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds it can resolve."""
        return tuple(self.by_kind)

    def thresholds(self, kind: str) -> Thresholds:
        """The thresholds of a kind."""
        return self.by_kind[kind].thresholds

    def rarity_given(self, texts: Sequence[str]) -> Ints:
        """For each folded given name 0 if common, 1 if uncommon, 2 if rare."""
        return _rarity(self.given, texts)

    def rarity_family(self, texts: Sequence[str]) -> Ints:
        """The same for family names."""
        return _rarity(self.family, texts)


def read_model(path: Path) -> Model:
    """Read a model file; raises ModelError if it is none."""
    try:
        return parse_model(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path} is not a model of format {FORMAT}: {error}") from None


@cache
def default_model() -> Model:
    """The model this release ships, trained on generated and public data."""
    text = resources.files(__package__).joinpath("data/model.json").read_text("utf-8")
    return parse_model(json.loads(text))


def parse_model(found: Mapping[str, Any]) -> Model:
    """A model from its file's content."""
    if found["format"] != FORMAT:
        raise ValueError(f"format {found['format']}")
    kinds = {kind: _kind(part) for kind, part in found["kinds"].items()}
    frequencies = found["frequencies"]
    own = found.get("relations")
    relations = default_relations() if own is None else parse_relations(own)
    return Model(found["version"], kinds, frequencies["given"], frequencies["family"], relations)


def _kind(part: Mapping[str, Any]) -> KindModel:
    """A kind by rates (one subject, strangers, relatives) a level, or by weights set by hand."""
    thresholds, caution = Thresholds(**part["thresholds"]), Caution(**part.get("caution", {}))
    if "rates" not in part:
        same = part.get("same", {})
        return KindModel(part["prior"], part["weights"], thresholds, same=same, caution=caution)
    return KindModel(
        prior=part["prior"],
        weights=_each_level(part["rates"], lambda same, other, _: log2(same / other)),
        thresholds=thresholds,
        kin_prior=part["kin_prior"],
        kin_weights=_each_level(part["rates"], lambda _, other, kin: log2(kin / other)),
        same=_each_level(part["rates"], lambda same, _other, _kin: same),
        caution=caution,
    )


def _each_level(rates: Mapping[str, Any], value: Any) -> Weights:
    return {
        name: {level: value(*three) for level, three in levels.items()}
        for name, levels in rates.items()
    }


def _rarity(shares: Mapping[str, float], texts: Sequence[str]) -> Ints:
    share = np.fromiter((shares.get(text, 0.0) for text in texts), np.float64, len(texts))
    return 2 - (share >= UNCOMMON).astype(np.int64) - (share >= COMMON)
