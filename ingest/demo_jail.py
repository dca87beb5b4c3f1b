"""The sheriff's jail: bookings in workbooks whose header is not the first line."""

from datetime import date
from pathlib import Path
from random import Random

from comity.ingest.demo_files import Truth
from comity.ingest.demo_noise import Care, Heard, hear
from comity.ingest.demo_world import Block, Booking
from comity.ingest.demo_xlsx import Cell, Sheet

SOURCE = "harbor-jail"
CARE = Care(
    slips=0.03, nickname=0.05, spelling=0.25, swapped=0.01, birth=0.05, unborn=0.02, number=0.02
)
ROWS_A_BOOK = 500_000  # a sheet ends at 1,048,576 lines, and readers like them shorter
COLUMNS = (
    "Booking #", "Booked", "Inmate Name", "DOB", "Sex", "Home Address", "City", "Zip", "Cell",
    "SID", "Charges", "Booked With", "Deputy", "Deputy ID", "Contact Name", "Contact Phone",
    "Released",
)  # fmt: skip


class JailFiles:
    """Writes what the jail exports, a new workbook when one is full."""

    def __init__(self, out: Path, truth: Truth) -> None:
        self._out, self._truth = out, truth
        self._books = 0
        self.rows = 0
        self._sheet = self._open()

    def write(self, block: Block, rng: Random, care: Care) -> None:
        """The bookings of one block."""
        for booking in block.bookings:
            if self.rows and self.rows % ROWS_A_BOOK == 0:
                self._sheet.close()
                self._sheet = self._open()
            self._sheet.write(self._row(booking, rng, care))
            self.rows += 1

    def close(self) -> None:
        """Finish the last workbook."""
        self._sheet.close()

    def _open(self) -> Sheet:
        self._books += 1
        sheet = Sheet(self._out / f"harbor_bookings_{self._books}.xlsx", "Bookings")
        sheet.write(["Harbor County Sheriff - Jail Booking Register"])
        sheet.write(["For official use"])
        sheet.write([])
        sheet.write(COLUMNS)
        return sheet

    def _row(self, booking: Booking, rng: Random, care: Care) -> list[Cell]:
        heard = hear(rng, booking.person, care, booking.at.year)
        phone = heard.phone if rng.random() < 0.7 else ""
        contact, contact_phone = self._contact(booking, rng, care)
        self._truth.add(SOURCE, booking.id, "inmate", "person", booking.person.id)
        self._truth.add(SOURCE, booking.id, "deputy", "person", booking.officer.id)
        if phone:
            self._truth.add(SOURCE, booking.id, "cell", "phone", phone)
        return [
            booking.id,
            booking.at,
            heard.family_first,
            _born(heard),
            heard.sex,
            heard.street,
            heard.home.city,
            heard.home.postcode,
            ".".join((phone[:3], phone[3:6], phone[6:])) if phone else "",
            booking.person.state_id if rng.random() < 0.6 else "",
            "; ".join(booking.charges),
            booking.booked_with,
            f"{booking.officer.given[0]}. {booking.officer.family}",
            booking.officer.number,
            contact,
            contact_phone,
            booking.released,
        ]

    def _contact(self, booking: Booking, rng: Random, care: Care) -> tuple[str, str]:
        """A relative to call; only with a telephone, for a name alone says little."""
        person = booking.contact
        if person is None or not person.phone:
            return "", ""
        heard = hear(rng, person, care, booking.at.year)
        self._truth.add(SOURCE, booking.id, "contact", "person", person.id)
        return f"{heard.given} {heard.family}", person.phone


def _born(heard: Heard) -> Cell:
    return date.fromisoformat(heard.born) if len(heard.born) == 10 else heard.born
