"""The motor vehicle registry: licences and registered vehicles, dates as 04-JUL-1976."""

from datetime import date
from pathlib import Path
from random import Random

from comity.ingest.demo_files import CsvFile, Truth
from comity.ingest.demo_names import places
from comity.ingest.demo_noise import Care, hear
from comity.ingest.demo_world import Block, Person, Vehicle

SOURCE = "state-dmv"
CARE = Care(slips=0.01, spelling=0.12, birth=0.01, stale=0.15)
_LICENCES = [
    "DLN",
    "SURNAME",
    "FORENAMES",
    "SUFFIX",
    "BIRTHDATE",
    "SEX",
    "RESIDENCE",
    "TOWN",
    "ZIPCODE",
    "ISSUED",
]
_VEHICLES = [
    "TITLE_NO",
    "PLATE",
    "VIN",
    "MAKE_CD",
    "MODEL_NM",
    "COLOR_CD",
    "MODEL_YR",
    "OWNER_DLN",
    "CO_OWNER_DLN",
    "REG_DATE",
]


class RegistryFiles:
    """Writes what the registry exports."""

    def __init__(self, out: Path, truth: Truth) -> None:
        self._licences = CsvFile(out / "dmv_licences.csv", _LICENCES)
        self._vehicles = CsvFile(out / "dmv_vehicles.csv", _VEHICLES)
        self._truth = truth

    @property
    def rows(self) -> int:
        """Records written so far."""
        return self._licences.rows + self._vehicles.rows

    def write(self, block: Block, rng: Random, care: Care) -> None:
        """The licences and vehicles of one block."""
        for person in block.licensed:
            self._licence(person, rng, care)
        licensed = {person.id for person in block.licensed}
        for car in block.vehicles:
            self._vehicle(car, licensed, rng)

    def close(self) -> None:
        """Finish both files."""
        self._licences.close()
        self._vehicles.close()

    def _licence(self, person: Person, rng: Random, care: Care) -> None:
        issued = date(
            max(person.born.year + 17, rng.randint(2013, 2024)), 3, 1 + person.born.day // 2
        )
        heard = hear(rng, person, care, issued.year)
        self._truth.add(SOURCE, person.licence, "driver", "person", person.id)
        self._truth.add(SOURCE, person.licence, "residence", "location", heard.home.id)
        self._licences.write(
            {
                "DLN": person.licence,
                "SURNAME": heard.family.upper(),
                "FORENAMES": " ".join(n for n in (heard.given, heard.middle) if n).upper(),
                "SUFFIX": heard.suffix.upper(),
                "BIRTHDATE": registry_date(heard.born),
                "SEX": {"M": "1", "F": "2"}[heard.sex],
                "RESIDENCE": heard.street.upper(),
                "TOWN": heard.home.city.upper(),
                "ZIPCODE": heard.home.postcode,
                "ISSUED": registry_date(issued.isoformat()),
            }
        )

    def _vehicle(self, car: Vehicle, licensed: set[str], rng: Random) -> None:
        owners = [person.licence for person in car.owners if person.id in licensed]
        title = f"T{car.id[1:]}"
        self._truth.add(SOURCE, title, "vehicle", "vehicle", car.id)
        self._vehicles.write(
            {
                "TITLE_NO": title,
                "PLATE": car.plate,
                "VIN": car.vin,
                "MAKE_CD": car.short,
                "MODEL_NM": car.model.upper(),
                "COLOR_CD": places()["colours"][car.colour],
                "MODEL_YR": car.year,
                "OWNER_DLN": owners[0] if owners else "",
                "CO_OWNER_DLN": owners[1] if len(owners) > 1 else "",
                "REG_DATE": registry_date(
                    date(max(car.year, 2015), rng.randint(1, 12), 9).isoformat()
                ),
            }
        )


def registry_date(iso: str) -> str:
    """04-JUL-1976, or a year alone."""
    return iso if len(iso) < 10 else date.fromisoformat(iso).strftime("%d-%b-%Y").upper()
