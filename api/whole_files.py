"""Results written whole or not at all, however large they are."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO


def write_whole(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Let `write` fill a file; it takes its name once it is whole, the one before it stays else."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with draft.open("xb") as file:
            write(file)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
