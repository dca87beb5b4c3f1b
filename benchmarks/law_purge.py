"""What purging promises: of records past their date no byte is left anywhere on disk.

`python -m benchmarks.law_purge [--records 10000]` makes an installation whose records each carry
a canary, lets every copy of them come to be (store, quarantine, answers kept, a reader's open
file), runs retention, and searches every file of the folder for what was purged.
"""

import argparse
import json
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from comity.api.installation import LEDGER, Installation
from comity.api.retention import purge_due
from comity.api.settings import Settings
from comity.graph.ledger import Ledger
from comity.graph.projection import project
from comity.graph.words import Judgement
from comity.ingest import ingest_records, parse_mapping
from comity.sharing import Label
from comity.sharing.retention import parse_schedule

CANARY = re.compile(rb"qzcanary\w*", re.IGNORECASE)
_LONG_AGO = timedelta(days=6 * 366)
_KEPT = 50
_MAPPING = """\
mapping: intel
version: 1
source: {id: intel, agency: riverton-pd, title: Intelligence}
format: csv
files: ["intel*.csv"]
record: "NO"
label: {data_class: criminal-intelligence, handling: "TLP:AMBER"}
suspicion: WHY
mentions:
  person: {kind: person, properties: {name: NAME, birth_date: BORN}}
"""
_SCHEDULE = """\
schedule: riverton
version: 1
rules:
  - {rule: five years, owner: riverton-pd, data_class: criminal-intelligence, basis: 28 CFR 23}
"""


@dataclass(frozen=True, slots=True)
class Purged:
    """What a run of retention did: how many went, in how long, and which bytes it left."""

    records: int
    purged: int
    seconds: float
    before: int
    left: int
    chain_holds: bool


def canary_bytes_left(records: int) -> int:
    """How many bytes of so many purged records are found anywhere on disk afterwards."""
    return purge_many(records).left


def purge_many(records: int) -> Purged:
    """Make records past their date, purge them by schedule, and search every file."""
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "data"
        Installation.init(folder, Settings(agency="riverton-pd"), admin="chief")
        _take_in_old(folder, records)
        with Installation.open(folder) as installation:
            _take_in_new(installation)
            project(installation.ledger, installation.store)
            before = sum(_canaries(folder))
            started = time.monotonic()
            schedule = parse_schedule(_SCHEDULE, "schedule")
            proofs = purge_due(installation.ledger, schedule, datetime.now(UTC).date())
            project(installation.ledger, installation.store)
            took = time.monotonic() - started
            # Searched while it is open: the write-ahead logs are there too.
            left, holds = sum(_canaries(folder)), installation.ledger.verify().holds
        left = max(left, sum(_canaries(folder)))
    return Purged(records, len(proofs), took, before, left, holds)


def _take_in_old(folder: Path, records: int) -> None:
    """Two versions of each record, a judgement and a row set aside, six years ago."""
    then = int((datetime.now(UTC) - _LONG_AGO).timestamp() * 1_000_000)
    mapping = parse_mapping(_MAPPING, "intel")
    with Ledger.open(folder / LEDGER, clock=lambda: then) as ledger:
        for load, name in (("first", "Qzcanary"), ("second", "Qzcanaryb")):
            rows = [("insert", _row(f"R{n}", f"{name}{n} Stahl{n}")) for n in range(records)]
            ingest_records(ledger, mapping, rows, name=load)  # type: ignore[arg-type]
        broken = _row("R0", "Qzcanary aside") | {"BORN": "qzcanary soon"}
        ingest_records(ledger, mapping, [("insert", broken)], name="broken")
        label = Label("riverton-pd", "judgement", "TLP:AMBER")
        ends = ("intel:R0:person", "intel:R1:person")
        ledger.judge(Judgement(*ends, "different", "ana", "qzcanary told so", label))


def _take_in_new(installation: Installation) -> None:
    """Records that are not past their date, and stay."""
    mapping = parse_mapping(_MAPPING, "intel")
    rows = [("insert", _row(f"N{n}", f"Staying{n} Marsh")) for n in range(_KEPT)]
    ingest_records(installation.ledger, mapping, rows, name="new")  # type: ignore[arg-type]


def _row(number: str, name: str) -> dict[str, str]:
    return {"NO": number, "NAME": name, "BORN": "1980-05-07", "WHY": f"{name} was seen"}


def _canaries(folder: Path) -> Iterator[int]:
    """How many bytes of canaries each file holds, whatever kind of file it is."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield sum(len(found) for found in CANARY.findall(path.read_bytes()))


def main() -> None:
    """Measure and print; exit code 1 if a byte was left."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.law_purge", description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    found = purge_many(parser.parse_args().records)
    sys.stdout.write(json.dumps({name: getattr(found, name) for name in found.__slots__}) + "\n")
    sys.exit(found.left != 0 or found.purged != found.records or not found.chain_holds)


if __name__ == "__main__":
    main()
