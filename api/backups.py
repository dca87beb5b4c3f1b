"""Backing an installation up while it runs, and bringing it back into a new folder.

The graph store is left out, since it is made anew; tokens too, since they are given anew.
"""

from pathlib import Path

from comity.api.files import make_private_folder
from comity.api.installation import AUDIT, GRAPH, ID_KEY, LEDGER, MAPPINGS, TOKENS, Installation
from comity.api.settings import SETTINGS_FILE
from comity.graph.backup import Manifest, restore_backup, write_backup
from comity.graph.sqlite_store import SqliteStore
from comity.graph.view import micros

_MAPPING = "mapping--"


def back_up(installation: Installation, to: Path) -> Manifest:
    """Copy ledger, audit, id key, settings and mappings; every copy is hashed."""
    folder = installation.folder
    files = {name: folder / name for name in (LEDGER, AUDIT, ID_KEY, SETTINGS_FILE)}
    viewers = folder / "viewers.yaml"
    if viewers.exists():
        files[viewers.name] = viewers
    for path in sorted((folder / MAPPINGS).glob("*.yaml")):
        files[_MAPPING + path.name] = path
    return write_backup(files, to.absolute(), micros(installation.clock()))


def bring_back(backup: Path, folder: Path) -> Manifest:
    """Check a backup and make a data folder of it; never over anything."""
    folder = folder.absolute()
    manifest = restore_backup(backup, folder)
    make_private_folder(folder / MAPPINGS)
    make_private_folder(folder / TOKENS)
    for path in folder.glob(f"{_MAPPING}*"):
        path.rename(folder / MAPPINGS / path.name.removeprefix(_MAPPING))
    SqliteStore(folder / GRAPH).close()
    (folder / GRAPH).chmod(0o600)
    return manifest
