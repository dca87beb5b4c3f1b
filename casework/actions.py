"""Planned actions: where and when a desk means to act, and when two are in each other's way."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from comity.casework.errors import NotRegistrable
from comity.casework.targets import Target, Traits, traits_of
from comity.graph.words import Micros
from comity.resolve.positions import metres

# People gather before an action and clear up after it.
MARGIN: Micros = 3_600_000_000
WAY_OUT = "say where: an address with its city or postcode, or latitude, longitude and radius"


@dataclass(frozen=True, slots=True)
class Place:
    """An address, or a point on earth and how many metres round it the action reaches."""

    address: str = ""
    city: str = ""
    postcode: str = ""
    latitude: float | None = None
    longitude: float | None = None
    radius: float = 0.0

    def text(self) -> str:
        """As the ledger keeps it."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> "Place":
        """Read what `text` wrote."""
        return cls(**json.loads(text))

    @property
    def point(self) -> tuple[float, float] | None:
        """Where it is on earth, if that is told."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude

    def target(self) -> Target:
        """Its address, as addresses are compared."""
        told = (("address", self.address), ("city", self.city), ("postcode", self.postcode))
        return Target("location", tuple((prop, value) for prop, value in told if value))


@dataclass(frozen=True, slots=True)
class Plan:
    """A place from one time until another, its address standardised."""

    place: Place
    address: Traits
    since: Micros
    until: Micros


def check_place(place: Place) -> None:
    """Refuse a place that could be compared with nothing."""
    [address] = traits_of([place.target()])
    if place.point is None and not address.identifiers:
        raise NotRegistrable(WAY_OUT)


def plans(told: Sequence[tuple[Place, Micros, Micros]]) -> list[Plan]:
    """Places with their times, made ready to be compared all at once."""
    addresses = traits_of([place.target() for place, _, _ in told])
    return [Plan(one[0], address, *one[1:]) for one, address in zip(told, addresses, strict=True)]


def collide(one: Plan, other: Plan) -> bool:
    """Whether two actions are at about the same time and in reach of each other."""
    at_once = one.since - MARGIN < other.until and other.since - MARGIN < one.until
    return at_once and (_in_reach(one.place, other.place) or _at_one_address(one, other))


def colliding(own: Sequence[Plan], others: Sequence[Plan]) -> Iterator[tuple[int, int]]:
    """The places of every two that collide, one of each side."""
    for place, one in enumerate(own):
        yield from ((place, at) for at, other in enumerate(others) if collide(one, other))


def _at_one_address(one: Plan, other: Plan) -> bool:
    return bool(one.address.identifiers & other.address.identifiers)


def _in_reach(one: Place, other: Place) -> bool:
    if one.point is None or other.point is None:
        return False
    [apart] = metres(np.array([one.point]), np.array([other.point]))
    return bool(apart <= one.radius + other.radius)
