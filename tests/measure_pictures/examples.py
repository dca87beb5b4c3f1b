"""The pages of measures: what each says, and its example, run as a reader would run it."""

import doctest
import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from typing import Any

from pages import ROOT, blocks

PAGES = ROOT / "docs" / "measures"
PICTURES = PAGES / "pictures"
SECTIONS = ("Method", "Assumptions", "When not to use it", "Example", "Source")
_FUNCTIONS = re.compile(r"^Functions: (.+?)\n\n", re.M | re.S)


@dataclass(frozen=True)
class Ran:
    """What an example leaves behind, and where it says other than what its page says."""

    names: Mapping[str, Any]
    wrong: str


def page_names() -> list[str]:
    """Every page of a measure, by its name."""
    return sorted(page.stem for page in PAGES.glob("*.md"))


def functions_of(name: str) -> list[str]:
    """The functions that a page is about."""
    found = _FUNCTIONS.search(_text(name))
    return re.findall(r"`(\w+)`", found[1]) if found else []


def description_of(name: str) -> str:
    """What a page says of its picture to whoever cannot see it."""
    found = re.search(rf"!\[(.+?)\]\(pictures/{name}\.svg\)", _text(name), re.S)
    return found[1].replace("\n", " ") if found else ""


def sections_of(name: str) -> tuple[str, ...]:
    """The headings of a page."""
    return tuple(re.findall(r"^## (.+)$", _text(name), re.M))


def run(name: str, given: Mapping[str, Any]) -> Ran:
    """Run the example of a page."""
    [text] = [block.text for block in blocks(PAGES / f"{name}.md") if block.language == "pycon"]
    test = doctest.DocTestParser().get_doctest(text, dict(given), name, f"{name}.md", 0)
    heard = StringIO()
    doctest.DocTestRunner(verbose=False).run(test, out=heard.write, clear_globs=False)
    return Ran(test.globs, heard.getvalue())


def _text(name: str) -> str:
    return (PAGES / f"{name}.md").read_text("utf-8")
