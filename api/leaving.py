"""Leaving files of what somebody saw, and taking them away when a record that they show goes."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from comity.api.installation import Installation
from comity.api.left_files import CHANGED, ELSEWHERE, REMOVED, Place, digest_of
from comity.api.printing import say
from comity.api.whole_files import write_whole
from comity.graph.audit_words import Disclosed
from comity.graph.identity import mention_id

_TOLD = {
    REMOVED: "showed it, and is removed",
    CHANGED: "showed it, and was changed since: look whether it still does",
    ELSEWHERE: "showed it, and is no longer there: find where it went",
}


def leave(
    installation: Installation, path: Path, write: Callable[[BinaryIO], None],
    shown: Iterable[Disclosed],
) -> None:  # fmt: skip
    """Write a file whole, or not at all, and keep in mind which records it shows."""
    refs = [ref for each in shown for ref in each.refs]

    def written(file: BinaryIO) -> None:
        write(file)
        file.flush()
        installation.left_files.note(path.resolve(), digest_of(Path(file.name)), refs)

    write_whole(path, written)


def tell_of_left(installation: Installation, place: Place) -> None:
    """Say which files show a record as it was: they stay, an order that hides may be taken back."""
    for path in installation.left_files.showing(_refs(installation, place)):
        say(f"{path} shows it as it was")


def put_down(installation: Installation, places: Iterable[Place]) -> None:
    """Before records are purged: afterwards nobody knows by what the files show them."""
    if installation.left_files.is_empty():
        return
    going = ((place, ref) for place in places for ref in _refs(installation, place))
    installation.left_files.put_down(going)


def take_away(installation: Installation) -> None:
    """Remove the files of records that are gone, and say what became of each.

    They are those of this purge, and of one that was cut off.
    """
    going = installation.left_files.going()
    gone = [place for place in going if not installation.ledger.mentions_of(*place)]
    for each in installation.left_files.take_away(gone) if gone else ():
        say(f"{each.path} {_TOLD.get(each.outcome, 'showed it, and ' + each.outcome)}")


def _refs(installation: Installation, place: Place) -> list[str]:
    return [mention_id(installation.id_key, key) for key in installation.ledger.mentions_of(*place)]
