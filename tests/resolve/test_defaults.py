"""Defaults: a value that everybody bears must not bring everybody together with everybody."""

import numpy as np
import pytest
from people import Person, facts

from comity.ingest.demo_names import origins
from comity.resolve import candidate_pairs, default_model, prepare
from comity.resolve.fillers import without_fillers

MODEL = default_model()
PEOPLE = 5_000
# Names alone bring so many of 5,000 together; all pairs would be 2,500 a mention.
FEW = 60
DEFAULTS: dict[str, str] = {
    "phone_number": "+12125550147",
    "street": "100 Centre Street",
    "birth_date": "1980-05-07",
    "email": "records@harbor.example",
    "document_number": "D12345678",
}


def crowd(prop: str = "", value: str = "") -> list[Person]:
    """People with names and dates of their own, and one value in common."""
    rng = np.random.default_rng(7)
    given, family = _names()
    return [
        {
            "given_name": [given[rng.integers(len(given))]],
            "family_name": [family[rng.integers(len(family))]],
            "birth_date": [_day(rng)],
            **({prop: [value]} if prop else {}),
        }
        for _ in range(PEOPLE)
    ]


def _names() -> tuple[list[str], list[str]]:
    every = origins()
    given = [text for each in every for name in (*each.male, *each.female)
             for text in name.spellings[:1]]  # fmt: skip
    return given, [text for each in every for name in each.family for text in name.spellings[:1]]


def _day(rng: np.random.Generator) -> str:
    year, month, day = rng.integers([1940, 1, 2], [2005, 13, 29])
    return f"{year}-{month:02d}-{day:02d}"


def pairs_a_mention(people: list[Person]) -> float:
    """How many pairs blocking proposes for each."""
    return len(candidate_pairs(prepare(facts(people), MODEL))) / len(people)


@pytest.mark.parametrize(("prop", "value"), sorted(DEFAULTS.items()))
def test_a_value_that_all_bear_brings_together_only_those_whose_names_are_alike(
    prop: str, value: str
) -> None:
    assert pairs_a_mention(crowd(prop, value)) < FEW


@pytest.mark.parametrize(
    ("prop", "value"),
    [
        ("phone_number", "000-000-0000"),
        ("phone_number", "(999) 999-9999"),
        ("street", "Unknown"),
        ("street", "No fixed address"),
        ("birth_date", "1900-01-01"),
        ("document_number", "N/A"),
    ],
)
def test_what_says_nothing_brings_nobody_together(prop: str, value: str) -> None:
    alone = [{name: said for name, said in person.items() if name != prop} for person in crowd()]
    told = [{**person, prop: [value]} for person in alone]
    assert pairs_a_mention(told) == pairs_a_mention(alone)


@pytest.mark.parametrize("name", ["Na", "Nan"])
def test_a_name_that_programs_write_for_nothing_is_a_name_where_it_is_written_as_one(
    name: str,
) -> None:
    for written, said in ((name, [name.lower()]), (name.upper(), []), (name.lower(), [])):
        held = prepare(facts([{"given_name": [written], "family_name": ["Li"]}]), MODEL)
        assert list(held.features["given"].words.texts[:1]) == (said or ["li"])
        kept = without_fillers("given_name", [written])
        assert kept == ([written] if said else [""])
