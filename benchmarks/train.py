"""Make the shipped model anew: `python -m benchmarks.train OUT.json`.

Trained on public and generated sets with a known truth. What is reported on a set must come
from a model fitted without it: `--without NAME` leaves one out.
"""

import argparse
import json
import os
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.sets import SETS, load_set
from benchmarks.weights import KINDS, PERSON_PRIOR, PERSON_START, PERSON_THRESHOLDS
from comity.resolve import candidate_pairs, compare, facts_of_table, prepare
from comity.resolve.facts import Hashes, Mask
from comity.resolve.model import FORMAT, Model, parse_model
from comity.resolve.text import fold
from comity.resolve.train import examples, fit

TRAINED_ON = ("psp_census2x", "febrl3", "fake_1000")
MOST_NAMES = 400


def main() -> None:
    """Fit the person model and write the whole model file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--without", action="append", default=[])
    parser.add_argument("--version", default="public-1")
    asked = parser.parse_args()
    names = [name for name in TRAINED_ON if name not in asked.without]
    model = train(names, asked.version)
    asked.out.write_text(json.dumps(model, indent=1, ensure_ascii=False) + "\n", "utf-8")


def train(names: list[str], version: str) -> Mapping[str, object]:
    """A model file's content, fitted on the named sets."""
    frames = {name: load_set(name) for name in names}
    bare = _content(version, PERSON_PRIOR, PERSON_START, frames, [])
    model = parse_model(json.loads(json.dumps(bare)))
    sets = [_examples(name, frame, model) for name, frame in frames.items()]
    prior, weights = fit("person", examples(sets), PERSON_START, PERSON_PRIOR)
    facts = [
        {"set": name, "pairs": len(found), "same": int(truth.sum())}
        for name, (found, truth) in zip(frames, sets, strict=True)
    ]
    return _content(version, prior, weights, frames, facts)


def _examples(name: str, frame: pd.DataFrame, model: Model) -> tuple[Hashes, Mask]:
    columns = SETS[name].columns
    prepared = prepare(facts_of_table(frame, columns), model)
    pairs = candidate_pairs(prepared)
    truth = pd.factorize(frame["truth"])[0]
    return compare(prepared, pairs), np.asarray(truth[pairs.first] == truth[pairs.second])


def _content(
    version: str,
    prior: float,
    weights: Mapping[str, Mapping[str, float]],
    frames: Mapping[str, pd.DataFrame],
    facts: list[dict[str, object]],
) -> dict[str, object]:
    person = {"prior": prior, "thresholds": PERSON_THRESHOLDS, "weights": weights}
    return {
        "format": FORMAT,
        "version": version,
        "card": {
            "trained_on": facts,
            "method": "logistic regression on pattern counts, drawn to a sober start",
            "not_for": "decisions about a person without a human look at the explanation",
        },
        "frequencies": {
            "given": _frequencies(frames, "given_name"),
            "family": _frequencies(frames, "family_name"),
        },
        "kinds": {"person": person, **KINDS},
    }


def _frequencies(frames: Mapping[str, pd.DataFrame], prop: str) -> dict[str, float]:
    """The share of the commonest names, a set weighing as much as another."""
    shares: list[pd.Series] = []
    for name, frame in frames.items():
        columns = [c for c, p in SETS[name].columns.items() if p == prop]
        for column in columns:
            shares.append(frame[column].dropna().map(str).map(fold).value_counts(normalize=True))
    mean = pd.concat(shares).groupby(level=0).sum() / max(len(frames), 1)
    common = mean[mean.index != ""].sort_values(ascending=False).head(MOST_NAMES)
    kept = common[common >= 0.001]
    return {str(name): round(float(share), 5) for name, share in sorted(kept.items())}


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "2")
    main()
