"""The task force's graded intelligence reports as XML. Who told them stands nowhere."""

from pathlib import Path
from random import Random
from xml.sax.saxutils import escape, quoteattr

from comity.ingest.demo_files import LineFile, Truth
from comity.ingest.demo_noise import Care, hear
from comity.ingest.demo_world import Block, Intelligence, Person, Vehicle

SOURCE = "fusion-reports"
CARE = Care(slips=0.05, nickname=0.2, spelling=0.3, script=0.4, swapped=0.02, birth=0.1, unborn=0.1)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<Reports xmlns="urn:comity:demo:reports">\n'


class FusionFiles:
    """Writes what the task force exports."""

    def __init__(self, out: Path, truth: Truth) -> None:
        self._reports = LineFile(out / "fusion_reports.xml", _HEAD, "</Reports>\n")
        self._truth = truth

    @property
    def rows(self) -> int:
        """Records written so far."""
        return self._reports.rows

    def write(self, block: Block, rng: Random, care: Care) -> None:
        """The reports of one block."""
        for report in block.reports:
            self._reports.write(self._report(report, rng, care))

    def close(self) -> None:
        """Finish the file."""
        self._reports.close()

    def _report(self, report: Intelligence, rng: Random, care: Care) -> str:
        lead, *others = report.subjects or (None,)
        subjects = self._subject(report, "", lead, rng, care) if lead else ""
        for index, person in enumerate(others, 1):
            subjects += self._subject(report, str(index), person, rng, care)
        vehicles = "".join(self._vehicle(report, i, c) for i, c in enumerate(report.vehicles, 1))
        phones = "".join(self._phone(report, i, n) for i, n in enumerate(report.phones, 1))
        return (
            f'<Report id="{report.id}" handling={quoteattr(report.handling)}>'
            f"<Written>{report.at.isoformat()}Z</Written>"
            f'<Grade source="{report.grade[0]}" information="{report.grade[1]}"/>'
            f"<Text>{escape(report.text)}</Text>{subjects}{vehicles}{phones}"
            f"{self._firm(report)}</Report>"
        )

    def _subject(
        self, report: Intelligence, index: str, person: Person, rng: Random, care: Care
    ) -> str:
        """The lead, or a numbered further subject who goes about with the lead."""
        heard = hear(rng, person, care, report.at.year)
        part = f"subject.{index}" if index else "lead"
        self._truth.add(SOURCE, report.id, part, "person", person.id)
        tag, number = ("Subject", f' no="{index}"') if index else ("Lead", "")
        closer = "TLP:RED" if report.closer else report.handling
        born = f"<Born>{heard.born}</Born>" if heard.born else ""
        phone = f"<Phone>{heard.phone}</Phone>" if heard.phone and rng.random() < 0.5 else ""
        home = (
            f"<Address handling={quoteattr(closer)}><Street>{escape(heard.street)}</Street>"
            f"<City>{escape(heard.home.city)}</City></Address>{phone}"
        )
        name, sex = f"<Name>{escape(heard.full)}</Name>", f"<Sex>{heard.sex}</Sex>"
        known = f"{name}{sex}" if report.hearsay else f"{name}{born}{sex}{home}"
        return f"<{tag}{number}>{known}</{tag}>"

    def _vehicle(self, report: Intelligence, index: int, car: Vehicle) -> str:
        self._truth.add(SOURCE, report.id, f"vehicle.{index}", "vehicle", car.id)
        plate = f"<Plate>{car.plate.replace('-', ' ')}</Plate>" if report.plates_known else ""
        return (
            f'<Vehicle no="{index}">{plate}<Make>{car.make}</Make><Model>{car.model}</Model>'
            f"<Colour>{car.colour}</Colour></Vehicle>"
        )

    def _phone(self, report: Intelligence, index: int, number: str) -> str:
        self._truth.add(SOURCE, report.id, f"phone.{index}", "phone", number)
        return f'<Phone no="{index}"><Number>+1 {number[:3]} {number[3:]}</Number></Phone>'

    def _firm(self, report: Intelligence) -> str:
        if not report.firm:
            return ""
        self._truth.add(SOURCE, report.id, "firm", "organisation", f"o{report.firm}")
        return f"<Organisation><Name>{escape(report.firm)}</Name></Organisation>"
