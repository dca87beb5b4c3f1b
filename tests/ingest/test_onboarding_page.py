"""The page on onboarding a source tells the truth: its examples are read, its tables complete."""

import re
from pathlib import Path

import pytest

from comity.graph.words import Record
from comity.ingest import parse_mapping
from comity.ingest.mapping_tables import FormatSpec
from comity.ingest.mapping_values import ValueSpec
from comity.ingest.records import record_maker
from comity.ingest.rows import RawRow
from comity.sharing import DocumentError

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "onboarding.md").read_text("utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def words_of_table(title: str) -> set[str]:
    """The words in backticks in the first column of the table under a title."""
    section = PAGE.partition(f"## {title}\n")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| (.*?) \|", section, re.MULTILINE)
    return {re.split(r"\W", word)[0] for cell in cells for word in re.findall(r"`(.*?)`", cell)}


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_every_example_is_a_mapping(number: int) -> None:
    assert parse_mapping(EXAMPLES[number], f"example {number}").tables


def test_the_first_example_reads_a_row() -> None:
    mapping = parse_mapping(EXAMPLES[0], "riverton.yaml")
    row = {
        "INCIDENT_NO": "24-1", "OP": "I", "HANDLING": "A", "CAVEAT": "", "SOURCE_GRADE": "B",
        "INFO_GRADE": "2", "DATE_FROM": "05/07/2024", "TIME_FROM": "10:30", "CODE": "240",
        "SUSPECT_FIRST": "Ann", "SUSPECT_LAST": "Bell", "SUSPECT_DOB": "07-May-80",
        "SUSPECT_SEX": "F", "HOME_PHONE": "(212) 555-0143", "AKA": "Annie;Bee",
        "VICTIM_TYPE": "I", "VICTIM_NAME": "Bo Chan", "PLATE": "ABC-123/IL", "CAR_ROLE": "D",
        "WITNESSES": "Cy Dorn;Di Eck", "SSN": "000-00-0000",
    }  # fmt: skip
    found = record_maker(mapping, mapping.tables[0])(RawRow(2, row, b""))
    assert isinstance(found, Record), found
    said = {(claim.property, claim.value) for claim in found.claims}
    assert said >= {
        ("offence", "motor vehicle theft"), ("started", "2024-05-07T15:30:00Z"),
        ("birth_date", "1980-05-07"), ("sex", "female"), ("alias", "Annie"), ("alias", "Bee"),
        ("phone_number", "+12125550143"), ("plate", "ABC123"), ("plate_region", "IL"),
        ("name", "Cy Dorn"),
    }  # fmt: skip
    roles = sorted(link.role for link in found.links)
    assert roles == ["driver", "suspect", "victim", "witness", "witness"]
    assert {claim.grade for claim in found.claims} == {"4x4:B2"}


def test_the_refusal_on_the_page_is_the_one_that_is_given() -> None:
    shown = PAGE.partition("```\nriverton.yaml, line")[2].partition("```")[0]
    shown = " ".join(f"riverton.yaml, line{shown}".split()).removesuffix(" ...")
    with pytest.raises(DocumentError) as refused:
        parse_mapping(EXAMPLES[0].replace("birth_date:", "birth_dat:"), "riverton.yaml")
    words = re.sub(r"line \d+", "line N", str(refused.value))
    assert words.startswith(re.sub(r"line \d+", "line N", shown))


def test_the_tables_name_every_setting() -> None:
    assert words_of_table("Values") == set(ValueSpec.model_fields)
    assert words_of_table("Formats") == set(FormatSpec.model_fields)
