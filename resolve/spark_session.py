"""A Spark session for the engine: where spark-submit says, else on this machine's processors."""

import os
import shutil
import sys
import warnings
from typing import Any

from comity.resolve.errors import EngineError

# Nothing of a session on one machine listens anywhere else.
_LOCAL = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.memory": "4g",
    "spark.log.level": "ERROR",
    "spark.sql.shuffle.partitions": str(4 * (os.cpu_count() or 1)),
}
# Python is handed as many rows at once as are worth preparing together.
_ALWAYS = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": "100000",
    "spark.sql.session.timeZone": "UTC",
}


def why_no_spark() -> str:
    """Why Spark cannot run here; empty if it can."""
    try:
        import pyspark  # noqa: F401
    except ImportError:
        return "pyspark is not installed: pip install 'comity[spark]'"
    home = os.environ.get("JAVA_HOME", "")
    if shutil.which("java") or os.path.exists(os.path.join(home, "bin", "java")):
        return ""
    return "no Java: Spark needs a JDK of 17 or later on the path or in JAVA_HOME"


def start_session(settings: dict[str, str] | None = None) -> Any:
    """A session, the one already there if there is one; raises EngineError with the way out."""
    if reason := why_no_spark():
        raise EngineError(reason)
    from pyspark.sql import SparkSession

    # Of pandas, only Arrow's part of pyspark is used, which does not depend on its version.
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("comity resolve")
    local = {} if _submitted() else _LOCAL
    if local:
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    chosen = {**_ALWAYS, **local, **(settings or {})}
    for name, value in chosen.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _submitted() -> bool:
    """Whether spark-submit started this program, and so has said where to run."""
    return "PYSPARK_GATEWAY_PORT" in os.environ or "PYSPARK_SUBMIT_ARGS" in os.environ
