"""What runs worlds and servers: each part measured once, and told by several figures."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from itertools import count
from pathlib import Path

from doors import opened
from law import rounds
from law.casework import tells_of
from law.casework_worlds import casework_case
from law.cedar_oracle import disagreements
from law.core import Outcome, case_of
from law.gaps import median_gap
from law.goals import Sizes
from law.kept import Kept
from law.leaks import AT_THE_DOOR, IN_CASEWORK, PLANTS
from law.racing import Race
from law.served import run
from law.witnesses import is_caught
from town import make_town

from benchmarks.servers import neo4j
from comity.graph.neo4j_store import Neo4jStore

TWINS = ("dropped", "changed", "added")
FIRST_SEED = 20_000


def worlds_counted(sizes: Sizes) -> float:
    """How many random worlds were tried that count."""
    return sum(each.counts for each in _worlds(sizes.worlds))


def worlds_telling(sizes: Sizes) -> float:
    """How many of all worlds tell; their seeds are on stderr, the first one at its smallest."""
    return rounds.tell_failures(_worlds(sizes.worlds))


_worlds = cache(rounds.try_worlds)


def casework_counted(sizes: Sizes) -> float:
    """How many worlds of casework were tried in which the viewer is pointed to anybody."""
    return _casework(sizes.casework)[0]


def casework_telling(sizes: Sizes) -> float:
    """How many of all of them tell."""
    return _casework(sizes.casework)[1]


@cache
def _casework(wanted: int) -> tuple[int, int]:
    outcomes = rounds.try_until("casework", _tried_casework, count(FIRST_SEED), wanted)
    return rounds.tell_runs("casework", outcomes)


def _tried_casework(seed: int) -> Outcome:
    case = casework_case(seed)
    return Outcome(seed, tells_of(case), any(case.expected()))


def sqlite_runs(sizes: Sizes) -> float:
    """How many worlds were served beside their twins, and count."""
    return _served(sizes)[0]


def sqlite_telling(sizes: Sizes) -> float:
    """In how many of them an answer differed."""
    return _served(sizes)[1]


def neo4j_runs(sizes: Sizes) -> float:
    """The same with the graph on a Neo4j server; none where there is no server."""
    return _served_on_neo4j(sizes)[0]


def neo4j_telling(sizes: Sizes) -> float:
    """In how many of them an answer differed."""
    return _served_on_neo4j(sizes)[1]


@cache
def _served(sizes: Sizes) -> tuple[int, int]:
    work = partial(run_on, steps=sizes.steps)
    outcomes = rounds.try_until("servers", work, count(FIRST_SEED), sizes.runs)
    return rounds.tell_runs("server of", outcomes)


@cache
def _served_on_neo4j(sizes: Sizes) -> tuple[int, int]:
    with neo4j() as store:
        if store is None:
            return 0, 0
        work = partial(run_on, steps=sizes.steps, store=store)
        outcomes = rounds.try_until("neo4j", work, count(FIRST_SEED), sizes.runs, rounds.one_by_one)
        return rounds.tell_runs("server on Neo4j of", outcomes)


def run_on(seed: int, steps: int, store: Neo4jStore | None = None) -> Outcome:
    """One world served beside its twins."""
    with _folder() as folder:
        case = replace(case_of(seed), beyond=True)
        return Outcome(seed, *run(case, folder, steps, TWINS, store))


def leaks_planted(_: Sizes) -> float:
    """How many mutations of the product the law is tried on."""
    return len(PLANTS) + len(AT_THE_DOOR) + len(IN_CASEWORK)


@cache
def leaks_missed(_: Sizes) -> float:
    """How many of them the witness does not catch; each by its name on stderr."""
    names = (*PLANTS, *AT_THE_DOOR, *IN_CASEWORK)
    kept = Kept("leaks")
    caught = {str(told["leak"]): bool(told["caught"]) for told in kept.lines()}
    for name in names:
        if name not in caught:
            caught[name] = is_caught(name)
            kept.add({"leak": name, "caught": caught[name]})
        if not caught[name]:
            print(f"not caught: {name}", file=sys.stderr)
    return sum(not caught[name] for name in names)


def races_run(sizes: Sizes) -> float:
    """How many requests began after the commit of a suspension."""
    return _raced(sizes.requests)[0]


def races_lost(sizes: Sizes) -> float:
    """How many of those saw what the agreement had shown."""
    return _raced(sizes.requests)[1]


@cache
def _raced(requests: int) -> tuple[int, int]:
    with _folder() as folder, opened(make_town(folder / "town")) as doors:
        path = f"/v1/entities/{doors.at('B2')}"
        after, lost, _ = Race(doors, "pact", path, b"Prokop").run(requests)
        return after, lost


def decided(sizes: Sizes) -> float:
    """How many decisions were taken beside Cedar."""
    return _beside_cedar(sizes.decisions)[0]


def decided_otherwise(sizes: Sizes) -> float:
    """In how many random worlds one of them came out differently."""
    return _beside_cedar(sizes.decisions)[1]


_beside_cedar = cache(disagreements)


def time_gap(sizes: Sizes) -> float:
    """The median of how long hidden takes against absent, apart in percent."""
    with _folder() as folder:
        return median_gap(folder, sizes.pairs)


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="law"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
