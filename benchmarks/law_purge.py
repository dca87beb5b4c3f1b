"""What purging promises: of records past their date no byte is left anywhere on disk.

`python -m benchmarks.law_purge [--records 10000] [--neo4j 1000]` makes an installation whose
records each carry a canary, lets every copy of them come to be (store, quarantine, an answer with
its audit, the audit's index, a backup, an export and a chart), runs retention, and searches every
file of the folder for what was purged; then it restores the backup, and searches again. On Neo4j
it searches the server's own files too, before and after they are made anew.
"""

import argparse
import hashlib
import json
import mmap
import re
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from comity.api.asked import Asked
from comity.api.backups import back_up, bring_back
from comity.api.cli_asking import Ask
from comity.api.installation import LEDGER, Installation
from comity.api.later_orders import Later
from comity.api.leaving import take_away
from comity.api.order_list import write_order_list
from comity.api.records import received
from comity.api.retention import purge_due
from comity.api.routes_exports import disseminate
from comity.api.routes_network import draw
from comity.api.routes_reading import entity
from comity.api.settings import Settings
from comity.api.whole_files import writing
from comity.api.wire_exports import ExportBody
from comity.api.wire_questions import ChartBody
from comity.graph.identity import mention_id
from comity.graph.ledger import Ledger
from comity.graph.locked_stream import new_key
from comity.graph.neo4j_server import (
    Neo4jServer,
    fetch_server,
    find_java,
    forget_store,
    start_server,
)
from comity.graph.neo4j_store import Neo4jStore
from comity.graph.projection import project, rebuild
from comity.graph.words import Judgement
from comity.ingest import ingest_records, parse_mapping
from comity.sharing import Label, Viewer
from comity.sharing.retention import parse_schedule

ROOT = Path(__file__).resolve().parents[1]
CANARY = re.compile(rb"qzcanary", re.IGNORECASE)
_LONG_AGO = timedelta(days=6 * 366)
_KEPT = 50
_LETTERS = str.maketrans("0123456789", "ghijklmnop")
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
_SCHEDULE = parse_schedule(
    """\
schedule: riverton
version: 1
rules:
  - {rule: five years, owner: riverton-pd, data_class: criminal-intelligence, basis: 28 CFR 23}
""",
    "schedule",
)


@dataclass(frozen=True, slots=True)
class Purged:
    """What a run of retention did: how many went, in how long, and which bytes it left.

    `restored` counts the bytes that a backup from before the purge brings back.
    """

    records: int
    purged: int
    seconds: float
    before: int
    left: int
    restored: int
    chain_holds: bool


@dataclass(frozen=True, slots=True)
class PurgedOnServer:
    """The same on Neo4j: bytes in its files after the purge, and once they are made anew."""

    records: int
    before: int
    purged: int
    left: int


@cache
def purge_many(records: int) -> Purged:
    """Make records past their date, purge them by schedule, and search every file."""
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "data"
        _make(folder, records)
        with Installation.open(folder) as installation:
            key = _let_copies_be(installation)
            before = _canaries(folder)
            started = time.monotonic()
            proofs = purge_due(installation.ledger, _SCHEDULE, datetime.now(UTC).date())
            project(installation.ledger, installation.store)
            take_away(installation)
            took = time.monotonic() - started
            write_order_list(installation, folder / "orders.json")
            # Searched while it is open: the write-ahead logs are there too.
            left, holds = _canaries(folder), installation.ledger.verify().holds
        left = max(left, _canaries(folder))
        again = Path(parent) / "again"
        bring_back(folder / "backup", again, key, Later(folder / "orders.json"))
        return Purged(records, len(proofs), took, before, left, _canaries(again), holds)


@cache
def purge_on_neo4j(records: int) -> PurgedOnServer:
    """Purge on a real server, search its files, make them anew, and search again."""
    java = find_java()
    jars = fetch_server(ROOT / ".servers", java, ROOT / "deploy" / "neo4j" / "pom.xml")
    with tempfile.TemporaryDirectory() as parent:
        folder, data = Path(parent) / "data", Path(parent) / "neo4j"
        _make(folder, records)
        with Ledger.open(folder / LEDGER) as ledger:
            server = start_server(jars, data, java)
            try:
                _on(server, lambda store: project(ledger, store))
                before = _canaries(data)
                purge_due(ledger, _SCHEDULE, datetime.now(UTC).date())
                _on(server, lambda store: project(ledger, store))
            finally:
                server.stop()
            purged = _canaries(data)
            forget_store(data)
            server = start_server(jars, data, java, server.password)
            try:
                _on(server, lambda store: rebuild(ledger, store))
            finally:
                server.stop()
        return PurgedOnServer(records, before, purged, _canaries(data) + _canaries(folder))


def _make(folder: Path, records: int) -> None:
    Installation.init(folder, Settings(agency="riverton-pd"), admin="chief")
    _take_in_old(folder, records)
    with Installation.open(folder) as installation:
        _take_in_new(installation)


def _on(server: Neo4jServer, do: Callable[[Neo4jStore], object]) -> None:
    store = Neo4jStore(server.uri, ("neo4j", server.password))
    try:
        do(store)
    finally:
        store.close()


def _let_copies_be(installation: Installation) -> bytes:
    """A store, an answer with its audit and index, files, and a backup; the backup's key."""
    project(installation.ledger, installation.store)
    viewer = Viewer("ana", "riverton-pd", "analyst", "investigation", "a drill")
    address = mention_id(installation.id_key, "intel:R1:person")
    ask = Ask(installation, Asked(installation, viewer))
    ask(entity, id=address)
    _leave_files(ask, installation.folder, address)
    received(installation, "intel", "R1")
    key = new_key()
    back_up(installation, installation.folder / "backup", key)
    return key


def _leave_files(ask: Ask, folder: Path, address: str) -> None:
    """An export and a chart of one of those that go."""
    body = ExportBody(
        entities=(address,), format="csv", recipient="riverton-pd", reason="a drill", hops=0
    )
    went = ask(disseminate, body=body)
    ask.leave(folder / "export.csv", went.write, went.parcel.entities, went.parcel.view)
    page = ask(draw, body=ChartBody(entities=(address,), hops=0, limit=10))
    ask.leave(folder / "chart.html", writing(bytes(page.body)), page.shown)


def _take_in_old(folder: Path, records: int) -> None:
    """Two versions of each record, a judgement and a row set aside, six years ago."""
    then = int((datetime.now(UTC) - _LONG_AGO).timestamp() * 1_000_000)
    mapping = parse_mapping(_MAPPING, "intel")
    with Ledger.open(folder / LEDGER, clock=lambda: then) as ledger:
        for load in ("first", "second"):
            rows = [("insert", _row(f"R{n}", _name(n, load))) for n in range(records)]
            ingest_records(ledger, mapping, rows, name=load)  # type: ignore[arg-type]
        broken = _row("R0", "Aside Qzcanary") | {"BORN": "qzcanary soon"}
        ingest_records(ledger, mapping, [("insert", broken)], name="broken")
        label = Label("riverton-pd", "judgement", "TLP:AMBER")
        ends = ("intel:R0:person", "intel:R1:person")
        ledger.judge(Judgement(*ends, "different", "ana", "qzcanary told so", label))


def _take_in_new(installation: Installation) -> None:
    """Records that are not past their date, and stay."""
    mapping = parse_mapping(_MAPPING, "intel")
    rows = [("insert", _row(f"N{n}", f"Staying{n} Marsh")) for n in range(_KEPT)]
    ingest_records(installation.ledger, mapping, rows, name="new")  # type: ignore[arg-type]


def _name(number: int, load: str) -> str:
    """A name like no other, so that nobody is thought to be somebody else."""
    letters = hashlib.sha256(str(number).encode()).hexdigest().translate(_LETTERS)
    return f"{letters[:8]}qzcanary {load} {letters[8:20]}qzcanary"


def _row(number: str, name: str) -> dict[str, str]:
    day = date(1940, 1, 1) + timedelta(days=zlib.crc32(number.encode()) % 25_000)
    return {"NO": number, "NAME": name, "BORN": day.isoformat(), "WHY": f"{name} was seen"}


def _canaries(folder: Path) -> int:
    """How many bytes of canaries lie in the files of a folder, whatever kind of file it is."""
    return sum(_in_file(path) for path in sorted(folder.rglob("*")) if path.is_file())


def _in_file(path: Path) -> int:
    if not path.stat().st_size:
        return 0
    # A server's log takes 256 MB before anything is in it.
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return sum(len(found[0]) for found in CANARY.finditer(content))


def main() -> None:
    """Measure and print; exit code 1 if a byte was left."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.law_purge", description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--neo4j", type=int, default=0, help="so many on a Neo4j server too")
    asked = parser.parse_args()
    found = purge_many(asked.records)
    told: dict[str, object] = asdict(found)
    wrong = found.left or found.restored or found.purged != found.records or not found.chain_holds
    if asked.neo4j:
        server = purge_on_neo4j(asked.neo4j)
        told["neo4j"], wrong = asdict(server), wrong or server.left
    sys.stdout.write(json.dumps(told) + "\n")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
