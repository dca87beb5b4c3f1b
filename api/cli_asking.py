"""How a command asks: the questions, views and audit rows are those of HTTP.

Whoever may read the data folder is taken at their word for who they are.
"""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from comity.api import (
    routes_agreements,
    routes_casework,
    routes_charts,
    routes_communities,
    routes_drawing,
    routes_drawn,
    routes_emergencies,
    routes_events,
    routes_exports,
    routes_network,
    routes_paths,
    routes_reading,
    routes_requests,
    routes_scores,
    routes_what_if,
    routes_writing,
)
from comity.api.asked import Asked
from comity.api.folders import DEFAULT, Folder
from comity.api.installation import Installation
from comity.api.leaving import leave, records_behind
from comity.api.questions import Question, audited
from comity.graph.view import View
from comity.sharing import Viewer

Principal = Annotated[str, typer.Option("--as", help="Who asks: your name here.")]
Justification = Annotated[str, typer.Option(help="Why you ask; it stands in the audit.")]
Agency = Annotated[str, typer.Option(help="Your agency; the installation's unless you say so.")]
Role = Annotated[str, typer.Option(help="Your role.")]
Purpose = Annotated[str, typer.Option(help="For what purpose you ask.")]
Case = Annotated[str, typer.Option(help="The case you ask for.")]
KnownAt = Annotated[str, typer.Option(help="As known at this time, such as 2026-03-02T09:30Z.")]
ValidAt = Annotated[str, typer.Option(help="As things were at this time in the world.")]

QUESTIONS = {
    question.answer: question
    for part in (
        routes_reading,
        routes_paths,
        routes_network,
        routes_communities,
        routes_drawing,
        routes_events,
        routes_what_if,
        routes_writing,
        routes_agreements,
        routes_emergencies,
        routes_exports,
        routes_casework,
        routes_charts,
        routes_drawn,
        routes_requests,
        routes_scores,
    )
    for question in part.QUESTIONS
}


class Ask:
    """Asks as one viewer: `ask(question, ...)` leaves its audit row before it answers."""

    def __init__(self, installation: Installation, asked: Asked) -> None:
        self.installation, self.asked = installation, asked
        # From before any view is opened: what is purged after it may be in a file that is left.
        self._position, _ = installation.ledger.head()

    def __call__(self, answer: Callable[..., Any], **given: Any) -> Any:
        """The answer to one of the server's questions, or to another function of an `asked`."""
        question = QUESTIONS.get(answer) or Question("GET", "", answer)
        return audited(question)(asked=self.asked, **given)

    def anew(self) -> "Ask":
        """The same viewer asking again, of what stands there by then."""
        return Ask(self.installation, Asked(self.installation, self.asked.viewer))

    def leave(
        self, path: Path, write: Callable[[BinaryIO], None], addresses: tuple[str, ...],
        view: View | None = None,
    ) -> None:  # fmt: skip
        """Write what an answer shows, of its own view or a narrower one, so that purges know it."""
        records = records_behind(view or self.asked.view, addresses)
        leave(self.installation, path, write, records, self._position)

    def write(self, answer: Callable[..., Any], **given: Any) -> Any:
        """As a call, of a function that changes something: its intent is audited before it."""
        return audited(Question("POST", "", answer, writes=True))(asked=self.asked, **given)


@contextmanager
def asking(
    *,
    viewer: str,
    justification: str,
    agency: str = "",
    role: str = "analyst",
    purpose: str = "investigation",
    case: str = "",
    known_at: str = "",
    valid_at: str = "",
    folder: Path = DEFAULT,
) -> Iterator[Ask]:
    """Open an installation for the questions of one viewer."""
    times = {"known_at": known_at, "valid_at": valid_at}
    with Installation.open(folder) as installation:
        of = agency or installation.settings.agency
        cases = (case,) if case else ()
        who = Viewer(viewer, of, role, purpose, justification, case, cases=cases)
        words = {name: text for name, text in times.items() if text}
        yield Ask(installation, Asked(installation, who, words))


def _options(
    *,
    viewer: Principal,
    justification: Justification,
    agency: Agency = "",
    role: Role = "analyst",
    purpose: Purpose = "investigation",
    case: Case = "",
    known_at: KnownAt = "",
    valid_at: ValidAt = "",
    folder: Folder = DEFAULT,
) -> None:
    """The options of every command that asks; only its signature is used."""


WHO = inspect.signature(_options).parameters


def asks(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say who asks and why, and its first argument, `ask`."""
    own = list(inspect.signature(command).parameters.values())[1:]

    @wraps(command)
    def run(**given: Any) -> None:
        who = {name: given.pop(name) for name in WHO}
        with asking(**who) as ask:
            command(ask, **given)

    parameters = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in own]
    parameters += WHO.values()
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # what typer reads
    run.__annotations__ = {each.name: each.annotation for each in parameters}
    return run
