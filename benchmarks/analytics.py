"""Measures and paths beside graph libraries: `python -m benchmarks.analytics [--json]`.

Every library in a process of its own on the same graph; building it from arrays counts. Peers
come by `make peers`, and what is not there says so.
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
# These need no package of the peers.
HERE = {OURS, "Neo4j GDS"}
Answers = dict[str, dict[str, float]]


def main() -> None:
    """Measure each library in turn and print every figure beside ours."""
    asked, host = _arguments(), machine()
    answers: dict[str, Answers] = {}
    for name in (OURS, *(asked.only or [each for each in LIBRARIES if each != OURS])):
        print(f"measuring {name} …", file=sys.stderr)
        found = _run(name, asked)
        if isinstance(found, str):
            print(f"{name}: {found}", file=sys.stderr)
        else:
            answers[name] = found
    told = report(host, _figures(answers))
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
    return parser.parse_args()


def _run(name: str, asked: argparse.Namespace) -> Answers | str:
    """A library's answers, or why there are none."""
    python = sys.executable if name in HERE else str(PEERS)
    if name not in HERE and not PEERS.exists():
        return "not installed: make peers"
    words = [python, "-W", "ignore", "-m", LIBRARIES[name], str(asked.nodes), str(asked.links)]
    try:
        done = subprocess.run(
            words, cwd=ROOT, env=_one_thread(), capture_output=True, text=True,
            timeout=asked.limit, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"did not finish in {asked.limit:.0f} s"
    if done.returncode:
        return f"failed: {(done.stderr.strip().splitlines() or ['killed'])[-1][:160]}"
    answers: Answers = json.loads(done.stdout)
    return answers


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


_VALUES = {
    "components": "how many", "PageRank": "largest", "k-core": "largest",
    "communities": "modularity", "betweenness": "sum", "one path": "hops together",
    "k=5 paths": "hops together",
}  # fmt: skip


if __name__ == "__main__":
    main()
