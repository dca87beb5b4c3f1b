"""What an agreement would change, counted over every label that one line stands for."""

from dataclasses import dataclass, replace

import pytest
import small_worlds
from law.realms import PLAIN
from law.recording import WorldClock
from small_worlds import SmallWorld, person

from comity.api.simulation import simulated
from comity.graph.desk import Desk
from comity.graph.ledger import Ledger
from comity.sharing import parse_agreement


@dataclass
class Bench:
    """As much of an installation as a simulation asks for."""

    ledger: Ledger
    desk: Desk
    clock: WorldClock


def test_labels_that_read_alike_are_counted_together(
    world: SmallWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = small_worlds.label_of
    for place in ("north", "south"):
        monkeypatch.setattr(
            small_worlds, "label_of",
            lambda agency, place=place, **_: replace(plain(agency), jurisdiction=place),
        )  # fmt: skip
        world.say("beta", place, person(given_name="James"))
    new = parse_agreement(PLAIN.texts[0].replace("open", "nothing"), "pact")
    told = simulated(Bench(world.ledger, world.desk, world.clock), new, "beta")  # type: ignore[arg-type]
    lines = [one for one in told if (one.agency, one.owner) == ("alpha", "beta")]
    assert {(one.becomes, one.facts) for one in lines} == {
        ("hidden", sum(world.desk.facts_of("beta").values()))
    }
