"""What a notebook shows: no text of a record becomes markup, and a chart reaches nothing."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
from charts import HOSTILE
from doors import Doors
from town import row

from comity.client import Chart, Client, Entity, Why
from comity.client.display import table
from comity.client.frames import FACTS, frame
from comity.resolve import default_model

PHONE = "+12175550101"
PLAIN = {"div", "p", "b", "small", "style", "table", "thead", "tbody", "tr", "th", "td"}
STANDING = {"viewer": "ann", "agency": "riverton-pd", "purpose": "x", "agreements": ["pact"]}


class Tags(HTMLParser):
    """The elements of a page, with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_hostile_name_is_shown_as_text_wherever_it_shows(doors: Doors, feed: Client) -> None:
    rows = [row(f"R{n}", name, "1970-01-01", PHONE) for n, name in enumerate(HOSTILE, start=50)]
    told = feed.send_records("rms", rows)
    assert told["accepted"] >= len(HOSTILE) - 2  # a name of control signs alone is set aside
    aside = {each["row"] for each in told["problems"]}
    taken = [n for n in range(len(HOSTILE)) if n + 1 not in aside]
    shown = [feed.neighbours(doors.at("R1", "phone"))._repr_html_()]
    for n in taken:
        address = doors.at(f"R{n + 50}")
        entity, found = feed.entity(address), feed.search(HOSTILE[n][:300])
        why = feed.why(address, doors.at("R1"))
        shown += [entity._repr_html_(), entity.facts._repr_html_(), why._repr_html_()]
        shown.append(found._repr_html_())
    for html in map(str, shown):
        elements = Tags(html).found
        assert {tag for tag, _ in elements} <= PLAIN
        assert not any(name.startswith("on") for _, each in elements for name in each)


def test_an_entity_shows_who_says_what_and_on_what_it_rests(doors: Doors, feed: Client) -> None:
    text = Tags(feed.entity(doors.at("R1"))._repr_html_()).text
    assert "Quillon Brandt" in text
    assert "2 records of harbor-so, riverton-pd" in text
    assert "TLP:AMBER · passing on: ask · use in court: ask" in text
    assert "own records" in text
    assert "as feed of riverton-pd for investigation; resting on pact" in text


def test_a_why_shows_the_score_the_need_and_whoever_decided(doors: Doors, feed: Client) -> None:
    ends = doors.at("R1"), doors.at("B1")
    assert f"model {default_model().version}" in Tags(feed.why(*ends)._repr_html_()).text
    feed.judge(*ends, "different", "not the same tattoo")
    text = Tags(feed.why(*ends)._repr_html_()).text
    assert text.startswith("different")
    assert "a person said different" in text


def test_a_chart_sits_in_a_sandbox_that_reaches_nothing_of_the_notebook(feed: Client) -> None:
    page = feed.chart()
    [(tag, attributes)] = Tags(page._repr_html_()).found
    assert tag == "iframe"
    assert attributes["sandbox"] == "allow-scripts"
    assert attributes["srcdoc"] == page.html
    assert set(attributes) == {"sandbox", "srcdoc", "style"}


def test_a_charts_own_text_cannot_leave_its_frame() -> None:
    page = Chart('"></iframe><script>window.hacked = 1</script>')
    assert [tag for tag, _ in Tags(page._repr_html_()).found] == ["iframe"]
    assert "hacked" not in repr(page)


def test_saving_again_replaces_the_page_and_narrows_who_may_read_it(tmp_path: Path) -> None:
    place = tmp_path / "chart.html"
    place.write_text("x" * 1000)
    place.chmod(0o644)
    Chart("<p>é").save(str(place))
    assert place.read_bytes() == "<p>é".encode()
    assert place.stat().st_mode & 0o077 == 0


def test_what_is_printed_stays_short(doors: Doors, feed: Client) -> None:
    entity = feed.entity(doors.at("R1"))
    assert isinstance(entity, Entity)
    assert repr(entity).count("\n") == 0
    assert "facts" not in repr(entity)
    why = feed.why(doors.at("R1"), doors.at("B1"))
    assert isinstance(why, Why)
    assert "comparisons" not in repr(why)


def test_a_frame_keeps_its_columns_in_order_and_who_asked() -> None:
    rows: list[dict[str, Any]] = [{"value": "b", "property": "a", "more": 1}]
    answer = {"standing": STANDING, "marking": {"codes": ["TLP:AMBER"]}}
    for made in (frame(rows, FACTS, answer), frame([], FACTS, answer)):
        assert tuple(made.columns) == FACTS
        assert made.attrs["standing"] == STANDING
        assert made.attrs["standing"] is not STANDING
        assert made.attrs["markings"] == [answer["marking"]]
    pages = {**answer, "marking": None}, answer
    assert frame(rows, FACTS, *pages).attrs["markings"] == [answer["marking"]]


def test_a_table_leaves_nothing_where_nothing_is_known() -> None:
    html = table(pd.DataFrame({"a": ["<b>", None]}))
    assert "&lt;b&gt;" in html
    assert "None" not in html
    assert "NaN" not in html
