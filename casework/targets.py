"""Targets: whom or what a desk is after, and when two of them are the same.

Two targets meet where an identifying value is equal once resolution has standardised it, or
where both are persons born on the same day whose names resolution holds to be one.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from comity.casework.errors import NotRegistrable
from comity.graph.vocabulary import vocabulary
from comity.resolve import Facts, default_model, prepare
from comity.resolve.key_readings import whole_days
from comity.resolve.name_pairs import THRESHOLDS, score_names
from comity.resolve.prepare import Prepared

# Of each kind the features that identify one by themselves, and the space in which each is unique:
# a person's telephone is the telephone that somebody else registered.
IDENTIFYING: Mapping[str, Mapping[str, str]] = {
    "person": {"phone": "phone", "email": "email", "number": "number", "hard": "person"},
    "organisation": {"phone": "phone", "hard": "organisation"},
    "vehicle": {"plate": "plate", "hard": "vin"},
    "phone": {"hard": "phone"},
    "email": {"hard": "email"},
    **{
        kind: {"hard": kind}
        for kind in ("account", "document", "weapon", "incident", "court_case", "warrant", "arrest")
    },
}
_NAMES = ("name", "alias")
_PARTS = ("given_name", "middle_name", "family_name")
# One is born once, and records differ by a few; a list of dates looks for whoever another is after.
MOST_BIRTHS = 4
WAY_OUT = (
    "it could be compared with nothing: give a name with a whole birth date, a number, a plate, "
    "or an address with its city or postcode"
)


@dataclass(frozen=True, slots=True)
class Target:
    """A thing of a kind of the vocabulary, by some of its properties."""

    kind: str
    values: tuple[tuple[str, str], ...]

    def text(self) -> str:
        """As the ledger keeps it."""
        return json.dumps({"kind": self.kind, "values": self.values}, ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> "Target":
        """Read what `text` wrote."""
        told = json.loads(text)
        return cls(told["kind"], tuple((prop, value) for prop, value in told["values"]))


@dataclass(frozen=True, slots=True)
class Traits:
    """What a target can be met by: identifiers, a plate's regions, birth dates and names."""

    identifiers: frozenset[str]
    regions: frozenset[str] = frozenset()
    births: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """Two targets that share none of these never meet."""
        return self.identifiers | self.births


def check_target(target: Target) -> None:
    """Refuse what the vocabulary does not know, and what could be compared with nothing."""
    known = vocabulary().kinds.get(target.kind)
    if known is None:
        raise NotRegistrable("the vocabulary has no such kind")
    if not known.issuperset(prop for prop, _ in target.values):
        told = ", ".join(sorted(known))
        raise NotRegistrable(f"a {target.kind} has the properties {told}")
    [traits] = traits_of([target])
    if not traits.keys:
        raise NotRegistrable(WAY_OUT)
    if len(traits.births) > MOST_BIRTHS:
        raise NotRegistrable(f"one person has at most {MOST_BIRTHS} birth dates here")


def traits_of(targets: Sequence[Target]) -> list[Traits]:
    """What each target can be met by, standardised all at once."""
    found: list[Traits] = [Traits(frozenset())] * len(targets)
    for kind in sorted({target.kind for target in targets}):
        places = [place for place, target in enumerate(targets) if target.kind == kind]
        some = [targets[place] for place in places]
        for place, traits in zip(places, _of_kind(kind, some), strict=True):
            found[place] = traits
    return found


def meet(one: Traits, other: Traits) -> bool:
    """Whether two targets are the same as far as two desks have to know."""
    return _share_identifier(one, other) or _are_one_person(one, other)


def meeting(own: Sequence[Traits], others: Sequence[Traits]) -> Iterator[tuple[int, int]]:
    """The places of every two that meet, one of each side."""
    holding: dict[str, list[int]] = {}
    for place, traits in enumerate(others):
        for key in traits.keys:
            holding.setdefault(key, []).append(place)
    for place, traits in enumerate(own):
        near = {other for key in traits.keys for other in holding.get(key, ())}
        yield from ((place, other) for other in sorted(near) if meet(traits, others[other]))


def _share_identifier(one: Traits, other: Traits) -> bool:
    common = one.identifiers & other.identifiers
    if all(name.startswith("plate:") for name in common):
        # Two states may give out the same plate; a region that is not said parts nothing.
        elsewhere = one.regions and other.regions and not one.regions & other.regions
        return bool(common) and not elsewhere
    return True


def _are_one_person(one: Traits, other: Traits) -> bool:
    if not one.births & other.births:
        return False
    pairs = list(product(one.names, other.names))
    scores = score_names([a for a, _ in pairs], [b for _, b in pairs], "person")
    return any(score >= THRESHOLDS["person"] for score in scores)


def _of_kind(kind: str, targets: Sequence[Target]) -> Iterator[Traits]:
    prepared = prepare(_facts(kind, targets), default_model())
    identifiers = _identifiers(prepared)
    regions, births = _texts(prepared, "region"), _texts(prepared, "birth")
    given, family = _texts(prepared, "given"), _texts(prepared, "family")
    for place, target in enumerate(targets):
        is_named = kind == "person" and (given[place] or family[place])
        names = tuple(_names(target)) if is_named else ()
        born = _whole(births[place]) if names else ()
        yield Traits(
            frozenset(identifiers[place]),
            frozenset(regions[place]),
            frozenset(f"born:{day}" for day in born),
            names,
        )


def _identifiers(prepared: Prepared) -> list[list[str]]:
    """The identifying values of each subject, each in its space."""
    if prepared.kind == "location":
        return _addresses(prepared)
    found: list[list[str]] = [[] for _ in range(prepared.subjects)]
    for feature, space in IDENTIFYING.get(prepared.kind, {}).items():
        for place, texts in enumerate(_texts(prepared, feature)):
            found[place] += [f"{space}:{text}" for text in texts]
    return found


def _addresses(prepared: Prepared) -> list[list[str]]:
    """A street with its town: the same door number stands in every Main Street."""
    streets = _texts(prepared, "street")
    towns = [_texts(prepared, name) for name in ("city", "postcode")]
    return [
        [f"address:{street}/{town}" for of in towns for street, town in product(each, of[place])]
        for place, each in enumerate(streets)
    ]


def _texts(prepared: Prepared, name: str) -> list[list[str]]:
    """The standardised texts of a feature by subject."""
    found: list[list[str]] = [[] for _ in range(prepared.subjects)]
    feature = prepared.features.get(name)
    if feature is not None:
        for subject, code in zip(feature.subject.tolist(), feature.code.tolist(), strict=True):
            found[subject].append(feature.words.texts[code])
    return found


def _whole(dates: Iterable[str]) -> list[str]:
    """Days that are known: the first of January stands for "some time that year"."""
    return [day for day in whole_days(list(dates)) if day and not day.endswith("-01-01")]


def _names(target: Target) -> Iterator[str]:
    parts = dict(target.values)
    yield from (value for prop, value in target.values if prop in _NAMES)
    if "family_name" in parts:
        yield " ".join(parts[part] for part in _PARTS if part in parts)


def _facts(kind: str, targets: Sequence[Target]) -> Facts:
    rows = [(place, *value) for place, target in enumerate(targets) for value in target.values]
    properties = tuple(sorted({prop for _, prop, _ in rows}))
    return Facts(
        kind=kind,
        subjects=len(targets),
        subject=np.array([place for place, _, _ in rows], dtype=np.int32),
        property=np.array([properties.index(prop) for _, prop, _ in rows], dtype=np.int16),
        value=np.arange(len(rows), dtype=np.int32),
        properties=properties,
        values=[value for _, _, value in rows],
    )
