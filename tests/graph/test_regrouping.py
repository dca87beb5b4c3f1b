"""The feed of a view: which entities joined and came apart since a moment, and nothing else."""

from small_worlds import ALPHA, BETA, SmallWorld, address, key, person

from comity.graph.regrouping import Regrouped

NAME = {"given_name": "James", "family_name": "Smith"}


def ids(*records: str) -> tuple[str, ...]:
    return tuple(sorted(address("beta", record) for record in records))


def head(*records: str) -> tuple[str, ...]:
    return ids(*records)[:1]


def test_two_that_a_third_joins_are_told_with_their_ids_before_and_the_one_after(
    world: SmallWorld,
) -> None:
    world.say("beta", "x", person(**NAME, state_id="S-1"))
    then = world.say("beta", "y", person(**NAME, national_id="N-1"))
    world.say("beta", "z", person(**NAME, state_id="S-1", national_id="N-1"))
    (change,) = world.view(BETA).changes(then)
    assert change.how == "joined"
    assert change == Regrouped(ids("x", "y"), head("x", "y", "z"))


def test_what_comes_apart_is_told_and_each_old_id_leads_on(world: SmallWorld) -> None:
    world.say("beta", "x", person(**NAME, state_id="S-1"))
    world.say("beta", "y", person(**NAME, national_id="N-1"))
    then = world.say("beta", "z", person(**NAME, state_id="S-1", national_id="N-1"))
    world.unsay("beta", "z")
    view = world.view(BETA)
    (change,) = view.changes(then)
    assert change.how == "parted"
    assert change == Regrouped(head("x", "y", "z"), ids("x", "y"))
    assert view.entity(ids("x")[0]) is not None


def test_a_join_through_what_is_hidden_is_no_change_to_who_does_not_see_it(
    world: SmallWorld,
) -> None:
    world.say("beta", "x", person(**NAME, state_id="S-1"))
    then = world.say("beta", "y", person(**NAME, national_id="N-1"))
    world.say("beta", "h", person(hidden=True, **NAME, state_id="S-1", national_id="N-1"))
    assert len(world.view(BETA).changes(then)) == 1
    assert world.view(ALPHA).changes(then) == []


def test_a_judgement_and_its_withdrawal_are_a_join_and_a_split(world: SmallWorld) -> None:
    world.say("beta", "x", person(given_name="Ann"))
    first = world.say("beta", "y", person(given_name="Berta"))
    ref = world.judge(key("beta", "x"), key("beta", "y"), "same")
    joined = world.view().changes(first)
    assert joined == [Regrouped(ids("x", "y"), head("x", "y"))]
    between = world.ledger.head()[1]
    world.withdraw(ref)
    assert world.view().changes(first) == []
    assert world.view().changes(between) == [Regrouped(head("x", "y"), ids("x", "y"))]


def test_what_came_and_what_went_is_told_after_joins(world: SmallWorld) -> None:
    for record, name in (("a", "Ann"), ("b", "Berta"), ("c", "Carl")):
        then = world.say("beta", record, person(given_name=name))
    world.say("beta", "d", person(given_name="Dora"))
    world.unsay("beta", "c")
    world.judge(key("beta", "a"), key("beta", "b"), "same")
    found = world.view().changes(then)
    assert [change.how for change in found] == ["joined", "came", "went"]
    assert found[1:] == [Regrouped((), ids("d")), Regrouped(ids("c"), ())]


def test_an_entity_that_loses_the_mention_it_is_named_by_says_its_new_id(
    world: SmallWorld,
) -> None:
    for record in "xy":
        then = world.say("beta", record, person(**NAME, state_id="S-1"))
    low, high = sorted("xy", key=lambda record: address("beta", record))
    world.unsay("beta", low)
    (change,) = world.view().changes(then)
    assert (change.how, change) == ("renamed", Regrouped(ids(low), ids(high)))


def test_several_groups_are_told_apart_in_the_order_of_their_ids(world: SmallWorld) -> None:
    for record, name in (("a", "Ann"), ("b", "Berta"), ("c", "Carl"), ("d", "Dora")):
        then = world.say("beta", record, person(given_name=name))
    for one, other in (("a", "b"), ("c", "d")):
        world.judge(key("beta", one), key("beta", other), "same")
    found = world.view().changes(then)
    assert sorted(change.before for change in found) == [change.before for change in found]
    assert {change.before for change in found} == {ids("a", "b"), ids("c", "d")}


def test_since_now_nothing_changed_and_since_ever_everything_came(world: SmallWorld) -> None:
    then = world.say("beta", "x", person(**NAME))
    view = world.view()
    assert view.changes(then + 10**15) == []
    assert view.changes(0) == [Regrouped((), ids("x"))]
