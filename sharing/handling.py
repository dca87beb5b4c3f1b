"""Handling codes: schemes are data, and a code of a scheme nobody loaded permits nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

import yaml

from comity.sharing.errors import UnknownCode

Allowance = Literal["free", "ask", "never"]
Shows = Literal["all", "pointer", "nothing"]
ALLOWANCES: tuple[Allowance, ...] = ("free", "ask", "never")


@dataclass(frozen=True, slots=True)
class HandlingCode:
    """One code of a scheme: what a receiver may do with a fact that carries it."""

    name: str
    rank: int
    onward: Allowance
    evidence: Allowance
    shows: Shows
    like: Mapping[str, str]


@cache
def handling_schemes() -> dict[str, dict[str, HandlingCode]]:
    """Every scheme with its codes by name, least restrictive first."""
    text = resources.files(__package__).joinpath("data/handling.yaml").read_text("utf-8")
    return {scheme: _codes(scheme, told["codes"]) for scheme, told in yaml.safe_load(text).items()}


def check_handling(code: str) -> str:
    """Return a code such as `TLP:AMBER` unchanged, or raise UnknownCode."""
    if _found(code) is None:
        raise UnknownCode("handling code", code, _all_codes())
    return code


@cache
def within_ceiling(code: str, ceilings: tuple[str, ...]) -> bool:
    """Whether a code is no stricter than the ceiling of its own scheme; no ceiling means no."""
    found = _found(code)
    limits = [_found(ceiling) for ceiling in ceilings if _scheme(ceiling) == _scheme(code)]
    return found is not None and any(limit and found.rank <= limit.rank for limit in limits)


@cache
def shows(code: str) -> Shows:
    """How much of a fact under this code its receivers are shown."""
    found = _found(code)
    return found.shows if found else "nothing"


def allowance(codes: Iterable[str], use: Literal["onward", "evidence"]) -> Allowance:
    """What the strictest of some codes says of passing on, or of use in court."""
    said = [_allowance(_found(code), use) for code in codes]
    return max(said, key=ALLOWANCES.index, default="never")


def translated(code: str, scheme: str) -> str | None:
    """The least code of a scheme that holds back at least as much; None where there is none."""
    if scheme not in handling_schemes():
        raise UnknownCode("handling scheme", scheme, handling_schemes())
    found = _found(check_handling(code))
    assert found is not None
    if _scheme(code) == scheme:
        return code
    like = found.like.get(scheme)
    return f"{scheme}:{like}" if like else None


def strictest(codes: Iterable[str]) -> tuple[str, ...]:
    """The most restrictive code of each scheme; one that no scheme has stays as it is."""
    kept: dict[str, HandlingCode] = {}
    strange = set()
    for code in codes:
        found, scheme = _found(code), _scheme(code)
        if found is None:
            strange.add(code)
        elif scheme not in kept or found.rank > kept[scheme].rank:
            kept[scheme] = found
    return (*(kept[scheme].name for scheme in sorted(kept)), *sorted(strange))


def _codes(scheme: str, told: Mapping[str, Mapping[str, Any]]) -> dict[str, HandlingCode]:
    return {
        name: HandlingCode(
            name=f"{scheme}:{name}",
            rank=rank,
            onward=code["onward"],
            evidence=code["evidence"],
            shows=code.get("shows", "all"),
            like=dict(code["like"]),
        )
        for rank, (name, code) in enumerate(told.items())
    }


def _allowance(code: HandlingCode | None, use: Literal["onward", "evidence"]) -> Allowance:
    if code is None:
        return "never"
    return code.onward if use == "onward" else code.evidence


def _found(code: str) -> HandlingCode | None:
    scheme, _, name = code.partition(":")
    return handling_schemes().get(scheme, {}).get(name)


def _scheme(code: str) -> str:
    return code.partition(":")[0]


def _all_codes() -> list[str]:
    return [code.name for codes in handling_schemes().values() for code in codes.values()]
