"""A process that runs one `comity` command line, until somebody kills it."""

import os
import sys

from comity.api.cli import run


def command(arguments: list[str], out: str) -> None:
    """Run a command with its results and messages in a file; its code is the exit code."""
    told = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(told, 1)
    os.dup2(told, 2)
    sys.exit(run(arguments))
