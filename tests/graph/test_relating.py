"""Relational evidence: what links add to two persons' score, in each view from its own links."""

from dataclasses import replace

import pytest
from small_worlds import ALPHA, BETA, SmallWorld, Subject, Tie, address, key, person

from comity.graph.answers import Comparison, Why
from comity.graph.view import View
from comity.resolve import NO_RELATIONS, default_model

NUMBER = "+14155550101"
VIKTOR = {"given_name": "Viktor", "family_name": "Semchenko"}
VIC = {"given_name": "Vic", "family_name": "Semcenko"}
LINE = Subject("l", "phone", {"phone_number": NUMBER})
USES = Tie("p", "l", "uses", "user")


def met(view: View, *ends: tuple[str, str]) -> bool:
    """Whether the persons of these records are one entity."""
    found = [view.entity(address(*end)) for end in ends]
    assert None not in found
    return len({entity.id for entity in found if entity}) == 1


def line(why: Why | None, name: str) -> Comparison | None:
    """One line of an explanation by its name."""
    assert why is not None
    return next((found for found in why.comparisons if found.name == name), None)


def test_a_shared_phone_joins_what_names_alone_do_not(world: SmallWorld) -> None:
    world.say("alpha", "x", person(**VIKTOR), LINE, ties=[USES])
    world.say("beta", "y", person(**VIC), LINE, ties=[USES])
    view = world.view()
    assert met(view, ("alpha", "x"), ("beta", "y"))
    why = view.why(address("alpha", "x"), address("beta", "y"))
    found = line(why, "shared phone")
    assert found is not None
    assert (found.level, found.left, found.right) == ("theirs alone", NUMBER, NUMBER)
    assert found.weight > 0
    assert [(s.value, s.agency, s.source, s.record) for s in found.left_said] == [
        (NUMBER, "alpha", "alpha", "x")
    ]
    assert [s.agency for s in found.right_said] == ["beta"]
    assert why is not None
    assert why.score == pytest.approx(why.prior + sum(c.weight for c in why.comparisons))
    assert why.score - found.weight < why.threshold <= why.score


def test_without_the_phone_they_are_two(world: SmallWorld) -> None:
    world.say("alpha", "x", person(**VIKTOR), LINE, ties=[USES])
    world.say("beta", "y", person(**VIC))
    view = world.view()
    assert not met(view, ("alpha", "x"), ("beta", "y"))
    assert line(view.why(address("alpha", "x"), address("beta", "y")), "shared phone") is None


@pytest.mark.parametrize("hidden", ["link", "phone"])
def test_a_phone_that_does_not_show_joins_nobody(world: SmallWorld, hidden: str) -> None:
    tie, phone = replace(USES, closed=hidden == "link"), replace(LINE, closed=hidden == "phone")
    world.say("alpha", "x", person(**VIKTOR), LINE, ties=[USES])
    world.say("beta", "y", person(**VIC), phone, ties=[tie])
    ends = address("alpha", "x"), address("beta", "y")
    assert not met(world.view(ALPHA), ("alpha", "x"), ("beta", "y"))
    assert line(world.view(ALPHA).why(*ends), "shared phone") is None
    theirs = world.view(BETA)
    assert theirs.entity(ends[0]) is None


def test_others_who_use_the_phone_take_from_what_it_says(world: SmallWorld) -> None:
    world.say("alpha", "x", person(**VIKTOR), LINE, ties=[USES])
    world.say("beta", "y", person(**VIC), LINE, ties=[USES])
    others = ["Anna", "Otto", "Quentin", "Ulla", "Hedwig"]
    weights = []
    for number, name in enumerate(others):
        world.say("gamma", f"r{number}", person(given_name=name, family_name=f"{name}sen"), LINE,
                  ties=[USES])  # fmt: skip
        found = line(world.view().why(address("alpha", "x"), address("beta", "y")), "shared phone")
        weights.append(found.weight if found else 0.0)
    assert weights == sorted(weights, reverse=True)
    assert weights[0] > 0 == weights[-1]
    assert not met(world.view(), ("alpha", "x"), ("beta", "y"))


def test_hidden_others_on_the_phone_take_nothing(world: SmallWorld) -> None:
    world.say("alpha", "x", person(**VIKTOR), LINE, ties=[USES])
    world.say("beta", "y", person(**VIC), LINE, ties=[USES])
    ends = address("alpha", "x"), address("beta", "y")
    before = world.view().why(*ends)
    for number in range(6):
        world.say("beta", f"r{number}", person(hidden=True, given_name=f"N{number}"), LINE,
                  ties=[USES])  # fmt: skip
    after = world.view().why(*ends)
    assert before is not None
    assert after is not None
    assert (after.score, after.comparisons) == (before.score, before.comparisons)


def test_a_phone_that_both_state_is_counted_once(world: SmallWorld) -> None:
    world.say("alpha", "x", person(**VIKTOR, phone_number=NUMBER), LINE, ties=[USES])
    world.say("beta", "y", person(**VIC, phone_number=NUMBER), LINE, ties=[USES])
    why = world.view().why(address("alpha", "x"), address("beta", "y"))
    assert line(why, "phone") is not None
    assert line(why, "shared phone") is None


def test_a_pair_that_no_key_blocks_is_proposed_by_its_phone(world: SmallWorld) -> None:
    odd = {"given_name": "Vitaly", "family_name": "Sorokin"}
    world.say("alpha", "x", person(**VIKTOR), LINE, ties=[USES])
    world.say("beta", "y", person(**odd), LINE, ties=[USES])
    world.say("gamma", "z", person(**odd))
    pairs = scored(world)
    assert ("alpha:x:p", "beta:y:p") in pairs
    assert ("alpha:x:p", "gamma:z:p") not in pairs


def scored(world: SmallWorld) -> dict[tuple[str, str], float]:
    """The scores of every pair of persons that the view has compared."""
    seen = world.view()._seen
    table = seen.entities.matches["person"]
    keys = seen.index.snapshot.words.mentions.texts
    ends = zip(table.first.tolist(), table.second.tolist(), table.scores.tolist(), strict=True)
    return {tuple(sorted((keys[a], keys[b]))): score for a, b, score in ends}  # type: ignore[misc]


def test_an_explanation_comes_to_the_score_that_clustering_used(world: SmallWorld) -> None:
    world.say("alpha", "x", person(**VIKTOR), LINE, ties=[USES])
    world.say("beta", "y", person(**VIC), LINE, ties=[USES])
    world.say("gamma", "z", person(**VIKTOR, birth_date="1980-05-07"), person("q", **VIC), LINE,
              ties=[USES, Tie("p", "q"), Tie("q", "l", "uses", "user")])  # fmt: skip
    view, pairs = world.view(), scored(world)
    assert len(pairs) > 3
    for (one, two), score in pairs.items():
        ends = [address(*mention.split(":")) for mention in (one, two)]
        why = view.why(*ends)
        assert why is not None
        assert why.score == pytest.approx(score, abs=1e-4)


def test_who_is_linked_to_whom_is_not_him(world: SmallWorld) -> None:
    born = {**VIKTOR, "birth_date": "1980-05-07"}
    world.say("alpha", "x", person(**VIKTOR))
    world.say("alpha", "y", person(**VIC), ties=[Tie("p", key("alpha", "x"))])
    world.say("beta", "z", person(**born))
    why = world.view().why(address("alpha", "x"), address("alpha", "y"))
    found = line(why, "linked to each other")
    assert found is not None
    assert (found.left, found.right) == ("associate of", "associate of")
    assert found.weight < 0
    assert line(world.view().why(address("alpha", "x"), address("beta", "z")), found.name) is None


def test_counsel_of_a_suspects_name_is_another_man(world: SmallWorld) -> None:
    case = Subject("c", "court_case", {"case_number": "2024-1"})
    for record, role in (("x", "counsel"), ("y", "suspect"), ("z", "suspect")):
        world.say(
            "alpha", record, person(**VIKTOR), case, ties=[Tie("p", "c", "involved_in", role)]
        )
    view = world.view()
    assert not met(view, ("alpha", "x"), ("alpha", "y"))
    assert met(view, ("alpha", "y"), ("alpha", "z"))
    found = line(view.why(address("alpha", "x"), address("alpha", "y")), "standing")
    assert found is not None
    assert (found.left, found.right) == ("counsel", "suspect")


def test_a_common_companion_raises_a_pair(world: SmallWorld) -> None:
    anna = person("q", given_name="Anna", family_name="Lindqvist", birth_date="1991-03-04")
    event = Subject("i", "arrest", {})
    both = [Tie(part, "i", "involved_in", "arrestee") for part in ("p", "q")]
    world.say("alpha", "x", person(**VIKTOR), anna, event, ties=both)
    world.say("beta", "y", person(**VIC), anna, event, ties=both)
    found = line(world.view().why(address("alpha", "x"), address("beta", "y")), "common companion")
    assert found is not None
    assert (found.level, found.left, found.right) == (
        "theirs alone", "Anna Lindqvist", "Anna Lindqvist",
    )  # fmt: skip
    assert found.weight > 0


def test_company_of_many_is_no_company(world: SmallWorld) -> None:
    event = Subject("i", "arrest", {})
    for agency, name in (("alpha", VIKTOR), ("beta", VIC)):
        crowd = [person(f"c{n}", given_name=f"G{n}", family_name=f"F{n}") for n in range(13)]
        ties = [
            Tie(part, "i", "involved_in", "arrestee") for part in ("p", *(c.part for c in crowd))
        ]
        world.say(agency, "x", person(**name), event, *crowd, ties=ties)
    why = world.view().why(address("alpha", "x"), address("beta", "x"))
    assert line(why, "common companion") is None


def test_valid_time_does_not_change_what_links_say(world: SmallWorld) -> None:
    world.say("alpha", "x", person(**VIKTOR), LINE, ties=[USES])
    world.say("beta", "y", person(**VIC), LINE, ties=[USES])
    assert met(world.view(valid_at=-(10**15)), ("alpha", "x"), ("beta", "y"))


def test_as_known_before_the_phone_they_were_two(world: SmallWorld) -> None:
    world.say("alpha", "x", person(**VIKTOR), LINE, ties=[USES])
    before = world.say("beta", "y", person(**VIC))
    world.say("beta", "y", person(**VIC), LINE, ties=[USES])
    ends = ("alpha", "x"), ("beta", "y")
    assert met(world.view(), *ends)
    assert not met(world.view(known_at=before), *ends)


def test_a_persons_word_outranks_a_shared_phone(world: SmallWorld) -> None:
    world.say("alpha", "x", person(**VIKTOR), LINE, ties=[USES])
    world.say("beta", "y", person(**VIC), LINE, ties=[USES])
    ref = world.judge(key("alpha", "x"), key("beta", "y"), "different")
    assert not met(world.view(), ("alpha", "x"), ("beta", "y"))
    world.withdraw(ref)
    assert met(world.view(), ("alpha", "x"), ("beta", "y"))


def test_order_of_arrival_changes_nothing(world: SmallWorld) -> None:
    world.view()
    world.say("beta", "y", person(**VIC), LINE, ties=[USES])
    world.view()
    world.say("gamma", "z", person(given_name="Anna", family_name="Holm"), LINE, ties=[USES])
    world.view()
    world.say("alpha", "x", person(**VIKTOR), LINE, ties=[USES])
    grown, fresh = world.view(), world.new_desk().open(ALPHA)
    assert grown.clusters() == fresh.clusters()
    ends = address("alpha", "x"), address("beta", "y")
    assert grown.why(*ends) == fresh.why(*ends)


def test_a_model_without_relations_takes_no_notice_of_links(world: SmallWorld) -> None:
    model = replace(default_model(), relations=NO_RELATIONS)
    world.desk = type(world.desk)(world.ledger, world.store, b"the small worlds' id key", model,
                                  world.clock)  # fmt: skip
    world.say("alpha", "x", person(**VIKTOR), LINE, ties=[USES])
    world.say("beta", "y", person(**VIC), LINE, ties=[USES])
    assert not met(world.view(), ("alpha", "x"), ("beta", "y"))
