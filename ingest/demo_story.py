"""The two stories of the generated world: a network that only the union shows, and a tip.

Two cells hang together through one broker alone. The jail and the court know the drug cell,
the city police and the registry the car thieves; each has met the broker only in passing.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from comity.ingest.demo_events import make_vehicle
from comity.ingest.demo_names import Name, draw_origin, drawn
from comity.ingest.demo_people import (
    block_random,
    make_place,
    make_professional,
    phone_number,
)
from comity.ingest.demo_world import (
    Block,
    Booking,
    Call,
    Crime,
    Intelligence,
    Line,
    Person,
    Trial,
    Vehicle,
)

STORY = "story."
BROKER = f"{STORY}broker"
CELL = 14
PEOPLE = 2 * CELL + 1
TIP = "FTF-2024-TIP01"
SUSPECT = 5  # of the car cell: the one the tip leads to
_CREWS = ((0, 1), (0, 3), (0, 6), (0, 8), (0, 10), (0, 12), (1, 2), (3, 4), (6, 5), (8, 7), (10, 9),
          (12, 11), (12, 13))  # fmt: skip
_MET_IN_JAIL, _MET_IN_COURT = (1, 6), (3, 10)
_MET_BY_POLICE, _MET_BY_PHONE, _MET_BY_CAR = (1,), (3, 8), 6


def make_story(seed: int) -> Block:
    """The block of the stories, numbered 0: the same roles in every world."""
    rng = block_random(seed, "story", "0")
    broker = _broker(rng)
    drugs = [_member(rng, "drugs", n, 1 + n) for n in range(CELL)]
    cars = [_member(rng, "cars", n, 1 + CELL + n) for n in range(CELL)]
    vehicles = _vehicles(rng, cars, broker)
    return Block(
        number="0",
        people=(broker, *drugs, *cars),
        vehicles=vehicles,
        lines=tuple(_line(n, p) for n, p in enumerate((broker, *cars))),
        calls=_calls(cars, broker),
        crimes=_crimes(rng, seed, cars, broker, vehicles),
        bookings=_bookings(seed, drugs, broker),
        trials=_trials(seed, drugs, broker),
        cards=(),
        reports=_reports(drugs, cars, broker, vehicles),
        licensed=(broker, *cars),
    )


def _broker(rng: Random) -> Person:
    person = _member(rng, "broker", 0, 0)
    return replace(
        person,
        id=BROKER,
        given=Name(("Viktor",), "Виктор"),
        middle=None,
        family=Name(("Semchenko", "Semtchenko"), "Семченко"),
        sex="M",
        born=date(1978, 4, 23),
    )


def _rumoured(broker: Person) -> Person:
    return replace(broker, given=Name(("Vic",)), family=Name(("Semcenko",)))


def _member(rng: Random, cell: str, number: int, slot: int) -> Person:
    origin, sex = draw_origin(rng), rng.choice("MMF")
    born = date(rng.randint(1968, 1999), rng.randint(1, 12), rng.randint(1, 28))
    return Person(
        id=f"{STORY}{cell}.{number}",
        given=origin.given(rng, sex),
        middle=origin.given(rng, sex),
        family=drawn(rng, origin.family),
        sex=sex,
        born=born,
        homes=((1990, make_place(rng, f"a0.{slot}")),),
        phone=phone_number(slot),
        licence=f"D{10_000_000 + slot * 13:08d}",
        state_id=f"IL{40_000_000 + slot * 17}",
    )


def _day(step: int) -> datetime:
    return datetime(2023, 1, 9, 21, 30) + timedelta(days=11 * step)  # noqa: DTZ001 - local time


def _bookings(seed: int, drugs: list[Person], broker: Person) -> tuple[Booking, ...]:
    """Pairs of the cell booked one after the other; the broker twice, with other people."""
    pairs = [(drugs[a], drugs[b]) for a, b in _CREWS]
    pairs += [(drugs[n], broker) for n in _MET_IN_JAIL]
    found: list[Booking] = []
    for index, pair in enumerate(pairs):
        for person in pair:
            follows = found[-1].id if person is pair[1] else ""
            at = _day(index) + timedelta(minutes=len(found))
            out = at + timedelta(days=2)
            charges = ("possession with intent to deliver",)
            deputy = make_professional(seed, "deputy", 0, index % 5)
            ident = f"000000{len(found):03d}"
            found.append(Booking(ident, at, out, person, charges, deputy, None, follows))
    return tuple(found)


def _trials(seed: int, drugs: list[Person], broker: Person) -> tuple[Trial, ...]:
    sets = [(drugs[a], drugs[b]) for a, b in _CREWS]
    sets += [(drugs[n], broker) for n in _MET_IN_COURT]
    return tuple(
        Trial(
            id=f"CR-2023-00000{index:02d}",
            filed=_day(index).date() + timedelta(days=20),
            charges=("delivery of a controlled substance", "conspiracy"),
            defendants=defendants,
            victims=(),
            counsel=(make_professional(seed, "counsel", 0, index % 5),),
            judge=make_professional(seed, "judge", 0, index % 3),
            warrant_for=defendants[0] if index % 5 == 4 else None,
        )
        for index, defendants in enumerate(sets)
    )


def _vehicles(rng: Random, cars: list[Person], broker: Person) -> tuple[Vehicle, ...]:
    """Cars of the thieves, some held together, one of them with the broker."""
    own = [make_vehicle(rng, n, (person,)) for n, person in enumerate(cars)]
    pairs = [(cars[0], cars[n]) for n in (2, 4, _MET_BY_CAR)] + [(cars[_MET_BY_CAR], broker)]
    shared = [make_vehicle(rng, CELL + n, pair) for n, pair in enumerate(pairs)]
    return (*own, *shared)


def _crimes(
    rng: Random, seed: int, cars: list[Person], broker: Person, vehicles: tuple[Vehicle, ...]
) -> tuple[Crime, ...]:
    sets = [(cars[a], cars[b]) for a, b in _CREWS]
    sets += [(cars[n], broker) for n in _MET_BY_POLICE]
    return tuple(
        Crime(
            id=f"RP23-00000{index:02d}",
            at=_day(index),
            place=make_place(rng, f"s0.{index}"),
            offence="motor vehicle theft",
            suspects=suspects,
            victims=(),
            witnesses=(),
            officer=make_professional(seed, "officer", 0, index % 6),
            vehicle=vehicles[index % CELL],
        )
        for index, suspects in enumerate(sets)
    )


def _line(index: int, person: Person) -> Line:
    return Line(f"0.{index}", person.phone, person, date(2019, 3, 1 + index), None)


def _calls(cars: list[Person], broker: Person) -> tuple[Call, ...]:
    pairs = [(cars[a], cars[b]) for a, b in _CREWS] * 2
    pairs += [(broker, cars[n]) for n in _MET_BY_PHONE]
    return tuple(
        Call(f"0.{n}", a.phone, b.phone, _day(n) + timedelta(hours=1), 45 + n)
        for n, (a, b) in enumerate(pairs)
    )


def _reports(
    drugs: list[Person], cars: list[Person], broker: Person, vehicles: tuple[Vehicle, ...]
) -> tuple[Intelligence, ...]:
    """One on the broker alone, one whose address is for few, one for nobody else, and the tip.

    The broker is known there by a short name, ill spelled, and by the phone he is rung on: what
    joins that record to the others is the phone.
    """
    at = datetime(2024, 2, 3, 9, 15)  # noqa: DTZ001 - written in UTC
    return (
        Intelligence("FTF-2024-NET01", at, "TLP:AMBER", "B2", "Said to arrange meetings.",
                     (_rumoured(broker),), phones=(broker.phone,), hearsay=True),
        Intelligence("FTF-2024-NET02", at, "TLP:AMBER", "B2", "Supplies the north side.",
                     (drugs[0], drugs[1]), closer=True),
        Intelligence("FTF-2024-NET03", at, "TLP:RED", "A1", "Under observation.", (cars[0],)),
        Intelligence(TIP, at, "TLP:AMBER", "X4", "Unnamed caller: stolen cars are sold from this "
                     "number by somebody who drives this car.", vehicles=(vehicles[SUSPECT],),
                     plates_known=False, phones=(cars[SUSPECT].phone,)),
    )  # fmt: skip
