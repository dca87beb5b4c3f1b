"""The threshold of acting, chosen without the set it is checked on: `python -m benchmarks.caution`.

For every set the least whole number is taken at which all other sets have half of the wrong
merges that acting allows, half because a set never met may be worse. Sets of one generator
leave together. Each set is matched by a model made without it.
"""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.contenders import LARGE
from benchmarks.contestant import Labels, labels
from benchmarks.resolution import TRAINED_ON, trained_without
from benchmarks.sets import SETS, load_set
from benchmarks.train import DEMO, demo
from comity.resolve import Model, Quality, clustered_pairs, default_model, read_model
from comity.resolve.act import act_on
from comity.resolve.run import Matched, match_facts
from comity.resolve.table import facts_of_table

# Of the pairs that are acted on, so many may be wrong; half of them while choosing.
ALLOWED = 0.001
CHOICES = range(13)
FAMILIES = ("febrl", "synth")
Curve = Mapping[int, Quality]


def main() -> None:
    """Print for each set what the others choose, and what it comes to there."""
    curves = {name: curve(found, truth) for name, (found, truth) in _matched().items()}
    print("set".ljust(16), "chosen by the others  precision  recall")
    for name, here in curves.items():
        others = [other for set_, other in curves.items() if family(set_) != family(name)]
        threshold = chosen(others)
        quality = here[threshold]
        print(f"{name:16} {threshold:20}  {quality.precision:.5f}    {quality.recall:.4f}")
    print("shipped: chosen by all".ljust(16), chosen(list(curves.values())))


def curve(found: Matched, truth: Labels) -> Curve:
    """The quality of what is acted on, by threshold."""
    return {threshold: _quality(found, truth, threshold) for threshold in CHOICES}


def chosen(curves: Sequence[Curve]) -> int:
    """The least threshold from which on no set has more than half of what is allowed."""
    worst = [min(curve[threshold].precision for curve in curves) for threshold in CHOICES]
    good = [precision >= 1 - ALLOWED / 2 for precision in worst]
    return max((place + 1 for place, fine in enumerate(good) if not fine), default=0)


def family(name: str) -> str:
    """The generator of a set, where it has made several."""
    return next((made for made in FAMILIES if name.startswith(made)), name)


def _quality(found: Matched, truth: Labels, threshold: int) -> Quality:
    kind = found.prepared.kind
    made = found.model.by_kind[kind]
    asked = replace(made, thresholds=replace(made.thresholds, act=float(threshold)))
    model = replace(found.model, by_kind={**found.model.by_kind, kind: asked})
    return clustered_pairs(act_on(replace(found, model=model)).clusters.astype(np.int64), truth)


def _matched() -> Mapping[str, tuple[Matched, Labels]]:
    """The sets of persons, and the demo as a ledger sees it: by the model as it is."""
    facts, truth = demo()
    found = {DEMO: (match_facts(facts, default_model(), adapted=False), truth)}
    models = _models()
    for name in (name for name, known in SETS.items() if known.kind == "person" and name != LARGE):
        frame = load_set(name)
        facts = facts_of_table(frame, SETS[name].columns)
        found[name] = match_facts(facts, models[TRAINED_ON.get(name, "")]), labels(frame)
    return found


def _models() -> Mapping[str, Model]:
    """The shipped model, and those made without a set that it was made with."""
    with tempfile.TemporaryDirectory() as folder:
        made = {name: read_model(trained_without(name, Path(folder)))
                for name in sorted(set(TRAINED_ON.values()))}  # fmt: skip
    return {"": default_model(), **made}


if __name__ == "__main__":
    main()
