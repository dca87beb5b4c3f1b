"""What a Neo4j for people is refused for, and that the audit says so."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from comity.api.installation import Installation

Command = Callable[..., Any]
ASKED = ("--as", "ann", "--justification", "a wall chart", "--json")


def outcomes(town: Path) -> list[tuple[str, str, str]]:
    """The audit's rows: who did what, and how it ended."""
    with Installation.open(town) as installation:
        assert installation.audit.unfinished() == []
        rows = [stored.row for stored in installation.audit.rows()]
    return [(row.principal, row.action, row.outcome) for row in rows]


def test_where_it_cannot_be_made_the_audit_says_that(
    town: Path, comity: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMITY_NEO4J_PASSWORD", "a-guess-of-mine")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
    told = comity("graph", "load", "-C", town, "--to", f"bolt://127.0.0.1:{port}", *ASKED)
    assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)
    assert outcomes(town) == [("ann", "load_view", "intended"), ("ann", "load_view", "no-store")]


def test_people_are_never_given_the_installations_own_store(town: Path, comity: Command) -> None:
    told = comity("graph", "load", "-C", town, *ASKED)
    assert (told.code, told.out, told.err.count("\n")) == (2, "", 1)
    assert "--to" in told.err
    assert outcomes(town) == []
