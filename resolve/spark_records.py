"""Records for the Spark engine: rows numbered in the order of their files, texts settled.

Where the form of one cell depends on others (whether a source writes the day first), it is
settled once for all distinct values, and joined; everything else by the batch.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from comity.resolve.errors import TableError
from comity.resolve.kinds import PARTS
from comity.resolve.spark_batches import SUBJECT, Batches, Held, Work
from comity.resolve.table_columns import Column, no_column, read_table
from comity.resolve.table_facts import settled
from comity.resolve.table_plan import Plan, Roles

RECORD = "record"
# Properties whose form is settled by all values of a column; dates by those of a source.
_BY_ALL = ("birth_date", "postcode", "sex")
Columns = Mapping[str, str]


@dataclass(frozen=True)
class _Form:
    """A property with the columns that its form is settled from; `c3` is the fourth column."""

    prop: str
    columns: Columns

    @property
    def name(self) -> str:
        """What the settled column is called."""
        return f"form_{'_'.join(self.columns)}"


def records(spark: Any, source: str, columns: Columns, id_column: str = "") -> Any:
    """Rows (subject, record, a text for each column that is compared)."""
    raw = spark.read.parquet(source)
    _check(raw, [*columns, *([id_column] if id_column else [])])
    rows = _numbered(spark, raw, [*columns], id_column)
    numbered = {f"c{place}": prop for place, prop in enumerate(columns.values())}
    forms = list(_forms(numbered))
    for form in forms:
        rows = _with_form(spark, rows, form)
    formed = {name for form in forms for name in form.columns if numbered[name] != "source"}
    rest = {name: prop for name, prop in numbered.items() if name not in formed}
    work = _settling(rest, forms)
    first = next(work(rows.limit(1).toArrow().to_batches()))
    texts = ", ".join(f"{name} string" for name in first.schema.names[2:])
    return rows.mapInArrow(work, f"{SUBJECT} bigint, {RECORD} string, {texts}")


def held_in(made: Any) -> Held:
    """The columns of texts that records hold, each with its property."""
    names = [name for name in made.columns if name not in (SUBJECT, RECORD)]
    return [(name, name.partition("_")[2]) for name in names]


def _check(raw: Any, names: Sequence[str]) -> None:
    types = dict(raw.dtypes)
    for name in names:
        if name not in types:
            raise no_column(name, raw.columns)
        if types[name].startswith(("array", "map", "struct")):
            raise TableError(f"column {name!r} holds several values; give each a column of its own")


def _numbered(spark: Any, raw: Any, names: Sequence[str], id_column: str) -> Any:
    """The columns with the number of each row: file after file, rows as they stand there."""
    kept = [f"`{name}` AS c{place}" for place, name in enumerate(names)]
    known = f"`{id_column}` AS {RECORD}" if id_column else f"CAST(NULL AS string) AS {RECORD}"
    where = ["_metadata.file_path AS path", "_metadata.row_index AS place"]
    rows = raw.selectExpr(*where, known, *kept)
    last = rows.groupBy("path").agg({"place": "max"}).collect()
    start, before = [], 0
    for path, most in sorted(map(tuple, last)):
        start.append((path, before))
        before += most + 1
    starts = spark.createDataFrame(start, "path string, start bigint")
    columns = [f"c{place}" for place in range(len(names))]
    numbered = rows.join(starts.hint("broadcast"), "path")
    return numbered.selectExpr(f"start + place AS {SUBJECT}", RECORD, *columns)


def _forms(columns: Columns) -> Iterator[_Form]:
    """Dates by all their parts and the source; every other column by itself."""
    for prop in _BY_ALL:
        parts = PARTS.get(prop, (prop,))
        mine = {name: part for name, part in columns.items() if part in parts}
        if prop == "birth_date" and mine:
            source = {name: part for name, part in columns.items() if part == "source"}
            yield _Form(prop, {**mine, **source})
        elif mine:
            yield from (_Form(prop, {name: part}) for name, part in mine.items())


def _with_form(spark: Any, rows: Any, form: _Form) -> Any:
    """The rows with one more column: a property's text, settled by all distinct values."""
    names = list(form.columns)
    found = rows.select(names).distinct().toArrow()
    held, _ = settled(read_table(found), Plan(form.columns, Roles()))
    texts = next((column for prop, column in held if prop == form.prop), None)
    told = _texts(texts, found.num_rows)
    known = found.rename_columns([f"k_{name}" for name in names])
    forms = spark.createDataFrame(known.append_column(form.name, pa.array(told, pa.string())))
    same = [f"{name} <=> k_{name}" for name in names]
    from pyspark.sql.functions import expr

    joined = rows.join(forms, expr(" AND ".join(same)), "left")
    return joined.select([*rows.columns, form.name])


def _settling(rest: Columns, forms: Sequence[_Form]) -> Work:
    """Rows to records: the columns that are settled cell by cell, and the forms as they are."""

    def work(batches: Batches) -> Iterator[Any]:
        for batch in batches:
            table = pa.Table.from_batches([batch])
            held, _ = settled(read_table(table.select(list(rest))), Plan(rest, Roles()))
            found = [(prop, pa.array(_texts(each, len(batch)), pa.string())) for prop, each in held]
            found += [(form.prop, batch.column(form.name)) for form in forms]
            names = [f"p{place}_{prop}" for place, (prop, _) in enumerate(found)]
            subject = batch.column(SUBJECT)
            columns = [subject, _records(table), *(column for _, column in found)]
            yield pa.RecordBatch.from_arrays(columns, [SUBJECT, RECORD, *names])

    return work


def _records(table: Any) -> Any:
    """The id of each record; the number of its row from 1 where it has none."""
    subject = table.column(SUBJECT).to_numpy()
    ids = (subject + 1).astype(str).astype(object)
    column = read_table(table.select([RECORD])).column(RECORD)
    ids[column.row] = np.array(column.texts, dtype=object)[column.code]
    return pa.array(ids, pa.string())


def _texts(column: Column | None, rows: int) -> npt.NDArray[np.object_]:
    """The text of each row, None where it has none."""
    texts = np.full(rows, None, dtype=object)
    if column is not None and len(column.row):
        texts[column.row] = np.array(column.texts, dtype=object)[column.code]
    return texts
