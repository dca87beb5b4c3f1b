"""The vocabulary: kinds, properties, links and roles, read from data, never from branches."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml


@dataclass(frozen=True)
class Vocabulary:
    """What may be said: every kind with its properties, every link, every role.

    `reads` are the versions whose mappings say the same under this one; links that are
    `roleless` have no role.
    """

    version: int
    reads: tuple[int, ...]
    kinds: Mapping[str, frozenset[str]]
    categories: Mapping[str, str]
    definitions: Mapping[str, str]
    types: Mapping[str, str]
    links: Mapping[str, str]
    roleless: frozenset[str]
    roles: Mapping[str, str]

    @property
    def parties(self) -> tuple[str, ...]:
        """The kinds that act by themselves: persons and organisations."""
        return tuple(kind for kind, category in self.categories.items() if category == "party")

    def standing(self, role: str) -> str:
        """involved, bystander, professional or neutral."""
        return self.roles.get(role, "neutral")

    def type_of(self, name: str) -> str:
        """How a property's values are normalised: text unless said otherwise."""
        return self.types.get(name, "text")


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary this release ships."""
    text = resources.files(__package__).joinpath("data/vocabulary.yaml").read_text("utf-8")
    return _parse(yaml.safe_load(text))


def _parse(data: Mapping[str, Any]) -> Vocabulary:
    kinds = data["kinds"]
    return Vocabulary(
        version=int(data["version"]),
        reads=tuple(map(int, data["reads"])),
        kinds={kind: frozenset(entry["properties"]) for kind, entry in kinds.items()},
        categories={kind: entry["is"] for kind, entry in kinds.items()},
        definitions={kind: entry["definition"] for kind, entry in kinds.items()},
        types=dict(data["types"]),
        links={link: entry["definition"] for link, entry in data["links"].items()},
        roleless=frozenset(link for link, entry in data["links"].items() if not entry["roles"]),
        roles=dict(data["roles"]),
    )
