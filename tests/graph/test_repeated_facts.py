"""What one record says twice counts once, whatever becomes of the rest of the record."""

from small_worlds import ALPHA, SmallWorld, Tie, closed, person


def test_a_link_told_twice_is_one_though_something_hidden_changes_its_record(
    world: SmallWorld,
) -> None:
    twice = [Tie("p", "q"), Tie("p", "q")]
    pair = person("p", given_name="Ann"), person("q", given_name="Olga")
    world.say("beta", "r1", *pair, ties=twice)
    before = world.view(ALPHA)
    hidden = person("p", given_name="Ann", state_id=closed("S-1"))
    world.say("beta", "r1", hidden, pair[1], ties=twice)
    after = world.view(ALPHA)
    assert before.counts()["links"] == after.counts()["links"] == 1
    assert before.standing().digest == after.standing().digest
