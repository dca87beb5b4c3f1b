"""Exports: what a viewer sees goes to somebody else, with recipient and reason."""

from typing import Annotated

from fastapi import Depends

from comity.api.asked import Asked
from comity.api.asking import ask_at
from comity.api.export import Export
from comity.api.hand_over import exported
from comity.api.questions import Question
from comity.api.wire_exports import ExportBody

AskedAt = Annotated[Asked, Depends(ask_at)]


def disseminate(asked: AskedAt, body: ExportBody) -> Export:
    """A file of some entities for a recipient; a row in the audit for each owner of what goes."""
    return exported(asked, asked.view, body)


QUESTIONS = (Question("POST", "/v1/exports", disseminate),)
