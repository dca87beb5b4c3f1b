"""Handling codes: schemes are data, and a code of a scheme nobody loaded permits nothing."""

from functools import cache
from importlib import resources

import yaml

from comity.sharing.errors import UnknownCode


@cache
def handling_schemes() -> dict[str, tuple[str, ...]]:
    """Every scheme with its codes, least restrictive first."""
    text = resources.files(__package__).joinpath("data/handling.yaml").read_text("utf-8")
    return {name: tuple(codes) for name, codes in yaml.safe_load(text).items()}


def check_handling(code: str) -> str:
    """Return a code such as `TLP:AMBER` unchanged, or raise UnknownCode."""
    if _rank(code) is None:
        raise UnknownCode("handling code", code, _all_codes())
    return code


def within_ceiling(code: str, ceilings: tuple[str, ...]) -> bool:
    """Whether a code is no stricter than the ceiling of its own scheme; no ceiling means no."""
    rank = _rank(code)
    if rank is None:
        return False
    scheme = code.partition(":")[0]
    limits = [_rank(ceiling) for ceiling in ceilings if ceiling.partition(":")[0] == scheme]
    return any(limit is not None and rank <= limit for limit in limits)


def _rank(code: str) -> int | None:
    scheme, _, name = code.partition(":")
    codes = handling_schemes().get(scheme, ())
    return codes.index(name) if name in codes else None


def _all_codes() -> list[str]:
    return [f"{scheme}:{code}" for scheme, codes in handling_schemes().items() for code in codes]
