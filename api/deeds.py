"""Deeds: what the command line changes, each with its intent in the audit and how it ended.

Whoever may write the data folder is taken at their word for who they are.
"""

import getpass
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Annotated

import typer

from comity.api.asked import Asked
from comity.api.errors import NotAudited
from comity.api.installation import Installation
from comity.api.problems import problem_of
from comity.sharing import Viewer

By = Annotated[str, typer.Option("--by", help="Who does it; your login name if you say nothing.")]
OPERATOR, PURPOSE = "operator", "administration"
INTERRUPTED, DONE = "interrupted", "done"


@contextmanager
def deed(installation: Installation, action: str, by: str, **what: object) -> Iterator[str]:
    """Do one thing inside the block, audited before and after it; yields who does it."""
    asked, question = _asked(installation, by), _told(what)
    try:
        intent = asked.intend(action, question)
    except NotAudited as error:
        raise error.__cause__ or error from None  # an operator may know why, such as a full disk
    try:
        yield asked.viewer.principal
    except BaseException as error:
        # A full disk refuses this row too: the intent is there and is settled at the next start.
        with suppress(NotAudited):
            asked.record(action, question, _ended(error), intent=intent)
        raise
    asked.record(action, question, DONE, intent=intent)


def note(installation: Installation, action: str, by: str, **what: object) -> None:
    """Audit what is about to be shown or copied out of the installation."""
    _asked(installation, by).record(action, _told(what), DONE)


def _asked(installation: Installation, by: str) -> Asked:
    agency = installation.settings.agency
    who = by or getpass.getuser()
    return Asked(installation, Viewer(who, agency, OPERATOR, PURPOSE, "at the command line"))


def _told(what: Mapping[str, object]) -> str:
    return json.dumps(what, ensure_ascii=False, sort_keys=True)


def _ended(error: BaseException) -> str:
    return problem_of(error).name if isinstance(error, Exception) else INTERRUPTED
