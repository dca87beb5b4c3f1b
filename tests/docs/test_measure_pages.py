"""Each measure has a page: its example says what the page says and draws the picture beside it."""

import inspect
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest
from measure_pictures.drawn import DRAWN, drawn
from measure_pictures.examples import (
    PICTURES,
    SECTIONS,
    Ran,
    description_of,
    functions_of,
    page_names,
    run,
    sections_of,
)
from measure_pictures.world import given
from pages import ROOT

from comity import analytics

pytestmark = pytest.mark.xdist_group("measures")
INDEX = ROOT / "docs" / "measures.md"
LARGEST = 8_000
# Functions of analytics that measure nothing, and what they do instead.
NO_MEASURES = {
    "around": "chooses what to draw",
    "around_entities": "chooses what to draw",
    "around_those_who_matter": "chooses what to draw",
    "card_schema": "says what a score card may say",
    "chart_of": "draws",
    "drawing_of": "draws",
    "content_policy": "draws",
    "draw_chart": "draws",
    "draw_waterfall": "draws",
    "events_under_authority": "opens events to the measures of communications",
    "groups_of": "draws",
    "measure_edges": "runs the measures of other pages over a table",
    "network_of_edges": "brings a network in",
    "parse_card": "reads a score card",
    "read_card": "reads a score card",
    "read_edges": "brings a network in",
    "sign_card": "signs a score card",
    "spots_of": "draws",
    "signed_card": "checks a score card",
    "to_networkx": "takes a network out",
}


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Ran]:
    """Every page's example, run."""
    with given(tmp_path_factory.mktemp("worlds")) as worlds:
        return {name: run(name, worlds.get(name, {})) for name in page_names()}


def test_every_measure_has_one_page() -> None:
    functions = {name for name in analytics.__all__ if inspect.isfunction(getattr(analytics, name))}
    told = Counter(function for name in page_names() for function in functions_of(name))
    assert set(NO_MEASURES) <= functions
    assert set(told) == functions - set(NO_MEASURES)
    assert max(told.values()) == 1


def test_every_page_has_all_its_parts() -> None:
    for name in page_names():
        found = [each for each in sections_of(name) if each in SECTIONS]
        assert tuple(found) == SECTIONS, name
        assert description_of(name), name


def test_the_index_leads_to_every_page() -> None:
    led = re.findall(r"\(measures/([\w-]+)\.md\)", INDEX.read_text("utf-8"))
    assert sorted(set(led)) == page_names()


def test_every_example_says_what_its_page_says(ran: Mapping[str, Ran]) -> None:
    assert {name: each.wrong for name, each in ran.items() if each.wrong} == {}


def test_every_picture_shows_what_its_example_computes(ran: Mapping[str, Ran]) -> None:
    assert sorted(DRAWN) == page_names()
    assert sorted(picture.stem for picture in PICTURES.iterdir()) == page_names()
    stale = [name for name, each in ran.items() if drawn(name, each.names) != _kept(name)]
    assert stale == [], "run `make pictures`"


@pytest.mark.parametrize("picture", sorted(PICTURES.iterdir()), ids=lambda each: each.stem)
def test_a_picture_is_small_loads_nothing_and_says_what_it_shows(picture: Path) -> None:
    text = picture.read_text("utf-8")
    assert len(text.encode()) < LARGEST
    assert re.findall(r"<(?:image|script|a|use|foreignObject)\b|href|url\(|@import", text) == []
    root = ElementTree.fromstring(text)
    first = [child.tag.rpartition("}")[2] for child in root][:3]
    assert first == ["title", "desc", "style"]
    assert [child.text for child in root][1] == description_of(picture.stem)
    assert "prefers-color-scheme:dark" in text


def _kept(name: str) -> str:
    return (PICTURES / f"{name}.svg").read_text("utf-8")
