"""The retention schedule: which rules may be written, and how long each keeps a record."""

from datetime import date
from typing import Any

import pytest
import yaml

from comity.sharing import DocumentError
from comity.sharing.retention import parse_schedule, years_after

AGENCY = {"rule": "bookings", "owner": "jail", "data_class": "booking", "basis": "agency",
          "years": 7}  # fmt: skip
FEDERAL = {"rule": "intelligence", "owner": "city", "data_class": "criminal-intelligence",
           "basis": "28 CFR 23"}  # fmt: skip
MOPI = {"rule": "violence", "owner": "city", "data_class": "violence", "basis": "UK MoPI",
        "group": 2}  # fmt: skip


def schedule(*rules: dict[str, Any]) -> Any:
    """A schedule of some rules."""
    text = yaml.safe_dump({"schedule": "county", "version": 1, "rules": list(rules)})
    return parse_schedule(text, "retention.yaml")


def test_each_basis_keeps_for_its_own_time() -> None:
    found = schedule(AGENCY, FEDERAL, MOPI, MOPI | {"data_class": "murder", "group": 1})
    told = {rule.rule: rule.kept_for for rule in found.rules[:3]}
    assert told == {"bookings": 7, "intelligence": 5, "violence": 10}
    assert found.rules[3].kept_for is None  # reviewed, and never purged by the clock
    assert [rule.needs_suspicion for rule in found.rules] == [False, True, False, False]


def test_what_no_rule_speaks_of_is_kept() -> None:
    found = schedule(AGENCY)
    assert found.rule_for("jail", "booking").rule == "bookings"
    assert found.rule_for("jail", "incident") is None
    assert found.rule_for("city", "booking") is None


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (FEDERAL | {"years": 6}, "five years at most"),
        (FEDERAL | {"data_class": "incident"}, "and of no other"),
        (AGENCY | {"data_class": "criminal-intelligence"}, "and of no other"),
        (AGENCY | {"years": None}, "needs its years"),
        (AGENCY | {"years": 0}, "greater than or equal to 1"),
        (MOPI | {"group": None}, "takes a group"),
        (AGENCY | {"group": 2}, "nothing else takes one"),
        (AGENCY | {"basis": "custom"}, "unknown value 'custom'"),
        (AGENCY | {"year": 3}, "did you mean 'years'"),
        *(
            (AGENCY | {"data_class": word}, "protected attribute")
            for word in ("race", "religious-views", "Ethnicity", "political", "health-record")
        ),
    ],
)
def test_a_rule_that_may_not_be_is_refused_with_its_line(rule: dict[str, Any], said: str) -> None:
    with pytest.raises(DocumentError, match=r"retention\.yaml, line \d") as refused:
        schedule(rule)
    assert said in str(refused.value)


def test_two_rules_for_the_same_records_are_refused() -> None:
    with pytest.raises(DocumentError, match="two rules for 'booking' of 'jail'"):
        schedule(AGENCY, AGENCY | {"rule": "other", "years": 2})


@pytest.mark.parametrize(
    ("day", "years", "after"),
    [
        (date(2020, 2, 29), 5, date(2025, 3, 1)),
        (date(2020, 2, 29), 4, date(2024, 2, 29)),
        (date(2021, 12, 31), 1, date(2022, 12, 31)),
    ],
)
def test_a_year_is_over_on_the_same_day_and_a_leap_day_on_the_next(
    day: date, years: int, after: date
) -> None:
    assert years_after(day, years) == after
