"""A view: what shows to whom, at which time, and under which lasting address."""

import pytest
from small_worlds import (
    ALPHA,
    BETA,
    ID_KEY,
    SmallWorld,
    Subject,
    Tie,
    Value,
    address,
    closed,
    key,
    person,
)

from comity.graph.identity import mention_id
from comity.graph.view import View, micros
from comity.graph.words import FOREVER, Interval

JAMES = {"given_name": "James", "family_name": "Smith", "birth_date": "1980-05-07"}
NOON = 1_000_000_000_000_000


def facts(view: View, at: str) -> list[tuple[str, str]]:
    entity = view.entity(at)
    assert entity is not None
    return [(fact.property, fact.value) for fact in entity.facts]


def test_claims_of_one_mention_that_differ_in_label_show_apart(world: SmallWorld) -> None:
    world.say("beta", "r1", person(given_name="Ann", family_name=closed("Lee"), sex=closed("f")))
    assert facts(world.view(ALPHA), address("beta", "r1")) == [("given_name", "Ann")]
    assert facts(world.view(BETA), address("beta", "r1")) == [
        ("family_name", "Lee"), ("given_name", "Ann"), ("sex", "f"),
    ]  # fmt: skip


def test_an_entity_is_named_by_what_shows_of_it(world: SmallWorld) -> None:
    world.say("beta", "r1", person(given_name="Ann", family_name=closed("Lee")))
    world.say("beta", "r2", person(family_name=closed("Lee")))
    names = [world.view(ALPHA).entity(address("beta", record)) for record in ("r1", "r2")]
    assert [entity.name for entity in names if entity] == ["Ann", "(person, unnamed)"]


def test_withheld_and_absent_are_the_same_nothing(world: SmallWorld) -> None:
    world.say("beta", "r1", person(hidden=True, **JAMES))
    hidden, nobody = address("beta", "r1"), "0" * 32
    view = world.view(ALPHA)
    for at in (hidden, nobody):
        assert view.entity(at) is None
        assert view.mention_key(at) is None
        assert view.neighbours(at) == view.matches(at) == []
        assert view.why(at, at) is None
    assert view.counts() == {"entities": 0, "mentions": 0, "claims": 0, "links": 0}
    assert world.view(BETA).mention_key(hidden) == key("beta", "r1")


@pytest.mark.parametrize("text", ["", "é", "x" * 32, "0" * 400, "\0" * 32, "f" * 31])
def test_what_is_no_address_leads_nowhere(world: SmallWorld, text: str) -> None:
    world.say("alpha", "r1", person(**JAMES))
    assert world.view().entity(text) is None


def test_every_fact_says_who_asserts_it_and_by_what_right_it_shows(world: SmallWorld) -> None:
    at = world.say("beta", "r1", person(given_name="Ann"))
    world.say("alpha", "r2", person(given_name="Bob"))
    view = world.view(ALPHA)
    (lent,) = view.entity(address("beta", "r1")).facts
    assert (lent.origin.agency, lent.origin.source, lent.origin.record) == ("beta", "beta", "r1")
    assert (lent.origin.recorded, lent.origin.mapping) == (at, "test@1")
    assert (lent.origin.permit.agreement, lent.origin.permit.clause) == ("between-three", "1")
    (own,) = view.entity(address("alpha", "r2")).facts
    assert own.origin.permit.agreement == "own records"


def test_valid_at_narrows_facts_links_names_and_search_and_never_identity(
    world: SmallWorld,
) -> None:
    then = Interval(NOON, NOON + 10)
    born = Value("1980-05-07", valid=then)
    ties = [Tie("p", "q", valid=then)]
    world.say("alpha", "r1", person(**{**JAMES, "birth_date": born}), person("q"), ties=ties)
    world.say("beta", "r2", person(**JAMES))
    for at in (NOON, NOON + 9):
        view = world.view(valid_at=at)
        assert ("birth_date", "1980-05-07") in facts(view, address("alpha", "r1"))
        assert view.counts()["links"] == 1
    for at in (NOON - 1, NOON + 10):
        view = world.view(valid_at=at)
        entity = view.entity(address("alpha", "r1"))
        assert [fact.origin.record for fact in entity.facts if fact.property == "birth_date"] == [
            "r2"
        ]
        assert len(entity.mentions) == 2
        assert view.counts()["links"] == len(view.network().link) == 0
        assert view.neighbours(entity.id) == []


def test_a_name_that_did_not_hold_then_neither_shows_nor_is_found(world: SmallWorld) -> None:
    maiden = Value("Marchetti", valid=Interval(NOON, NOON + 10))
    world.say("alpha", "r1", person(given_name="Ann", family_name=maiden))
    assert [hit.name for hit in world.view(valid_at=NOON).search("Marchetti")] == ["Ann Marchetti"]
    assert world.view(valid_at=NOON + 10).search("Marchetti") == []
    assert world.view().search("Ann Marchetti")[0].score == 100


def test_known_at_answers_as_on_that_day_identity_included(world: SmallWorld) -> None:
    first = world.say("alpha", "r1", person(**JAMES))
    second = world.say("beta", "r2", person(**JAMES))
    world.say("alpha", "r1", person(given_name="Maria", family_name="Lopez"))
    mine = address("alpha", "r1")
    assert world.view(known_at=first - 1).entity(mine) is None
    assert len(world.view(known_at=first).entity(mine).mentions) == 1
    assert len(world.view(known_at=second).entity(mine).mentions) == 2
    assert world.view(known_at=second).entity(mine).name == "James Smith"
    now = world.view().entity(mine)
    assert (now.name, len(now.mentions)) == ("Maria Lopez", 1)
    assert world.view(known_at=FOREVER - 1).entity(mine) == now


def test_a_withdrawn_record_is_gone_and_stands_in_what_was_known(world: SmallWorld) -> None:
    before = world.say("alpha", "r1", person(**JAMES))
    world.unsay("alpha", "r1")
    assert world.view().entity(address("alpha", "r1")) is None
    assert world.view(known_at=before).entity(address("alpha", "r1")).name == "James Smith"


def test_a_date_stays_what_it_was_when_a_record_says_a_thing_again(world: SmallWorld) -> None:
    first = world.say("beta", "r1", person(given_name="Ann", sex="f"))
    later = world.say("beta", "r1", person(given_name="Ann", sex="f", birth_date="1980"))
    entity = world.view().entity(address("beta", "r1"))
    recorded = {fact.property: fact.origin.recorded for fact in entity.facts}
    assert recorded == {"given_name": first, "sex": first, "birth_date": later}


def test_an_id_is_the_smallest_visible_address_and_every_address_leads_to_it(
    world: SmallWorld,
) -> None:
    ends = sorted(address(agency, "r1") for agency in ("alpha", "beta", "gamma"))
    for agency in ("alpha", "beta", "gamma"):
        world.say(agency, "r1", person(**JAMES))
    view = world.view()
    assert {view.entity(end).id for end in ends} == {ends[0]}
    assert [mention.id for mention in view.entity(ends[2]).mentions] == ends
    assert dict(view.clusters())[key("beta", "r1")] == ends[0]


def test_addresses_outlast_merges_and_splits(world: SmallWorld) -> None:
    world.say("alpha", "r1", person(**JAMES))
    world.say("beta", "r2", person(given_name="James", family_name="Smith"))
    ends = [address("alpha", "r1"), address("beta", "r2")]
    apart = [world.view().entity(end) for end in ends]
    assert [entity.id for entity in apart] == ends
    joined = world.judge(key("alpha", "r1"), key("beta", "r2"), "same")
    assert {world.view().entity(end).id for end in ends} == {min(ends)}
    world.withdraw(joined)
    assert [world.view().entity(end) for end in ends] == apart


def test_an_address_is_keyed_by_the_installation_alone(world: SmallWorld) -> None:
    world.say("alpha", "r1", person(**JAMES))
    assert world.view().entity(mention_id(ID_KEY, "alpha:r1:p")) is not None
    assert world.view().entity(mention_id(b"another key", "alpha:r1:p")) is None


def test_standing_names_viewer_purpose_times_and_the_agreements_used(world: SmallWorld) -> None:
    world.say("alpha", "r1", person(**JAMES))
    standing = world.view(valid_at=NOON).standing()
    assert (standing.viewer, standing.agency, standing.purpose) == (
        "a.viewer", "alpha", "investigation",
    )  # fmt: skip
    assert (standing.agreements, standing.valid_at) == ((), NOON)
    assert standing.known_at == micros(world.clock())
    world.say("beta", "r2", person(hidden=True, **JAMES))
    assert world.view().standing().agreements == ()
    world.say("beta", "r3", person(**JAMES))
    assert world.view().standing().agreements == ("between-three",)


def test_a_digest_changes_with_what_shows_and_with_nothing_else(world: SmallWorld) -> None:
    world.say("alpha", "r1", person(**JAMES), person("q"))
    first = world.view().standing().digest
    world.say("beta", "r2", person(hidden=True, **JAMES))
    world.judge(key("alpha", "r1"), key("beta", "r2"), "same")
    assert world.view().standing().digest == first
    seen = {first}
    for change in (
        lambda: world.say("beta", "r2", person(**JAMES)),
        lambda: world.judge(key("alpha", "r1"), key("beta", "r2"), "unsure"),
        lambda: world.say("alpha", "r1", person(**JAMES), person("q"), ties=[Tie("p", "q")]),
        lambda: world.unsay("beta", "r2"),
    ):
        change()
        seen.add(world.view().standing().digest)
    assert len(seen) == 5
    assert world.view(valid_at=NOON).standing().digest not in seen


def test_a_digest_hears_of_what_joins_two_though_it_does_not_hold_at_the_time(
    world: SmallWorld,
) -> None:
    then = Interval(NOON, NOON + 10)
    name = {"given_name": "James", "family_name": "Smith"}
    world.say("alpha", "r1", person(**name, state_id="S-1"))
    world.say("beta", "r2", person(**name))
    before = world.view(valid_at=0)
    world.say("beta", "r2", person(**name, state_id=Value("S-1", valid=then)))
    after = world.view(valid_at=0)
    assert after.counts()["claims"] == before.counts()["claims"]
    assert after.counts()["entities"] < before.counts()["entities"]
    assert after.standing().digest != before.standing().digest


def test_a_digest_hears_of_the_right_by_which_a_fact_shows(world: SmallWorld) -> None:
    world.say("beta", "r1", person(**JAMES))
    before = world.view().standing().digest
    (agreement,) = world.ledger.agreements()
    assert agreement.version == 1
    world.agree(version=2)
    assert world.view().entity(address("beta", "r1")) is not None
    assert world.view().standing().digest != before


def test_a_scope_lets_a_store_show_what_the_view_shows(world: SmallWorld) -> None:
    world.say("beta", "r1", person(given_name="Ann", family_name=closed("Lee")), person("q"),
              person("x", hidden=True), ties=[Tie("p", "q"), Tie("p", "x")])  # fmt: skip
    view, store = world.view(), world.store
    claims = store.claims_of(key("beta", "r1"), view.scope())
    assert [(claim.property, claim.value) for claim in claims] == [("given_name", "Ann")]
    links = store.neighbours(key("beta", "r1"), view.scope(), 9)
    assert [link.second for link in links] == [key("beta", "r1", "q")]


def test_an_entity_has_the_roles_and_the_standing_that_its_visible_links_give(
    world: SmallWorld,
) -> None:
    crime = Subject("i", "incident", {"case_number": "2024-1"})
    ties = [Tie("p", "i", "involved_in", "witness"),
            Tie("p", "i", "involved_in", "suspect", closed=True)]  # fmt: skip
    world.say("beta", "r1", person(**JAMES), crime, ties=ties)
    mine, theirs = (world.view(who).entity(address("beta", "r1")) for who in (ALPHA, BETA))
    assert (mine.roles, mine.standing) == (("witness",), "bystander")
    assert (theirs.roles, theirs.standing) == (("suspect", "witness"), "involved")
