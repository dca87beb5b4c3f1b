"""Results written whole or not at all, however large they are, and never over what was read."""

import json
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, BinaryIO

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from comity.api.errors import ApiError

PARQUET = (".parquet", ".pq")


class NotWritable(ApiError):
    """A result cannot be written there without harm."""


def check_targets(written: Iterable[Path | None], read: Iterable[Path | None]) -> None:
    """Raise NotWritable, before any work, if results have no place of their own to go to."""
    taken = {path.resolve() for path in read if path is not None}
    for path in written:
        if path is None:
            continue
        if path == Path():
            raise NotWritable("an empty name is no file; name the file to write")
        whole = path.resolve()
        if not whole.parent.is_dir():
            raise NotWritable(f"{path} cannot be written: make the folder {path.parent} first")
        if whole.exists() and not whole.is_file():
            raise NotWritable(f"{path} cannot be written: it is no plain file; name another")
        if whole in taken:
            raise NotWritable(f"{path} is read, or written already; name a file of its own")
        taken.add(whole)


def write_whole(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Let `write` fill a file; it takes its name once it is whole, the one before it stays else.

    A link stays a link, and who may read a file that was there may read the new one.
    """
    whole = path.resolve()
    draft = whole.with_name(f".{whole.name}.{secrets.token_hex(4)}")
    try:
        with draft.open("xb") as file:
            if whole.is_file():
                draft.chmod(whole.stat().st_mode & 0o7777)
            write(file)
        draft.replace(whole)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def writing(content: bytes) -> Callable[[BinaryIO], None]:
    """What fills a file with some bytes."""
    return lambda file: file.writelines([content])


def write_frame(path: Path, frame: pd.DataFrame) -> None:
    """Write a frame as CSV, or as Parquet where the name says so."""
    write_table(path, pa.Table.from_pandas(frame, preserve_index=False))


def write_table(path: Path, table: Any) -> None:
    """Write an Arrow table as CSV, or as Parquet where the name says so."""
    write: Any = pq.write_table if path.suffix.lower() in PARQUET else write_csv
    write_whole(path, lambda file: write(table, file))


def write_csv(table: Any, file: Any) -> None:
    """Write an Arrow table as CSV, quoted only where a cell needs it; lists as JSON."""
    for place, each in enumerate(table.schema):
        if pa.types.is_nested(each.type) and not pa.types.is_dictionary(each.type):
            cells = table.column(place).to_pylist()
            texts = [None if cell is None else _json(cell) for cell in cells]
            table = table.set_column(place, each.name, pa.array(texts, pa.string()))
    pacsv.write_csv(table, file, pacsv.WriteOptions(quoting_style="needed"))


def _json(cell: object) -> str:
    return json.dumps(cell, ensure_ascii=False, default=str)
