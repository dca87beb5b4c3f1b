"""Small tables of persons for tests of resolution, written by hand or drawn at random."""

from collections.abc import Mapping, Sequence

import numpy as np
from hypothesis import strategies as st

from comity.resolve import Facts, Pairs

Person = Mapping[str, Sequence[str]]
GIVEN = ("anna", "ann", "Anya", "roberto", "bob", "j", "maria jose", "")
FAMILY = ("Smith", "smyth", "o'brien", "garcia lopez", "lopez", "Žižek", "anna", "unknown")
BORN = ("1980-05-07", "1980-07-05", "1980", "1980-05", "1981-05-07", "198O-05-07", "1900-01-01")
STREETS = ("12 North Oak Avenue", "12 n oak ave apt 3", "14 N Oak Ave", "Oak & Main", "Main & Oak")
PHONES = ("+12125550117", "2125550117", "+12125550118", "555")
NUMBERS = ("90346886", "90346868", "12345")
COLUMNS: Mapping[str, Sequence[str]] = {
    "given_name": GIVEN, "family_name": FAMILY, "birth_date": BORN, "sex": ("f", "Male", "x"),
    "street": STREETS, "city": ("Springfield", "Sprngfield", "Ham"), "postcode": ("12345", "12354"),
    "phone_number": PHONES, "national_id": NUMBERS, "email": ("a.b@c.org", "a.b@gmail.com", "ab"),
    "suffix": ("Jr", "II", "Sr"), "middle_name": ("m", "marie"), "source": ("one", "two"),
}  # fmt: skip


def facts(people: Sequence[Person], kind: str = "person") -> Facts:
    """Facts of some subjects, each a mapping of properties to values."""
    rows = [
        (number, prop, value)
        for number, person in enumerate(people)
        for prop, values in person.items()
        for value in values
    ]
    properties = tuple(dict.fromkeys(prop for _, prop, _ in rows))
    values = list(dict.fromkeys(value for _, _, value in rows))
    place = {value: code for code, value in enumerate(values)}
    return Facts(
        kind,
        len(people),
        np.array([row[0] for row in rows], dtype=np.int32),
        np.array([properties.index(row[1]) for row in rows], dtype=np.int16),
        np.array([place[row[2]] for row in rows], dtype=np.int32),
        properties,
        values,
    )


def pairs_of(*pairs: tuple[int, int]) -> Pairs:
    """Pairs written by hand."""
    ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    return Pairs(ends[:, 0], ends[:, 1])


def as_set(pairs: Pairs) -> set[tuple[int, int]]:
    """Pairs as plain numbers."""
    return set(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True))


def all_pairs(size: int) -> Pairs:
    """Every pair of so many subjects."""
    first, second = np.triu_indices(size, 1)
    return Pairs(first.astype(np.int32), second.astype(np.int32))


def persons(most_values: int = 2) -> st.SearchStrategy[Person]:
    """A random person: some properties, one or several values each."""
    each = {
        name: st.lists(st.sampled_from(values), max_size=most_values, unique=True).map(tuple)
        for name, values in COLUMNS.items()
    }
    return st.fixed_dictionaries(each)
