"""Two states of agreements side by side, the audience of a label, and clauses that conflict."""

from dataclasses import replace
from itertools import product

import pytest
import yaml
from law.random_agreements import AGENCIES, CASES, FORCE, NOW, TRAINING, random_world
from pacts import pact

from comity.sharing import (
    Agreement,
    Label,
    LabelTable,
    Rulebook,
    Viewer,
    audience,
    changes_between,
    conflicts,
    decide,
    effects,
    parse_agreement,
)

AT = pact().starts.replace(month=6)
BOOKING = Label("sheriff", "booking", "TLP:GREEN")
CITY = Viewer("ann", "city", "analyst", "investigation", "case 12")


def test_equal_agreements_have_no_changes() -> None:
    assert changes_between(pact(), pact()) == ()


def test_every_changed_part_is_told_once() -> None:
    old = pact()
    second = replace(old.clauses[1], training=(), ceilings=("TLP:RED",))
    new = replace(old, version=2, clauses=(old.clauses[0], second, *old.clauses[3:]), duties=())
    told = {change.where: (change.before, change.after) for change in changes_between(old, new)}
    assert told == {
        "version": ("1", "2"),
        "clause 2.2: training": ("warrants", ""),
        "clause 2.2: ceilings": ("TLP:AMBER, NIEM:GREEN", "TLP:RED"),
        "clause 2.3": ("there", ""),
        "duty 3.1": ("there", ""),
        "duty 3.2": ("there", ""),
    }


def test_the_end_of_an_agreement_takes_what_it_alone_permits() -> None:
    table = LabelTable([BOOKING, Label("city", "incident", "TLP:RED")])
    with_it, without = Rulebook([pact()]), Rulebook([replace(pact(), status="ended")])
    lost = effects(CITY, table, with_it, without, AT)
    assert [(effect.label, effect.after) for effect in lost] == [(BOOKING, None)]
    gained = effects(CITY, table, without, with_it, AT)
    assert [(effect.label, effect.before) for effect in gained] == [(BOOKING, None)]
    twice = Rulebook([pact(), pact(agreement="annex")])
    assert effects(CITY, table, twice, with_it, AT) == ()


@pytest.mark.parametrize("seed", range(60))
def test_who_is_in_the_audience_sees_and_nobody_else(seed: int) -> None:
    """The audience against the decision, for viewers who meet every condition."""
    world = random_world(seed, labels=8)
    pacts = [parse_agreement(yaml.safe_dump(one), "pact") for one in world.documents]
    for label in world.labels:
        told = {agency: set[str]() for agency in (*AGENCIES, FORCE)}
        for one in audience(label, [one for one in pacts if one.in_force(NOW)]):
            for receiver in one.receivers:
                told[receiver].add(one.sees.partition(",")[0])
        for agency in AGENCIES:
            if agency != label.owner:
                assert told[agency] == sees(agency, label, pacts), (agency, label)


def sees(agency: str, label: Label, pacts: list[Agreement]) -> set[str]:
    """What somebody of an agency sees of a label, whatever their role, purpose and training.

    Of each clause by itself, since who sees the facts is not told whom to ask.
    """
    purposes = {purpose for one in pacts for purpose in one.purposes}
    roles = {role for one in pacts for clause in one.clauses for role in clause.roles} | {"none"}
    found = set()
    for whole, clause in ((one, clause) for one in pacts for clause in one.clauses):
        alone = [replace(whole, clauses=(clause,))]
        for purpose, role in product(purposes, roles):
            viewer = Viewer(
                "x", agency, role, purpose, "y", CASES[0], TRAINING, CASES, emergency=True
            )
            decided = decide(viewer, [label], alone, NOW)
            found |= {"the facts"} if decided.allows(label) else set()
            found |= {"whom to ask"} if label in decided.pointers else set()
            found |= {"that two are one by them"} if label in decided.ties else set()
    return found


def test_the_audience_leaves_out_whom_a_caveat_bars() -> None:
    barred = replace(BOOKING, caveats=("not-for:city",))
    (one,) = audience(barred, [pact()])
    assert one.receivers == ("court",)
    assert audience(replace(BOOKING, caveats=("originator-only",)), [pact()]) == ()


def test_a_milder_clause_is_named_beside_the_stricter_one_it_undoes() -> None:
    mild = pact(agreement="annex")
    clause = replace(mild.clauses[1], training=(), ceilings=("TLP:RED",), verify_first=False)
    found = conflicts([pact(), replace(mild, clauses=(clause,), task_forces=())])
    assert {(one.stricter.agreement, one.milder.agreement, one.asks) for one in found} == {
        ("pact", "annex", "training in warrants"),
        ("pact", "annex", "no more than TLP:AMBER and NIEM:GREEN, not TLP:RED"),
        ("pact", "annex", "to ask the owner before acting"),
        ("annex", "pact", "no more than TLP:RED, not NIEM:GREEN"),
    }
    assert {one.about for one in found} == {"warrant of court to city"}


def test_clauses_of_different_facts_people_or_purposes_do_not_conflict() -> None:
    one = pact()
    strict = one.clauses[1]
    for change in ({"owners": ("city",)}, {"receivers": ("sheriff",)}, {"data_classes": ("x",)}):
        other = replace(one, id="annex", clauses=(replace(strict, training=(), **change),))
        assert conflicts([replace(one, clauses=(strict,)), other]) == ()
    other = replace(one, id="annex", purposes=("x",), clauses=(replace(strict, training=()),))
    assert conflicts([replace(one, clauses=(strict,)), other]) == ()
    assert conflicts([one, replace(one, id="annex", status="ended")]) == ()


def test_an_agreement_does_not_conflict_with_its_own_emergency_clause() -> None:
    assert conflicts([pact()]) == ()
