"""A server of one installation in a process of its own, as `comity serve` starts it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Served:
    """A running server: the address it printed, and how it ended."""

    address: str
    process: "subprocess.Popen[str]"

    @property
    def root(self) -> str:
        """The address without the key that opens a demonstration once."""
        return self.address.split("?")[0]

    def interrupt(self) -> tuple[int, str]:
        """Press Ctrl-C; the exit code and what it said."""
        self.process.send_signal(signal.SIGINT)
        _, said = self.process.communicate(timeout=60)
        return self.process.returncode, said


@contextmanager
def served(data: Path, *options: str) -> Iterator[Served]:
    """Serve a data folder on a free port of this machine until the block ends."""
    serve = [sys.executable, "-m", "comity.api.cli", "serve"]
    command = [*serve, "-C", str(data), "--port", "0", *options]
    process = subprocess.Popen(
        command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL, env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    with process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            assert address.startswith("http"), process.communicate()[1]
            yield Served(address, process)
        finally:
            if process.poll() is None:
                process.terminate()
