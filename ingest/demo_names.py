"""Name pools of the generated world, read from data; knows nobody in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from random import Random
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Name:
    """One name: its spellings in Latin letters, its own script if any, its short forms."""

    spellings: tuple[str, ...]
    script: str = ""
    nicknames: tuple[str, ...] = ()

    @property
    def plain(self) -> str:
        """The spelling that papers carry."""
        return self.spellings[0]


@dataclass(frozen=True)
class Origin:
    """The names of one origin, common ones first."""

    name: str
    weight: int
    male: tuple[Name, ...]
    female: tuple[Name, ...]
    family: tuple[Name, ...]

    def given(self, rng: Random, sex: str) -> Name:
        """A given name, common ones more often."""
        return drawn(rng, self.male if sex == "M" else self.female)


@cache
def origins() -> tuple[Origin, ...]:
    """Every origin that names are drawn from."""
    return tuple(_origin(name, entry) for name, entry in read_pool("names.yaml").items())


@cache
def places() -> Mapping[str, Any]:
    """Streets, cities, makes of cars and offences of the generated world."""
    return read_pool("places.yaml")


def read_pool(file: str) -> dict[str, Any]:
    """One of the YAML pools that this package ships."""
    text = resources.files(__package__).joinpath(f"data/demo/{file}").read_text("utf-8")
    return dict(yaml.safe_load(text))


def draw_origin(rng: Random) -> Origin:
    """An origin by its weight."""
    pools = origins()
    return rng.choices(pools, [pool.weight for pool in pools])[0]


def drawn(rng: Random, names: Sequence[Name]) -> Name:
    """One name; the first third is drawn about as often as all the rest."""
    return names[int(len(names) * rng.random() ** 1.7)]


def parse_name(text: str) -> Name:
    """Read `Sergei/Sergey=Сергей|Seryozha`."""
    head, *nicknames = text.split("|")
    latin, _, script = head.partition("=")
    return Name(tuple(latin.split("/")), script, tuple(nicknames))


def _origin(name: str, entry: Mapping[str, Any]) -> Origin:
    male, female, family = (
        tuple(parse_name(text) for text in entry[part]) for part in ("male", "female", "family")
    )
    return Origin(name, int(entry["weight"]), male, female, family)
