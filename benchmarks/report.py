"""What is printed: every figure, ours against each peer as a ratio, the machine and the date."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import apsw

from benchmarks.servers import server_version
from benchmarks.timing import Figure

FASTER = "times faster"
_PACKAGES = ("networkx", "networkit", "neo4j", "numpy", "pandas", "rapidfuzz", "scipy")
_LESS_IS_MORE = ("s", "ms")


def report(host: dict[str, Any], figures: Sequence[Figure]) -> dict[str, Any]:
    """The whole report as one object."""
    return {
        "machine": host,
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
    """What figures are taken on, and how busy it is now; nothing that names the machine."""
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count() or 0,
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "load": round(os.getloadavg()[0], 2),
        "versions": {
            "python": platform.python_version(),
            "sqlite": apsw.sqlite_lib_version(),
            "neo4j server": server_version(),
            **{name: version(name) for name in _PACKAGES},
        },
    }


def as_text(told: dict[str, Any]) -> str:
    """The report as lines to read."""
    host = told["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in host["versions"].items())
    head = [
        f"{host['cpu']}, {host['cores']} cores, {host['memory_gib']} GiB, {host['system']}, "
        f"load {host['load']} at the start, {told['date']}",
        versions,
        "",
    ]
    return "\n".join([*head, *_rows(told["figures"])])


def as_json(told: dict[str, Any]) -> str:
    """The report as one JSON object."""
    return json.dumps(told, indent=1, ensure_ascii=False, allow_nan=False)


def _faster(ours: Figure, theirs: Figure, times: float) -> Figure:
    return Figure(ours.section, ours.name, f"{ours.peer} : {theirs.peer}", times, FASTER)


def _rows(figures: Sequence[dict[str, Any]]) -> list[str]:
    """A line a name, who was measured at it side by side, ratios behind."""
    named: dict[tuple[str, str], list[str]] = {}
    for figure in figures:
        told = _told(figure)
        named.setdefault((figure["section"], figure["name"]), []).append(told)
    return [
        f"{section:<10} {name:<49} {'  '.join(told)}" for (section, name), told in named.items()
    ]


def _told(figure: dict[str, Any]) -> str:
    value = _short(figure["value"])
    if figure["unit"] == FASTER:
        return f"= {value}x"
    return f"{figure['peer']} {' '.join([value, figure['unit']]).strip()}"


def _short(value: float) -> str:
    """Three figures of any value; whole numbers whole."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _cpu() -> str:
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text("utf-8", "replace").splitlines() if listed.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or "unknown processor"
