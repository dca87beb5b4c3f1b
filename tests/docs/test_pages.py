"""What the pages promise: commands, links, settings, targets and names that are really there."""

import re
from pathlib import Path

import pytest
from pages import (
    PAGES,
    ROOT,
    blocks,
    called,
    command_lines,
    commands,
    lines_of,
    problem_of,
    prose,
)

from comity.api import guard, problems
from comity.api.app import QUESTIONS
from comity.api.settings import Settings
from comity.ingest import parse_mapping

DOCS = ROOT / "docs"
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.M)


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_line_would_be_taken(page: Path) -> None:
    wrong = {" ".join(words): problem_of(words) for words in command_lines(page)}
    assert {line: problem for line, problem in wrong.items() if problem} == {}


def test_every_command_is_spoken_of() -> None:
    told = {called(words) for page in PAGES for words in command_lines(page)}
    assert sorted(commands().keys() - told) == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere_inside(page: Path) -> None:
    for target in _LINK.findall(prose(page)):
        place, _, heading = target.partition("#")
        found = (page.parent / place).resolve() if place else page
        assert found.is_relative_to(ROOT), target
        assert found.exists(), target
        if heading:
            headings = _HEADING.findall(found.read_text("utf-8"))
            assert heading in {_anchor(text) for text in headings}, target


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_no_page_loads_anything(page: Path) -> None:
    text = prose(page)
    assert re.findall(r"https?://(?!127\.0\.0\.1)", text) == []
    assert re.findall(r"<(?:img|script|link|iframe|style)\b", text, re.I) == []


def test_every_make_target_is_there() -> None:
    made = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    told = {
        words[1]
        for page in PAGES
        for words in [
            *(text.split() for text in re.findall(r"`(make [^`]+)`", prose(page))),
            *(words for block in blocks(page) for words in lines_of(block)),
        ]
        if words[0] == "make"
    }
    assert {"demo", "test", "check", "bench", "lock", "pictures", "words", "clean"} <= told
    assert told <= made


def test_every_setting_is_told_with_its_default() -> None:
    rows = _table_of(DOCS / "operations.md", "Settings")
    settings = Settings.model_validate({"agency": "a", "demo": {}}).model_dump()
    flat = {
        f"{name}.{inner}" if isinstance(value, dict) else name: held
        for name, value in settings.items()
        for inner, held in (value.items() if isinstance(value, dict) else [("", value)])
    }
    told = {row[0].strip("`"): row[1].strip("`") for row in rows}
    assert told == {
        name: "none" if name == "agency" else str(held) or "empty" for name, held in flat.items()
    }


def test_every_question_and_every_problem_stands_on_the_page_of_the_api() -> None:
    page = DOCS / "api.md"
    told = {
        (method, row[1].strip("`"))
        for row in _table_of(page, "Questions")
        for method in row[0].split(", ")
    }
    assert told == {(question.method, question.path) for question in QUESTIONS}
    known = [
        *(problems.INVALID, problems.FAILED, guard.WRONG_HOST, guard.WRONG_ORIGIN),
        *problems.STATUSES.values(),
        *problems.PLAIN.values(),
    ]
    rows = {(row[0].strip("`"), int(row[1])) for row in _table_of(page, "Errors")}
    assert rows == {(problem.name, problem.status) for problem in known}


def test_every_mapping_on_the_page_for_sources_is_taken() -> None:
    found = [block for block in blocks(DOCS / "onboarding.md") if block.language == "yaml"]
    assert len(found) == 3
    for block in found:
        assert parse_mapping(block.text, "onboarding.md").document.mapping


def test_the_decisions_are_listed_and_short() -> None:
    listed = set(_LINK.findall(prose(DOCS / "decisions" / "README.md")))
    pages = sorted((DOCS / "decisions").glob("0*.md"))
    assert listed == {page.name for page in pages}
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text("utf-8")
        assert text.count("\n") <= 60, page.name
        assert re.findall(r"^## (\w+)", text, re.M) == ["Problem", "Choice", "Refused"], page.name


def _table_of(page: Path, heading: str) -> list[list[str]]:
    """The rows of the first table under a heading."""
    text = page.read_text("utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines[1:]]


def _anchor(heading: str) -> str:
    plain = re.sub(r"[^\w\- ]", "", heading.lower())
    return plain.replace(" ", "-")
