"""Writing: records of one's own source, and judgements on what one sees."""

from typing import Annotated

from fastapi import Depends, Header, Path

from comity.api.asked import Asked
from comity.api.asking import ask
from comity.api.errors import Nothing
from comity.api.questions import Question
from comity.api.wire import REF
from comity.api.wire_questions import (
    JudgementAnswer,
    JudgementBody,
    RecordsAnswer,
    RecordsBody,
    WithdrawnAnswer,
)
from comity.api.writing import WritingDoor

AskedNow = Annotated[Asked, Depends(ask)]
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="The same for every try to send the same body.",
        examples=["2026-03-02-night-shift"],
    ),
]
SourceId = Annotated[str, Path(max_length=200, examples=["harbor-jail"])]
Ref = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", examples=[REF])]


def add_records(
    asked: AskedNow,
    writing: WritingDoor,
    id: SourceId,  # noqa: A002 - the path's word
    body: RecordsBody,
    idempotency_key: Key,
) -> RecordsAnswer:
    """Take in rows of a source; answered once they are on disk, and safe to send again."""
    return writing.add_records(asked.viewer, id, idempotency_key, body)


def judge(asked: AskedNow, writing: WritingDoor, body: JudgementBody) -> JudgementAnswer:
    """Say whether two mentions are one; it outranks the model until it is withdrawn."""
    keys = [asked.view.mention_key(end) for end in (body.first, body.second)]
    if keys[0] is None or keys[1] is None or keys[0] == keys[1]:
        raise Nothing
    ref = writing.judge(asked.viewer, (keys[0], keys[1]), body)
    return JudgementAnswer(standing=asked.standing(), ref=ref, verdict=body.verdict)


def withdraw(asked: AskedNow, writing: WritingDoor, ref: Ref) -> WithdrawnAnswer:
    """Take a judgement of one's own agency back; the earlier answer is there again, exactly."""
    writing.withdraw(asked.viewer, ref)
    return WithdrawnAnswer(standing=asked.standing(), ref=ref)


QUESTIONS = (
    Question("POST", "/v1/sources/{id}/records", add_records, status=201, writes=True),
    Question("POST", "/v1/judgements", judge, status=201, writes=True),
    Question("DELETE", "/v1/judgements/{ref}", withdraw, writes=True),
)
