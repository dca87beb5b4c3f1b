"""Telephone records that the city police got under a warrant: subscribers and calls."""

from datetime import UTC, date
from pathlib import Path
from random import Random

from comity.ingest.demo_files import CsvFile, Truth
from comity.ingest.demo_noise import Care, hear
from comity.ingest.demo_world import Block, Call, Line

SOURCE = "bluewave-records"
CARE = Care(slips=0.04, nickname=0.08, spelling=0.15, swapped=0.02)
_SUBSCRIBERS = [
    "account",
    "msisdn",
    "subscriber",
    "birth",
    "mail",
    "street",
    "town",
    "zip",
    "active_from",
    "active_to",
]
_CALLS = ["cdr", "a_number", "b_number", "start_utc", "seconds", "type"]


class PhoneFiles:
    """Writes what the telephone company delivered."""

    def __init__(self, out: Path, truth: Truth) -> None:
        self._subscribers = CsvFile(out / "bluewave_subscribers.csv", _SUBSCRIBERS, ";")
        self._calls = CsvFile(out / "bluewave_calls.csv", _CALLS, ";")
        self._truth = truth

    @property
    def rows(self) -> int:
        """Records written so far."""
        return self._subscribers.rows + self._calls.rows

    def write(self, block: Block, rng: Random, care: Care) -> None:
        """The subscribers and calls of one block."""
        for line in block.lines:
            self._subscriber(line, rng, care)
        for call in block.calls:
            self._call(call)

    def close(self) -> None:
        """Finish both files."""
        self._subscribers.close()
        self._calls.close()

    def _subscriber(self, line: Line, rng: Random, care: Care) -> None:
        heard = hear(rng, line.holder, care, line.start.year)
        record = f"A{line.id}"
        self._truth.add(SOURCE, record, "subscriber", "person", line.holder.id)
        self._truth.add(SOURCE, record, "line", "phone", line.number)
        self._subscribers.write(
            {
                "account": record,
                "msisdn": f"1{line.number}",
                "subscriber": heard.full,
                "birth": heard.born if rng.random() < 0.5 else "",
                "mail": line.holder.email,
                "street": heard.street,
                "town": heard.home.city,
                "zip": heard.home.postcode,
                "active_from": _day(line.start),
                "active_to": _day(line.end),
            }
        )

    def _call(self, call: Call) -> None:
        record = f"C{call.id}"
        self._truth.add(SOURCE, record, "caller", "phone", call.caller)
        self._truth.add(SOURCE, record, "callee", "phone", call.callee)
        self._calls.write(
            {
                "cdr": record,
                "a_number": f"1{call.caller}",
                "b_number": f"1{call.callee}",
                "start_utc": call.at.replace(tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "seconds": call.seconds,
                "type": "VOICE" if call.seconds > 10 else "SMS",
            }
        )


def _day(day: date | None) -> str:
    return "" if day is None else day.strftime("%Y%m%d")
