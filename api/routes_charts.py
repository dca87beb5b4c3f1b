"""Charts that are kept: saved, opened by version, said something of, shared, put away."""

import json
from typing import Annotated

from fastapi import Path

from comity.api.asked import Asked
from comity.api.charts_door import Opened, ShelfDoor
from comity.api.errors import Nothing
from comity.api.questions import Question
from comity.api.routes_writing import AskedNow, Key, Ref
from comity.api.wire_charts import (
    BoxOut,
    ChartDoneAnswer,
    ChartKeptBody,
    ChartKeptOut,
    ChartOpenedAnswer,
    ChartsAnswer,
    ChartSavedAnswer,
    CommentBody,
    CommentOut,
    GroupOut,
    NoteOut,
    SharingBody,
    SpotKeptOut,
    VersionOut,
)
from comity.casework import Kept, Word
from comity.graph.chart_words import ChartComment, ChartVersion

Number = Annotated[int, Path(ge=1, le=1_000_000, examples=[1])]


def list_charts(asked: AskedNow, shelf: ShelfDoor) -> ChartsAnswer:
    """The charts of one's own agency and those shared with one, those saved last first."""
    charts = tuple(map(chart_out, shelf.open_to(asked.view)))
    return ChartsAnswer(standing=asked.standing(), charts=charts)


def save_chart(
    asked: AskedNow, shelf: ShelfDoor, body: ChartKeptBody, idempotency_key: Key
) -> ChartSavedAnswer:
    """Keep a new chart; the same key and body again change nothing."""
    standing = asked.standing()
    ref = shelf.save(asked.view, idempotency_key, body)
    return ChartSavedAnswer(standing=standing, ref=ref, number=1)


def save_chart_version(
    asked: AskedNow, shelf: ShelfDoor, ref: Ref, body: ChartKeptBody, idempotency_key: Key
) -> ChartSavedAnswer:
    """Keep a further version of a chart of one's own agency; the earlier ones stay."""
    standing = asked.standing()
    number = shelf.save_again(asked.view, idempotency_key, ref, body)
    return ChartSavedAnswer(standing=standing, ref=ref, number=number)


def share_chart(
    asked: AskedNow, shelf: ShelfDoor, ref: Ref, body: SharingBody, idempotency_key: Key
) -> ChartSavedAnswer:
    """Name anew who may open a chart, by a further version that holds all that the last held."""
    standing = asked.standing()
    number = shelf.share(asked.view, idempotency_key, ref, body)
    return ChartSavedAnswer(standing=standing, ref=ref, number=number)


def open_chart(asked: AskedNow, shelf: ShelfDoor, ref: Ref) -> ChartOpenedAnswer:
    """The newest version of a chart, as far as it shows."""
    return _opened(asked, shelf.opened(asked.view, ref))


def open_chart_version(
    asked: AskedNow, shelf: ShelfDoor, ref: Ref, number: Number
) -> ChartOpenedAnswer:
    """One version of a chart, as far as it shows now."""
    return _opened(asked, shelf.opened(asked.view, ref, number))


def comment_chart(
    asked: AskedNow, shelf: ShelfDoor, ref: Ref, body: CommentBody, idempotency_key: Key
) -> ChartDoneAnswer:
    """Say something of a chart that one may open."""
    standing = asked.standing()
    shelf.comment(asked.view, idempotency_key, ref, body)
    return ChartDoneAnswer(standing=standing, ref=ref)


def end_chart(asked: AskedNow, shelf: ShelfDoor, ref: Ref) -> ChartDoneAnswer:
    """Put a chart of one's own agency away, with all its versions, for everybody."""
    standing = asked.standing()
    shelf.end(asked.view, ref)
    return ChartDoneAnswer(standing=standing, ref=ref)


def chart_out(kept: Kept) -> ChartKeptOut:
    """What a chart is called, and how often it was saved."""
    one = kept.newest
    told = {
        name: getattr(one, name) for name in ("ref", "agency", "case", "title", "handling", "at")
    }
    shared = tuple(json.loads(one.shared))
    return ChartKeptOut.model_validate({**told, "shared": shared, "versions": len(kept.versions)})


def notes_out(opened: Opened) -> tuple[NoteOut, ...]:
    """The notes on a version that show."""
    return tuple(
        NoteOut(entity=word.mentions[0], text=word.text, handling=word.handling)
        for word in opened.words
        if word.sort == "note"
    )


def _opened(asked: Asked, opened: Opened | None) -> ChartOpenedAnswer:
    if opened is None:
        raise Nothing
    ours = asked.viewer.agency
    kept = opened.kept
    if kept.newest.agency != ours:
        asked.tell_owners(opened.disclosed())
    return ChartOpenedAnswer(
        standing=asked.standing(),
        chart=chart_out(kept),
        number=opened.number,
        spots=tuple(
            SpotKeptOut(entity=s.address, x=s.x, y=s.y, pinned=s.pinned, hidden=s.hidden)
            for s in opened.spots
        ),
        notes=notes_out(opened),
        groups=_groups(opened),
        boxes=tuple(map(_box, (word for word in opened.words if word.sort == "box"))),
        versions=tuple(_version(each, at, ours) for at, each in enumerate(kept.versions, 1)),
        comments=tuple(_comment(comment, ours) for comment in opened.comments),
    )


def _groups(opened: Opened) -> tuple[GroupOut, ...]:
    """The groups that show, each with the place in this list of the one around it."""
    groups = [word for word in opened.words if word.sort == "group"]
    places = {word.look.number: at for at, word in enumerate(groups)} | {None: None}
    return tuple(
        GroupOut(
            name=word.text, members=word.mentions, handling=word.handling,
            inside=places.get(word.look.inside), open=word.look.open, x=word.look.x, y=word.look.y,
        )
        for word in groups
    )  # fmt: skip


def _box(word: Word) -> BoxOut:
    told = {name: getattr(word.look, name) for name in ("shape", "x", "y", "pinned")}
    return BoxOut.model_validate({**told, "text": word.text, "handling": word.handling})


def _version(version: ChartVersion, number: int, ours: str) -> VersionOut:
    who = version.principal if version.agency == ours else None
    told = {"number": number, "at": version.at, "who": who, "comment": version.comment}
    return VersionOut.model_validate(told)


def _comment(comment: ChartComment, ours: str) -> CommentOut:
    who = comment.principal if comment.agency == ours else None
    told = {"agency": comment.agency, "at": comment.at, "who": who, "text": comment.text}
    return CommentOut.model_validate(told)


QUESTIONS = (
    Question("GET", "/v1/charts", list_charts),
    Question("POST", "/v1/charts", save_chart, status=201, writes=True),
    Question("GET", "/v1/charts/{ref}", open_chart),
    Question("DELETE", "/v1/charts/{ref}", end_chart, writes=True),
    Question("POST", "/v1/charts/{ref}/versions", save_chart_version, status=201, writes=True),
    Question("GET", "/v1/charts/{ref}/versions/{number}", open_chart_version),
    Question("POST", "/v1/charts/{ref}/sharing", share_chart, status=201, writes=True),
    Question("POST", "/v1/charts/{ref}/comments", comment_chart, status=201, writes=True),
)
