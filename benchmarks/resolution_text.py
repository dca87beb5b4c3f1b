"""The tables of `benchmarks.resolution` as text."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
MEASURED = ("set", "who", "precision", "recall", "C-F1", "B3", "seconds", "untrained", "cpu s",
            "MiB", "pairs")  # fmt: skip


def as_text(told: Mapping[str, Any]) -> str:
    """Every table, each under a line that says what it shows."""
    parts = [
        _head(told),
        "Clusters against the truth, and what they cost (untrained: seconds without training).",
        _table(MEASURED, [_measured(row) for row in told["runs"]]),
        "At the act threshold: only clusters that are safe to act on.",
        _table(("set", "who", "precision", "recall"), [_acted(row) for row in told["act"]]),
        "Records that share a cluster with somebody else's, by group.",
        _table(("set", "by", "group", "records", "wrong", "a thousand", "at act"),
               [_struck(row) for row in told["wrong_merges"]]),
        *_cost(told["cost"]),
    ]  # fmt: skip
    return "\n\n".join(parts)


def _head(told: Mapping[str, Any]) -> str:
    host = told["machine"]
    versions = host["versions"] | {
        name: number for row in told["runs"] for name, number in row.get("versions", {}).items()
    }
    listed = ", ".join(f"{name} {number}" for name, number in versions.items())
    return (
        f"{host['cpu']}, {host['cores']} cores, {host['memory_gib']} GiB, {host['system']}, "
        f"load {host['load']} at the start, {told['date']}\n{listed}"
    )


def _measured(row: Row) -> list[str]:
    if "failed" in row:
        return [row["set"], row["contender"], row["failed"]]
    cluster = row["cluster"]
    untrained = "-" if row["fitting"] is None else f"{row['seconds'] - row['fitting']:.2f}"
    return [
        row["set"],
        row["contender"],
        *(f"{value:.4f}" for value in (cluster["precision"], cluster["recall"], cluster["f1"])),
        f"{row['bcubed']['f1']:.4f}",
        f"{row['seconds']:.2f}",
        untrained,
        f"{row['cpu']:.2f}",
        f"{row['peak_mib']:,.0f}",
        f"{row['pairs']:,}",
    ]


def _acted(row: Row) -> list[str]:
    quality = (f"{row['cluster'][part]:.5f}" for part in ("precision", "recall"))
    return [row["set"], row["contender"], *quality]


def _struck(row: Row) -> list[str]:
    rate = 1000 * row["same"] / row["records"]
    counts = [f"{row['records']:,}", f"{row['same']:,}", f"{rate:.2f}", f"{row['act']:,}"]
    return [row["set"], row["by"], row["group"], *counts]


def _cost(rows: Sequence[Row]) -> list[str]:
    if not rows:
        return []
    told = [
        [row["set"], f"{row['records']:,}", row["failed"]]
        if "failed" in row
        else [row["set"], f"{row['records']:,}", f"{row['seconds']:.2f}",
              f"{1e6 * row['seconds'] / row['records']:.1f}", f"{row['peak_mib']:,.0f}",
              f"{row['pairs'] / row['records']:.1f}"]
        for row in rows
    ]  # fmt: skip
    heads = ("set", "records", "seconds", "s a million", "MiB", "pairs a record")
    return ["What more records cost us.", _table(heads, told)]


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Columns as wide as they need to be; a short row's last text may run on."""
    lines = [list(heads), *map(list, rows)]
    whole = [line for line in lines if len(line) == len(heads)]
    wide = [max(map(len, column)) for column in zip(*whole, strict=True)]
    return "\n".join(
        "  ".join(text.ljust(wide[place]) for place, text in enumerate(line)).rstrip()
        for line in lines
    )
