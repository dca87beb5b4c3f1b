"""Marking and passing on: the stricter of code and clause holds, and one's own is one's own."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.sharing import (
    Agreement,
    Clearance,
    Label,
    Permit,
    Release,
    TaskForce,
    Terms,
    Viewer,
    marking_line,
    marking_of,
    marking_received,
    members_of,
    obstacles,
    sealed_label,
    what_may_go,
)
from comity.sharing.handling import ALLOWANCES, allowance, handling_schemes
from comity.sharing.permits import OWN
from comity.sharing.terms import TermsBy

BOOKING = Label("harbor", "booking", "TLP:GREEN")
CLAUSE, OTHER, LOST = Permit("pact", 1, "1"), Permit("pact", 1, "2"), Permit("pact", 1, "9")
FREE = Terms("free", "free", verify_first=False)
NAMES = [code.name for codes in handling_schemes().values() for code in codes.values()]
OWNERS = ("city", "harbor", "court")
BEARS = st.tuples(
    st.builds(
        Label,
        owner=st.sampled_from(OWNERS),
        data_class=st.just("booking"),
        handling=st.sampled_from(NAMES),
        caveats=st.sampled_from([(), ("not-for:court",), ("not-for:dmv", "sealed-but-for:city")]),
    ),
    st.sampled_from([OWN, CLAUSE, OTHER, LOST]),
)
TERMS = st.fixed_dictionaries(
    {
        permit: st.builds(
            Terms, st.sampled_from(ALLOWANCES), st.sampled_from(ALLOWANCES), st.booleans()
        )
        for permit in (CLAUSE, OTHER)
    }
)
RELEASES = st.builds(
    Release,
    recipient=st.sampled_from([*OWNERS, "a prosecutor"]),
    approved=st.frozensets(st.sampled_from(OWNERS)),
    verified=st.frozensets(st.sampled_from(OWNERS)),
)
ENDS = datetime(2040, 1, 1, tzinfo=UTC)
RESTING = st.frozensets(BEARS, max_size=8)


def missing(label: Label, permit: Permit, release: Release, **terms: object) -> list[str]:
    by = {CLAUSE: replace(FREE, **terms)}  # type: ignore[arg-type]
    return [each.missing for each in obstacles([(label, permit)], by, release)]


@pytest.mark.parametrize(
    ("code", "terms", "stands"),
    [
        ("TLP:CLEAR", {}, []),
        ("TLP:CLEAR", {"onward": "ask"}, ["approval"]),
        ("TLP:CLEAR", {"onward": "never"}, ["never"]),
        ("TLP:AMBER", {}, ["approval"]),
        ("TLP:RED", {}, ["never"]),
        ("TLP:CLEAR", {"verify_first": True}, ["verification"]),
        ("TLP:AMBER", {"verify_first": True}, ["approval", "verification"]),
    ],
)
def test_what_is_missing_goes_by_the_stricter_of_code_and_clause(
    code: str, terms: dict[str, object], stands: list[str]
) -> None:
    label = replace(BOOKING, handling=code)
    assert missing(label, CLAUSE, Release("a prosecutor"), **terms) == stands
    allowed = Release("a prosecutor", frozenset(["harbor"]), frozenset(["harbor"]))
    never = [each for each in stands if each == "never"]
    assert missing(label, CLAUSE, allowed, **terms) == never
    others = Release("a prosecutor", frozenset(["court"]), frozenset(["court"]))
    assert missing(label, CLAUSE, others, **terms) == stands


def test_ones_own_goes_as_one_likes_and_anothers_goes_back_to_it() -> None:
    red = replace(BOOKING, handling="TLP:RED")
    assert missing(red, OWN, Release("a prosecutor")) == []
    assert missing(red, CLAUSE, Release("Harbor"), onward="never") == []
    assert missing(replace(red, caveats=("originator-only",)), OWN, Release("court")) == []


@pytest.mark.parametrize("permit", [OWN, CLAUSE])
def test_a_caveat_against_the_recipient_and_a_seal_hold_whoever_hands_over(permit: Permit) -> None:
    free = replace(BOOKING, handling="TLP:CLEAR")
    caveated = replace(free, caveats=("not-for:dmv",))
    assert missing(caveated, permit, Release("DMV")) == ["never"]
    assert missing(caveated, permit, Release("court")) == []
    sealed = sealed_label(free, ["court"])
    assert missing(sealed, permit, Release("a prosecutor")) == ["never"]
    assert missing(sealed, permit, Release("court")) == []
    assert missing(replace(free, caveats=("of some kind",)), permit, Release("court")) == ["never"]


@pytest.mark.parametrize(
    ("recipient", "is_meant"),
    [
        ("state-dmv", True),
        ("State DMV", True),
        ("STATE\u2011DMV", True),
        ("statedmv", True),
        ("ｓｔａｔｅ-ｄｍｖ", True),
        ("county prosecutor; state dmv (records)", True),
        ("estate-dmv", False),
        ("state-dm", False),
        ("dmv of another state", False),
        ("...", False),
    ],
)
def test_a_caveat_holds_however_its_agency_is_written(recipient: str, is_meant: bool) -> None:
    caveated = replace(BOOKING, handling="TLP:CLEAR", caveats=("not-for:state-dmv",))
    assert missing(caveated, CLAUSE, Release(recipient)) == (["never"] if is_meant else [])


def test_a_seal_is_opened_by_an_agency_s_own_name_alone() -> None:
    sealed = sealed_label(replace(BOOKING, handling="TLP:CLEAR"), ["state-dmv"])
    assert missing(sealed, CLAUSE, Release("State-DMV")) == []
    for recipient in ("state dmv", "state-dmv and the county prosecutor"):
        assert missing(sealed, CLAUSE, Release(recipient)) == ["never"]


def test_a_caveat_against_a_member_holds_against_its_task_force() -> None:
    force = TaskForce("Harbor Task Force", "court", ("court", "state-dmv"), ENDS)
    starts = datetime(2020, 1, 1, tzinfo=UTC)
    pact = Agreement(
        "pact", 1, "A pact", "active", ("court", "state-dmv"), (), (), starts, ENDS,
        task_forces=(force,),
    )  # fmt: skip
    free = replace(BOOKING, handling="TLP:CLEAR")
    caveated = replace(free, caveats=("not-for:state-dmv",))
    for recipient in ("harbor task force", "the prosecutor and HARBOR TASK-FORCE"):
        members = members_of(recipient, [pact])
        assert members == {"court", "state-dmv"}
        release = Release(recipient, members=members)
        assert missing(caveated, CLAUSE, release) == ["never"]
        assert missing(free, CLAUSE, release) == []
        sealed = sealed_label(free, ["court", "state-dmv"])
        assert missing(sealed, CLAUSE, release) == ["never"]
    assert members_of("harbor", [pact]) == members_of("task force", [pact]) == frozenset()


def test_a_clause_that_nobody_knows_any_more_allows_nothing() -> None:
    everything = Release("a prosecutor", frozenset(["harbor"]), frozenset(["harbor"]))
    assert missing(BOOKING, LOST, everything) == ["never"]
    marking = marking_of([(BOOKING, LOST)], {})
    assert marking is not None
    assert (marking.onward, marking.evidence, marking.verify_first) == (
        *("never", "never"), ("harbor",),
    )  # fmt: skip


@given(RESTING, TERMS)
def test_a_marking_is_as_strict_as_its_strictest_part(
    resting: frozenset[tuple[Label, Permit]], terms: TermsBy
) -> None:
    marking = marking_of(resting, terms)
    assert (marking is None) == (not resting)
    if marking is None:
        return
    for label, permit in resting:
        assert label.owner in marking.owners
        assert set(label.caveats) <= set(marking.caveats)
        if permit == OWN:
            continue
        for use in ("onward", "evidence"):
            whole = ALLOWANCES.index(getattr(marking, use))
            assert whole >= ALLOWANCES.index(allowance([label.handling], use))
            assert permit not in terms or whole >= ALLOWANCES.index(getattr(terms[permit], use))
    received = marking_received(resting, terms)
    assert received is not None
    assert ALLOWANCES.index(received.onward) >= ALLOWANCES.index(marking.onward)


def test_ones_own_binds_oneself_to_nothing_and_who_gets_it_to_its_code() -> None:
    mine = [(replace(BOOKING, handling="TLP:RED"), OWN)]
    for_me, for_them = marking_of(mine, {}), marking_received(mine, {})
    assert for_me is not None and for_them is not None  # noqa: PT018 - for the types alone
    assert (for_me.onward, for_them.onward) == ("free", "never")


@given(RESTING, TERMS, RELEASES)
def test_of_what_may_go_nothing_stands_in_the_way_and_nothing_else_is_left_out(
    resting: frozenset[tuple[Label, Permit]], terms: TermsBy, release: Release
) -> None:
    permits = dict(sorted(resting))
    viewer = Viewer("ann", "city", "analyst", "investigation", "a test")
    clearance = Clearance(viewer, datetime(2026, 1, 1, tzinfo=UTC), permits)
    going = what_may_go(clearance, terms, release)
    assert obstacles(going.permits.items(), terms, release) == ()
    for bears in permits.items():
        assert (bears[0] in going.permits) == (obstacles([bears], terms, release) == ())


def test_a_marking_is_told_in_one_line() -> None:
    labels = [replace(BOOKING, caveats=("not-for:dmv",)), Label("city", "booking", "NIEM:GREEN")]
    terms = {CLAUSE: Terms("ask", "never", verify_first=True)}
    marking = marking_of([(label, CLAUSE) for label in labels], terms)
    assert marking is not None
    assert marking_line(marking) == (
        "NIEM:GREEN · TLP:GREEN · not-for:dmv · passing on: ask · use in court: never · "
        "verify first with city, harbor (facts of city, harbor)"
    )
