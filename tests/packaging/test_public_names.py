"""What each room offers to others: its list says it all, in order, and nothing else."""

import importlib
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
ROOMS = sorted(PROJECT["tool"]["setuptools"]["packages"])
# These two have no face of their own: others import their files by name.
FACELESS = {"comity.api", "comity.graph"}
LISTED = sorted(set(ROOMS) - FACELESS)


def offered(room: ModuleType) -> set[str]:
    """What a room's first file brings in under a public name, but for its files."""
    return {
        name
        for name, value in vars(room).items()
        if not name.startswith("_") and not isinstance(value, ModuleType)
    }


@pytest.mark.parametrize("room", LISTED)
def test_a_room_lists_all_that_it_offers_and_offers_all_that_it_lists(room: str) -> None:
    module = importlib.import_module(room)
    assert set(module.__all__) == offered(module)
    assert len(set(module.__all__)) == len(module.__all__)


@pytest.mark.parametrize("room", LISTED)
def test_a_list_reads_in_one_order(room: str) -> None:
    names = importlib.import_module(room).__all__
    constants = [name for name in names if name.isupper()]
    kinds = [name for name in names if name[0].isupper() and not name.isupper()]
    verbs = [name for name in names if name[0].islower()]
    assert list(names) == [*sorted(constants), *sorted(kinds), *sorted(verbs)]


@pytest.mark.parametrize("room", LISTED)
def test_what_is_offered_says_what_it_is(room: str) -> None:
    module = importlib.import_module(room)
    things = [getattr(module, name) for name in module.__all__]
    silent = [thing for thing in things if callable(thing) and not thing.__doc__]
    assert silent == []


@pytest.mark.parametrize("room", sorted(FACELESS))
def test_a_room_without_a_face_offers_nothing_by_itself(room: str) -> None:
    assert offered(importlib.import_module(room)) == set()


def test_the_client_offers_what_a_notebook_needs() -> None:
    client = importlib.import_module("comity.client")
    assert {"connect", "Client", "Entity", "Why", "Chart", "ClientError"} <= set(client.__all__)
