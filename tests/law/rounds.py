"""Many worlds on every core, one after the other: resumable, with a bar, and failures shrunk."""

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import count, islice

from law.core import WIDER, Outcome, case_of, tried
from law.kept import Kept
from law.shrinking import drawn, shrunk
from rich.console import Console
from rich.progress import track

DEEP_EVERY = 20
Work = Callable[[int], Outcome]
Turns = Callable[[Work, Sequence[int], str], Iterable[Outcome]]


def try_worlds(wanted: int) -> list[Outcome]:
    """The outcomes of so many worlds that count; every fourth has clauses that give less."""
    seeds = (n if n % 4 else WIDER + n // 4 for n in count())
    return try_until("worlds", _tried, seeds, wanted)


def in_turn(work: Work, seeds: Sequence[int], what: str) -> Iterable[Outcome]:
    """Work on seeds on every core; a bar on stderr, if that is a screen."""
    bar = Console(stderr=True)
    with multiprocessing.get_context("spawn").Pool(os.cpu_count()) as pool:
        found = pool.imap_unordered(partial(guarded, work), seeds)
        yield from track(found, what, len(seeds), console=bar, disable=not bar.is_terminal)


def guarded(work: Work, seed: int) -> Outcome:
    """Work on a seed; what cannot be tried tells, for it must not stop all others unseen."""
    try:
        return work(seed)
    except Exception as error:  # noqa: BLE001 - told with its seed, whatever it was
        return Outcome(seed, f"it cannot be tried: {error!r}", counts=False)


def one_by_one(work: Work, seeds: Sequence[int], _: str) -> Iterable[Outcome]:
    """Work on seeds in this process."""
    return map(partial(guarded, work), seeds)


def try_until(
    part: str, work: Work, seeds: Iterator[int], wanted: int, turns: Turns = in_turn
) -> list[Outcome]:
    """The outcomes of so many seeds that count, those of an earlier run of the same code too."""
    kept = Kept(part)
    outcomes = {each.seed: each for each in map(Outcome.read, kept.lines())}
    untried = (seed for seed in seeds if seed not in outcomes)
    while (missing := wanted - sum(each.counts for each in outcomes.values())) > 0:
        # Some do not count: go on until enough do.
        batch = list(islice(untried, missing + missing // 4 + 2))
        for outcome in turns(work, batch, part):
            outcomes[outcome.seed] = outcome
            kept.add(outcome.told())
        if any(each.tells for each in outcomes.values()):
            break
    return list(outcomes.values())


def tell_failures(outcomes: Iterable[Outcome]) -> int:
    """How many worlds tell; each on stderr with its seed, the first one drawn at its smallest."""
    failed = _told("world", outcomes)
    for outcome in failed[:1]:
        print(drawn(shrunk(case_of(outcome.seed, deep=_is_deep(outcome.seed)))), file=sys.stderr)
    return len(failed)


def tell_runs(what: str, outcomes: Sequence[Outcome]) -> tuple[int, int]:
    """How many runs count, and how many tell: those with their seeds on stderr."""
    return sum(each.counts for each in outcomes), len(_told(what, outcomes))


def _told(what: str, outcomes: Iterable[Outcome]) -> list[Outcome]:
    failed = sorted((each for each in outcomes if each.tells), key=lambda each: each.seed)
    for each in failed:
        print(f"{what} {each.seed}: {each.tells}", file=sys.stderr)
    return failed


def _tried(seed: int) -> Outcome:
    return tried(case_of(seed, deep=_is_deep(seed)))


def _is_deep(seed: int) -> bool:
    return seed % DEEP_EVERY == 0
