"""Silence means no: what agreements permit, what caveats forbid, and what time ends."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from comity.sharing import Agreement, Clause, Label, LabelTable, Permit, Rulebook, Viewer, decide
from comity.sharing.errors import NoPurpose
from comity.sharing.permits import OWN

NOW = datetime(2025, 6, 1, tzinfo=UTC)
ANALYST = Viewer("ann", "city", "analyst", "investigation", "case 12")
BOOKING = Label("sheriff", "booking", "TLP:GREEN")
CLAUSE = Clause("2.1", ("sheriff",), ("city",), ("booking",), ("TLP:AMBER",))
PACT = Agreement(
    id="pact",
    version=3,
    title="Pact",
    status="active",
    parties=("city", "sheriff"),
    purposes=("investigation",),
    clauses=(CLAUSE,),
    starts=datetime(2025, 1, 1, tzinfo=UTC),
    ends=datetime(2026, 1, 1, tzinfo=UTC),
)


def permit(label: Label, *pacts: Agreement, viewer: Viewer = ANALYST) -> Permit | None:
    return decide(viewer, [label], pacts, NOW).permits.get(label)


def test_without_an_agreement_only_own_records_show() -> None:
    assert permit(BOOKING) is None
    assert permit(replace(BOOKING, owner="city")) == OWN


def test_a_permit_names_agreement_version_and_clause() -> None:
    assert permit(BOOKING, PACT) == Permit("pact", 3, "2.1")


@pytest.mark.parametrize(
    "label",
    [
        replace(BOOKING, owner="court"),
        replace(BOOKING, data_class="intelligence"),
        replace(BOOKING, handling="TLP:RED"),
        replace(BOOKING, handling="NIEM:GREEN"),
        replace(BOOKING, handling="TLP:MAUVE"),
        replace(BOOKING, caveats=("not-for:city",)),
        replace(BOOKING, caveats=("originator-only",)),
        replace(BOOKING, caveats=("a caveat nobody taught us",)),
    ],
)
def test_what_no_clause_covers_or_a_caveat_forbids_is_withheld(label: Label) -> None:
    assert permit(label, PACT) is None


def test_a_caveat_for_somebody_else_leaves_us_free() -> None:
    assert permit(replace(BOOKING, caveats=("not-for:court",)), PACT) is not None


@pytest.mark.parametrize(
    "pact",
    [
        replace(PACT, status="suspended"),
        replace(PACT, status="draft"),
        replace(PACT, starts=datetime(2025, 7, 1, tzinfo=UTC)),
        replace(PACT, ends=NOW),
        replace(PACT, purposes=("licensing",)),
        replace(PACT, parties=("court", "sheriff")),
        replace(PACT, clauses=(replace(CLAUSE, receivers=("court",)),)),
    ],
)
def test_an_agreement_not_in_force_for_this_viewer_permits_nothing(pact: Agreement) -> None:
    assert permit(BOOKING, pact) is None


def test_one_agreement_is_enough_and_the_least_by_name_is_named() -> None:
    other = replace(PACT, id="annex")
    assert permit(BOOKING, PACT, other) == permit(BOOKING, other, PACT) == Permit("annex", 3, "2.1")


@pytest.mark.parametrize("missing", ["principal", "agency", "purpose", "justification"])
def test_a_viewer_must_say_who_and_why(missing: str) -> None:
    with pytest.raises(NoPurpose, match=missing):
        replace(ANALYST, **{missing: " "})


def test_clearances_with_the_same_allowed_set_have_the_same_digest() -> None:
    one = decide(ANALYST, [BOOKING, replace(BOOKING, owner="court")], [PACT], NOW)
    two = decide(ANALYST, [BOOKING], [PACT], NOW)
    assert one.digest() == two.digest() != decide(ANALYST, [], [PACT], NOW).digest()
    assert one.agreements() == ("pact",)


def test_one_rulebook_decides_each_table_of_labels_and_each_viewer_by_itself() -> None:
    rules, other = Rulebook([PACT]), replace(BOOKING, handling="TLP:RED")
    tables = [LabelTable(labels) for labels in ([BOOKING], [other], [other, BOOKING])]
    court = replace(ANALYST, agency="court")
    for viewer, seen in ((ANALYST, [{BOOKING}, set(), {BOOKING}]), (court, [set()] * 3)):
        for _ in range(2):
            assert [set(decide(viewer, table, rules, NOW).permits) for table in tables] == seen
