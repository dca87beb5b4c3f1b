"""Leaving files of what somebody saw, and taking them away when a record that they show is purged.

Which record was purged when is the ledger's to tell. So it matters neither by what way it went nor
whether a program was stopped half-way: the next look finds every file that is still to go.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from comity.api.export import entities_of, links_between
from comity.api.installation import Installation
from comity.api.left_files import CHANGED, ELSEWHERE, REMOVED, Left, Reached, digest_of
from comity.api.order_list import reference
from comity.api.printing import say
from comity.api.whole_files import write_whole
from comity.graph.errors import FileError
from comity.graph.view import View

Place = tuple[str, str]
_TOLD = {
    REMOVED: "showed a record that is purged, and is removed",
    CHANGED: "showed a record that is purged, and was changed since: look whether it still does",
    ELSEWHERE: "showed a record that is purged, and is no longer there: find where it went",
}


def leave(
    installation: Installation, path: Path, write: Callable[[BinaryIO], None],
    shown: Iterable[Place], position: int,
) -> None:  # fmt: skip
    """Write a file whole, or not at all, that shows some records as of a position or later."""
    refs = frozenset(reference(installation.id_key, *place) for place in shown)
    noted: list[Left] = []

    def written(file: BinaryIO) -> None:
        write(file)
        file.flush()
        noted.append(Left(path.resolve(), digest_of(Path(file.name)), position, refs))
        installation.left_files.note(noted[0])

    write_whole(path, written)
    installation.left_files.settle(noted[0])
    # What was purged while it was written looked for files when this one was none yet.
    tell_of_reached(take_away(installation))


def records_behind(view: View, addresses: Iterable[str]) -> Iterator[Place]:
    """The records that an answer with the entities at some addresses may show."""
    entities = tuple(dict.fromkeys(addresses))
    for entity in entities_of(view, entities):
        yield from ((each.source, each.record) for each in entity.mentions)
        yield from ((each.origin.source, each.origin.record) for each in entity.facts)
    for link in links_between(view, entities):
        yield link.origin.source, link.origin.record


def tell_of_left(installation: Installation, place: Place) -> None:
    """Say which files show a record as it was: they stay, an order that hides may be taken back."""
    with _whatever_the_register_says():
        for path in installation.left_files.showing([reference(installation.id_key, *place)]):
            say(f"{path} shows it as it was")


def take_away(installation: Installation) -> list[Reached]:
    """Remove the files that show what is purged; what became of each, where that is news.

    What cannot be done now is done by the next look.
    """
    with _whatever_the_register_says():
        oldest = installation.left_files.oldest()
        if oldest is not None:
            purged = installation.ledger.purged_since(oldest)
            refs = [(at, reference(installation.id_key, *place)) for at, place in purged]
            return installation.left_files.take_away(refs)
    return []


def tell_of_reached(reached: Iterable[Reached]) -> None:
    """Say what became of each file."""
    for each in reached:
        ending = _TOLD.get(each.outcome, f"showed a record that is purged, and {each.outcome}")
        say(f"{each.path} {ending}")


@contextmanager
def _whatever_the_register_says() -> Iterator[None]:
    """No order on a record waits for a register that is damaged or locked: that is told."""
    try:
        yield
    except (FileError, OSError) as error:
        say(f"{error}. Files that commands left were not looked at, and may show the record")
