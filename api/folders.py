"""Which data folder and which viewer a command works with."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from comity.api.asking import Asked
from comity.api.errors import BadQuestion
from comity.api.installation import Installation
from comity.graph.view import View, micros
from comity.graph.words import Micros
from comity.sharing import Viewer

DEFAULT = Path(".comity/data")
Folder = Annotated[
    Path, typer.Option("--folder", "-C", envvar="COMITY_FOLDER", help="The data folder.")
]
Principal = Annotated[str, typer.Option("--as", help="As whom you ask: your name here.")]
Agency = Annotated[str, typer.Option(help="Your agency; the installation's unless you say so.")]
Role = Annotated[str, typer.Option(help="Your role.")]
Purpose = Annotated[str, typer.Option(help="For what purpose you ask.")]
Justification = Annotated[str, typer.Option(help="Why you ask; it stands in the audit.")]
KnownAt = Annotated[str, typer.Option(help="As known at this time, such as 2026-03-02T09:30Z.")]
ValidAt = Annotated[str, typer.Option(help="As things were at this time in the world.")]


@dataclass(frozen=True)
class Session:
    """A question from the command line: the same door, the same audit as over HTTP."""

    installation: Installation
    asked: Asked

    @property
    def view(self) -> View:
        """What the asker may see."""
        return self.asked.view

    def answer(self, action: str, question: str, shown: tuple[str, ...] = ()) -> None:
        """Write the audit row; called before anything is printed."""
        self.asked.record(action, question, "answered", shown)


def ask(
    installation: Installation,
    principal: str,
    agency: str,
    role: str,
    purpose: str,
    justification: str,
    known_at: str = "",
    valid_at: str = "",
) -> Session:
    """Open the view of whoever asks."""
    viewer = Viewer(principal, agency or installation.settings.agency, role, purpose, justification)
    asked = Asked(installation, viewer, _time(known_at), _time(valid_at))
    return Session(installation, asked)


def _time(text: str) -> Micros | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadQuestion(f"{text!r} is no time; write it as 2026-03-02T09:30:00Z") from None
    if moment.tzinfo is None:
        raise BadQuestion(f"{text!r} names no time zone; write it as 2026-03-02T09:30:00Z")
    return micros(moment)
