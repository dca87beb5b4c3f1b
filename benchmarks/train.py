"""Make the shipped model anew: `python -m benchmarks.train OUT.json`.

How often one person's two records come to each level is counted on public sets with a known
truth and on a generated demo, a set weighing as much as another; the rates of strangers and
relatives are fitted to the demo without its truth. What is reported on a set must come from a
model made without it: `--without NAME` leaves one out.
"""

import argparse
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.demo import demo_snapshot
from benchmarks.sets import SETS, load_set
from benchmarks.weights import (
    KINDS,
    ORGANISATION,
    ORGANISATION_SAME,
    PERSON_BY_JUDGEMENT,
    PERSON_CAUTION,
    PERSON_THRESHOLDS,
)
from benchmarks.wrong_merges import pools
from comity.graph.facts import facts_of, members_of
from comity.resolve import Facts, Model, candidate_pairs, compare, facts_of_table, prepare
from comity.resolve.compare import comparisons
from comity.resolve.facts import Hashes
from comity.resolve.keys import table_rules_of
from comity.resolve.model import FORMAT, KindModel, Thresholds
from comity.resolve.prepare import Prepared
from comity.resolve.text import fold
from comity.resolve.train import adapt, count, rates_of, three_rates

PUBLIC = ("psp_census2x", "febrl4", "fake_1000")
DEMO = "demo"
PEOPLE = 8_000
MOST_NAMES = 1_500
# Fewer people tell nothing about the names of an origin.
ENOUGH_OF_AN_ORIGIN = 500
LEAST_SHARE = 0.0003
# A level that no set shows is still possible.
LEAST = 1e-3
Known = tuple[Facts, np.ndarray[tuple[int], np.dtype[np.int64]]]


def main() -> None:
    """Count, fit and write the whole model file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--without", action="append", default=[])
    parser.add_argument("--version", default="public-7")
    asked = parser.parse_args()
    names = [name for name in (*PUBLIC, DEMO) if name not in asked.without]
    content = train(names, asked.version)
    asked.out.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")


def train(names: Sequence[str], version: str) -> Mapping[str, object]:
    """A model file's content, made on the named sets."""
    known = {name: demo() if name == DEMO else _public(name) for name in names}
    shares = [_frequencies(facts, prop) for prop in ("given_name", "family_name")
              for facts in [[each for each, _ in known.values()]]]  # fmt: skip
    bare = _bare(version, *shares)
    same, last, told = [], None, []
    for name, (facts, truth) in known.items():
        last = prepare(facts, bare), *_patterns(facts, truth, bare)
        same.append(rates_of("person", last[2]))
        told.append({"set": name, "records": facts.subjects, "pairs": len(last[2])})
    assert last is not None
    model = _fitted(bare, _mean(same), last[0], last[1])
    return _content(model, told)


def _public(name: str) -> Known:
    frame = load_set(name)
    truth = pd.factorize(frame["truth"])[0].astype(np.int64)
    return facts_of_table(frame, SETS[name].columns), truth


def demo() -> Known:
    with tempfile.TemporaryDirectory() as folder:
        snapshot, truth = demo_snapshot(Path(folder), PEOPLE)
    members = members_of(snapshot, "person")
    everything = np.ones(len(snapshot.claims["mention"]), dtype=np.bool_)
    keys = [snapshot.words.mentions.texts[member] for member in members.tolist()]
    found = truth.set_index("mention")["truth"].reindex(keys)
    return facts_of(snapshot, "person", members, everything), pd.factorize(found)[0].astype(
        np.int64
    )


def _patterns(facts: Facts, truth: Any, model: Model) -> tuple[Hashes, Hashes]:
    """The patterns of all candidates, and of those that are one person."""
    prepared = prepare(facts, model)
    pairs = candidate_pairs(prepared, rules=table_rules_of)
    patterns = compare(prepared, pairs)
    return patterns, patterns[truth[pairs.first] == truth[pairs.second]]


def _mean(sets: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, float]]:
    """The mean rates over the sets that say anything; even ones where none does."""
    mean = {}
    for name, levels in comparisons("person").items():
        said = [found[name] for found in sets if found[name].any()]
        rates = np.mean(said, axis=0) if said else np.ones(len(levels))
        rates = (rates + LEAST) / (rates + LEAST).sum()
        mean[name] = dict(zip(levels, rates.tolist(), strict=True))
    return mean


def _fitted(bare: Model, same: Any, prepared: Prepared, patterns: Hashes) -> Model:
    person = KindModel(0.0, {}, Thresholds(**PERSON_THRESHOLDS), same=same)
    model = Model(bare.version, {**bare.by_kind, "person": person}, bare.given, bare.family)
    return adapt(model, "person", count(prepared, patterns))


def _bare(version: str, given: Mapping[str, float], family: Mapping[str, float]) -> Model:
    parts: dict[str, Any] = {"organisation": ORGANISATION, **KINDS}
    kinds = {
        kind: KindModel(part["prior"], part["weights"], Thresholds(**part["thresholds"]))
        for kind, part in parts.items()
    }
    return Model(version, kinds, given, family)


def _content(model: Model, told: list[dict[str, object]]) -> dict[str, object]:
    person = model.by_kind["person"]
    rates = three_rates("person", person)
    for name, levels in PERSON_BY_JUDGEMENT.items():
        rates[name] |= levels
    fitted = {
        "prior": round(person.prior, 3),
        "kin_prior": None if person.kin_prior is None else round(person.kin_prior, 3),
        "thresholds": PERSON_THRESHOLDS,
        "caution": PERSON_CAUTION,
        "rates": rates,
    }
    organisation = {**ORGANISATION, "same": ORGANISATION_SAME}
    return {
        "format": FORMAT,
        "version": model.version,
        "card": {
            "counted_on": told,
            "method": "Fellegi-Sunter with a class of relatives; three rates a level: one "
            "subject, strangers, relatives",
            "not_for": "decisions about a person without a human look at the explanation",
        },
        "frequencies": {"given": model.given, "family": model.family},
        "kinds": {"person": fitted, "organisation": organisation, **KINDS},
    }


def _frequencies(sets: Sequence[Facts], prop: str) -> dict[str, float]:
    """The share of the commonest names, a set weighing as much as another."""
    mean = pd.concat([_shares(facts, prop) for facts in sets]).groupby(level=0).sum() / len(sets)
    if prop == "given_name":
        mean = mean.combine(_among_their_own(sets), max, fill_value=0.0)
    common = mean[mean.index != ""].sort_values(ascending=False).head(MOST_NAMES)
    kept = common[common >= LEAST_SHARE]
    return {str(name): round(float(share), 5) for name, share in sorted(kept.items())}


def _among_their_own(sets: Sequence[Facts]) -> "pd.Series[float]":
    """The share that each given name would have if its origin were as many as the largest one.

    Two strangers named Papadopoulos are both Georgios far oftener than two strangers are: a
    table of all people together would call the given name rare, and strangers one person.
    """
    named = [_named(facts) for facts in sets]
    largest = max(pd.concat([each["origin"].value_counts(normalize=True) for each in named])
                  .drop(index="").groupby(level=0).sum() / len(sets))  # fmt: skip
    names = pd.concat(named)
    names = names[(names["origin"] != "") & (names["given"] != "")]
    times = names.groupby(["origin", "given"]).size()
    whole = times.groupby(level="origin").transform("sum")
    shares = (times / whole)[whole >= ENOUGH_OF_AN_ORIGIN]
    return shares.groupby(level="given").max() * largest


def _named(facts: Facts) -> pd.DataFrame:
    """The given name of each subject and the origin of its family name, where one is known."""
    pool, _ = pools()
    held = {}
    for prop in ("given_name", "family_name"):
        rows = facts.property == facts.properties.index(prop)
        texts = np.array(fold(list(facts.values)), dtype=object)[facts.value[rows]]
        held[prop] = pd.Series(texts, index=facts.subject[rows]).groupby(level=0).first()
    origin = held["family_name"].map(lambda name: pool.get(name, ""))
    return pd.DataFrame({"origin": origin, "given": held["given_name"]}).dropna()


def _shares(facts: Facts, prop: str) -> "pd.Series[float]":
    rows = facts.property == facts.properties.index(prop)
    texts = np.array(fold(list(facts.values)), dtype=object)[facts.value[rows]]
    return pd.Series(texts).value_counts(normalize=True)


if __name__ == "__main__":
    main()
