"""The city police: incidents with people in repeated columns, and the gang desk's cards."""

from datetime import date, datetime
from pathlib import Path
from random import Random

from comity.ingest.demo_files import CsvFile, Truth
from comity.ingest.demo_names import places
from comity.ingest.demo_noise import Care, hear, street_line
from comity.ingest.demo_world import Block, Crime, GangCard, Person, Vehicle

SOURCE = "riverton-rms"
CARE = Care(
    slips=0.05, nickname=0.16, spelling=0.25, swapped=0.02, birth=0.08, unborn=0.05, number=0.03
)
_HEAD = [
    "INCIDENT_NO",
    "OCCURRED",
    "OFFENSE",
    "LOC_STREET",
    "LOC_CITY",
    "LOC_ZIP",
    "HANDLING",
    "CAVEAT",
]
_PERSON = ["LAST", "FIRST", "MI", "SFX", "AKA", "DOB", "SEX", "ADDR", "CITY", "ZIP", "PHONE", "DLN"]
_TAIL = ["OFFICER", "RANK", "BADGE", "VEH_PLATE", "VEH_MAKE", "VEH_MODEL", "VEH_COLOR"]
_ROLES = ("SUSP1", "SUSP2", "VIC", "WIT")
_PARTS = ("suspect1", "suspect2", "victim", "witness")
_CARDS = [
    "CARD_NO",
    "SUBJECT",
    "MONIKER",
    "DOB",
    "ADDR",
    "CITY",
    "PHONE",
    "GANG",
    "GANG_NO",
    "SINCE",
]


class PoliceFiles:
    """Writes what the city police export."""

    def __init__(self, out: Path, truth: Truth) -> None:
        people = [f"{role}_{column}" for role in _ROLES for column in _PERSON]
        self._incidents = CsvFile(out / "riverton_incidents.csv", [*_HEAD, *people, *_TAIL])
        self._cards = CsvFile(out / "riverton_gang_file.csv", _CARDS)
        self._truth = truth

    @property
    def rows(self) -> int:
        """Records written so far."""
        return self._incidents.rows + self._cards.rows

    def write(self, block: Block, rng: Random, care: Care) -> None:
        """The incidents and gang cards of one block."""
        for crime in block.crimes:
            self._incident(crime, rng, care)
        for card in block.cards:
            self._card(card, rng, care)

    def close(self) -> None:
        """Finish both files."""
        self._incidents.close()
        self._cards.close()

    def _incident(self, crime: Crime, rng: Random, care: Care) -> None:
        row = {
            "INCIDENT_NO": crime.id,
            "OCCURRED": us_time(crime.at),
            "OFFENSE": crime.offence.upper(),
            "LOC_STREET": street_line(rng, crime.place).upper(),
            "LOC_CITY": crime.place.city,
            "LOC_ZIP": crime.place.postcode,
            "HANDLING": crime.handling,
            "CAVEAT": "X" if crime.owner_only else "",
            "OFFICER": f"{crime.officer.family}, {crime.officer.given[0]}",
            "RANK": crime.officer.rank,
            "BADGE": crime.officer.number,
        }
        self._truth.add(SOURCE, crime.id, "place", "location", crime.place.id)
        self._truth.add(SOURCE, crime.id, "officer", "person", crime.officer.id)
        for role, part, person in _cast(crime):
            row |= self._person(crime, role, part, person, rng, care)
        if crime.vehicle:
            row |= self._vehicle(crime, crime.vehicle, rng)
        self._incidents.write(row)

    def _person(
        self, crime: Crime, role: str, part: str, person: Person, rng: Random, care: Care
    ) -> dict[str, str]:
        heard = hear(rng, person, care, crime.at.year)
        suspect = role.startswith("SUSP")
        phone = heard.phone if rng.random() < 0.6 else ""
        self._truth.add(SOURCE, crime.id, part, "person", person.id)
        if suspect and phone:
            self._truth.add(SOURCE, crime.id, f"{part}_phone", "phone", phone)
        said = {
            "LAST": heard.family,
            "FIRST": heard.given,
            "MI": heard.middle[:1],
            "SFX": heard.suffix,
            "AKA": _alias(rng, person) if suspect else "",
            "DOB": us_date(heard.born),
            "SEX": heard.sex,
            "ADDR": heard.street,
            "CITY": heard.home.city,
            "ZIP": heard.home.postcode,
            "PHONE": us_phone(phone),
            "DLN": person.licence if suspect and rng.random() < 0.35 else "",
        }
        return {f"{role}_{column}": text for column, text in said.items()}

    def _vehicle(self, crime: Crime, car: Vehicle, rng: Random) -> dict[str, str]:
        self._truth.add(SOURCE, crime.id, "vehicle", "vehicle", car.id)
        return {
            "VEH_PLATE": car.plate.replace("-", rng.choice(["", " "])),
            "VEH_MAKE": car.make.upper(),
            "VEH_MODEL": car.model.upper(),
            "VEH_COLOR": car.colour,
        }

    def _card(self, card: GangCard, rng: Random, care: Care) -> None:
        heard = hear(rng, card.person, care, card.since.year)
        self._truth.add(SOURCE, card.id, "member", "person", card.person.id)
        self._truth.add(SOURCE, card.id, "gang", "organisation", card.gang_id)
        phone = heard.phone if rng.random() < 0.4 else ""
        self._cards.write(
            {
                "CARD_NO": card.id,
                "SUBJECT": f"{heard.family}, {heard.given}",
                "MONIKER": _alias(rng, card.person),
                "DOB": us_date(heard.born),
                "ADDR": heard.street,
                "CITY": heard.home.city,
                "PHONE": us_phone(phone),
                "GANG": card.gang,
                "GANG_NO": card.gang_id.upper(),
                "SINCE": us_date(card.since.isoformat()),
            }
        )


def us_time(at: datetime) -> str:
    """07/04/2021 21:30."""
    return at.strftime("%m/%d/%Y %H:%M")


def us_date(iso: str) -> str:
    """07/04/1976, or a year alone."""
    return iso if len(iso) < 10 else date.fromisoformat(iso).strftime("%m/%d/%Y")


def us_phone(number: str) -> str:
    """(312) 555-0142."""
    return f"({number[:3]}) {number[3:6]}-{number[6:]}" if number else ""


def _cast(crime: Crime) -> list[tuple[str, str, Person]]:
    """Everybody in an incident with their columns."""
    cast = list(zip(_ROLES[:2], _PARTS[:2], crime.suspects, strict=False))
    cast += [("VIC", "victim", person) for person in crime.victims[:1]]
    return cast + [("WIT", "witness", person) for person in crime.witnesses[:1]]


def _alias(rng: Random, person: Person) -> str:
    """A short form with the family name, their own script, or a street name that says nothing."""
    kind = rng.random()
    if kind < 0.2 and person.given.nicknames:
        return f"{rng.choice(person.given.nicknames)} {person.family.plain}"
    if kind < 0.3 and person.given.script and person.family.script:
        return f"{person.given.script} {person.family.script}"
    return rng.choice(places()["gangs"])[:-1] if kind > 0.92 else ""
