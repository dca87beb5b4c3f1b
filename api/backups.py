"""Backing an installation up while it runs, and bringing it back into a new folder.

The graph store is left out, since it is made anew; tokens too, since they are given anew. People
are copied, and come back disabled.
"""

from contextlib import closing
from pathlib import Path

from comity.api.audit_keys import AUDIT_KEY, WITNESS_KEY, WITNESSED_FILE
from comity.api.checkpoints import CHECKPOINTS
from comity.api.files import make_private_folder
from comity.api.installation import AUDIT, GRAPH, ID_KEY, LEDGER, MAPPINGS, TOKENS, Installation
from comity.api.people import PEOPLE_FILE, People
from comity.api.settings import SETTINGS_FILE
from comity.graph.backup import Manifest, restore_backup, write_backup
from comity.graph.desk import system_clock
from comity.graph.sqlite_store import SqliteStore
from comity.graph.view import micros

_MAPPING, _CHECKPOINT = "mapping--", "checkpoint--"
_WHERE_THERE = (PEOPLE_FILE, "viewers.yaml", AUDIT_KEY, WITNESS_KEY, WITNESSED_FILE)


def back_up(installation: Installation, to: Path) -> Manifest:
    """Copy ledger, audit, keys, settings, mappings and checkpoints; every copy is hashed."""
    folder = installation.folder
    files = {name: folder / name for name in (LEDGER, AUDIT, ID_KEY, SETTINGS_FILE)}
    files |= {name: folder / name for name in _WHERE_THERE if (folder / name).exists()}
    for path in sorted((folder / MAPPINGS).glob("*.yaml")):
        files[_MAPPING + path.name] = path
    for path in sorted((folder / CHECKPOINTS).glob("*.txt")):
        files[_CHECKPOINT + path.name] = path
    return write_backup(files, to.absolute(), micros(installation.clock()))


def bring_back(backup: Path, folder: Path) -> Manifest:
    """Check a backup and make a data folder of it; never over anything.

    Everybody in it is disabled: some may have been since the backup was taken.
    """
    folder = folder.absolute()
    manifest = restore_backup(backup, folder)
    make_private_folder(folder / MAPPINGS)
    make_private_folder(folder / TOKENS)
    for mark, inner in ((_MAPPING, MAPPINGS), (_CHECKPOINT, CHECKPOINTS)):
        for path in folder.glob(f"{mark}*"):
            make_private_folder(folder / inner)
            path.rename(folder / inner / path.name.removeprefix(mark))
    if (folder / PEOPLE_FILE).exists():
        with closing(People(folder / PEOPLE_FILE)) as people:
            people.disable_all(micros(system_clock()))
    SqliteStore(folder / GRAPH).close()
    (folder / GRAPH).chmod(0o600)
    return manifest
