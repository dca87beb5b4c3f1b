"""Charts made again: the same bytes, or what came, went and changed, as the asker sees it.

What is gone is told by the ids that the file itself holds: withheld and never there are the same.
"""

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from comity.api.asked import Asked
from comity.api.chart_files import ChartFile, Ends, PageKept, SavedKept, page_file
from comity.api.charts import drawn
from comity.api.shown import Page
from comity.api.wire import Wire
from comity.api.wire_drawing import MOST, DrawingAnswer, DrawingBody, SpotBody

Key = TypeVar("Key", str, Ends)


class Differs(Wire):
    """What is other than in the file; entities by their ids, links by their number."""

    came: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[str, ...]
    links_came: int
    links_gone: int
    links_changed: int

    @property
    def is_nothing(self) -> bool:
        """Whether there is no difference."""
        return not any(self.model_dump().values())


class Rerun(Wire):
    """How a chart came out: the same bytes as known then, and what differs then and now."""

    same: bool
    known_at: str | None
    then: Differs
    now: Differs


class PageAgain(Page):
    """A page made again, and to which of the view's entities each id on the file's leads."""

    leads: Mapping[str, str]


def page_again(asked: Asked, file: ChartFile, kept: PageKept) -> PageAgain:
    """The page of a file's question in the asker's own view."""
    query = kept.query.query()
    title, notes = (kept.title, kept.notes) if query.received else ("", ())
    html, shown = drawn(asked.view, query, asked.terms, title, notes)
    page = PageAgain(html, "default-src 'none'", shown)
    page.leads = asked.view.holders(file.nodes)
    return page


def differs(file: ChartFile, page: PageAgain) -> Differs:
    """What is other on a page than in a file; an id that leads elsewhere by now is no news."""
    other, leads = page_file(bytes(page.body)), page.leads
    nodes = {leads.get(entity, entity): text for entity, text in file.nodes.items()}
    links = {(leads.get(a, a), leads.get(b, b), c): text for (a, b, c), text in file.links.items()}
    came, gone, changed = _between(nodes, other.nodes)
    more, less, other_words = map(len, _between(links, other.links))
    return Differs(
        came=came, gone=gone, changed=changed,
        links_came=more, links_gone=less, links_changed=other_words,
    )  # fmt: skip


def places_of(kept: SavedKept) -> DrawingBody:
    """The question that a saved chart is drawn by."""
    held = tuple(SpotBody(entity=s.entity, x=s.x, y=s.y) for s in kept.entities)
    return DrawingBody(entities=tuple(s.entity for s in kept.entities), held=held, limit=MOST)


def saved_again(file: ChartFile, answer: DrawingAnswer) -> tuple[bytes, Differs]:
    """A saved chart with what remains of it, under the digest of the view that drew it."""
    told: dict[str, Any] = json.loads(file.body)
    leads = {lead.asked: lead.entity for lead in answer.leads}
    there = {node.entity for node in answer.nodes}
    places = [{**each, "entity": leads.get(each["entity"], each["entity"])}
              for each in told["entities"]]  # fmt: skip
    told |= {"known_at": answer.standing.known_at, "digest": answer.standing.digest,
             "entities": [each for each in places if each["entity"] in there]}  # fmt: skip
    gone = tuple(sorted(set(file.nodes) - {a for a in file.nodes if leads.get(a, a) in there}))
    none = {"links_came": 0, "links_gone": 0, "links_changed": 0}
    moved = tuple(sorted(leads)) if file.kept.digest != answer.standing.digest else ()
    return _as_the_page_does(told), Differs(came=(), gone=gone, changed=moved, **none)


def _between(
    before: Mapping[Key, str], after: Mapping[Key, str]
) -> tuple[tuple[Key, ...], tuple[Key, ...], tuple[Key, ...]]:
    came, gone = sorted(after.keys() - before.keys()), sorted(before.keys() - after.keys())
    changed = sorted(key for key in before.keys() & after.keys() if before[key] != after[key])
    return tuple(came), tuple(gone), tuple(changed)


def _as_the_page_does(told: Mapping[str, Any]) -> bytes:
    """JSON as a browser writes it: whole numbers without a point."""
    return json.dumps(_whole(told), ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")


def _whole(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _whole(each) for name, each in value.items()}
    if isinstance(value, list):
        return list(map(_whole, value))
    return int(value) if isinstance(value, float) and value.is_integer() else value
