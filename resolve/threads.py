"""Threads for arithmetic on columns, which runs outside the interpreter's lock."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain, islice
from typing import TypeVar

In = TypeVar("In")
Out = TypeVar("Out")
# More than a few only wait for the lock and for memory.
WORKERS = min(4, os.cpu_count() or 1)


def threaded(work: Callable[[In], Out], items: Iterable[In]) -> Iterator[Out]:
    """Work on each item, answers in the items' order; few items are taken ahead of the answers."""
    # A single item is not worth a thread: one new record is scored in less than starting one takes.
    items = iter(items)
    ahead = list(islice(items, 2))
    if len(ahead) < 2:
        yield from map(work, ahead)
        return
    items = chain(ahead, items)
    with ThreadPoolExecutor(WORKERS) as workers:
        waiting: deque[Future[Out]] = deque()
        for item in items:
            waiting.append(workers.submit(work, item))
            if len(waiting) > WORKERS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
