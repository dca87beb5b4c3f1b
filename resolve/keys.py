"""Blocking keys: hashes of what a subject says, alone or several together, rule by rule.

Keys never depend on how many others bear them: a name too common for a key of its own is
refined by the model's frequency table, which is the same for every viewer. Nor does a key stand
alone that half of an agency's records may bear by default: a telephone, an address, a birth date.
"""

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from comity.resolve.key_parts import Keys
from comity.resolve.person_keys import person_rules, table_person_rules, wide_person_rules
from comity.resolve.prepare import Prepared
from comity.resolve.text import mixed
from comity.resolve.thing_keys import (
    exact_rules,
    location_rules,
    organisation_rules,
    paper_rules,
    reference_rules,
    vehicle_rules,
)

Rules = Callable[[Prepared], Iterator[Keys]]
_RULES: Mapping[str, Rules] = {
    "person": person_rules,
    "organisation": organisation_rules,
    "vehicle": vehicle_rules,
    "location": location_rules,
    **dict.fromkeys(("document", "weapon"), paper_rules),
    **dict.fromkeys(("incident", "court_case", "warrant", "arrest"), reference_rules),
}
_TABLE_RULES: Mapping[str, Rules] = {"person": table_person_rules}
_WIDE: Mapping[str, Rules] = {"person": wide_person_rules}


def rules_of(prepared: Prepared) -> Iterator[Keys]:
    """The keys of each rule: rows (subject, hash), with doubles."""
    yield from _numbered(_RULES.get(prepared.kind, exact_rules)(prepared))


def table_rules_of(prepared: Prepared) -> Iterator[Keys]:
    """The same for a whole table, where keys that many bear are cut by who else is there."""
    rules = _TABLE_RULES.get(prepared.kind, _RULES.get(prepared.kind, exact_rules))
    yield from _numbered(rules(prepared))


def wide_rules_of(prepared: Prepared) -> Iterator[Keys]:
    """Keys of one or two things, the most telling first: worth their pairs where these are few.

    What rules in force for everybody cannot afford at a million subjects costs next to nothing
    at a thousand, and finds records of which little is whole.
    """
    for subject, key in _WIDE.get(prepared.kind, _no_rules)(prepared):
        yield subject, mixed(np.full(len(key), ~np.uint64(0)), key)


def _numbered(rules: Iterator[Keys]) -> Iterator[Keys]:
    for number, (subject, key) in enumerate(rules):
        tag = np.full(len(key), number + 1, dtype=np.uint64)
        yield subject, mixed(tag, key)


def _no_rules(_prepared: Prepared) -> Iterator[Keys]:
    return iter(())
