"""Plain name pairs out of a file, scored one by one, without a ledger."""

import re
import sys
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import typer

from comity.api.errors import ApiError
from comity.api.memory import peak_rss_mb
from comity.api.printing import AsJson, say, show_json, show_quality
from comity.api.steps import steps
from comity.api.whole_files import check_targets, write_csv, write_table
from comity.resolve.errors import TableError
from comity.resolve.name_figures import best_of, quality_of, truth_of
from comity.resolve.name_pairs import THRESHOLDS, pair_kinds, score_names
from comity.resolve.table_columns import Table, nearest, read_table
from comity.resolve.table_files import read_file
from comity.resolve.table_truth import plain

PairsFile = Annotated[Path, typer.Argument(help="A CSV or Parquet file.", metavar="PAIRS")]
Left = Annotated[str, typer.Option(help="The column of the one name.")]
Right = Annotated[str, typer.Option(help="The column of the other name.")]
KindOption = Annotated[
    str, typer.Option(help="person or organisation; without it, each pair's words tell.")
]
TruthColumn = Annotated[
    str, typer.Option("--truth", help="The column that says true or false, to score against.")
]
Out = Annotated[Path | None, typer.Option(help="Where to write the pairs; stdout without it.")]
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# A number with its sign is none.
_FORMULA = r"^(=|@|[+-][^0-9]|[+-].*[^0-9., ()-])"
Encoding = Annotated[str, typer.Option(help="How a CSV file is written, for example cp1252.")]


class WrongKind(ApiError):
    """A kind whose names cannot be compared by themselves."""


def score_file(
    file: PairsFile,
    left: Left,
    right: Right,
    kind: KindOption = "",
    truth: TruthColumn = "",
    out: Out = None,
    encoding: Encoding = "",
    as_json: AsJson = False,
) -> None:
    """Score pairs of names from 0 to 1; the columns score and same are put behind the others.

    Words are compared whatever their order and script, with nicknames, initials, titles, legal
    forms and acronyms. With --truth, precision, recall and F1 are printed: at the default
    threshold, and at the best there is for these pairs.
    """
    started = perf_counter()
    if kind and kind not in THRESHOLDS:
        raise WrongKind(f"no kind {kind!r}; {nearest(kind, list(THRESHOLDS), 'names are of')}")
    check_targets((out,), (file,))
    with steps("scoring names"):
        read = read_file(file, encoding)
        table = read_table(read.table)
        scores, same = _scored(_texts(table, left), _texts(table, right), kind)
        scored = _with_scores(read.table, scores, same)
    for text in read.warnings:
        say(f"warning: {text}")
    if out is not None and (formulas := _formulas(read.table)):
        say(f"warning: {formulas:,} different cells begin with =, +, - or @ and are passed on as "
            "they are; a spreadsheet would compute them: import its columns as text")  # fmt: skip
    summary = {"pairs": scored.num_rows, **_figures(table, truth, scores, same)}
    summary |= {"seconds": round(perf_counter() - started, 3), "peak_rss_mb": peak_rss_mb()}
    if out is not None:
        write_table(out, scored)
    if as_json:
        show_json(summary if truth or out else {**summary, "scores": scores.tolist()})
    elif truth:
        show_quality(summary)
    elif out is None:
        # Not by echo, which takes out of a pipe what it holds for colours.
        sys.stdout.write(_shown(_as_text(scored)))


def add_to(group: typer.Typer) -> None:
    """Put the command into the group of resolution."""
    group.command("names")(score_file)


def _texts(table: Table, name: str) -> list[str]:
    """The texts of a column, row by row, empty where there is none."""
    column = table.column(name)
    if len(np.unique(column.row)) < len(column.row):
        raise TableError(f"column {name!r} holds lists; give one of single names")
    texts = np.full(table.rows, "", dtype=object)
    if len(column.row):
        texts[column.row] = np.array(column.texts, dtype=object)[column.code]
    found: list[str] = texts.tolist()
    return found


def _scored(left: list[str], right: list[str], kind: str) -> tuple[Any, Any]:
    """The score of each pair, and whether it reaches the threshold of its kind."""
    kinds = np.array([kind] * len(left) if kind else pair_kinds(left, right), dtype=object)
    scores, same = np.zeros(len(left)), np.zeros(len(left), dtype=np.bool_)
    for each, threshold in THRESHOLDS.items():
        rows = np.flatnonzero(kinds == each)
        ones, others = ([side[row] for row in rows] for side in (left, right))
        scores[rows] = score_names(ones, others, each)
        same[rows] = scores[rows] >= threshold
    return scores, same


def _with_scores(table: Any, scores: Any, same: Any) -> Any:
    """The columns as they were read, never through numbers that round, and two more."""
    prefix = ""
    while {f"{prefix}score", f"{prefix}same"} & set(table.column_names):
        prefix += "name_"
    table = table.append_column(f"{prefix}score", pa.array(scores))
    return table.append_column(f"{prefix}same", pa.array(same))


def _formulas(table: Any) -> int:
    """How many different texts a spreadsheet would take for formulas."""
    columns = read_table(table).columns.values()
    texts = [pa.array(list(column.texts), pa.string()) for column in columns]
    found = (pc.sum(pc.match_substring_regex(text, _FORMULA)).as_py() for text in texts)
    return sum(count or 0 for count in found)


def _shown(text: str) -> str:
    """A terminal obeys control characters, so it gets them named; a pipe gets what was read."""
    if not sys.stdout.isatty():
        return text
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def _figures(table: Table, truth: str, scores: Any, same: Any) -> dict[str, Any]:
    if not truth:
        return {}
    true, known = truth_of(_texts(table, truth), truth)
    if not known.all():
        say(f"warning: {truth}: {int((~known).sum()):,} pairs have no truth and are not scored")
    best = best_of(scores[known], true[known])
    return {
        "default": plain(quality_of(same[known], true[known])),
        "best": plain(best.quality),
        "best_threshold": best.threshold,
        "thresholds": dict(THRESHOLDS),
    }


def _as_text(table: Any) -> str:
    sink = pa.BufferOutputStream()
    write_csv(table, sink)
    return bytes(sink.getvalue()).decode()
