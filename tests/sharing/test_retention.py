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


RECEIVED, VALIDATED = date(2000, 1, 1), date(2004, 1, 1)


@pytest.mark.parametrize(
    ("rule", "ends", "after"),
    [
        (AGENCY, 2007, 2011),
        (FEDERAL, 2005, 2009),
        (FEDERAL | {"years": 2}, 2002, 2006),
        (MOPI | {"group": 1}, None, None),
        (MOPI, None, None),
        (MOPI | {"years": 12}, 2012, 2016),
        (MOPI | {"group": 3}, 2006, 2009),
        (MOPI | {"group": 4}, None, None),
    ],
)
def test_each_basis_ends_in_its_own_time_or_by_a_person_alone(
    rule: dict[str, Any], ends: int | None, after: int | None
) -> None:
    [found] = schedule(rule).rules
    told = (found.ends(RECEIVED, None), found.ends(RECEIVED, VALIDATED))
    assert told == tuple(None if year is None else date(year, 1, 1) for year in (ends, after))
    assert found.needs_suspicion == (rule["basis"] == "28 CFR 23")


@pytest.mark.parametrize(
    ("group", "first", "then"), [(1, 2010, 2014), (2, 2010, 2014), (3, 2006, 2009), (4, 2006, 2010)]
)
def test_each_group_of_mopi_is_reviewed_first_and_then_again(
    group: int, first: int, then: int
) -> None:
    [rule] = schedule(MOPI | {"group": group}).rules
    assert rule.reviewed(RECEIVED, None) == date(first, 1, 1)
    assert rule.reviewed(RECEIVED, VALIDATED) == date(then, 1, 1)


def test_what_is_not_of_mopi_has_no_review() -> None:
    assert [rule.reviewed(RECEIVED, None) for rule in schedule(AGENCY, FEDERAL).rules] == [None] * 2


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
