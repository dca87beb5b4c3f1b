"""The words of the generated world: who really lives there and what really happened.

Frozen values only. Source writers read these and mishear them; nothing else may.
"""

from dataclasses import dataclass
from datetime import date, datetime

from comity.ingest.demo_names import Name


@dataclass(frozen=True, slots=True)
class Place:
    """An address."""

    id: str
    number: int
    street: str
    street_type: str
    unit: str
    city: str
    postcode: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person as they are. `homes` are addresses with the year of moving in, oldest first."""

    id: str
    given: Name
    middle: Name | None
    family: Name
    sex: str
    born: date
    homes: tuple[tuple[int, Place], ...]
    suffix: str = ""
    maiden: Name | None = None
    second_family: Name | None = None
    phone: str = ""
    email: str = ""
    licence: str = ""
    state_id: str = ""
    job: str = ""

    def home(self, year: int) -> Place:
        """Where they lived in a year."""
        lived = [place for since, place in self.homes if since <= year]
        return lived[-1] if lived else self.homes[0][1]


@dataclass(frozen=True, slots=True)
class Professional:
    """An officer, counsel or judge with the number their trade knows them by."""

    id: str
    given: str
    family: str
    number: str
    rank: str = ""


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A car and its registered owners."""

    id: str
    plate: str
    vin: str
    make: str
    short: str
    model: str
    colour: str
    year: int
    owners: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A subscription: one number, one person, from one day to another."""

    id: str
    number: str
    holder: Person
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class Call:
    """One call between two numbers."""

    id: str
    caller: str
    callee: str
    at: datetime
    seconds: int


@dataclass(frozen=True, slots=True)
class Crime:
    """An incident of the city police; `owner_only` ones are kept inside."""

    id: str
    at: datetime
    place: Place
    offence: str
    suspects: tuple[Person, ...]
    victims: tuple[Person, ...]
    witnesses: tuple[Person, ...]
    officer: Professional
    vehicle: Vehicle | None = None
    handling: str = "G"
    owner_only: bool = False


@dataclass(frozen=True, slots=True)
class Booking:
    """A person booked into the jail, perhaps with somebody booked just before."""

    id: str
    at: datetime
    released: datetime | None
    person: Person
    charges: tuple[str, ...]
    officer: Professional
    contact: Person | None = None
    booked_with: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """A court case with its parties; `warrant_for` of them a warrant is out."""

    id: str
    filed: date
    charges: tuple[str, ...]
    defendants: tuple[Person, ...]
    victims: tuple[Person, ...]
    counsel: tuple[Professional, ...]
    judge: Professional
    warrant_for: Person | None = None
    outcome: str = "open"


@dataclass(frozen=True, slots=True)
class GangCard:
    """What the gang desk keeps on one person."""

    id: str
    person: Person
    gang: str
    gang_id: str
    since: date


@dataclass(frozen=True, slots=True)
class Intelligence:
    """A graded report; `closer` subjects are known by name widely, by address to few.

    Of somebody known by `hearsay` it has a name and a sex, and nothing of where and when.
    """

    id: str
    at: datetime
    handling: str
    grade: str
    text: str
    subjects: tuple[Person, ...] = ()
    closer: bool = False
    vehicles: tuple[Vehicle, ...] = ()
    plates_known: bool = True
    phones: tuple[str, ...] = ()
    firm: str = ""
    associates: bool = True
    hearsay: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A small neighbourhood and everything that happened in it."""

    number: str
    people: tuple[Person, ...]
    vehicles: tuple[Vehicle, ...]
    lines: tuple[Line, ...]
    calls: tuple[Call, ...]
    crimes: tuple[Crime, ...]
    bookings: tuple[Booking, ...]
    trials: tuple[Trial, ...]
    cards: tuple[GangCard, ...]
    reports: tuple[Intelligence, ...]
    licensed: tuple[Person, ...]
