"""Every route depends on the view: by its own code, but for a few that show nothing recorded."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from doors import Doors
from starlette.routing import Route

from comity.api import routes_pages
from comity.api.app import QUESTIONS, create_app

# Open to all or to whoever writes; none of them reads what was recorded.
OPEN = {
    "/healthz", "/", "/viewer", "/openapi.json", "/v1/sources/{id}/records",
    "/v1/sign-in", "/v1/sign-out", "/sign-in", "/sign-in/back", "/workspace", "/workspace/{file}",
}  # fmt: skip
# What stands behind the view: a route that names one of these goes round it.
BEHIND = {"ledger", "store", "desk", "installation", "_installation", "snapshot", "_seen", "audit"}
ROUTES = sorted(Path(routes_pages.__file__).parent.glob("routes_*.py"))
LOOKS = {"view", "standing", "view_without"}


def attributes(code: Callable[..., Any]) -> Iterator[ast.Attribute]:
    """Every attribute that a function reads, and those functions of its module that it calls."""
    seen, waiting = set[str](), [code]
    while waiting:
        function = waiting.pop()
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
        module = inspect.getmodule(function)
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                yield node
            if isinstance(node, ast.Name) and node.id not in seen:
                seen.add(node.id)
                called = getattr(module, node.id, None)
                if inspect.isfunction(called) and called.__module__ == function.__module__:
                    waiting.append(called)


@pytest.mark.parametrize("path", sorted({question.path for question in QUESTIONS} - OPEN))
def test_a_route_answers_from_the_view_of_who_asks(path: str) -> None:
    for question in QUESTIONS:
        if question.path == path:
            read = attributes(question.answer)
            assert any(
                node.attr in LOOKS and isinstance(node.value, ast.Name) and node.value.id == "asked"
                for node in read
            )


@pytest.mark.parametrize("file", ROUTES, ids=lambda path: path.stem)
def test_no_route_names_what_stands_behind_the_view(file: Path) -> None:
    tree = ast.parse(file.read_text("utf-8"))
    named = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert named & BEHIND == set()


def test_only_the_routes_of_the_list_are_open(town_doors: Doors) -> None:
    app = create_app(town_doors.installation)
    paths = {route.path for route in app.routes if isinstance(route, Route)}
    looking = {question.path for question in QUESTIONS} - OPEN
    assert paths - looking <= OPEN
