"""Backing an installation up while it runs, and bringing it back into a new folder.

The graph store is left out, since it is made anew; tokens too, since they are given anew. People
are copied, and come back disabled.
"""

from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from comity.api.audit_keys import AUDIT_KEY, WITNESS_KEY, WITNESSED_FILE
from comity.api.checkpoints import CHECKPOINTS
from comity.api.deeds import note
from comity.api.errors import InstallationError
from comity.api.files import make_private_folder, write_private
from comity.api.installation import AUDIT, GRAPH, ID_KEY, LEDGER, MAPPINGS, TOKENS, Installation
from comity.api.later_orders import CarriedOut, Later, carry_out
from comity.api.left_files import LEFT_FILES
from comity.api.order_list import keep_order_list
from comity.api.party_keys import KEYS
from comity.api.people import PEOPLE_FILE, People
from comity.api.retention import SCHEDULE_FILE
from comity.api.score_cards import SCORES
from comity.api.settings import SETTINGS_FILE
from comity.graph.backup import restore_backup, write_backup
from comity.graph.backup_manifest import Manifest, key_name
from comity.graph.desk import system_clock
from comity.graph.locked_stream import KEY_BYTES, new_key
from comity.graph.sqlite_store import SqliteStore
from comity.graph.view import micros

# Files of inner folders lie in a backup under a name that says of which.
_INNER = {"mapping--": (MAPPINGS, "*.yaml"), "checkpoint--": (CHECKPOINTS, "*.txt"),
          "key--": (KEYS, "*.pub"), "score--": (SCORES, "*")}  # fmt: skip
_WHERE_THERE = (
    PEOPLE_FILE, LEFT_FILES, "viewers.yaml", AUDIT_KEY, WITNESS_KEY, WITNESSED_FILE, SCHEDULE_FILE,
)  # fmt: skip


def make_backup_key(path: Path) -> str:
    """Make a key that backups are encrypted with; its name."""
    if path.exists():
        raise InstallationError(f"{path} is there already; a key is never written over")
    key = new_key()
    try:
        write_private(path.absolute(), f"{key.hex()}\n".encode())
    except OSError as error:
        raise InstallationError(f"{path}: {error.strerror or error}; name another") from None
    return key_name(key)


def read_backup_key(path: Path, beside: Path) -> bytes:
    """Read a key; one that lies in the folder of what it locks protects nothing."""
    if path.absolute().resolve().is_relative_to(beside.absolute().resolve()):
        raise InstallationError(f"{path} lies in the backup that it locks; keep it elsewhere")
    try:
        key = bytes.fromhex(path.read_text("ascii"))
    except OSError as error:
        raise InstallationError(f"{path}: {error.strerror or error}; name the key's file") from None
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise InstallationError(f"{path} is no backup key: 64 hexadecimal digits; "
                                "comity backup-key makes one")  # fmt: skip
    return key


def back_up(installation: Installation, to: Path, key: bytes) -> Manifest:
    """Copy ledger, audit, keys, settings, schedule, mappings and checkpoints, all encrypted."""
    folder = installation.folder
    files = {name: folder / name for name in (LEDGER, AUDIT, ID_KEY, SETTINGS_FILE)}
    files |= {name: folder / name for name in _WHERE_THERE if (folder / name).exists()}
    for mark, (inner, pattern) in _INNER.items():
        files |= {mark + path.name: path for path in sorted((folder / inner).glob(pattern))}
    manifest = write_backup(files, to.absolute(), micros(installation.clock()), key)
    # A list that is older than the backup would not be taken for it.
    keep_order_list(installation)
    return manifest


def bring_back(
    backup: Path, folder: Path, key: bytes | None, later: Later, by: str = ""
) -> tuple[Manifest, CarriedOut]:
    """Check a backup and make a data folder of it; never over anything.

    Everybody in it is disabled, and what was ordered of records since is done again, before
    the folder has its name.
    """
    later.check()
    done: list[CarriedOut] = []
    manifest = restore_backup(
        backup, folder.absolute(), key,
        lambda draft, found: done.append(_made_ready(draft, found, later, by)),
    )  # fmt: skip
    return manifest, done[0]


def _made_ready(folder: Path, manifest: Manifest, later: Later, by: str) -> CarriedOut:
    _sort_out(folder)
    if (folder / PEOPLE_FILE).exists():
        with closing(People(folder / PEOPLE_FILE)) as people:
            people.disable_all(micros(system_clock()))
    SqliteStore(folder / GRAPH).close()
    (folder / GRAPH).chmod(0o600)
    with Installation.open(folder) as installation:
        done = carry_out(installation, later, manifest.at, by or "restore")
        note(installation, "restore", by, taken=manifest.at, backup=manifest.backup,
             no_later_orders=later.reason, **asdict(done))  # fmt: skip
    return done


def _sort_out(folder: Path) -> None:
    """Files of inner folders go back where they were."""
    make_private_folder(folder / TOKENS)
    make_private_folder(folder / MAPPINGS)
    for mark, (inner, _) in _INNER.items():
        for path in sorted(folder.glob(f"{mark}*")):
            make_private_folder(folder / inner)
            path.rename(folder / inner / path.name.removeprefix(mark))
