"""What no score may rest on: protected attributes and their proxies, read from data.

Roles that the vocabulary gives to bystanders and professionals are refused too: nobody is scored
for having been a victim or a witness, nor for having had a lawyer.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from comity.graph.vocabulary import vocabulary

_WORD = re.compile(r"[a-z0-9]+")
NEVER = "nothing"
_NOT_ONES_DOING = ("bystander", "professional")


@dataclass(frozen=True, slots=True)
class Protected:
    """One protected attribute, or one proxy (`stands_for` says of what)."""

    title: str
    words: tuple[str, ...]
    properties: frozenset[str]
    links: frozenset[str]
    roles: frozenset[str]
    stands_for: tuple[str, ...]
    sources: tuple[str, ...]
    allowed_by: str

    @property
    def why(self) -> str:
        """The reason as a sentence's end, with where it comes from."""
        if self.stands_for:
            return f"{self.title} stands for {', '.join(self.stands_for)}"
        told = f"{self.title} is a protected attribute ({', '.join(self.sources)})"
        lawful = self.allowed_by != NEVER
        return (
            f"{told}; a law that lets it count is stated as {self.allowed_by}" if lawful else told
        )

    def is_said_in(self, text: str) -> bool:
        """Whether one of its words stands in a text."""
        spoken = _WORD.findall(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).casefold())
        return any(_fits(word, each) for word in self.words for each in spoken)


@cache
def protected() -> tuple[Protected, ...]:
    """Every attribute and proxy of the list that ships."""
    text = resources.files(__package__).joinpath("data/protected.yaml").read_text("utf-8")
    told = yaml.safe_load(text)
    entries = {**told["attributes"], **told["proxies"]}
    return tuple(_read(title, entry) for title, entry in entries.items())


def why_not_property(name: str, basis: Iterable[str] = ()) -> str:
    """Why a property may not count; empty if it may. `basis` are the grounds that a card states."""
    return _first(each for each in _refusing(basis) if name in each.properties)


def why_not_words(text: str, basis: Iterable[str] = ()) -> str:
    """Why a factor may not be called so; empty if it may."""
    return _first(each for each in _refusing(basis) if each.is_said_in(text))


def why_not_link(kind: str, role: str) -> str:
    """Why links of a kind in a role may not count; empty if they may."""
    standing = vocabulary().standing(role)
    if standing in _NOT_ONES_DOING:
        return f"{role} is the role of a {standing}, for which nobody is scored"
    return _first(each for each in protected() if kind in each.links or role in each.roles)


def _refusing(basis: Iterable[str]) -> Iterator[Protected]:
    stated = set(basis)
    return (each for each in protected() if each.allowed_by not in stated)


def _first(found: Iterable[Protected]) -> str:
    return next((each.why for each in found), "")


def _fits(word: str, spoken: str) -> bool:
    return spoken.startswith(word[:-1]) if word.endswith("*") else spoken == word


def _read(title: str, entry: Mapping[str, Any]) -> Protected:
    return Protected(
        title,
        tuple(entry.get("words", ())),
        frozenset(entry.get("properties", ())),
        frozenset(entry.get("links", ())),
        frozenset(entry.get("roles", ())),
        tuple(entry.get("for", ())),
        tuple(entry.get("sources", ())),
        entry.get("allowed_by", NEVER),
    )
