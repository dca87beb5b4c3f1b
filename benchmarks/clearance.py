"""How long a clearance takes: `python -m benchmarks.clearance [--json]`."""

import json
import sys
import time
from datetime import UTC, datetime
from random import Random

from comity.sharing import Agreement, Clause, Label, LabelTable, Rulebook, Viewer, decide

AGENCIES = [f"agency {number}" for number in range(40)]
CLASSES = [f"class {number}" for number in range(12)]
CODES = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"]
NOW = datetime(2026, 1, 1, tzinfo=UTC)
ROUNDS = 1_000


def clearance_times(labels: int, agreements: int, rounds: int = ROUNDS) -> dict[str, float]:
    """Milliseconds of a clearance over so many labels and agreements: first, median and 99th.

    The first after labels or agreements have changed works out what covers each label.
    """
    random = Random(1)
    table, rules = LabelTable(_labels(random, labels)), Rulebook(_agreements(random, agreements))
    spent = sorted(_spent(random, table, rules) for _ in range(rounds))
    first = _spent(random, LabelTable(table.labels), Rulebook(rules.agreements))
    return {"first": first, "median": spent[len(spent) // 2], "p99": spent[int(len(spent) * 0.99)]}


def _spent(random: Random, table: LabelTable, rules: Rulebook) -> float:
    agency = random.choice(AGENCIES)
    viewer = Viewer("ann", agency, "analyst", "investigation", "a benchmark")
    start = time.perf_counter()
    decide(viewer, table, rules, NOW)
    return (time.perf_counter() - start) * 1000


def _labels(random: Random, count: int) -> list[Label]:
    found: set[Label] = set()
    areas = [f"county {number}" for number in range(max(1, count // 200))]
    while len(found) < count:
        owner, data_class = random.choice(AGENCIES), random.choice(CLASSES)
        found.add(Label(owner, data_class, random.choice(CODES), (), random.choice(areas)))
    return sorted(found)


def _agreements(random: Random, count: int) -> list[Agreement]:
    return [_agreement(random, number) for number in range(count)]


def _agreement(random: Random, number: int) -> Agreement:
    parties = tuple(random.sample(AGENCIES, 20))
    clauses = tuple(
        Clause(
            str(place),
            owners=tuple(random.sample(parties, 4)),
            receivers=parties,
            data_classes=tuple(random.sample(CLASSES, 3)),
            ceilings=(random.choice(CODES),),
        )
        for place in range(5)
    )
    starts, ends = datetime(2025, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    purposes = ("investigation",)
    return Agreement(
        f"pact {number}", 1, "Pact", "active", parties, purposes, clauses, starts, ends
    )


def main() -> None:
    """Print the table, or the same as JSON."""
    told = {
        f"{labels:,} labels, 200 agreements": clearance_times(labels, 200)
        for labels in (1_000, 100_000)
    }
    if "--json" in sys.argv:
        print(json.dumps(told, indent=1))
        return
    for name, spent in told.items():
        print(f"{name}: " + ", ".join(f"{part} {ms:.2f} ms" for part, ms in spent.items()))


if __name__ == "__main__":
    main()
