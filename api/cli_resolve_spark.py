"""`comity resolve table --engine spark`: Parquet in, Parquet out, on whatever Spark has."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from time import perf_counter
from typing import Any

from comity.api.errors import ApiError
from comity.api.printing import say, show_json, tell
from comity.resolve import Model, default_model, read_model
from comity.resolve.kinds import kind_of
from comity.resolve.spark_engine import SparkTask, resolve_on_spark
from comity.resolve.spark_session import start_session


class Engine(StrEnum):
    """Where a table is resolved: on this machine alone, or on Spark."""

    ONE = "one"
    SPARK = "spark"


class NotOnSpark(ApiError):
    """An option that the Spark engine does not have, or lacks."""


def resolve_with_spark(
    file: Path, columns: Mapping[str, str] | None, options: Mapping[str, Any], out: Path | None,
    *, as_json: bool,
) -> None:  # fmt: skip
    """Resolve Parquet into a folder, stage by stage; the same command goes on after a break."""
    started = perf_counter()
    task = _task(file, columns, options, out)
    found = resolve_on_spark(start_session(), task, str(out), say)
    records, clusters = found.selectExpr("count(*)", "count(DISTINCT cluster)").first()
    seconds = round(perf_counter() - started, 3)
    if as_json:
        show_json({"records": records, "clusters": clusters, "model": task.model.version,
                   "kind": task.kind, "mapping": dict(task.columns), "seconds": seconds,
                   "out": f"{out}/clusters"})  # fmt: skip
        return
    tell(f"{records:,} records, {clusters:,} clusters, in {seconds:.1f} s; see {out}/clusters")


def _task(
    file: Path, columns: Mapping[str, str] | None, options: Mapping[str, Any], out: Path | None
) -> SparkTask:
    """The task, or the way out where the engine cannot take it."""
    for name in ("kind_column", "truth", "link", "pairs", "act", "encoding"):
        if options.get(name):
            raise NotOnSpark(f"--{name.replace('_', '-')} needs --engine one")
    if not columns:
        raise NotOnSpark("--engine spark guesses no columns; name them, as in --map dob=birth_date")
    if out is None:
        raise NotOnSpark("--engine spark needs a folder for its stages; name it with --out FOLDER")
    source = options.get("source_column")
    columns = {**columns, **({source: "source"} if source else {})}
    kind = options.get("kind") or kind_of(columns.values())
    return SparkTask(str(file), columns, kind, _model(kind, options), options.get("id_column", ""))


def _model(kind: str, options: Mapping[str, Any]) -> Model:
    model = read_model(options["model"]) if options.get("model") else default_model()
    if kind not in model.by_kind:
        raise NotOnSpark(f"no kind {kind!r}; the model knows: {', '.join(model.kinds)}")
    if options.get("threshold") is None:
        return model
    made = model.by_kind[kind]
    thresholds = replace(made.thresholds, same=options["threshold"])
    return replace(model, by_kind={**model.by_kind, kind: replace(made, thresholds=thresholds)})
