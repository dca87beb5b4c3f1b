"""A Spark session for the tests that need one, or the reason why there is none."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from comity.resolve.spark_session import start_session, why_no_spark

# What saves seconds where there are only a few rows.
SMALL = {
    "spark.master": "local[2]",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.driver.memory": "1g",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One session for all tests of a file."""
    if reason := why_no_spark():
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("spark")
    session = start_session({**SMALL, "spark.local.dir": str(folder)})
    yield session
    session.stop()
