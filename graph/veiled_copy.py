"""A copy of a live database that lies encrypted on disk while it is needed, and then goes.

SQLite writes a copy's pages where it likes, so that they cannot be encrypted as a stream at once.
They lie in a file under a key that is in memory alone: nothing is ever written in the clear.
"""

import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import apsw
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

from comity.graph.sqlite_file import plain_errors

_READ = 1 << 20
_BLOCK = 16
# Bytes 18 and 19 of a database say that a log belongs to it; a copy is one file without.
_JOURNAL, _WITHOUT_LOG = slice(18, 20), b"\x01\x01"


@contextmanager
def veiled_copy(database: Path, draft: Path) -> Iterator[Iterator[bytes]]:
    """The bytes of a consistent copy, made in the new file `draft`; others may go on writing."""
    veil = _Veil(secrets.token_bytes(32))
    disk = _VeiledDisk(veil)
    try:
        with plain_errors(database):
            _copy(database, draft, disk.name)
        yield _unveiled(draft, veil)
    finally:
        disk.unregister()
        draft.unlink(missing_ok=True)


def _copy(database: Path, draft: Path, disk: str) -> None:
    source = apsw.Connection(str(database), flags=apsw.SQLITE_OPEN_READWRITE)
    with closing(source), closing(apsw.Connection(str(draft), vfs=disk)) as target:
        target.pragma("journal_mode", "off")
        with target.backup("main", source, "main") as copying:
            copying.step()


def _unveiled(draft: Path, veil: "_Veil") -> Iterator[bytes]:
    with draft.open("rb") as file:
        place = 0
        while part := file.read(_READ):
            clear = bytearray(veil.over(part, place))
            if place == 0:
                clear[_JOURNAL] = _WITHOUT_LOG
            yield bytes(clear)
            place += len(part)


class _Veil:
    """AES in counter mode at any place of a file; laid over bytes twice, it is gone.

    The key is thrown away with the copy, and nobody is shown two states of it.
    """

    def __init__(self, key: bytes) -> None:
        self._key = AES(key)

    def over(self, content: bytes, place: int) -> bytes:
        """These bytes at a place with the veil over them."""
        block, within = divmod(place, _BLOCK)
        stream = Cipher(self._key, CTR(block.to_bytes(_BLOCK, "big"))).encryptor()
        stream.update(bytes(within))
        return stream.update(content)


class _VeiledDisk(apsw.VFS):
    """SQLite's own way to disk, with the veil over what is written to it."""

    def __init__(self, veil: _Veil) -> None:
        self.name, self._veil = f"veiled-{secrets.token_hex(8)}", veil
        super().__init__(self.name, "")

    def xOpen(self, name: Any, flags: Any) -> "_VeiledFile":  # noqa: N802
        """Open a file; SQLite asks by this name."""
        return _VeiledFile(name, flags, self._veil)


class _VeiledFile(apsw.VFSFile):
    def __init__(self, name: Any, flags: Any, veil: _Veil) -> None:
        super().__init__("", name, flags)
        self._veil = veil

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802
        return self._veil.over(super().xRead(amount, offset), offset)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        super().xWrite(self._veil.over(bytes(data), offset), offset)
