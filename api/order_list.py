"""The order list: what a restore has to carry out again, kept beside the backups.

It names records by keyed references alone and is proved by the installation's own key: whoever
finds it learns how many orders there were and when, and can take none away.
"""

import hashlib
import hmac
import json
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from comity.api.errors import InstallationError
from comity.api.files import write_private
from comity.api.installation import Installation
from comity.api.printing import say
from comity.graph.errors import FileError
from comity.graph.locked_stream import key_for
from comity.graph.sqlite_file import one_at_a_time
from comity.graph.view import micros
from comity.graph.words import Micros

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One order: what was ordered, of which record (a keyed reference), sparing whom, when."""

    kind: str
    ref: str
    spared: tuple[str, ...]
    at: Micros


@dataclass(frozen=True, slots=True)
class OrderList:
    """Every order up to a moment."""

    at: Micros
    entries: tuple[Entry, ...]
    format: int = FORMAT
    seal: str = ""


def reference(id_key: bytes, source: str, record: str) -> str:
    """By what the list names a record."""
    return _reference(_reference_key(id_key), source, record)


def order_list(installation: Installation) -> OrderList:
    """The list as of now."""
    # The moment first: what another program orders meanwhile is later than the list.
    unsealed = OrderList(micros(installation.clock()), _entries(installation))
    return replace(unsealed, seal=_seal(unsealed, installation.id_key))


def write_order_list(installation: Installation, to: Path) -> OrderList:
    """Write the list as of now, whole or not at all; one that is there only ever grows.

    A restored copy knows less than the installation that it is a copy of.
    """
    # One program after the other: of two, the slower would write without the faster one's order.
    with ExitStack() as turn:
        try:
            turn.enter_context(one_at_a_time(to.with_name(f".{to.name}.lock")))
        except FileError as error:
            raise InstallationError(f"the order list {to} cannot be written: {error}") from None
        return _written(installation, to)


def bring_up_to_date(installation: Installation) -> None:
    """Write the list that the settings name, if they name one; raises InstallationError."""
    if kept := installation.settings.order_list:
        write_order_list(installation, Path(kept))


def keep_order_list(installation: Installation) -> None:
    """The same for what is done either way: whoever looks on is told that it cannot be written."""
    try:
        bring_up_to_date(installation)
    except InstallationError as error:
        say(f"{error}. A backup taken before now must not be restored without it")


def is_listed(installation: Installation) -> bool:
    """Whether the list that the settings name, if they name one, tells every order."""
    kept = installation.settings.order_list
    if not kept:
        return True
    told = read_order_list(Path(kept), installation.id_key)
    return {*_entries(installation)} <= {*told.entries}


def read_order_list(path: Path, id_key: bytes) -> OrderList:
    """Read a list of this installation; one that was changed or is another's is refused."""
    try:
        told = json.loads(path.read_bytes())
        found = OrderList(**{**told, "entries": tuple(map(_entry, told["entries"]))})
        holds = hmac.compare_digest(_seal(found, id_key), found.seal)
    except OSError as error:
        raise InstallationError(f"{path}: {error.strerror or error}; name an order list") from None
    except (ValueError, KeyError, TypeError):
        raise InstallationError(f"{path} is no order list; comity record orders") from None
    if not holds:
        raise InstallationError(f"{path} was changed, or is the list of another installation")
    return found


def _written(installation: Installation, to: Path) -> OrderList:
    made = order_list(installation)
    if to.exists():
        made = _joined(read_order_list(to, installation.id_key), made, installation.id_key)
    try:
        write_private(to.absolute(), (json.dumps(asdict(made)) + "\n").encode())
    except OSError as error:
        raise InstallationError(
            f"the order list {to} cannot be written: {error.strerror or error}; name another place"
        ) from None
    return made


def _entries(installation: Installation) -> tuple[Entry, ...]:
    key = _reference_key(installation.id_key)
    return tuple(
        Entry(each.kind, _reference(key, each.source, each.record), each.spared, each.at)
        for each in installation.ledger.orders()
    )


def _reference_key(id_key: bytes) -> bytes:
    return key_for(id_key, b"", "order reference")


def _reference(own: bytes, source: str, record: str) -> str:
    return _told(own, json.dumps([source, record]))


def _joined(there: OrderList, made: OrderList, id_key: bytes) -> OrderList:
    entries = {*there.entries, *made.entries}
    unsealed = replace(made, entries=tuple(sorted(entries, key=lambda each: (each.at, each.ref))))
    return replace(unsealed, seal=_seal(unsealed, id_key))


def _entry(told: dict[str, Any]) -> Entry:
    return Entry(**{**told, "spared": tuple(told["spared"])})


def _seal(unsealed: OrderList, id_key: bytes) -> str:
    told = json.dumps(asdict(replace(unsealed, seal="")), sort_keys=True)
    return _told(key_for(id_key, b"", "order list"), told)


def _told(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
