"""Values as sources write them come to one spelling, or to a reason why not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.graph.vocabulary import vocabulary
from comity.ingest.values import Reading, normaliser

KINDS = sorted({*vocabulary().types.values(), "text"})


def read(kind: str, text: str, region: str = "US") -> str:
    return normaliser(kind, Reading(region=region))(text)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("text", "  Ann \t Bell\n", "Ann Bell"),
        ("text", "Zoe\u0308", "Zoë"),
        ("date", "1980-05-07", "1980-05-07"),
        ("time", "1980-05-07T10:00", "1980-05-07T10:00:00Z"),
        # Numbers that regulators set aside for fiction: valid, and nobody's.
        ("phone", "(212) 555-0143", "+12125550143"),
        ("phone", "+44 20 7946 0018", "+442079460018"),
        ("phone", "555-0143", "5550143"),
        ("phone", "ext. ٣", "3"),
        ("email", " Ann.Bell@Example.ORG ", "ann.bell@example.org"),
        ("plate", " abc-12‐34 ", "ABC1234"),
        ("plate", "1hgcm82633a004352", "1HGCM82633A004352"),
        ("number", "007.50", "7.5"),
        ("number", "-0.0", "0"),
        ("number", "1.5E3", "1500"),
        ("number", "-.5", "-0.5"),
    ],
)
def test_a_value_has_one_spelling(kind: str, text: str, value: str) -> None:
    assert read(kind, text) == value


def test_a_number_without_a_country_is_of_the_mappings_region() -> None:
    assert read("phone", "020 7946 0018", "GB") == "+442079460018"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("date", "soon"), ("time", "25:00"), ("phone", "none"), ("email", "ann at example"),
        ("email", "a b@c"), ("plate", "--"), ("number", "1,5"), ("number", "NaN"),
        ("number", "1e999"), ("number", "٣x"),
    ],
)  # fmt: skip
def test_what_its_type_cannot_read_is_refused_with_the_value(kind: str, text: str) -> None:
    with pytest.raises(ValueError, match=text.replace(",", ".")):
        read(kind, text)


@given(st.sampled_from(KINDS), st.text())
def test_any_text_comes_to_a_value_or_a_reason(kind: str, text: str) -> None:
    try:
        found = read(kind, text)
    except ValueError:
        return
    assert found == found.strip()
    assert read(kind, found) == found or kind == "phone"
