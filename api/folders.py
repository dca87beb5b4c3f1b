"""Which data folder a command works with."""

from pathlib import Path
from typing import Annotated

import typer

DEFAULT = Path(".comity/data")
Folder = Annotated[
    Path, typer.Option("--folder", "-C", envvar="COMITY_FOLDER", help="The data folder.")
]
