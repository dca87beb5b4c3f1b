"""What is printed: every figure, ours against each peer as a ratio, the machine and the date."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import apsw

from benchmarks.timing import Figure

FASTER = "times faster"
_PACKAGES = ("networkx", "networkit", "neo4j", "numpy", "pandas", "rapidfuzz", "scipy")
_LESS_IS_MORE = ("s", "ms")


def report(figures: Sequence[Figure]) -> dict[str, Any]:
    """The whole report as one object."""
    return {
        "machine": machine(),
        "date": datetime.now(UTC).date().isoformat(),
        "figures": [asdict(figure) for figure in [*figures, *compared(figures)]],
    }


def compared(figures: Sequence[Figure]) -> list[Figure]:
    """Who was measured first at something, against each who was measured at it later."""
    ours: dict[tuple[str, str, str], Figure] = {}
    found = []
    for theirs in figures:
        first = ours.setdefault((theirs.section, theirs.name, theirs.unit), theirs)
        if first is theirs or not (first.value and theirs.value):
            continue
        if theirs.unit in _LESS_IS_MORE:
            found.append(_faster(first, theirs, theirs.value / first.value))
        elif theirs.unit.endswith("/s"):
            found.append(_faster(first, theirs, first.value / theirs.value))
    return found


def machine() -> dict[str, Any]:
    """What the figures were taken on, and how busy it was; nothing that names the machine."""
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count() or 0,
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "load": round(os.getloadavg()[0], 2),
        "versions": {"python": platform.python_version(), "sqlite": apsw.sqlite_lib_version()}
        | {name: found for name in _PACKAGES if (found := _version(name))},
    }


def as_text(told: dict[str, Any]) -> str:
    """The report as lines to read."""
    host = told["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in host["versions"].items())
    head = [
        f"{host['cpu']}, {host['cores']} cores, {host['memory_gib']} GiB, {host['system']}, "
        f"load {host['load']} at the end, {told['date']}",
        versions,
        "",
    ]
    return "\n".join([*head, *map(_line, told["figures"])])


def as_json(told: dict[str, Any]) -> str:
    """The report as one JSON object."""
    return json.dumps(told, indent=1, ensure_ascii=False)


def _faster(ours: Figure, theirs: Figure, times: float) -> Figure:
    return Figure(ours.section, ours.name, f"{ours.peer} : {theirs.peer}", times, FASTER)


def _line(figure: dict[str, Any]) -> str:
    return (
        f"{figure['section']:<11} {figure['name']:<44} {figure['peer']:<34} "
        f"{figure['value']:>14,.3f} {figure['unit']}"
    )


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _cpu() -> str:
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text("utf-8", "replace").splitlines() if listed.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or "unknown processor"
