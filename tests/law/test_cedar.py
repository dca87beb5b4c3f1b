"""The decision against Cedar, an engine of its own, on random agreements."""

from collections import Counter

import yaml
from law.cedar_oracle import Oracle
from law.random_agreements import NOW, RandomWorld, random_world

from comity.sharing import decide, parse_agreement
from comity.sharing.permits import OWN

WORLDS = 250


def decided(world: RandomWorld) -> tuple[int, Counter[str]]:
    """How many decisions of a world were compared, and how often each kind came up."""
    agreements = [parse_agreement(yaml.safe_dump(document), "pact") for document in world.documents]
    told = Oracle(world.documents).ask(world.viewers, world.labels, NOW)
    kinds = Counter[str]()
    for viewer, answers in zip(world.viewers, told, strict=True):
        permits = decide(viewer, world.labels, agreements, NOW).permits
        for label, answer in zip(world.labels, answers, strict=True):
            permit = permits.get(label)
            assert (permit is not None) == answer.allowed, (viewer, label, world.documents)
            if permit not in (None, OWN):
                assert (permit.agreement, permit.clause) in answer.clauses
            kinds["refused" if permit is None else "own" if permit == OWN else "shared"] += 1
    return sum(kinds.values()), kinds


def test_every_decision_is_the_one_that_cedar_takes() -> None:
    kinds = Counter[str]()
    for seed in range(WORLDS):
        kinds += decided(random_world(seed))[1]
    assert min(kinds["refused"], kinds["own"], kinds["shared"]) > 1_000
