"""The model: weights a level, name frequencies and thresholds, as a versioned file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from comity.resolve.errors import ModelError
from comity.resolve.names import nickname_groups

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Log2 odds from which a pair is possibly the same, the same, and safe to act on."""

    possible: float
    same: float
    act: float


@dataclass(frozen=True)
class KindModel:
    """The prior of a candidate pair and the weight of each level, in log2 odds."""

    prior: float
    weights: Mapping[str, Mapping[str, float]]
    thresholds: Thresholds


@dataclass(frozen=True)
class Model:
    """Everything that decides who is who, besides the two subjects themselves."""

    version: str
    by_kind: Mapping[str, KindModel]
    given: Mapping[str, float]
    family: Mapping[str, float]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds it can resolve."""
        return tuple(self.by_kind)

    def thresholds(self, kind: str) -> Thresholds:
        """The thresholds of a kind."""
        return self.by_kind[kind].thresholds

    def common_given(self, name: str) -> bool:
        """Whether many bear this given name (folded)."""
        return self.given.get(name, 0.0) >= COMMON

    def common_family(self, name: str) -> bool:
        """Whether many bear this family name (folded)."""
        return self.family.get(name, 0.0) >= COMMON

    def has_nickname(self, name: str) -> bool:
        """Whether the nickname table knows this name."""
        return name in nickname_groups()


COMMON = 0.003


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
    kinds = {
        kind: KindModel(part["prior"], part["weights"], Thresholds(**part["thresholds"]))
        for kind, part in found["kinds"].items()
    }
    frequencies = found["frequencies"]
    return Model(found["version"], kinds, frequencies["given"], frequencies["family"])
