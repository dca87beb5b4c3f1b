"""Charts that are kept, behind the doors: what a question may save, and what of one is opened."""

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Request

from comity.api.casework_door import refusals
from comity.api.errors import BadQuestion
from comity.api.installation import Installation
from comity.api.wire_charts import ChartKeptBody, CommentBody, GroupBody, SharingBody
from comity.casework import Charts, Kept, Look, Sending, Sheet, Spot, Word, label_of_chart
from comity.graph.audit import Disclosed
from comity.graph.chart_words import ChartComment, ChartVersion
from comity.graph.identity import keyed_ref, mention_id
from comity.graph.view import View, micros
from comity.sharing import Label, Permit, Viewer, check_handling, decide


@dataclass(frozen=True, slots=True)
class Opened:
    """One version as a view lets it be seen: entities by their ids, in the order of saving.

    `number` is its place among the versions that show.
    """

    kept: Kept
    number: int
    version: ChartVersion
    spots: tuple[Spot, ...]
    words: tuple[Word, ...]
    comments: tuple[ChartComment, ...]

    def disclosed(self) -> tuple[Disclosed, ...]:
        """What opening it told, for its owner: of each version that shows the comment at least."""
        pairs = zip(self.kept.versions, self.kept.permits, strict=True)
        return tuple(sorted({_disclosed(version, permit) for version, permit in pairs}))

    def newest_disclosed(self) -> Disclosed:
        """What a board told that shows the newest version alone."""
        return _disclosed(self.kept.newest, self.kept.permits[-1])


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

    def share(self, view: View, key: str, ref: str, body: SharingBody) -> int:
        """Name anew who may open a chart of one's own agency; the version that says so."""
        with self._turn, refusals():
            return self._charts.share(self._sending(view, key, body), ref, body.shared)

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
        return self.seen(view, kept, at)

    def seen(self, view: View, kept: Kept, number: int) -> Opened:
        """A version as far as it shows in a view, by its number there."""
        version = kept.versions[number - 1]
        saved = self._charts.spots(version)
        led = _led(view, saved)
        spots = tuple(_spots(saved, led))
        words = tuple(self._words(view, version, led))
        comments = tuple(self._charts.comments(view.viewer, kept))
        return Opened(kept, number, version, spots, words, comments)

    def _words(self, view: View, version: ChartVersion, led: Mapping[str, str]) -> Iterator[Word]:
        for word in self._charts.words(view.viewer, version):
            addresses = map(self._address, word.mentions)
            held = (led.get(one) or view.holder(one) for one in addresses)
            shown = tuple(dict.fromkeys(entity for entity in held if entity is not None))
            if shown or word.sort == "box":
                yield replace(word, mentions=shown)

    def _sending(
        self, view: View, key: str, body: ChartKeptBody | SharingBody | CommentBody
    ) -> Sending:
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


def _disclosed(version: ChartVersion, permit: Permit) -> Disclosed:
    words = (permit.agreement, permit.version, permit.clause)
    return Disclosed(label_of_chart(version).canonical(), *words, (version.ref,))


def sheet_of(view: View, body: ChartKeptBody) -> Sheet:
    """What is saved: of what the saver sees, all; of the rest nothing, as if it were not there."""
    spots = tuple(
        Spot(addresses, one.x, one.y, one.pinned, one.hidden)
        for one in body.spots
        if (addresses := view.members(one.entity))
    )
    words = tuple(_words_of(view, body))
    for handling in (body.handling, *(word.handling for word in words)):
        check_handling(handling)
    told = (body.case, body.title, body.handling, body.shared, body.comment)
    return Sheet(*told, spots, words)


def _words_of(view: View, body: ChartKeptBody) -> Iterator[Word]:
    members = _members(body.groups)
    notes = (Word("note", (one.entity,), one.text, one.handling) for one in body.notes)
    groups = (
        Word("group", tuple(members[at]), one.name, one.handling,
             Look(at, one.inside, one.open, "", one.x, one.y))
        for at, one in enumerate(body.groups)
    )  # fmt: skip
    for word in (*notes, *groups):
        keys = tuple(key for key in map(view.mention_key, word.mentions) if key is not None)
        check_handling(word.handling)
        if keys:
            yield replace(word, mentions=keys)
    for box in body.boxes:
        look = Look(shape=box.shape, x=box.x, y=box.y, pinned=box.pinned)
        yield Word("box", (), box.text, box.handling, look)


def _members(groups: tuple[GroupBody, ...]) -> list[dict[str, None]]:
    """The members of each group with those of all groups in it: so it shows wherever these do."""
    members = [dict.fromkeys(one.members) for one in groups]
    for at in reversed(range(len(groups))):
        inside = groups[at].inside
        if inside is None:
            continue
        if inside >= at:
            raise BadQuestion("groups: inside is the place of a group named before")
        members[inside] |= members[at]
    return members


def _led(view: View, saved: Iterable[Spot]) -> dict[str, str]:
    """The entity that each saved spot shows, by the address of every mention that was in it."""
    saved, led = tuple(saved), dict[str, str]()
    held = view.holders(address for spot in saved for address in spot.addresses)
    for spot in saved:
        shown = [held[address] for address in spot.addresses if address in held]
        for address in spot.addresses if shown else ():
            led.setdefault(address, shown[0])
    return led


def _spots(saved: Iterable[Spot], led: Mapping[str, str]) -> Iterator[Spot]:
    """Each entity once, where it was first."""
    seen = set[str]()
    for spot in saved:
        entity = led.get(spot.address)
        if entity is not None and entity not in seen:
            seen.add(entity)
            yield replace(spot, addresses=(entity,))


def shelf_of(request: Request) -> Shelf:
    """The kept charts of the running application."""
    shelf: Shelf = request.app.state.shelf
    return shelf


ShelfDoor = Annotated[Shelf, Depends(shelf_of)]
