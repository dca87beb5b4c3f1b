"""What a column holds is guessed from its name and from what stands in it, and nothing else."""

import random

import pandas as pd
import pytest

from comity.resolve.guess import Guess, guess
from comity.resolve.guess_names import named, spellings
from comity.resolve.kinds import props_of
from comity.resolve.model import default_model
from comity.resolve.table_columns import read_table

MODEL = default_model()
GIVEN = ["James", "Mary", "Robert", "Linda", "Michael", "Susan", "David", "Karen"]
FAMILY = ["Smith", "Johnson", "Williams", "Brown", "Jones", "Garcia", "Miller", "Davis"]
STREETS = ["12 North Oak Avenue", "5 Elm St", "77 Lake Road", "301 Hill Drive"]


def people(rows: int = 200) -> pd.DataFrame:
    """People under the plainest names of columns."""
    rng = random.Random(4)
    return pd.DataFrame(
        {
            "given_name": [rng.choice(GIVEN) for _ in range(rows)],
            "family_name": [rng.choice(FAMILY) for _ in range(rows)],
            "birth_date": [f"19{rng.randint(40, 99)}-0{rng.randint(1, 9)}-17" for _ in range(rows)],
            "sex": [rng.choice("FM") for _ in range(rows)],
            "street": [rng.choice(STREETS) for _ in range(rows)],
            "postcode": [f"60{rng.randint(0, 30):03}" for _ in range(rows)],
            "phone_number": [f"(312) 555-{rng.randint(0, 9999):04}" for _ in range(rows)],
            "email": [f"p{rng.randint(0, 99)}@city.gov" for _ in range(rows)],
            "source": ["jail"] * 80 + ["court"] * 70 + ["rms"] * (rows - 150),
        }
    )  # fmt: skip


def of(frame: pd.DataFrame, **options: object) -> Guess:
    return guess(read_table(frame), MODEL, **options)  # type: ignore[arg-type]


def test_plain_names_are_taken_as_they_are() -> None:
    found = of(people())
    assert found.columns == {name: name for name in people().columns}
    assert found.kind == "person"


def test_contents_alone_give_away_what_names_do_not() -> None:
    frame = people()
    blind = frame.set_axis([f"col{at}" for at in range(frame.shape[1])], axis=1)
    wanted = dict(zip(blind.columns, frame.columns, strict=True))
    assert of(blind).columns == wanted


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_columns_and_columns_that_say_nothing_change_no_guess(seed: int) -> None:
    frame = people().assign(height=180, race="x", mother_first_name="Ann", updated="2020-01-01")
    mixed = frame.sample(frac=1, axis=1, random_state=seed)
    assert of(mixed).columns == of(people()).columns


@pytest.mark.parametrize(
    ("header", "prop"),
    [("First Name", "given_name"), ("FNAME", "given_name"), ("Vorname", "given_name"),
     ("prénom", "given_name"), ("PatientFirst_Name", "given_name"), ("Nachname", "family_name"),
     ("apellidos", "family_name"), ("cognome", "family_name"), ("DOB", "birth_date"),
     ("Date of Birth", "birth_date"), ("GeburtsDatum", "birth_date"), ("Zip", "postcode"),
     ("PLZ", "postcode"), ("soc_sec_id", "national_id"), ("SSN", "national_id"),
     ("suburb", "city"), ("Town", "city"), ("address_1", "street"), ("Straße", "street"),
     ("street_number", "street_number"), ("Hausnummer", "street_number"), ("unit_number", "unit"),
     ("phone2", "phone_number"), ("E-Mail", "email"), ("gender", "sex"),
     ("Site name", "organisation_name"), ("Company", "organisation_name"),
     ("licence plate", "plate"), ("unique_id", "id"), ("cluster_id", "label"),
     ("mother_first_name", "unused"), ("officer_name", "unused"), ("race_ethnicity", "unused"),
     ("state", "unused"), ("date_of_death", ""), ("zzz", ""), ("", ""), ("Фамилия", "family_name")],
)  # fmt: skip
def test_a_header_says_what_it_says(header: str, prop: str) -> None:
    assert named(header)[0] == prop


def test_every_spelling_stands_for_something_that_is_known() -> None:
    roles = {"source", "kind", "id", "label", "unused", "organisation_name"}
    kinds = (
        "person",
        "organisation",
        "vehicle",
        "account",
        "weapon",
        "incident",
        "warrant",
        "arrest",
        "location",
    )
    known = frozenset.union(*(props_of(kind) for kind in kinds))
    assert set(spellings().values()) <= known | roles


def test_a_name_that_the_contents_deny_is_not_believed() -> None:
    frame = people().assign(email=[f"{at}" for at in range(200)], birth_date="blue")
    assert not {"email", "birth_date"} & set(of(frame).columns)


def test_ids_and_labels_are_never_matched_on() -> None:
    frame = people().assign(
        unique_id=range(200), truth=[at % 90 for at in range(200)], person_id=range(200)
    )
    found = of(frame)
    assert found.id_column == "unique_id"
    assert not {"unique_id", "truth", "person_id"} & set(found.columns)


def test_an_id_that_stands_twice_is_no_id() -> None:
    assert of(people().assign(unique_id=[1, *range(199)])).id_column == ""


def test_a_column_set_apart_is_not_looked_at() -> None:
    frame = people().rename(columns={"birth_date": "answer"})
    assert "answer" not in of(frame, apart=["answer"]).columns


def test_a_table_of_firms_is_about_organisations() -> None:
    firms = pd.DataFrame(
        {"Name": ["Oak Street Bank Inc", "Lake Holdings LLC", "Acme Ltd", "Hill School"] * 10,
         "Address": STREETS * 10, "Zip": ["60601", "60602", "60603", "60604"] * 10}
    )  # fmt: skip
    found = of(firms)
    assert found.kind == "organisation"
    assert found.columns == {"Name": "name", "Address": "street", "Zip": "postcode"}


def test_a_table_of_cars_is_about_vehicles() -> None:
    cars = pd.DataFrame({"plate": ["ABC 123", "XYZ 987"], "make": ["ford", "opel"]})
    assert (of(cars).kind, of(cars).columns) == ("vehicle", {"plate": "plate", "make": "make"})


def test_a_date_that_is_called_something_else_is_no_birth_date() -> None:
    frame = people().rename(columns={"birth_date": "date_of_death"})
    assert "date_of_death" not in of(frame).columns


def test_a_source_that_is_the_same_everywhere_tells_nothing_and_is_left_out() -> None:
    assert "source" not in of(people().assign(source="rms")).columns
