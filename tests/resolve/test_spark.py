"""Spark in local mode must give the clusters of the single-machine engine, stage by stage."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import Command

from benchmarks.sets import SETS, load_set
from comity.resolve import ResolvedTable, crowds, default_model, resolve_table, train
from comity.resolve.errors import EngineError, TableError
from comity.resolve.spark_components import components
from comity.resolve.spark_engine import SparkTask, resolve_on_spark
from comity.resolve.spark_session import start_session, why_no_spark

pytestmark = [
    pytest.mark.spark,
    pytest.mark.xdist_group("spark"),
    # Every session ignores it; pytest forgets what was ignored before a test.
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
]
COLUMNS = {"first": "given_name", "last": "family_name", "born": "birth_date", "zip": "postcode",
           "phone": "phone_number", "list": "source"}  # fmt: skip
FIRST = ["Maria", "Robert", "Wen", "Olga", "Hassan", "Liz", "Joao", "Peter", "Ana", "Ivan"]
LAST = ["Kovalenko", "Smith", "Chen", "Garcia", "Haddad", "Okafor", "Silva", "Novak", "Berg", "Roy"]


def people(count: int) -> pd.DataFrame:
    """People in three lists: a register that names each once and two that stutter and slip."""
    rng = Random(7)
    rows = []
    for number in range(count):
        first, last = rng.choice(FIRST), rng.choice(LAST) + rng.choice(["", "a", "ov", "sen"])
        year, month, day = rng.randint(1940, 2004), rng.randint(1, 12), rng.randint(1, 28)
        code, phone = f"{rng.randint(1, 40):05}", f"555{rng.randint(10**6, 10**7 - 1)}"
        rows.append((first, last, f"{year}-{month:02}-{day:02}", code, phone, "register"))
        slipped = last[:-1] + rng.choice("aeix") if rng.random() < 0.3 else last
        known = phone if rng.random() < 0.7 else None
        rows.append((first, slipped, f"{day}/{month}/{year}", code.lstrip("0"), known, "police"))
        if number in (5, 6):
            # Two of one list are two, however alike: the register names nobody twice.
            born = f"{year}-{month:02}-{day + 1:02}"
            rows.append((first, last, born, code, phone, "register"))
        if number % 3 == 0:
            rows.append((first[0], last, f"{day}/{month}/{year}", None, phone, "police"))
    rng.shuffle(rows)
    return pd.DataFrame(rows, columns=[*COLUMNS])


@dataclass(frozen=True)
class Both:
    """A table resolved by both engines, and what Spark said on the way."""

    one: ResolvedTable
    found: pd.DataFrame
    task: SparkTask
    folder: Path
    said: list[str] = field(default_factory=list)


def by_both(spark: Any, frame: pd.DataFrame, columns: dict[str, str], folder: Path) -> Both:
    """The table in two files, of which the first comes last in the folder of the other's make."""
    source = folder / "in"
    source.mkdir()
    half = len(frame) // 2
    frame[half:].to_parquet(source / "b.parquet")
    frame[:half].to_parquet(source / "a.parquet")
    task = SparkTask(str(source), columns, "person", default_model())
    said: list[str] = []
    found = resolve_on_spark(spark, task, str(folder / "work"), said.append).toArrow().to_pandas()
    one = resolve_table(frame, columns, kind="person")
    return Both(one, in_rows(found), task, folder / "work", said)


def in_rows(found: pd.DataFrame) -> pd.DataFrame:
    return found.astype({"record": int}).sort_values("record")


def pairs_in(folder: Path, *stages: str) -> set[tuple[int, int]]:
    """The pairs that stages hold."""
    tables = [pq.read_table(folder / stage, columns=["first", "second"]) for stage in stages]
    whole = pa.concat_tables(tables).to_pydict()
    return set(zip(whole["first"], whole["second"], strict=True))


def assert_same(both: Both) -> None:
    """The same candidates, clusters and weakest joints."""
    pairs = both.one.row_pairs
    expected = set(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True))
    assert pairs_in(both.folder, "pairs", "missed") == expected
    assert (both.found["cluster"].to_numpy() - 1).tolist() == both.one.cluster.tolist()
    np.testing.assert_allclose(both.found["score"], both.one.joint, rtol=1e-6)


@pytest.fixture(scope="module")
def crowded(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> Both:
    """The made people, blocks of a handful being crowds already; no room for wide rules."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(crowds, "AT_LEAST", 100)
        patched.setattr(crowds, "PER_SUBJECT", 0)
        patched.setattr(crowds, "NEIGHBOURS", 2)
        patched.setattr(crowds, "ROOM", 0)
        return by_both(spark, people(150), COLUMNS, tmp_path_factory.mktemp("crowded"))


def test_the_clusters_are_those_of_one_machine(crowded: Both) -> None:
    assert 1 < crowded.one.count < len(crowded.found) - 100
    assert_same(crowded)


def test_crowds_and_lists_without_doubles_were_met_on_the_way(crowded: Both) -> None:
    assert any("crowds" in text for text in crowded.said)
    lists = pq.read_table(crowded.folder / "lists").to_pydict()
    assert len(lists["subject"]) == 152


def test_a_run_that_was_cut_off_goes_on_from_the_last_whole_stage(
    spark: Any, crowded: Both
) -> None:
    for stage in ("missed", "joined", "clusters"):
        (crowded.folder / stage / "_SUCCESS").unlink()
    said: list[str] = []
    again = (
        resolve_on_spark(spark, crowded.task, str(crowded.folder), said.append)
        .toArrow()
        .to_pandas()
    )
    pd.testing.assert_frame_equal(in_rows(again), crowded.found)
    kept = {text.partition(":")[0] for text in said if text.endswith("kept from before")}
    assert {"records", "pairs", "patterns", "counts", "lists", "components"} <= kept
    assert not kept & {"missed", "joined", "clusters"}


def test_the_command_goes_on_in_the_same_folder(crowded: Both, comity: Command) -> None:
    mapped = [word for column, prop in COLUMNS.items() for word in ("--map", f"{column}={prop}")]
    told = comity("resolve", "table", crowded.task.source, *mapped, "--engine", "spark",
                  "--out", crowded.folder, "--json").json()  # fmt: skip
    assert (told["records"], told["clusters"]) == (len(crowded.found), crowded.one.count)


def test_a_folder_serves_one_task_only(spark: Any, crowded: Both) -> None:
    other = SparkTask(crowded.task.source, {"last": "family_name"}, "person", default_model())
    with pytest.raises(EngineError, match="stages of another task"):
        resolve_on_spark(spark, other, str(crowded.folder), print)


@pytest.mark.parametrize(
    ("columns", "told"),
    [({"lst": "family_name"}, "did you mean 'last'"), ({"many": "alias"}, "several values")],
)
def test_a_column_that_cannot_be_used_is_refused(
    spark: Any, tmp_path: Path, columns: dict[str, str], told: str
) -> None:
    table = pa.table({"last": ["a"], "many": [["a", "b"]]})
    pq.write_table(table, tmp_path / "in.parquet")
    task = SparkTask(str(tmp_path / "in.parquet"), columns, "person", default_model())
    with pytest.raises(TableError, match=told):
        resolve_on_spark(spark, task, str(tmp_path / "work"), print)


def test_components_by_stars_are_those_of_the_driver(spark: Any) -> None:
    rng = np.random.default_rng(3)
    chain = [(n, n + 1) for n in range(40)]
    star = [(50, n) for n in range(51, 60)]
    some = [tuple(sorted(map(int, rng.choice(60, 2, replace=False) + 100))) for _ in range(45)]
    near = spark.createDataFrame([*chain, *star, *some], "first bigint, second bigint")
    found = [{tuple(row) for row in components(spark, near, fits).collect()} for fits in (0, 1_000)]
    assert found[0] == found[1]
    assert len({component for _, component in found[0]}) > 3


@pytest.mark.shared_data
def test_a_part_of_a_shared_set_comes_out_as_on_one_machine(
    spark: Any, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shared.is_dir()
    monkeypatch.setattr(train, "RANDOM_PAIRS", 20_000)
    frame = load_set("synth_100k")
    some = frame[pd.factorize(frame["truth"])[0] < 300].reset_index(drop=True)
    assert_same(by_both(spark, some, dict(SETS["synth_100k"].columns), tmp_path))


def test_without_pyspark_or_java_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert "JDK of 17" in why_no_spark()
    with pytest.raises(EngineError, match="JDK of 17"):
        start_session()
