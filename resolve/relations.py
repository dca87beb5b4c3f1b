"""Relations: what two subjects' links and contradictions weigh, as versioned data with a card.

Weights are log2 odds of one subject against two that score alike, strangers or relatives.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from comity.resolve.errors import ModelError

FORMAT = 1
# No link may decide by itself, whatever a file says; a contradiction may bar.
MOST, BAR = 12.0, 1000.0
LEVELS = ("different", "shared with many", "shared with few", "theirs alone")
LINKED = ("each other",)
STANDINGS = ("on duty and not",)
_LEVELS: Mapping[str, tuple[str, ...]] = {
    "thing": LEVELS, "companion": LEVELS, "each other": LINKED, "standing": STANDINGS,
    "number": ("different", "same"), "generation": ("another",), "twins": ("like twins",),
}  # fmt: skip
# What the two records themselves contradict each other in, or agree in beyond all else.
TOLD = frozenset(["number", "generation", "twins"])


@dataclass(frozen=True, slots=True)
class Relation:
    """One way of being linked alike, or of contradicting each other.

    `links` says which links lead to which kinds of things. `said` names the comparison that
    speaks of the same thing where both subjects state it, so that nothing is counted twice.
    Of the relations of one `group`, which move together, only the strongest counts.
    """

    name: str
    way: str
    links: Mapping[str, tuple[str, ...]]
    weights: tuple[float, ...]
    group: str
    said: str = ""
    proposes: bool = False

    @property
    def levels(self) -> tuple[str, ...]:
        """The names of its levels, from level 1 up."""
        return _LEVELS[self.way]


@dataclass(frozen=True)
class Relations:
    """The relations of each kind of subject."""

    version: str
    by_kind: Mapping[str, tuple[Relation, ...]]

    def of(self, kind: str) -> tuple[Relation, ...]:
        """The relations of one kind; most kinds have none."""
        return self.by_kind.get(kind, ())


NO_RELATIONS = Relations("none", {})


@cache
def default_relations() -> Relations:
    """The relations this release ships, weighed on generated data."""
    text = resources.files(__package__).joinpath("data/relations.json").read_text("utf-8")
    return parse_relations(json.loads(text))


def parse_relations(found: Mapping[str, Any]) -> Relations:
    """Relations from their file's content; raises ModelError if they are none."""
    try:
        if found["format"] != FORMAT:
            raise ValueError(f"format {found['format']}")
        by_kind = {
            kind: tuple(_relation(name, part) for name, part in parts.items())
            for kind, parts in found["kinds"].items()
        }
        return Relations(found["version"], by_kind)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"these are no relations of format {FORMAT}: {error!r}") from None


def _relation(name: str, part: Mapping[str, Any]) -> Relation:
    levels, weights = _LEVELS[part["way"]], part["weights"]
    if set(weights) != set(levels):
        raise ValueError(f"{name} has the levels {', '.join(levels)}, not {', '.join(weights)}")
    most = BAR if part["way"] in TOLD else MOST
    if max(abs(weight) for weight in weights.values()) > most:
        raise ValueError(f"{name} weighs more than {most:g}")
    return Relation(
        name=name,
        way=part["way"],
        links={link: tuple(kinds) for link, kinds in part.get("links", {}).items()},
        weights=tuple(float(weights[level]) for level in levels),
        group=part.get("group", name),
        said=part.get("said", ""),
        proposes=part.get("proposes", False),
    )
