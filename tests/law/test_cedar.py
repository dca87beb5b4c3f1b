"""The decision against Cedar, an engine of its own, on random agreements and on ours."""

from collections import Counter
from itertools import product
from pathlib import Path

import yaml
from law.cedar_oracle import ACTS, decided, disagreements
from law.random_agreements import RandomWorld, random_world

from comity.sharing import Label, Viewer

WORLDS = 250
ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted((ROOT / "ingest" / "data" / "demo_agreements").glob("*.yaml"))
HANDLING = ("TLP:CLEAR", "TLP:AMBER", "TLP:RED", "NIEM:GREEN", "NIEM:YELLOW")


def test_every_decision_is_the_one_that_cedar_takes() -> None:
    kinds = Counter[str]()
    for seed in range(WORLDS):
        kinds += decided(random_world(seed))[1]
    told = ("refused", "own", "shared", "property", "point", "tie")
    assert min(kinds[kind] for kind in told) > 200, kinds


def test_every_viewer_purpose_and_label_of_the_shipped_agreements_is_decided_as_by_cedar() -> None:
    documents = [yaml.safe_load(path.read_text("utf-8")) for path in SHIPPED]
    shares = [share for document in documents for share in document["shares"]]
    agencies = sorted({party for document in documents for party in document["parties"]})
    purposes = sorted({purpose for document in documents for purpose in document["purposes"]})
    classes = sorted({name for share in shares for name in share["data_classes"]})
    labels = [
        Label(owner, data_class, handling)
        for owner, data_class, handling in product(agencies, classes, HANDLING)
    ]
    viewers = [
        Viewer("ann", agency, "analyst", purpose, "every case")
        for agency, purpose in product([*agencies, "stranger"], [*purposes, "gossip"])
    ]
    world = RandomWorld(documents, viewers, labels)
    count, kinds = decided(world)
    assert count == len(ACTS) * len(viewers) * len(labels)
    assert min(kinds["refused"], kinds["own"], kinds["shared"]) > 100


def test_more_worlds_than_here_are_decided_by_the_campaign() -> None:
    assert disagreements(decisions=200) == (200, 0)
