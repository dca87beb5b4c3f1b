"""Charts that are kept: saved as versions, opened by each viewer as far as it shows to them.

A chart holds places and lasting addresses of mentions, and what people wrote on it; no fact.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from comity.casework.chart_sheets import (
    Sheet,
    Spot,
    Word,
    read_spots,
    read_words,
    written_look,
    written_spots,
)
from comity.casework.errors import NotYours, OtherWords
from comity.casework.registry import ref_of
from comity.graph.chart_words import ChartComment, ChartVersion, ChartWord
from comity.graph.errors import GraphError
from comity.graph.ledger import Ledger
from comity.graph.words import Micros
from comity.sharing import Label, Permit, Viewer

DATA_CLASS = "chart"
Permits = Callable[[Viewer, Iterable[Label]], Mapping[Label, Permit]]
# Looked at where no chart is, so that a chart which one may not see takes as long as none.
_NONE = ChartVersion("", 0, "", "", "", "", "", "", "TLP:AMBER", "[]", "", 0)


@dataclass(frozen=True, slots=True)
class Sending:
    """By whom under which key something comes, and a keyed reference of all that came."""

    viewer: Viewer
    key: str
    sent: str
    now: Micros


@dataclass(frozen=True, slots=True)
class Kept:
    """A chart that a viewer may open.

    `versions` are those whose own code lets the viewer, oldest first, and number as if there were
    no others; `permits` are the clauses that let them, one a version. The newest says what the
    chart is called and with whom it is shared.
    """

    versions: tuple[ChartVersion, ...]
    permits: tuple[Permit, ...]

    @property
    def newest(self) -> ChartVersion:
        """The last that was saved; whoever may not see it sees none."""
        return self.versions[-1]


def label_of(agency: str, handling: str) -> Label:
    """The label of a chart, or of something that is written on one."""
    return Label(agency, DATA_CLASS, handling)


def label_of_chart(version: ChartVersion) -> Label:
    """What decides who may open a version, beside with whom the chart is shared."""
    return label_of(version.agency, version.handling)


class Charts:
    """The charts of one ledger; `permits` tells what some labels open to a viewer."""

    def __init__(self, ledger: Ledger, id_key: bytes, permits: Permits) -> None:
        self._ledger, self._id_key, self._permits = ledger, id_key, permits

    def save(self, sending: Sending, sheet: Sheet) -> str:
        """Keep a new chart; its reference. The same key and words again change nothing."""
        ref = self._said("chart", sending)
        if not self._said_before(ref, sending):
            self._keep(sending, sheet, ref, 1, ref)
        return ref

    def save_again(self, sending: Sending, ref: str, sheet: Sheet) -> int:
        """Keep a further version of a chart of one's own agency; its number."""
        said = self._said(f"chart {ref}", sending)
        found = self._own(sending.viewer, ref)
        before = self._said_before(said, sending)
        if before is not None:
            return before.number
        number = found.newest.number + 1
        self._keep(sending, sheet, ref, number, said)
        return number

    def share(self, sending: Sending, ref: str, shared: Collection[str]) -> int:
        """Name anew who may open a chart of one's own agency, by a further version; its number.

        All that lies and is written on the newest goes along, what does not show to the sharer too:
        it shows to whom it showed before, and under the same codes.
        """
        said = self._said(f"chart {ref}", sending)
        newest = self._own(sending.viewer, ref).newest
        before = self._said_before(said, sending)
        if before is not None:
            return before.number
        version = replace(
            newest, number=newest.number + 1, said=said, sent=sending.sent,
            principal=sending.viewer.principal, shared=json.dumps(sorted(shared)), comment="",
            at=sending.now,
        )  # fmt: skip
        content = self._ledger.chart_content(ref, newest.number)
        told = self._ledger.chart_words(ref, newest.number)
        self._add(
            version, content, [replace(w, number=version.number, at=version.at) for w in told]
        )
        return version.number

    def comment(self, sending: Sending, ref: str, text: str) -> None:
        """Say something of a chart that one may open."""
        self.open(sending.viewer, ref)
        said = self._said(f"comment {ref}", sending)
        before = [one for one in self._ledger.chart_comments(ref) if one.said == said]
        if before and before[0].sent != sending.sent:
            raise OtherWords
        if not before:
            who = (sending.viewer.agency, sending.viewer.principal)
            told = ChartComment(ref, said, sending.sent, *who, text, sending.now)
            self._ledger.comment_chart(told)

    def end(self, viewer: Viewer, ref: str, now: Micros) -> None:
        """Put a chart of one's own agency away."""
        self._own(viewer, ref)
        try:
            self._ledger.end_chart(ref, viewer.principal, viewer.justification, now)
        except GraphError:
            raise NotYours from None  # of two who put it away, the second finds nothing

    def open_to(self, viewer: Viewer) -> list[Kept]:
        """The charts that a viewer may open, those saved last first."""
        near = [one for one in self._ledger.charts() if _is_shared(one, viewer)]
        permits = self._permits(viewer, set(map(label_of_chart, near)))
        told = [self._kept(viewer, one) for one in near if label_of_chart(one) in permits]
        return sorted(told, key=lambda kept: (-kept.newest.at, kept.newest.ref))

    def open(self, viewer: Viewer, ref: str) -> Kept:
        """One chart that a viewer may open; raises NotYours of any other."""
        newest = self._ledger.chart(ref) or _NONE
        shared = _is_shared(newest, viewer)
        permitted = bool(self._permits(viewer, {label_of_chart(newest)}))
        if newest is _NONE or not shared or not permitted:
            raise NotYours
        return self._kept(viewer, newest)

    def spots(self, version: ChartVersion) -> list[Spot]:
        """Where everything lies on one version."""
        return read_spots(self._ledger.chart_content(version.ref, version.number))

    def words(self, viewer: Viewer, version: ChartVersion) -> list[Word]:
        """What is written on a version, as far as its labels let this viewer read it."""
        found = self._ledger.chart_words(version.ref, version.number)
        permits = self._permits(viewer, {label_of(version.agency, one.handling) for one in found})
        return read_words(found, {label.handling for label in permits})

    def comments(self, viewer: Viewer, kept: Kept) -> list[ChartComment]:
        """What was said of the versions that show, as far as this viewer may read whoever said it.

        It is under the code of the version that was the newest when it was said, and under that of
        the newest now: a laxer one that is saved later opens nothing that was said before.
        """
        ref, newest = kept.newest.ref, kept.newest.handling
        said_of = self._ledger.chart_comment_versions(ref)
        codes = {version.number: version.handling for version in kept.versions}
        under = {
            one: {label_of(one.agency, codes[said_of[one.said]]), label_of(one.agency, newest)}
            for one in self._ledger.chart_comments(ref)
            if said_of.get(one.said) in codes
        }
        permits = self._permits(viewer, set().union(*under.values()))
        return [one for one, labels in under.items() if labels <= permits.keys()]

    def _kept(self, viewer: Viewer, newest: ChartVersion) -> Kept:
        found = self._ledger.chart_versions(newest.ref)
        permits = self._permits(viewer, set(map(label_of_chart, found)))
        shown = tuple(one for one in found if label_of_chart(one) in permits)
        return Kept(shown, tuple(permits[label_of_chart(one)] for one in shown))

    def _own(self, viewer: Viewer, ref: str) -> Kept:
        found = self.open(viewer, ref)
        if found.newest.agency != viewer.agency:
            raise NotYours
        return found

    def _said(self, what: str, sending: Sending) -> str:
        return ref_of(self._id_key, what, sending.viewer, sending.key)

    def _said_before(self, said: str, sending: Sending) -> ChartVersion | None:
        version = self._ledger.chart_sent(said)
        if version is not None and version.sent != sending.sent:
            raise OtherWords
        return version

    def _keep(self, sending: Sending, sheet: Sheet, ref: str, number: int, said: str) -> None:
        viewer, now = sending.viewer, sending.now
        version = ChartVersion(
            ref, number, said, sending.sent, viewer.agency, viewer.principal, sheet.case,
            sheet.title, sheet.handling, json.dumps(sorted(sheet.shared)), sheet.comment, now,
        )  # fmt: skip
        words = [
            ChartWord(ref, number, one.sort, json.dumps(one.mentions), one.text, one.handling,
                      now, written_look(one))
            for one in sheet.words
        ]  # fmt: skip
        self._add(version, written_spots(sheet.spots), words)

    def _add(self, version: ChartVersion, content: str, words: list[ChartWord]) -> None:
        try:
            self._ledger.keep_chart(version, content, words)
        except GraphError:
            raise OtherWords from None  # the key was one of a chart that is put away


def _is_shared(newest: ChartVersion, viewer: Viewer) -> bool:
    """Whether it is the viewer's own agency's, or shared with it or the force it acts for."""
    if newest.agency == viewer.agency:
        return True
    return not {viewer.agency, viewer.task_force}.isdisjoint(json.loads(newest.shared))
