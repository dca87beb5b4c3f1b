"""Measures and paths beside graph libraries: `python -m benchmarks.analytics [--json]`.

Every library in a process of its own on the same graph; building it from arrays counts. Peers
come by `make peers`, and what is not there says so. `--seeds 10` adds the modularity that each
finds by so many seeds, `--large` ours on ten times the network beside the network itself.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from benchmarks.contenders import PEERS, ROOT
from benchmarks.graph_tasks import TASKS
from benchmarks.report import as_json, as_text, machine, report
from benchmarks.timing import Figure

OURS = "comity"
LIBRARIES = {
    OURS: "benchmarks.graph_comity",
    "networkx": "benchmarks.graph_networkx",
    "networkit": "benchmarks.graph_networkit",
    "igraph": "benchmarks.graph_igraph",
    "scikit-network": "benchmarks.graph_sknetwork",
    "Neo4j GDS": "benchmarks.graph_gds",
}
SEEDS, SCALE = "benchmarks.graph_seeds", "benchmarks.graph_scale"
SEEDED = (OURS, "networkit", "igraph", "scikit-network")
# These need no package of the peers.
HERE = {OURS, "Neo4j GDS"}
Answers = dict[str, dict[str, float]]


def main() -> None:
    """Measure each library in turn and print every figure beside ours."""
    asked, host = _arguments(), machine()
    answers: dict[str, Answers] = {}
    for name in [] if asked.skip_tasks else _names(asked):
        found = _told(name, LIBRARIES[name], asked)
        if found is not None:
            answers[name] = found
    figures = [*_figures(answers), *_by_seeds(asked), *_larger(asked)]
    told = report(host, figures)
    print(as_json(told) if asked.json else as_text(told))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.analytics", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--nodes", type=int, default=200_000)
    parser.add_argument("--links", type=int, default=1_000_000)
    parser.add_argument("--limit", type=float, default=600.0, help="seconds for each library")
    parser.add_argument(
        "--only", action="append", choices=[each for each in LIBRARIES if each != OURS],
        help="beside this library (repeatable)",
    )  # fmt: skip
    parser.add_argument("--seeds", type=int, default=0, help="modularity by so many seeds too")
    parser.add_argument("--large", action="store_true", help="ten times the network too, ours")
    parser.add_argument("--skip-tasks", action="store_true", help="only --seeds or --large")
    return parser.parse_args()


def _names(asked: argparse.Namespace) -> list[str]:
    """Ours first, so that others are compared with it."""
    return [OURS, *(asked.only or [each for each in LIBRARIES if each != OURS])]


def _told(name: str, module: str, asked: argparse.Namespace, *more: str) -> Any:
    """What a library's process prints; None where it failed, and why on the error stream."""
    print(f"measuring {name} …", file=sys.stderr)
    found = _run(name, [module, *more[:1], str(asked.nodes), str(asked.links), *more[1:]], asked)
    if isinstance(found, str):
        print(f"{name}: {found}", file=sys.stderr)
        return None
    return found


def _run(name: str, words: Sequence[str], asked: argparse.Namespace) -> Any:
    """The answer of a process, or a text that says why there is none."""
    python = sys.executable if name in HERE else str(PEERS)
    if name not in HERE and not PEERS.exists():
        return "not installed: make peers"
    try:
        done = subprocess.run(
            [python, "-W", "ignore", "-m", *words], cwd=ROOT, env=_one_thread(),
            capture_output=True, text=True, timeout=asked.limit, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"did not finish in {asked.limit:.0f} s"
    if done.returncode:
        return f"failed: {(done.stderr.strip().splitlines() or ['killed'])[-1][:160]}"
    return json.loads(done.stdout)


def _one_thread() -> dict[str, str]:
    return {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def _figures(answers: dict[str, Answers]) -> Sequence[Figure]:
    """Times first, for ratios; what was answered behind them."""
    figures = []
    for task in TASKS:
        for name, told in answers.items():
            if task in told:
                figures += _of(task, name, told[task])
    return figures


def _of(task: str, name: str, told: dict[str, Any]) -> list[Figure]:
    value = Figure("analytics", f"{task}, {_VALUES[task]}", name, told["value"], "")
    if "median" in told:
        return [
            Figure("analytics", f"{task}, median", name, told["median"], "ms"),
            Figure("analytics", f"{task}, p95", name, told["p95"], "ms"),
            value,
        ]
    return [
        Figure("analytics", task, name, told["seconds"], "s"),
        Figure("analytics", f"{task}, processor", name, told["cpu"], "s"),
        value,
    ]


def _by_seeds(asked: argparse.Namespace) -> list[Figure]:
    """The best and the mean modularity of so many seeds, and the processor's time for one."""
    figures = []
    for name in [each for each in _names(asked) if asked.seeds and each in SEEDED]:
        runs = _told(name, SEEDS, asked, LIBRARIES[name], str(asked.seeds))
        for told, value, unit in of_runs(runs or []):
            figures.append(
                Figure("seeds", f"communities, {asked.seeds} seeds, {told}", name, value, unit)
            )
    return figures


def of_runs(runs: list[dict[str, float]]) -> list[tuple[str, float, str]]:
    """What is told of the runs by seeds of one library."""
    if not runs:
        return []
    values, cpu = [run["value"] for run in runs], [run["cpu"] for run in runs]
    return [
        ("best modularity", max(values), ""),
        ("mean modularity", sum(values) / len(values), ""),
        ("least modularity", min(values), ""),
        ("one run, processor", sum(cpu) / len(cpu), "s"),
    ]


def _larger(asked: argparse.Namespace) -> list[Figure]:
    """Ours on the network and on ten times it, each in a process of its own."""
    if not asked.large:
        return []
    tenfold = argparse.Namespace(
        **vars(asked) | {"nodes": 10 * asked.nodes, "links": 10 * asked.links}
    )
    told = [_told(OURS, SCALE, each) for each in (asked, tenfold)]
    return scale_figures(*told) if all(told) else []


def scale_figures(small: dict[str, Any], large: dict[str, Any]) -> list[Figure]:
    """What ten times the network takes, and how much more than ten times that is."""
    figures = []
    for name, taken in large["measures"].items():
        before = small["measures"][name]["cpu"]
        figures += [
            Figure("large", f"{name}, processor", OURS, taken["cpu"], "s"),
            Figure("large", f"{name}, times linear", OURS, taken["cpu"] / (10 * before), ""),
        ]
    figures.append(Figure("large", "most memory", OURS, large["peak"], "MiB"))
    for size, told in (("the network", small), ("ten times it", large)):
        least = told["moved"] / told["speed"]
        name = f"PageRank over its bytes at the speed of copying, {size}"
        figures.append(Figure("large", name, OURS, told["taken"] / least, "times"))
    return figures


_VALUES = {
    "components": "how many", "PageRank": "largest", "k-core": "largest",
    "communities": "modularity", "betweenness": "sum", "one path": "hops together",
    "k=5 paths": "hops together",
}  # fmt: skip


if __name__ == "__main__":
    main()
