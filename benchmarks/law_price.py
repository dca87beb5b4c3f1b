"""The price of the law: true pairs that a view loses since what joins them is hidden from it.

Of the pairs of mentions that a viewer of the demo sees, that truly are one person and that all
records together join: those which the viewer's view leaves apart.
"""

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pandas as pd
import yaml

from comity.api.demo import run_demo
from comity.api.installation import Installation
from comity.graph.view import View, open_view
from comity.sharing import Clearance, Permit, Viewer

Clusters = Mapping[str, str]


class Scale(Protocol):
    """How many people the demo is about."""

    people: int


@dataclass(frozen=True)
class Price:
    """What one viewer loses: pairs seen, truly one and joined by all; and those left apart."""

    viewer: str
    pairs: int
    lost: int

    @property
    def share(self) -> float:
        """In percent."""
        return 100 * self.lost / max(self.pairs, 1)


def pairs_lost(scale: Scale) -> float:
    """In percent, over all viewers of a demo of so many people."""
    prices = prices_of_demo(scale.people)
    return 100 * sum(p.lost for p in prices) / max(sum(p.pairs for p in prices), 1)


def prices_of_demo(people: int) -> list[Price]:
    """The price for each of the demo's viewers."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run_demo(folder, people=people, seed=1, told=lambda _: None)
        truth = pd.read_csv(folder / "files" / "truth.csv", dtype=str)
        true = dict(zip(truth["mention"], truth["truth"], strict=True))
        listed = yaml.safe_load((folder / "files" / "viewers.yaml").read_text("utf-8"))["viewers"]
        with Installation.open(folder / "data") as installation:
            views = [installation.desk.open(Viewer(**entry)) for entry in listed]
            everybody = dict(_everything(installation, views[0]).clusters())
            return [_price(view, everybody, true) for view in views]


def _price(view: View, everybody: Clusters, true: Mapping[str, str]) -> Price:
    mine = dict(view.clusters())
    joined = Counter((true[key], everybody[key]) for key in mine if key in true)
    kept = Counter((true[key], everybody[key], mine[key]) for key in mine if key in true)
    pairs = _pairs(joined.values())
    return Price(view.viewer.principal, pairs, pairs - _pairs(kept.values()))


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _everything(installation: Installation, view: View) -> View:
    """The view with every label open: only to measure by."""
    taken, _ = installation.desk._intake.newest()
    labels = taken.index.snapshot.labels.values()
    permits = {label: Permit("all", 1, "all") for label in labels}
    clearance = Clearance(view.viewer, installation.clock(), permits)
    return open_view(taken.index, clearance, taken.judgements)


def main() -> None:
    """Print the price for each viewer, or the same as JSON."""
    prices = prices_of_demo(int(sys.argv[1]) if sys.argv[1:2] and sys.argv[1] != "--json" else 2000)
    if "--json" in sys.argv:
        print(json.dumps({p.viewer: [p.pairs, p.lost, round(p.share, 3)] for p in prices}))
        return
    for price in prices:
        print(f"{price.viewer}: {price.lost:,} of {price.pairs:,} true pairs, {price.share:.2f} %")


if __name__ == "__main__":
    main()
