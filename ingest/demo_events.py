"""What happens in one neighbourhood: crimes, bookings, trials, calls, reports.

Everything stays inside the block, so that no chance chain of events spans the whole world.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random

from comity.ingest.demo_names import places
from comity.ingest.demo_people import (
    BLOCK,
    SLOTS,
    block_random,
    make_people,
    make_place,
    make_professional,
    phone_number,
    plate_number,
)
from comity.ingest.demo_world import (
    Block,
    Booking,
    Call,
    Crime,
    GangCard,
    Intelligence,
    Line,
    Person,
    Professional,
    Trial,
    Vehicle,
)

_GRADES = ["A1", "A2", "B1", "B2", "B2", "B3", "C3", "X4"]
_HANDLING = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"]
_VIN = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"


@dataclass
class _Happened:
    """What a block has come to so far."""

    crimes: list[Crime] = field(default_factory=list)
    bookings: list[Booking] = field(default_factory=list)
    trials: list[Trial] = field(default_factory=list)


def make_block(seed: int, number: int, people: int) -> Block:
    """A neighbourhood of at most `people` residents, with all that happened there."""
    residents = make_people(seed, number)[:people]
    rng = block_random(seed, "events", str(number))
    adults = [person for person in residents if person.born.year <= 2007]
    vehicles = _vehicles(rng, adults, number)
    lines = _lines(rng, adults, number)
    happened = _Happened()
    for index in range(round(len(adults) * 0.5)):
        _crime(rng, seed, number, index, adults, vehicles, happened)
    return Block(
        number=str(number),
        people=tuple(residents),
        vehicles=tuple(vehicles),
        lines=tuple(lines),
        calls=tuple(_calls(rng, lines, number)),
        crimes=tuple(happened.crimes),
        bookings=tuple(happened.bookings),
        trials=tuple(happened.trials),
        cards=tuple(_cards(rng, happened.crimes, number)),
        reports=tuple(_reports(rng, adults, vehicles, number)),
        licensed=tuple(person for person in adults if rng.random() < 0.82),
    )


def some_time(rng: Random, first: int = 2014, last: int = 2024) -> datetime:
    """A minute between two years."""
    day = date(first, 1, 1) + timedelta(days=rng.randrange((last - first + 1) * 365))
    return datetime(day.year, day.month, day.day, rng.randrange(24), rng.randrange(60))  # noqa: DTZ001 - local time of the agency


def make_vehicle(rng: Random, index: int, owners: tuple[Person, ...]) -> Vehicle:
    """A car with a plate and VIN of its own."""
    make = rng.choice(places()["makes"])
    vin = "".join(rng.choices(_VIN, k=11)) + f"{index:06d}"[-6:]
    colour, year = rng.choice(list(places()["colours"])), rng.randint(1999, 2024)
    ident, model = f"v{index}", rng.choice(make["models"])
    return Vehicle(
        ident, plate_number(index), vin, make["make"], make["short"], model, colour, year, owners
    )


def _vehicles(rng: Random, adults: list[Person], number: int) -> list[Vehicle]:
    found = []
    for index, owner in enumerate(adults):
        if rng.random() < 0.55:
            mates = [p for p in adults if p.homes == owner.homes and p.id != owner.id]
            owners = (owner, rng.choice(mates)) if mates and rng.random() < 0.2 else (owner,)
            found.append(make_vehicle(rng, number * SLOTS + index, owners))
    return found


def _lines(rng: Random, adults: list[Person], number: int) -> list[Line]:
    """Subscriptions; some numbers are handed on to somebody else years later."""
    lines: list[Line] = []
    for person in adults:
        if not person.phone or rng.random() > 0.55:
            continue
        start = date(rng.randint(2010, 2021), rng.randint(1, 12), rng.randint(1, 28))
        lines.append(Line(f"{number}.{len(lines)}", person.phone, person, start, None))
        if rng.random() < 0.08:
            ended = start + timedelta(days=rng.randint(300, 900))
            lines[-1] = replace(lines[-1], end=ended)
            later = ended + timedelta(days=rng.randint(200, 900))
            heir = rng.choice(adults)
            lines.append(Line(f"{number}.{len(lines)}", person.phone, heir, later, None))
    return lines


def _calls(rng: Random, lines: list[Line], number: int) -> list[Call]:
    calls = []
    for index in range(round(len(lines) * 1.5)):
        caller, callee = rng.choice(lines).number, rng.choice(lines).number
        if caller == callee:
            callee = phone_number(number * SLOTS + BLOCK + index % BLOCK)
        at, seconds = some_time(rng, 2023), rng.randint(4, 900)
        calls.append(Call(f"{number}.{index}", caller, callee, at, seconds))
    return calls


def _crime(
    rng: Random,
    seed: int,
    number: int,
    index: int,
    adults: list[Person],
    vehicles: list[Vehicle],
    happened: _Happened,
) -> None:
    """One crime and what follows from it: arrests for some, a trial for fewer."""
    # Some people are suspects again and again: the first of the block draw more often.
    suspects = _party(rng, adults, rng.choices([0, 1, 2], [10, 55, 35])[0])
    others = [person for person in adults if person not in suspects]
    at = some_time(rng)
    crime = Crime(
        id=f"RP{at.year % 100:02d}-{number:05d}{index:02d}",
        at=at,
        place=make_place(rng, f"s{number}.{index}"),
        offence=rng.choice(places()["offences"]),
        suspects=suspects,
        victims=tuple(rng.sample(others, min(len(others), rng.choices([0, 1], [2, 8])[0]))),
        witnesses=tuple(rng.sample(others, min(len(others), rng.choices([0, 1], [6, 4])[0]))),
        officer=make_professional(seed, "officer", number // 6, rng.randrange(6)),
        vehicle=rng.choice(vehicles) if vehicles and rng.random() < 0.25 else None,
        handling=rng.choices("WGA", [1, 6, 3])[0],
        owner_only=rng.random() < 0.03,
    )
    happened.crimes.append(crime)
    if suspects and rng.random() < 0.7:
        _arrests(rng, seed, number, crime, adults, happened)
    if suspects and rng.random() < 0.5:
        happened.trials.append(_trial(rng, seed, number, crime, len(happened.trials)))


def _party(rng: Random, adults: list[Person], count: int) -> tuple[Person, ...]:
    chosen: list[Person] = []
    while len(chosen) < min(count, len(adults)):
        person = adults[int(len(adults) * rng.random() ** 1.5)]
        if person not in chosen:
            chosen.append(person)
    return tuple(chosen)


def _arrests(
    rng: Random,
    seed: int,
    number: int,
    crime: Crime,
    adults: list[Person],
    happened: _Happened,
) -> None:
    before = ""
    for person in crime.suspects:
        ident = f"{number:06d}{len(happened.bookings):03d}"
        at = crime.at + timedelta(hours=rng.randint(3, 700))
        mates = [p for p in adults if p.homes == person.homes and p.id != person.id]
        happened.bookings.append(
            Booking(
                id=ident,
                at=at,
                released=at + timedelta(hours=rng.randint(12, 4000))
                if rng.random() < 0.9
                else None,
                person=person,
                charges=_charges(rng, crime),
                officer=_deputy(rng, seed, number),
                contact=rng.choice(mates) if mates and rng.random() < 0.5 else None,
                booked_with=before,
            )
        )
        before = ident


def _deputy(rng: Random, seed: int, number: int) -> Professional:
    return make_professional(seed, "deputy", number // 6, rng.randrange(5))


def _charges(rng: Random, crime: Crime) -> tuple[str, ...]:
    extra = rng.choice(places()["offences"])
    return (
        (crime.offence, extra)
        if rng.random() < 0.3 and extra != crime.offence
        else (crime.offence,)
    )


def _trial(rng: Random, seed: int, number: int, crime: Crime, index: int) -> Trial:
    filed = crime.at.date() + timedelta(days=rng.randint(5, 200))
    counsel = tuple(
        make_professional(seed, "counsel", number // 6, rng.randrange(5)) for _ in crime.suspects
    )
    return Trial(
        id=f"CR-{filed.year}-{number:05d}{index:02d}",
        filed=filed,
        charges=_charges(rng, crime),
        defendants=crime.suspects,
        victims=crime.victims,
        counsel=counsel,
        judge=make_professional(seed, "judge", number // 6, rng.randrange(3)),
        warrant_for=crime.suspects[0] if rng.random() < 0.2 else None,
        outcome=rng.choice(["open", "guilty plea", "convicted", "dismissed", "acquitted"]),
    )


def _cards(rng: Random, crimes: list[Crime], number: int) -> list[GangCard]:
    members = {p.id: p for crime in crimes if len(crime.suspects) > 1 for p in crime.suspects}
    if rng.random() > 0.3 or not members:
        return []
    street = rng.choice(places()["streets"])
    gang = f"{street} Street {rng.choice(places()['gangs'])}"
    since = some_time(rng, 2015, 2022).date()
    return [
        GangCard(f"G{number:05d}{i:02d}", person, gang, f"g{number}", since)
        for i, person in enumerate(members.values())
    ]


def _reports(
    rng: Random, adults: list[Person], vehicles: list[Vehicle], number: int
) -> list[Intelligence]:
    found = []
    for index in range(rng.choices([0, 1, 2, 3], [38, 44, 14, 4])[0] if adults else 0):
        subjects = _party(rng, adults, rng.choices([1, 2], [7, 3])[0])
        at = some_time(rng, 2018)
        cars = [car for car in vehicles if subjects[0] in car.owners]
        found.append(
            Intelligence(
                id=f"FTF-{at.year}-{number:05d}{index}",
                at=at,
                handling=rng.choices(_HANDLING, [1, 5, 8, 8, 2, 1])[0],
                grade=rng.choice(_GRADES),
                text=f"Subject seen near {rng.choice(places()['streets'])} Street.",
                subjects=subjects,
                closer=rng.random() < 0.15,
                vehicles=tuple(cars[:1]),
                phones=(subjects[0].phone,) if subjects[0].phone and rng.random() < 0.6 else (),
                firm=rng.choice(places()["firms"]) + f" {number}" if rng.random() < 0.1 else "",
            )
        )
    return found
