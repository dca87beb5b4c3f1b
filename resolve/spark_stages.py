"""Stages of a run kept as Parquet, so that a run that was cut off goes on from the last whole one.

Spark marks a folder as whole once every part of it is written. A work folder belongs to one task.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from comity.resolve.errors import EngineError

Say = Callable[[str], None]
TASK = "task"
WHOLE = "_SUCCESS"


@dataclass(frozen=True)
class Stages:
    """The stages of one task in one folder."""

    spark: Any
    folder: str
    say: Say

    def belong_to(self, task: str) -> None:
        """Take the folder for a task; raises EngineError if it holds another's stages."""
        if not self.is_whole(TASK):
            self._write(TASK, self.spark.createDataFrame([(task,)], "task string"))
            return
        found = self.read(TASK).collect()[0][0]
        if found != task:
            raise EngineError(
                f"{self.folder} holds the stages of another task; name another folder or remove it"
            )

    def made(self, name: str, build: Callable[[], Any]) -> Any:
        """A stage, built and written unless it is whole already."""
        if self.is_whole(name):
            self.say(f"{name}: kept from before")
            return self.read(name)
        started = time.perf_counter()
        self._write(name, build())
        found = self.read(name)
        self.say(f"{name}: {found.count():,} rows in {time.perf_counter() - started:.1f} s")
        return found

    def is_whole(self, name: str) -> bool:
        """Whether a stage was written to its end."""
        jvm = self.spark._jvm
        path = jvm.org.apache.hadoop.fs.Path(f"{self.folder}/{name}/{WHOLE}")
        return bool(path.getFileSystem(self.spark._jsc.hadoopConfiguration()).exists(path))

    def read(self, name: str) -> Any:
        """A stage that is whole."""
        return self.spark.read.parquet(f"{self.folder}/{name}")

    def _write(self, name: str, frame: Any) -> None:
        frame.write.mode("overwrite").parquet(f"{self.folder}/{name}")
