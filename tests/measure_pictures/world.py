"""What the pages' examples look at where a measure needs a view: a small town under authority."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cards import NOW, signed
from small_worlds import ALPHA, SmallWorld, Subject, Tie, address, key, person

from comity.graph.view import View
from comity.graph.words import Interval

CASE = "24-117"
FOR_CASE = replace(ALPHA, case=CASE, cases=frozenset({CASE}))
WARRANT = {"authority": "W-1", "authority_case": CASE, "authority_expires": "2090-01-01"}
MOMENT = int(datetime(2024, 6, 1, tzinfo=UTC).timestamp() * 1e6)
OF_EVENTS = (
    "contacts", "common-contacts", "pattern-of-life", "co-location", "payment-chains",
    "handset-changes",
)  # fmt: skip
DAY = 86_400_000_000
PHONES = {part: f"+1415555010{at}" for at, part in enumerate("abcde", start=1)}
# Who called whom, when, in UTC: evenings of the west coast are the next morning there.
CALLS = (
    ("a", "b", "2024-05-07T04:10:00"), ("b", "a", "2024-05-07T04:40:00"),
    ("a", "b", "2024-05-09T05:05:00"), ("a", "d", "2024-05-11T05:30:00"),
    ("a", "d", "2024-05-11T06:10:00"), ("c", "b", "2024-05-08T19:00:00"),
    ("d", "c", "2024-05-09T02:00:00"), ("c", "b", "2024-05-10T19:20:00"),
    ("e", "d", "2024-05-10T16:00:00"), ("a", "b", "2024-05-14T04:20:00"),
)  # fmt: skip
# A car, a camera, and when it passed.
PASSED = (
    ("4ABC117", "north", "2024-05-10T20:00:00"), ("7XYZ204", "north", "2024-05-10T20:03:00"),
    ("4ABC117", "bridge", "2024-05-10T20:40:00"), ("7XYZ204", "bridge", "2024-05-10T20:42:00"),
    ("4ABC117", "docks", "2024-05-10T21:15:00"), ("7XYZ204", "docks", "2024-05-10T21:17:00"),
    ("2QRS555", "bridge", "2024-05-10T20:44:00"), ("2QRS555", "north", "2024-05-10T23:30:00"),
)  # fmt: skip
PAID = (
    ("ACC-1", "ACC-2", "9000", "2024-05-03T10:00:00"),
    ("ACC-2", "ACC-3", "8700", "2024-05-03T15:00:00"),
    ("ACC-3", "ACC-4", "8400", "2024-05-04T09:00:00"),
    ("ACC-2", "ACC-5", "1200", "2024-05-03T16:00:00"),
)


@contextmanager
def given(folder: Path) -> Iterator[Mapping[str, Mapping[str, Any]]]:
    """By page, the names that its example may use without saying where they come from."""
    with ExitStack() as worlds:
        town, circle, past = (
            worlds.enter_context(SmallWorld(_made(folder / name)))
            for name in ("town", "circle", "past")
        )
        view, now = _circle(circle), _town(town)
        card = {"view": view, "card": signed(), "entity": address("beta", "r1"), "today": NOW}
        of_events = {"view": now, "now": MOMENT}
        yield {
            **dict.fromkeys(OF_EVENTS, of_events),
            "community-profile": {"view": view},
            "hindsight": _past(past),
            "scores": card,
        }


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _circle(world: SmallWorld) -> View:
    """Two persons with a phone of theirs, and one whom only the first knows."""
    ties = [Tie("p", "n", "uses", "user"), Tie("q", "n", "uses", "user"),
            Tie("p", "q", valid=Interval(MOMENT, MOMENT + 9 * DAY)), Tie("p", "z")]  # fmt: skip
    phone = Subject("n", "phone", {"phone_number": PHONES["a"]})
    people = [person("p", name="Ada", rank="captain"), person("q", name="Bo"),
              person("z", name="Cy")]  # fmt: skip
    world.say("beta", "r1", *people, phone, ties=ties)
    return world.view()


def _past(world: SmallWorld) -> Mapping[str, View]:
    """What one viewer knew after two records, and after one was withdrawn and another came."""
    people = [
        person(part, name=name) for part, name in zip("pqr", ("Ada", "Bo", "Cy"), strict=True)
    ]
    world.say("beta", "r1", *people, ties=[Tie("p", "q")])
    ends = [key("beta", "r1", part) for part in "pqr"]
    early = world.say("beta", "r2", person("x", name="Di"), ties=[Tie(ends[1], ends[2])])
    world.unsay("beta", "r2")
    world.say("beta", "r3", person("y", name="Di"), ties=[Tie(ends[0], ends[2])])
    return {"then": world.view(known_at=early), "now": world.view()}


def _town(world: SmallWorld) -> View:
    """Calls, cars past cameras and payments, each event under a warrant."""
    old = _phones({part: f"imei-{part}" for part in PHONES})
    events = [_event("call", at, when) for at, (_, _, when) in enumerate(CALLS[:-1])]
    ties = [tie for at, call in enumerate(CALLS[:-1]) for tie in _called(at, *call[:2])]
    world.say("beta", "calls", *old, *events, ties=ties)
    who, whom, when = CALLS[-1]
    new = _phones({who: "imei-new", whom: f"imei-{whom}"})
    world.say("beta", "later", *new, _event("call", 0, when), ties=_called(0, who, whom))
    _say_sightings(world)
    _say_payments(world)
    return world.view(FOR_CASE)


def _phones(handsets: Mapping[str, str]) -> list[Subject]:
    return [Subject(part, "phone", {"phone_number": PHONES[part], "imei": imei})
            for part, imei in handsets.items()]  # fmt: skip


def _event(kind: str, at: int, when: str, **values: str) -> Subject:
    return Subject(f"{kind}{at}", kind, {**WARRANT, "started": f"{when}Z", **values})


def _called(at: int, who: str, whom: str) -> list[Tie]:
    return [Tie(who, f"call{at}", "called", "caller"), Tie(whom, f"call{at}", "called", "callee")]


def _say_sightings(world: SmallWorld) -> None:
    cars = [
        Subject(plate, "vehicle", {"plate": plate}) for plate in sorted({p for p, _, _ in PASSED})
    ]
    cameras = [Subject(name, "location", {"address": f"{name} camera"})
               for name in sorted({camera for _, camera, _ in PASSED})]  # fmt: skip
    events = [_event("sighting", at, when) for at, (_, _, when) in enumerate(PASSED)]
    ties = [
        tie
        for at, (plate, camera, _) in enumerate(PASSED)
        for tie in (Tie(plate, f"sighting{at}", "involved_in", "seen"),
                    Tie(f"sighting{at}", camera, "located_at", ""))
    ]  # fmt: skip
    world.say("beta", "cameras", *cars, *cameras, *events, ties=ties)


def _say_payments(world: SmallWorld) -> None:
    names = sorted({name for payment in PAID for name in payment[:2]})
    accounts = [Subject(name, "account", {"account_number": name}) for name in names]
    events = [_event("payment", at, when, amount=amount, currency="USD")
              for at, (_, _, amount, when) in enumerate(PAID)]  # fmt: skip
    ties = [
        Tie(name, f"payment{at}", "involved_in", role)
        for at, payment in enumerate(PAID)
        for name, role in zip(payment[:2], ("payer", "payee"), strict=True)
    ]
    world.say("beta", "bank", *accounts, *events, ties=ties)
