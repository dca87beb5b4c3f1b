"""Beyond a view: whom to ask, ties that a clause discloses, and properties that it redacts."""

from datetime import date

import pytest
import yaml
from small_worlds import ALPHA, BETA, SmallWorld, Subject, address, closed, key, person

from comity.graph.view import View

JAMES = {"given_name": "James", "family_name": "Okafor-Lindqvist", "birth_date": "1980-05-07"}
PHONE = "+14155550101"


def give(world: SmallWorld, gives: str, **more: object) -> None:
    """A second agreement, by which alpha gets something of what the others keep closed."""
    share = {"clause": "2", "from": ["beta", "gamma"], "to": ["alpha"], "data_classes": ["closed"],
             "handling_ceiling": "TLP:GREEN", "gives": gives, **more}  # fmt: skip
    document = {
        "agreement": "second", "version": 1, "title": "Second", "status": "active",
        "parties": ["alpha", "beta", "gamma"], "purposes": ["investigation"],
        "starts": date(2020, 1, 1), "ends": date(2040, 1, 1), "shares": [share],
    }  # fmt: skip
    world.ledger.put_agreement(yaml.safe_dump(document), "a test")


def withheld(**values: str) -> Subject:
    """A person of whom everything lies under the closed label."""
    told = {prop: closed(value) for prop, value in values.items()}
    return person(hidden=True, **told)


def agencies(view: View, at: str) -> list[str]:
    return [pointer.agency for pointer in view.pointers(at)]


def test_a_pointer_says_whom_to_ask_and_nothing_of_what_they_hold(world: SmallWorld) -> None:
    give(world, "pointer")
    world.say("alpha", "r1", person(**JAMES))
    world.say("beta", "r1", person(hidden=True, **JAMES, alias="Jim"))
    before = world.view(ALPHA).entity(address("alpha", "r1"))
    view = world.view(ALPHA)
    (pointer,) = view.pointers(address("alpha", "r1"))
    assert (pointer.agency, pointer.permit.agreement, pointer.permit.clause) == (
        "beta", "second", "2",
    )  # fmt: skip
    assert view.entity(address("alpha", "r1")) == before
    assert view.counts()["mentions"] == 1
    assert view.entity(address("beta", "r1")) is None


def test_one_pointer_an_agency_however_much_it_holds(world: SmallWorld) -> None:
    give(world, "pointer")
    world.say("alpha", "r1", person(**JAMES))
    world.say("beta", "r1", person(hidden=True, **JAMES))
    (one,) = world.view(ALPHA).pointers(address("alpha", "r1"))
    world.say("beta", "r2", person(hidden=True, **JAMES))
    assert world.view(ALPHA).pointers(address("alpha", "r1")) == (one,)
    world.say("gamma", "r3", person(hidden=True, **JAMES))
    assert agencies(world.view(ALPHA), address("alpha", "r1")) == ["beta", "gamma"]


def test_a_withheld_value_of_a_visible_mention_is_pointed_to(world: SmallWorld) -> None:
    give(world, "pointer")
    world.say("beta", "r1", person(given_name="Ann", alias=closed("Nan")))
    world.say("beta", "r2", person(given_name="Bob"))
    assert agencies(world.view(ALPHA), address("beta", "r1")) == ["beta"]
    assert agencies(world.view(ALPHA), address("beta", "r2")) == []
    assert agencies(world.view(BETA), address("beta", "r1")) == []


def test_whom_only_the_hidden_facts_of_another_lead_to_is_not_named(world: SmallWorld) -> None:
    give(world, "pointer")
    world.say("alpha", "r1", person(**JAMES))
    world.say("beta", "r1", person(hidden=True, **JAMES, national_id="A-1234567"))
    world.say("gamma", "r1", person(hidden=True, given_name="James", national_id="A-1234567"))
    view = world.view(ALPHA)
    assert agencies(view, address("alpha", "r1")) == ["beta"]
    told = view.pointers_to("James Okafor-Lindqvist")
    assert [pointer.agency for pointer in told] == ["beta"]


def test_two_pointers_never_tell_by_their_reference_that_two_entities_are_one(
    world: SmallWorld,
) -> None:
    give(world, "pointer")
    bridged(world)
    view = world.view(ALPHA)
    told = [view.pointers(address("alpha", record)) for record in ("r1", "r2")]
    assert [[pointer.agency for pointer in each] for each in told] == [["beta"], ["beta"]]
    assert told[0][0].ref != told[1][0].ref


def test_a_name_or_a_number_finds_whom_to_ask_where_nothing_shows(world: SmallWorld) -> None:
    give(world, "pointer")
    world.say("beta", "r1", person(hidden=True, **JAMES, phone_number=PHONE))
    world.say("beta", "r2", person(hidden=True, **JAMES))
    view = world.view(ALPHA)
    for text in (PHONE, "james okafor-lindqvist"):
        assert [pointer.agency for pointer in view.pointers_to(text)] == ["beta"]
    assert view.pointers_to("jams okafor-lindqvist") == view.pointers_to("+1415555010") == ()
    assert view.search(PHONE) == []


def test_the_audit_of_the_owner_gets_the_records_behind_a_pointer(world: SmallWorld) -> None:
    give(world, "pointer")
    world.say("alpha", "r1", person(**JAMES))
    world.say("beta", "r1", person(hidden=True, **JAMES))
    world.say("gamma", "r1", person(hidden=True, **JAMES))
    view = world.view(ALPHA)
    first, second = view.pointers(address("alpha", "r1"))
    (told,) = [each for each in view.disclosed([first.ref]) if each.owner != "alpha"]
    assert set(told.refs) == {first.ref, address("beta", "r1")}
    assert (told.agreement, told.clause) == ("second", "2")
    assert {each.owner for each in view.disclosed([second.ref])} == {"gamma"}


@pytest.mark.parametrize("gives", ["facts", "pointer"])
def test_only_a_clause_on_link_disclosure_tells_a_tie(world: SmallWorld, gives: str) -> None:
    give(world, gives)
    bridged(world)
    assert world.view(ALPHA).ties(address("alpha", "r1")) == ()


def bridged(world: SmallWorld) -> None:
    """Two records of alpha's that are one person only by a record of beta's."""
    world.say("alpha", "r1", person(**JAMES))
    world.say("alpha", "r2", person(given_name="James", national_id="A-1234567"))
    world.say("beta", "r1", person(hidden=True, **JAMES, national_id="A-1234567"))


def test_a_tie_tells_that_two_entities_are_one_and_nothing_else(world: SmallWorld) -> None:
    bridged(world)
    one, other = address("alpha", "r1"), address("alpha", "r2")
    before = world.view(ALPHA)
    assert before.counts()["entities"] == 2
    assert before.ties(one) == ()
    give(world, "link_disclosure")
    view = world.view(ALPHA)
    (tie,) = view.ties(one)
    assert (tie.entity, tie.agencies, [p.clause for p in tie.permits]) == (other, ("beta",), ["2"])
    assert [back.entity for back in view.ties(other)] == [one]
    assert view.counts() == before.counts()
    assert view.pointers(one) == ()


def test_an_agency_that_holds_something_but_ties_nothing_is_not_named(world: SmallWorld) -> None:
    give(world, "link_disclosure")
    bridged(world)
    world.say("gamma", "r1", person(hidden=True, **JAMES))
    (tie,) = world.view(ALPHA).ties(address("alpha", "r1"))
    assert tie.agencies == ("beta",)


def test_each_agency_whose_own_records_tie_is_named(world: SmallWorld) -> None:
    give(world, "link_disclosure")
    bridged(world)
    world.say("gamma", "r1", person(hidden=True, **JAMES, national_id="A-1234567"))
    (tie,) = world.view(ALPHA).ties(address("alpha", "r1"))
    assert tie.agencies == ("beta", "gamma")


def test_the_audit_of_the_owner_gets_the_records_behind_a_tie(world: SmallWorld) -> None:
    give(world, "link_disclosure")
    bridged(world)
    world.say("gamma", "r1", person(hidden=True, **JAMES))
    view = world.view(ALPHA)
    (tie,) = view.ties(address("alpha", "r1"))
    (told,) = [each for each in view.disclosed([tie.entity]) if each.owner != "alpha"]
    assert (told.owner, told.refs) == ("beta", (address("beta", "r1"),))
    assert (told.agreement, told.clause) == ("second", "2")


@pytest.mark.parametrize("text", ["1980-05-07", "62701", "tall, with a limp"])
def test_what_many_share_finds_nobody_to_ask(world: SmallWorld, text: str) -> None:
    give(world, "pointer")
    told = {"postcode": "62701", "description": "tall, with a limp"}
    world.say("beta", "r1", person(hidden=True, **JAMES, **told))
    view = world.view(ALPHA)
    assert view.pointers_to("James Okafor-Lindqvist") != ()
    assert view.pointers_to(text) == ()


def test_a_redacted_property_shows_nowhere_and_joins_nobody(world: SmallWorld) -> None:
    give(world, "facts", redact=["national_id", "birth_date"])
    world.say("alpha", "r1", person(given_name="James", national_id="A-1234567"))
    world.say("beta", "r1", withheld(**JAMES, national_id="A-1234567"))
    view = world.view(ALPHA)
    entity = view.entity(address("beta", "r1"))
    assert entity is not None
    assert {fact.property for fact in entity.facts} == {"given_name", "family_name"}
    assert view.counts()["entities"] == 2
    assert view.search("A-1234567")[0].entity == address("alpha", "r1")
    scope = view.scope()
    rows = world.store.claims_of(key("beta", "r1"), scope)
    assert {row.property for row in rows} == {"given_name", "family_name"}
    assert len(world.store.find("national_id", "a", scope, 9)) == 1
    world.ledger.set_agreement_status("second", "suspended", "a test")
    assert world.view(ALPHA).entity(address("beta", "r1")) is None


def test_a_clause_that_does_not_redact_opens_the_property_and_is_named(world: SmallWorld) -> None:
    give(world, "facts", redact=["birth_date"])
    world.say("beta", "r1", withheld(**JAMES))
    third = {"clause": "9", "from": ["beta"], "to": ["alpha"], "data_classes": ["closed"],
             "handling_ceiling": "TLP:GREEN", "redact": ["given_name"]}  # fmt: skip
    document = {
        "agreement": "third", "version": 1, "title": "Third", "status": "active",
        "parties": ["alpha", "beta"], "purposes": ["investigation"],
        "starts": date(2020, 1, 1), "ends": date(2040, 1, 1), "shares": [third],
    }  # fmt: skip
    world.ledger.put_agreement(yaml.safe_dump(document), "a test")
    view = world.view(ALPHA)
    entity = view.entity(address("beta", "r1"))
    assert entity is not None
    assert {fact.property: fact.origin.permit.agreement for fact in entity.facts} == {
        "given_name": "second", "family_name": "second", "birth_date": "third",
    }  # fmt: skip
    assert {right.permit.agreement: right.facts for right in view.rights()} == {
        "second": 3, "third": 1,
    }  # fmt: skip
