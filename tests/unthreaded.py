"""Arithmetic in the thread that asks for it: in tiny worlds threads cost more than they save."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, nullcontext
from typing import Any

import pytest

from comity.resolve import threads


class Inline(nullcontext["Inline"]):
    """A pool of no threads."""

    def __init__(self, _workers: int) -> None:
        super().__init__(self)

    def submit(self, work: Callable[..., Any], item: Any) -> Future[Any]:
        """Do it now."""
        done: Future[Any] = Future()
        done.set_result(work(item))
        return done


@contextmanager
def unthreaded() -> Iterator[None]:
    """What is compared inside gives the same answers, without a thread of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(threads, "ThreadPoolExecutor", Inline)
        yield
