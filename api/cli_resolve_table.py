"""Resolution as a tool on its own: tables and name pairs out of files, without a ledger."""

from collections.abc import Mapping
from math import isfinite
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any

import typer

from comity.api.cli_resolve_spark import Engine, resolve_with_spark
from comity.api.errors import ApiError
from comity.api.memory import peak_rss_mb
from comity.api.printing import AsJson, say, show_json, show_quality, tell
from comity.api.steps import steps
from comity.api.whole_files import check_targets, write_frame
from comity.resolve import ResolvedTable, read_model, resolve_table
from comity.resolve.table_files import read_file
from comity.resolve.table_plan import Plan

TableFile = Annotated[Path, typer.Argument(help="A CSV or Parquet file.", metavar="FILE")]
Mapped = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        help="What a column holds, for example dob=birth_date; as often as there are columns. "
        "Without it, columns are guessed.",
        metavar="COLUMN=PROPERTY",
    ),
]
KindOption = Annotated[str, typer.Option(help="Whom or what rows are about: person, ...")]
KindColumn = Annotated[str, typer.Option(help="The column that says the kind of each row.")]
SourceColumn = Annotated[str, typer.Option(help="The column that says which list a row is from.")]
IdColumn = Annotated[str, typer.Option(help="The column of record ids; else row numbers.")]
TruthColumn = Annotated[
    str, typer.Option("--truth", help="The column that says who is who, to score against only.")
]
Link = Annotated[
    Path | None, typer.Option(help="A second file: only pairs across the two are joined.")
]
Out = Annotated[
    Path | None, typer.Option(help="Where to write records and clusters, CSV or .parquet.")
]
PairsOut = Annotated[
    Path | None, typer.Option("--pairs", help="Where to write scored pairs, CSV or .parquet.")
]
Threshold = Annotated[
    float | None,
    typer.Option(help="Log2 odds from which two are the same; 0 is even odds, 10 a thousand to 1."),
]
ToActOn = Annotated[
    bool,
    typer.Option("--act", help="Join only what is safe to act on; takes no --threshold."),
]
ModelFile = Annotated[
    Path | None, typer.Option("--model", help="A model file in the place of the shipped one.")
]
EngineOption = Annotated[
    Engine,
    typer.Option(
        help="spark: on Apache Spark, from Parquet to a folder; a run that was cut off goes on."
    ),
]
Encoding = Annotated[str, typer.Option(help="How a CSV file is written, for example cp1252.")]


class WrongOption(ApiError):
    """An option of a table command that cannot be understood."""


def resolve_file(
    file: TableFile,
    mapped: Mapped = None,
    kind: KindOption = "",
    kind_column: KindColumn = "",
    source_column: SourceColumn = "",
    id_column: IdColumn = "",
    truth: TruthColumn = "",
    link: Link = None,
    out: Out = None,
    pairs: PairsOut = None,
    threshold: Threshold = None,
    act: ToActOn = False,
    model: ModelFile = None,
    encoding: Encoding = "",
    engine: EngineOption = Engine.ONE,
    as_json: AsJson = False,
) -> None:
    """Resolve a table: one line a record with its cluster and the cluster's weakest joint.

    Needs no data folder and no server. Columns are guessed unless --map names them; the guess
    and every doubt about the data are told on stderr.
    """
    started = perf_counter()
    if threshold is not None and not isfinite(threshold):
        raise WrongOption(f"--threshold {threshold} is no number of log2 odds")
    if act and threshold is not None:
        raise WrongOption("--act has a threshold of its own; leave --threshold out")
    _check_named({"--link": link, "--model": model})
    if engine is Engine.SPARK:
        asked = {"kind": kind, "kind_column": kind_column, "source_column": source_column,
                 "id_column": id_column, "truth": truth, "link": link, "pairs": pairs,
                 "threshold": threshold, "act": act, "model": model,
                 "encoding": encoding}  # fmt: skip
        resolve_with_spark(file, _columns(mapped), asked, out, as_json=as_json)
        return
    check_targets((out, pairs), (file, link))
    said = {"kind": kind, "kind_column": kind_column, "source_column": source_column,
            "id_column": id_column, "truth": truth, "threshold": threshold,
            "act": act}  # fmt: skip
    with steps("reading") as step:
        files = [read_file(path, encoding) for path in (file, link) if path is not None]
        options: dict[str, Any] = {**said, "step": step}
        options["link"] = files[1].table if link is not None else None
        options["model"] = read_model(model) if model is not None else None
        found = resolve_table(files[0].table, _columns(mapped), **options)
        warnings = [*(text for each in files for text in each.warnings), *found.warnings]
        del files, options
        seconds = perf_counter() - started
        step("writing")
        _write(found, out, pairs)
    figures = found.figures(truth) if truth else {}
    summary = _summary(found, warnings) | figures
    summary |= {"seconds": round(seconds, 3), "peak_rss_mb": peak_rss_mb()}
    _tell_doubts([path for path in (file, link) if path is not None], found.plans, warnings)
    if as_json:
        show_json(summary)
        return
    _tell(summary, out)
    if figures:
        show_quality(figures)


def add_to(group: typer.Typer) -> None:
    """Put the commands into the group of resolution."""
    group.command("table")(resolve_file)


def _check_named(files: Mapping[str, Path | None]) -> None:
    """An empty name would be the folder that one is in."""
    for option, path in files.items():
        if path == Path():
            raise WrongOption(f"{option} names no file; name one, or leave it out")


def _columns(mapped: list[str] | None) -> dict[str, str] | None:
    """`--map dob=birth_date` as a column and its property; the last sign of equality parts them."""
    columns: dict[str, str] = {}
    for text in mapped or ():
        column, equals, prop = text.rpartition("=")
        if not (equals and column and prop):
            raise WrongOption(f"--map {text!r} is not COLUMN=PROPERTY, as in dob=birth_date")
        if column in columns:
            raise WrongOption(f"--map names column {column!r} twice; give it one property")
        columns[column] = prop.strip()
    return columns or None


def _write(found: ResolvedTable, out: Path | None, pairs: Path | None) -> None:
    if out is not None:
        write_frame(out, found.clusters)
    if pairs is not None:
        write_frame(pairs, found.pairs)


def _summary(found: ResolvedTable, warnings: list[str]) -> dict[str, Any]:
    mappings = [dict(made.columns) for made in found.plans]
    other = {"mapping_of_other": mappings[1]} if len(mappings) > 1 else {}
    return {
        "records": len(found.cluster),
        "clusters": found.count,
        "candidates": len(found.row_pairs),
        "threshold": found.thresholds[1],
        "model": found.model.version,
        "kind": found.plans[0].roles.kind,
        "mapping": mappings[0],
        **other,
        "warnings": warnings,
    }


def _tell_doubts(files: list[Path], plans: tuple[Plan, ...], warnings: list[str]) -> None:
    for path, made in zip(files, plans, strict=True):
        if made.guessed:
            say(f"{path.name}: guessed to be about kind {made.roles.kind}; --map says otherwise")
        for use in made.guessed:
            say(f"  {use.column} -> {use.prop} ({use.why})")
        if made.roles.id_column:
            say(f"  {made.roles.id_column} is the id of a record")
    for text in warnings:
        say(f"warning: {text}")


def _tell(summary: Mapping[str, Any], out: Path | None) -> None:
    told = (
        f"{summary['records']:,} records, {summary['clusters']:,} clusters, "
        f"{summary['candidates']:,} pairs compared, in {summary['seconds']:.1f} s"
    )
    tell(told if out is not None else f"{told}; write them with --out FILE.csv")
