"""Analysis as a tool on its own: anybody's table of edges in, a table of measures out."""

from pathlib import Path
from time import perf_counter
from typing import Annotated, Any

import pandas as pd
import typer

from comity.analytics import (
    EDGE_MEASURES,
    Counting,
    EdgeColumns,
    EdgeFile,
    measure_edges,
    read_edges,
)
from comity.analytics.edge_measures import USUAL
from comity.api.memory import peak_rss_mb
from comity.api.printing import AsJson, say, show_json, show_table, tell
from comity.api.steps import steps
from comity.api.whole_files import check_targets, write_frame

analyse = typer.Typer(
    help="Analyses: table; and of a case: contacts, pattern, together, payments, handsets."
)
EdgesFile = Annotated[
    Path, typer.Argument(help="A CSV file with a line a link; gzip too.", metavar="FILE")
]
Measures = Annotated[
    list[str] | None,
    typer.Option(
        "--measure", help=f"What to measure, as often as wanted: {', '.join(EDGE_MEASURES)}."
    ),
]
From = Annotated[str, typer.Option("--from", help="The column of where links begin.")]
To = Annotated[str, typer.Option("--to", help="The column of where links end.")]
Weight = Annotated[str, typer.Option(help="The column of weights, numbers above 0.")]
Directed = Annotated[bool, typer.Option("--directed", help="Links lead one way.")]
Weighted = Annotated[bool, typer.Option("--weighted", help="Weights count, not only links.")]
Seed = Annotated[int, typer.Option(help="Where what is random begins; the same gives the same.")]
Out = Annotated[Path | None, typer.Option(help="Where to write all rows, CSV or .parquet.")]
Top = Annotated[int, typer.Option(min=0, help="How many rows to print.")]


@analyse.command("table")
def analyse_table(
    file: EdgesFile,
    measures: Measures = None,
    source: From = "",
    target: To = "",
    weight: Weight = "",
    directed: Directed = False,
    weighted: Weighted = False,
    seed: Seed = 0,
    out: Out = None,
    top: Top = 20,
    as_json: AsJson = False,
) -> None:
    """Measure a table of links: a row an entity, best first by the first measure.

    Needs no data folder and no server. Columns are from and to, or source and target, unless
    named; a column `weight` counts under --weighted. Lines that hold no link are told.
    """
    started = perf_counter()
    check_targets((out,), (file,))
    names = tuple(dict.fromkeys(measures)) if measures else USUAL
    with steps("reading") as step:
        read = read_edges(file, EdgeColumns(source, target, weight), progress=step)
        how = Counting(directed=directed, weighted=weighted, seed=seed)
        frame = measure_edges(read.network, names, how, progress=step)
        first = EDGE_MEASURES[names[0]][0][0]
        ordered = frame.sort_values([first, "entity"], ascending=[False, True], kind="stable")
        if out is not None:
            step("writing")
            write_frame(out, ordered)
    _tell_left_out(read)
    summary = _summary(read, frame) | {"seconds": round(perf_counter() - started, 3)}
    if as_json:
        show_json({**summary, "peak_rss_mb": peak_rss_mb(), "top": _records(ordered.head(top))})
        return
    shown = ordered.head(top)
    show_table(list(shown.columns), [[_cell(cell) for cell in row] for row in shown.to_numpy()])
    _tell(summary, out)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(analyse, name="analyse")


def _summary(read: EdgeFile, frame: pd.DataFrame) -> dict[str, Any]:
    network = read.network
    return {
        "entities": network.size,
        "links": len(network.source),
        "pairs": len(network.simple.low),
        "left_out": read.left_out,
        "columns": {"from": read.columns.source, "to": read.columns.target,
                    "weight": read.columns.weight},
        "measures": dict(frame.attrs),
    }  # fmt: skip


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(name): None if pd.isna(cell) else cell for name, cell in row.items()}
        for row in frame.to_dict("records")
    ]


def _cell(cell: object) -> str:
    if isinstance(cell, float):
        return "" if pd.isna(cell) else f"{cell:.6g}"
    return str(cell)


def _tell_left_out(read: EdgeFile) -> None:
    if read.left_out:
        say(f"{read.left_out:,} of {read.lines:,} lines hold no link and are left out:")
    for reason in read.reasons:
        say(f"  {reason}")
    if read.left_out > len(read.reasons):
        say(f"  and {read.left_out - len(read.reasons):,} more")


def _tell(summary: dict[str, Any], out: Path | None) -> None:
    for name, told in summary["measures"].items():
        beside = ", ".join(f"{key} {value}" for key, value in told.items() if value is not None)
        if beside:
            say(f"{name}: {beside}")
    text = (
        f"{summary['entities']:,} entities, {summary['links']:,} links between "
        f"{summary['pairs']:,} pairs, in {summary['seconds']:.1f} s"
    )
    tell(text if out is not None else f"{text}; write them with --out FILE.csv")
