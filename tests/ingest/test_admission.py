"""Criminal intelligence comes in with a stated reasonable suspicion of its own, or is set aside."""

from pathlib import Path

import pytest
from made_records import Mapped, bad, made, record

from comity.graph.ledger import Ledger
from comity.graph.words import Record
from comity.ingest import SourceMapping, ingest_records, parse_mapping
from comity.sharing import DocumentError

INTELLIGENCE = "criminal-intelligence"
_BODY = """
format: csv
record: ID
empty: ["N/A"]
{more}
mentions:
  p:
    kind: person
    properties: {{name: NAME, alias: {{column: A, label: {{data_class: {alias}}}}}}}
"""


def mapping(mapped: Mapped, data_class: str, more: str, alias: str = "incident") -> SourceMapping:
    """A mapping of persons under a class, the alias under one of its own."""
    label = f'label: {{data_class: {data_class}, handling: "TLP:AMBER"}}\n{more}'
    return mapped(_BODY.format(more=label, alias=alias))


def row(**columns: str) -> dict[str, str]:
    return {"ID": "1", "NAME": "Ann Bell", "A": "", **columns}


def test_with_a_stated_suspicion_it_is_a_record(mapped: Mapped) -> None:
    read = mapping(mapped, INTELLIGENCE, "suspicion: WHY")
    assert record(read, row(WHY="seen with the stolen cars")).id == "1"


@pytest.mark.parametrize("why", ["", "  ", "N/A"])
def test_without_one_it_is_set_aside_with_column_and_reason(mapped: Mapped, why: str) -> None:
    found = bad(mapping(mapped, INTELLIGENCE, "suspicion: WHY"), row(WHY=why))
    assert (found.column, found.record) == ("WHY", "1")
    assert found.reason.startswith("no reasonable suspicion is stated")


def test_a_mapping_that_names_no_column_for_it_admits_none(mapped: Mapped) -> None:
    found = bad(mapping(mapped, INTELLIGENCE, ""), row(WHY="seen"))
    assert found.column == "suspicion"


def test_one_fact_of_the_class_is_enough_to_need_it(mapped: Mapped) -> None:
    read = mapping(mapped, "incident", "suspicion: WHY", alias=INTELLIGENCE)
    assert isinstance(made(read, row(WHY="")), Record)
    assert bad(read, row(WHY="", A="Shorty")).column == "WHY"


def test_other_classes_need_none(mapped: Mapped) -> None:
    assert record(mapping(mapped, "incident", ""), row()).id == "1"


@pytest.mark.parametrize("spec", ["{constant: seen}", "{column: WHY, default: seen}"])
def test_a_suspicion_that_holds_for_every_record_is_refused(mapped: Mapped, spec: str) -> None:
    with pytest.raises(DocumentError, match="record by record"):
        mapping(mapped, INTELLIGENCE, f"suspicion: {spec}")


def test_what_is_set_aside_is_counted_and_the_others_come_in(tmp_path: Path) -> None:
    text = (
        "mapping: intel\nversion: 1\nsource: {id: intel, agency: fusion-tf, title: Intelligence}\n"
        f'label: {{data_class: {INTELLIGENCE}, handling: "TLP:AMBER"}}\nsuspicion: WHY\n'
    ) + _BODY.format(more="", alias="incident")
    rows = [("insert", row(ID=str(n), WHY="seen" if n else "")) for n in range(3)]
    with Ledger.create(tmp_path / "ledger.db") as ledger:
        found = ingest_records(ledger, parse_mapping(text, "intel"), rows, name="first")  # type: ignore[arg-type]
        assert (found.read, found.accepted, found.set_aside) == (3, 2, 1)
        [aside] = ledger.quarantine()
    assert (aside.record, aside.column) == ("0", "WHY")
