"""The steps of a long command on a person's screen, shown once it takes long."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer

from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from comity.api.printing import asides

PATIENCE = 2.0


@contextmanager
def steps(title: str) -> Iterator[Callable[[str], None]]:
    """Yields a function that names the step at work; a pipe sees nothing of it."""
    bar = Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(),
        console=asides, transient=True,
    )  # fmt: skip
    task = bar.add_task(title, total=None)
    later = Timer(PATIENCE, bar.start)
    later.daemon = True
    if asides.is_terminal:
        later.start()
    try:
        yield lambda step: bar.update(task, description=step)
    finally:
        later.cancel()
        if later.is_alive():
            later.join()
        if bar.live.is_started:
            bar.stop()
