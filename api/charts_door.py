"""Charts that are kept, behind the doors: what a question may save, and what of one is opened."""

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from comity.api.casework_door import refusals
from comity.api.installation import Installation
from comity.api.wire_charts import ChartKeptBody, CommentBody
from comity.casework import Charts, Kept, Sending, Sheet, Spot, Word, spots_of
from comity.graph.audit import Disclosed
from comity.graph.chart_words import ChartComment, ChartVersion
from comity.graph.identity import keyed_ref, mention_id
from comity.graph.view import View, micros
from comity.sharing import Label, Permit, Viewer, check_handling, decide


@dataclass(frozen=True, slots=True)
class Opened:
    """One version as a view lets it be seen: entities by their ids, in the order of saving."""

    kept: Kept
    version: ChartVersion
    spots: tuple[Spot, ...]
    words: tuple[Word, ...]
    comments: tuple[ChartComment, ...]

    def disclosed(self) -> Disclosed:
        """That the chart was opened, for its owner, by the clause that lets it."""
        permit = self.kept.permit
        words = (permit.agreement, permit.version, permit.clause)
        return Disclosed(self.kept.label.canonical(), *words, (self.version.ref,))


class Shelf:
    """The kept charts of one installation; of those who save at once, one goes first."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._turn = threading.Lock()

    def save(self, view: View, key: str, body: ChartKeptBody) -> str:
        """Keep a new chart; its reference."""
        with self._turn, refusals():
            return self._charts.save(self._sending(view, key, body), sheet_of(view, body))

    def save_again(self, view: View, key: str, ref: str, body: ChartKeptBody) -> int:
        """Keep a further version of a chart of one's own agency; its number."""
        with self._turn, refusals():
            sending = self._sending(view, key, body)
            return self._charts.save_again(sending, ref, sheet_of(view, body))

    def comment(self, view: View, key: str, ref: str, body: CommentBody) -> None:
        """Say something of a chart that one may open."""
        with self._turn, refusals():
            self._charts.comment(self._sending(view, key, body), ref, body.text)

    def end(self, view: View, ref: str) -> None:
        """Put a chart of one's own agency away."""
        with self._turn, refusals():
            self._charts.end(view.viewer, ref, self._now())

    def open_to(self, view: View) -> list[Kept]:
        """The charts that a viewer may open."""
        return self._charts.open_to(view.viewer)

    def opened(self, view: View, ref: str, number: int | None = None) -> Opened | None:
        """One version of a chart in a view, the newest where none is named; None of no version."""
        with refusals():
            kept = self._charts.open(view.viewer, ref)
        at = len(kept.versions) if number is None else number
        if not 1 <= at <= len(kept.versions):
            return None
        return self.seen(view, kept, kept.versions[at - 1])

    def seen(self, view: View, kept: Kept, version: ChartVersion) -> Opened:
        """A version as far as it shows in a view."""
        words = tuple(self._words(view, version))
        comments = tuple(self._charts.comments(view.viewer, kept))
        return Opened(kept, version, tuple(_spots(view, version)), words, comments)

    def _words(self, view: View, version: ChartVersion) -> Iterator[Word]:
        for word in self._charts.words(view.viewer, version):
            held = (view.holder(self._address(key)) for key in word.mentions)
            shown = tuple(dict.fromkeys(entity for entity in held if entity is not None))
            if shown:
                yield Word(word.sort, shown, word.text, word.handling)

    def _sending(self, view: View, key: str, body: ChartKeptBody | CommentBody) -> Sending:
        sent = keyed_ref(self._installation.id_key, "sent", body.model_dump_json())
        return Sending(view.viewer, key, sent, self._now())

    def _permits(self, viewer: Viewer, labels: Iterable[Label]) -> Mapping[Label, Permit]:
        now, agreements = self._installation.clock(), self._installation.desk.agreements()
        return decide(viewer, tuple(labels), agreements, now).permits

    def _address(self, key: str) -> str:
        return mention_id(self._installation.id_key, key)

    def _now(self) -> int:
        return micros(self._installation.clock())

    @property
    def _charts(self) -> Charts:
        return Charts(self._installation.ledger, self._installation.id_key, self._permits)


def sheet_of(view: View, body: ChartKeptBody) -> Sheet:
    """What is saved: of what the saver sees, all; of the rest nothing, as if it were not there."""
    spots = tuple(
        Spot(one.entity, one.x, one.y, one.pinned, one.hidden)
        for one in body.spots
        if view.holder(one.entity) is not None
    )
    notes = [(("note"), (one.entity,), one.text, one.handling) for one in body.notes]
    groups = [(("group"), one.members, one.name, one.handling) for one in body.groups]
    words = []
    for sort, addresses, text, handling in (*notes, *groups):
        check_handling(handling)
        keys = tuple(key for key in map(view.mention_key, addresses) if key is not None)
        if keys:
            words.append(Word(sort, keys, text, handling))
    check_handling(body.handling)
    told = (body.case, body.title, body.handling, body.shared, body.comment)
    return Sheet(*told, spots, tuple(words))


def _spots(view: View, version: ChartVersion) -> Iterator[Spot]:
    """Each entity once, where the first of its mentions lies."""
    seen = set[str]()
    for spot in spots_of(version):
        entity = view.holder(spot.address)
        if entity is not None and entity not in seen:
            seen.add(entity)
            yield Spot(entity, spot.x, spot.y, spot.pinned, spot.hidden)


def shelf_of(request: Request) -> Shelf:
    """The kept charts of the running application."""
    shelf: Shelf = request.app.state.shelf
    return shelf


ShelfDoor = Annotated[Shelf, Depends(shelf_of)]
