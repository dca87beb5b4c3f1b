"""What `comity resolve table --engine spark` cannot take is refused before Spark is started."""

from pathlib import Path

import pytest
from conftest import Command

SPARK = ["resolve", "table", "people.parquet", "--engine", "spark"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--out", "work"], "name them, as in --map dob=birth_date"),
        (["--map", "dob=birth_date"], "name it with --out FOLDER"),
        (["--map", "dob=birth_date", "--out", "work", "--truth", "who"], "--truth needs"),
        (["--map", "dob=birth_date", "--out", "work", "--kind-column", "k"], "--kind-column needs"),
        (["--map", "dob=birth_date", "--out", "work", "--kind", "cat"], "the model knows: person"),
    ],
)
def test_what_the_engine_does_not_have_is_refused_with_the_way_out(
    comity: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = comity(*SPARK, *options)
    assert refused.code != 0
    assert told in " ".join(refused.err.split())
    assert not list(tmp_path.iterdir())
