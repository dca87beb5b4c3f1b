"""The doctor: named checks of one installation, each with what to do where it fails."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from comity.api.errors import InstallationError
from comity.api.installation import AUDIT, ID_KEY, LEDGER, Installation
from comity.api.order_list import is_listed
from comity.api.server_files import WAY_OUT, purges_in_files
from comity.api.wire import moment_text
from comity.graph.errors import GraphError
from comity.graph.words import FOREVER
from comity.resolve import ResolveError

LEAST_FREE = 1 << 30
OPEN_TO_OTHERS = 0o077


@dataclass(frozen=True, slots=True)
class Check:
    """One check: whether it holds, and what to do if not."""

    name: str
    holds: bool
    told: str


def examine(installation: Installation) -> list[Check]:
    """Every check in turn; one that fails stops none of the others."""
    return [check for made in _CHECKS for check in _safely(made, installation)]


def _safely(
    made: Callable[[Installation], Iterator[Check]], installation: Installation
) -> Iterator[Check]:
    try:
        yield from made(installation)
    except (GraphError, ResolveError, InstallationError, OSError) as error:
        yield Check(made.__name__.strip("_").replace("_", " "), False, str(error))


def _files(installation: Installation) -> Iterator[Check]:
    for name in (LEDGER, AUDIT, ID_KEY):
        there = (installation.folder / name).exists()
        yield Check(f"file {name}", there, "there" if there else "missing: restore a backup")


def _permissions(installation: Installation) -> Iterator[Check]:
    mode = installation.folder.stat().st_mode & 0o777
    private = not mode & OPEN_TO_OTHERS
    told = "private" if private else f"mode {mode:o} lets others in: chmod 700 it"
    yield Check("permissions", private, told)


def _ledger(installation: Installation) -> Iterator[Check]:
    report = installation.ledger.verify()
    told = report.broken or f"{report.positions} positions, {report.versions} records hold"
    yield Check("ledger", report.holds, told)


def _models(installation: Installation) -> Iterator[Check]:
    """A model that this release cannot read stops every question."""
    models = installation.ledger.models()
    standing = [stored.file.version for stored in models if stored.known_to == FOREVER]
    yield Check("models", True, f"{standing[-1] if standing else 'the shipped one'} is in force")


def _audit(installation: Installation) -> Iterator[Check]:
    report = installation.audit.verify()
    yield Check("audit", report.holds, report.broken or "every row holds")
    waiting = len(installation.audit.unfinished())
    told = f"{waiting} under way" if waiting else "none is unfinished"
    yield Check("writings", True, told)


def _loads(installation: Installation) -> Iterator[Check]:
    """Open loads are no fault: one may be under way, and one that was cut off harms nobody."""
    still = [
        f"load {each.load} of {each.source} ({each.file}) is open since {moment_text(each.began)}"
        for each in installation.ledger.loads()
        if each.state == "open"
    ]
    way_out = "; unless it is under way, take the file in again or: comity ingest abandon LOAD"
    yield Check("loads", True, "; ".join(still) + way_out if still else "none is open")


def _graph_store(installation: Installation) -> Iterator[Check]:
    position, _ = installation.ledger.head()
    reached = installation.store.reached().position
    told = f"{position - reached} positions behind: the next question brings it up"
    if position == reached:
        told = "up to the ledger"
    elif reached > position:
        told = "of another or a later ledger: comity graph rebuild"
    yield Check("graph store", reached <= position, told)


def _graph_files(installation: Installation) -> Iterator[Check]:
    purges = purges_in_files(installation)
    told = f"the Neo4j server's files hold bytes of {purges:,} purges; {WAY_OUT}"
    yield Check("graph files", not purges, told if purges else "hold nothing that was purged")


def _order_list(installation: Installation) -> Iterator[Check]:
    """A restore wants it; without one it is for whoever backs up to write it."""
    kept = installation.settings.order_list
    if not kept:
        yield Check("order list", True, "none is kept: set order_list, or comity record orders")
        return
    listed = is_listed(installation)
    told = "up to date" if listed else "behind the newest order: comity record orders"
    yield Check("order list", listed, f"{kept} is {told}")


def _free_disk(installation: Installation) -> Iterator[Check]:
    free = shutil.disk_usage(installation.folder).free
    told = f"{free / (1 << 30):.1f} GiB free"
    yield Check("disk", free >= LEAST_FREE, told if free >= LEAST_FREE else f"{told}: make room")


def _clock(installation: Installation) -> Iterator[Check]:
    _, newest = installation.ledger.head()
    now = datetime.now(UTC).timestamp() * 1_000_000
    told = "after the newest record" if now >= newest else "behind the newest record: set it"
    yield Check("clock", now >= newest, told)


_RECORDED = (_ledger, _models, _audit, _loads, _graph_store, _graph_files, _order_list)
_CHECKS = (_files, _permissions, *_RECORDED, _free_disk, _clock)
