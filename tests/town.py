"""A small town for tests of the doors: two agencies, a pact between them, and one secret source.

Riverton's viewers see its own incidents and, by the pact, the harbor's bookings; what the
harbor holds of youths is shared with nobody, but in an emergency.
"""

from pathlib import Path
from typing import Any

import canary
import cards

from comity.api.files import write_private
from comity.api.installation import MAPPINGS, Installation
from comity.api.settings import Settings
from comity.graph.identity import mention_id
from comity.ingest import ingest_records, parse_mapping

MAPPING = """\
mapping: {source}
version: 1
source: {{id: {source}, agency: {agency}, title: Records of {source}}}
format: csv
files: ["{source}*.csv"]
record: "NO"
label: {{data_class: {data_class}, handling: "TLP:AMBER"}}
mentions:
  person: {{kind: person, properties: {{name: NAME, birth_date: BORN}}}}
  phone: {{kind: phone, when: PHONE, properties: {{phone_number: PHONE}}}}
links:
  - {{from: person, to: phone, kind: uses, role: user}}
"""
SOURCES = {
    "rms": ("riverton-pd", "incident"),
    "jail": ("harbor-so", "booking"),
    "youth": ("harbor-so", "juvenile"),
    canary.SOURCE: (canary.AGENCY, canary.DATA_CLASS),
}
PACT = """\
agreement: pact
version: 1
title: Pact of the river
status: active
parties: [riverton-pd, {agency: harbor-so, desk: the watch}]
deconflict: true
duties: [{clause: "20", who: ["*"], duty: answer, within: 5d}]
purposes: [investigation]
starts: 2020-01-01
ends: 2099-01-01
shares:
  - {clause: "1", from: [harbor-so], to: [riverton-pd], data_classes: [booking],
     handling_ceiling: "TLP:AMBER"}
  - {clause: "2", from: [riverton-pd], to: [harbor-so], data_classes: [incident],
     handling_ceiling: "TLP:AMBER"}
  - {clause: "9", from: [harbor-so], to: [riverton-pd], data_classes: [juvenile],
     handling_ceiling: "TLP:AMBER", emergency: true}
  - {clause: "10", from: [riverton-pd], to: [harbor-so], data_classes: [incident],
     handling_ceiling: "TLP:RED", emergency: true}
"""
ROWS = {
    "rms": [
        ("R1", "Quillon Brandt", "1980-05-07", "+12175550101"),
        ("R2", "Ottoline Marsh", "1991-11-30", "+12175550101"),
        ("R3", "Mina Orlov", "1990-01-02", "+12175550103"),
        ("R4", "Tobiah Finch", "1975-08-19", "+12175550101"),
        ("R5", "Perpetua Lunde", "1969-02-11", "+12175550101"),
    ],
    "jail": [
        ("B1", "Quillon Brandt", "1980-05-07", "+12175550102"),
        ("B2", "Wilhelmina Prokop", "1984-07-21", "+12175550104"),
        ("B3", "Casimir Vail", "1988-03-03", "+12175550102"),
    ],
    "youth": [("Y1", "Zebedee Hollow", "2009-09-09", "+12175550101")],
    canary.SOURCE: [(canary.RECORD, canary.NAME, "1980-05-07", canary.NUMBER)],
}
COLUMNS = ("NO", "NAME", "BORN", "PHONE")


def row(*values: str) -> dict[str, str]:
    """One row as a source sends it."""
    return dict(zip(COLUMNS, values, strict=True))


def make_town(data: Path, **settings: Any) -> Path:
    """Make the town's installation in a new folder."""
    told = {"agency": "riverton-pd", "signatures": "optional", **settings}
    Installation.init(data, Settings(**told), admin="administrator")
    with Installation.open(data) as installation:
        installation.ledger.put_agreement(PACT, "administrator")
        for source, (agency, data_class) in SOURCES.items():
            text = MAPPING.format(source=source, agency=agency, data_class=data_class)
            write_private(data / MAPPINGS / f"{source}.yaml", text.encode())
            rows = [("insert", row(*values)) for values in ROWS[source]]
            mapping = parse_mapping(text, source)
            summary = ingest_records(installation.ledger, mapping, rows, name="first")  # type: ignore[arg-type]
            assert summary.accepted == len(rows)
        cards.keep(installation, cards.card_text(card="town"))
        _ = installation.desk
    return data


def address(installation: Installation, record: str, part: str = "person") -> str:
    """The lasting address of one mention, by the number of its record."""
    source = {"R": "rms", "B": "jail", "Y": "youth"}[record[0]]
    return mention_id(installation.id_key, f"{source}:{record}:{part}")
