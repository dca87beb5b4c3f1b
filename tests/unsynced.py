"""Files that do not wait for the disk, for tests in which nobody pulls the plug."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from comity.graph import sqlite_file


@contextmanager
def unsynced() -> Iterator[None]:
    """SQLite files opened inside answer as ever, and lose their last writes in a power cut."""
    with pytest.MonkeyPatch.context() as patch:
        durable = sqlite_file._PRAGMAS
        patch.setattr(sqlite_file, "_PRAGMAS", durable.replace("FULL", "OFF"))
        yield
