"""The calls, sightings and payments of random worlds: some hidden, run out, or of another case.

They come beside the other things of a world and are drawn apart, so that those stay as they are.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from law.moments import START
from law.realms import Realm
from law.worlds import SAID, SIDES, Step, content_of

from comity.graph.words import Claim, Link, Mention, Record, mention_key
from comity.sharing import Label

PARTIES = {"call": "phone", "payment": "account", "sighting": "phone"}
IMEI = ("490154203237518", "356938035643809")
OWN = "alpha"  # the agency of who asks
HOURS = range(1, 13)


def steps_of_events(seed: int, realm: Realm) -> list[Step]:
    """In three worlds of four one or two records of an agency's lines, accounts or cameras.

    Where the same agency tells twice, it corrects itself.
    """
    rng = Random(f"events {seed}")
    hours = sorted(rng.sample(HOURS, rng.choice((0, 1, 1, 2))))
    return [_step(rng, realm, START + timedelta(hours=hour, minutes=52)) for hour in hours]


def _step(rng: Random, realm: Realm, at: datetime) -> Step:
    agency = rng.choice((*realm.agencies, OWN))
    labels = [label for label in realm.labels if label.owner == agency]
    return Step(at, agency, record=_record(rng, mention_key(agency, "x0", ""), labels))


def _record(rng: Random, stem: str, labels: list[Label]) -> Record:
    """Three events of one kind between three parties, and where they were."""
    kind = rng.choice(("call", *SIDES))
    parties = [_mention(f"{stem}{PARTIES[kind]}{n}", PARTIES[kind], labels) for n in range(3)]
    events = [_mention(f"{stem}{kind}{n}", kind, labels) for n in range(3)]
    places = [_mention(f"{stem}place", "location", labels)] if kind == "sighting" else []
    ring = zip(parties, [*parties[1:], parties[0]], strict=True)
    links = [
        link
        for event, both in zip(events, ring, strict=True)
        for link in _links(
            rng, event, both if kind == "payment" else rng.sample(parties, 2), labels
        )
    ]
    links += [Link(e.key, place.key, "located_at", "", e.label) for e in events for place in places]
    mentions = (*parties, *events, *places)
    claims = tuple(claim for each in mentions for claim in _claims(rng, each, labels))
    record = Record("x0", b"", 1, "update", mentions, claims, tuple(links))
    return replace(record, content=content_of(record))


def _mention(key: str, kind: str, labels: list[Label]) -> Mention:
    """Mostly under a label that most clauses reach, so that events show; the same each time."""
    usual = Random(f"{key} {labels}")
    reached = [each for each in labels if (each.data_class, each.handling) == ("open", "TLP:GREEN")]
    return Mention(key, kind, usual.choice(reached if usual.random() < 0.8 else labels))


def _links(rng: Random, event: Mention, both: Sequence[Mention], labels: list[Label]) -> list[Link]:
    """The two sides of an event."""
    kind, *roles = SIDES[event.kind]
    pairs = zip(both, roles, strict=True)
    return [Link(one.key, event.key, kind, role, _label(rng, event, labels)) for one, role in pairs]


def _claims(rng: Random, mention: Mention, labels: list[Label]) -> list[Claim]:
    """Nearly all that may be said of a mention, mostly under its own label."""
    said = {prop: rng.choice(choices) for prop, choices in SAID[mention.kind].items()}
    if mention.kind == "phone":
        said["imei"] = rng.choice(IMEI)
    if mention.kind == "payment":
        said["started"] = f"2024-05-06T{int(mention.key[-1]) + 7:02d}:05:00Z"
    return [
        Claim(mention.key, prop, value, value, _label(rng, mention, labels))
        for prop, value in said.items()
        if rng.random() < 0.95
    ]


def _label(rng: Random, mention: Mention, labels: list[Label]) -> Label:
    return mention.label if rng.random() < 0.9 else rng.choice(labels)
