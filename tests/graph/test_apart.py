"""What cannot be one person stays apart, and what identifies a person outweighs all else."""

import pytest
from small_worlds import ALPHA, SmallWorld, address, closed, key, person

HOME = {"street": "1591 Franklin Lane Apt 21", "city": "Riverton", "postcode": "60504",
        "phone_number": "+16175557811"}  # fmt: skip
STEVEN = {"given_name": "Steven", "family_name": "Knight", "sex": "male", **HOME}
BORN, FATHER = {"birth_date": "1982-07-30"}, {"birth_date": "1959-11-18"}
JR, SR = {"suffix": "Jr"}, {"suffix": "Sr"}


def told(world: SmallWorld, *people: dict[str, str]) -> list[set[int]]:
    """A record for each of some people, numbered; which of them are one entity."""
    for number, values in enumerate(people):
        world.say("alpha", f"r{number}", person(**values))
    return groups(world, len(people))


def groups(world: SmallWorld, many: int) -> list[set[int]]:
    view, found = world.view(ALPHA), {}
    for number in range(many):
        entity = view.entity(address("alpha", f"r{number}"))
        assert entity is not None
        found.setdefault(entity.id, set()).add(number)
    return sorted(found.values(), key=min)


def lines(world: SmallWorld, one: int = 0, two: int = 1) -> dict[str, float]:
    """The weights of an explanation by the names of its lines."""
    why = world.view(ALPHA).why(address("alpha", f"r{one}"), address("alpha", f"r{two}"))
    assert why is not None
    assert why.score == pytest.approx(why.prior + sum(c.weight for c in why.comparisons), abs=0.01)
    return {c.name: c.weight for c in why.comparisons}


def test_twins_listed_in_one_report_are_two(world: SmallWorld) -> None:
    alike = {**STEVEN, **BORN}
    world.say("alpha", "r0", person("p", **alike), person("q", **alike))
    world.say("alpha", "r1", person("p", **alike))
    view = world.view()
    ends = [view.entity(address("alpha", *end)) for end in (("r0", "p"), ("r0", "q"), ("r1", "p"))]
    assert len({entity.id for entity in ends if entity}) == 2


def test_two_of_one_report_are_two_whatever_joins_each_of_them_to_a_third(
    world: SmallWorld,
) -> None:
    world.say("alpha", "r0", person("p", **STEVEN, **BORN), person("q", **STEVEN))
    for number in range(1, 5):
        world.say("alpha", f"r{number}", person(**STEVEN, **BORN))
    view = world.view()
    ends = [view.entity(address("alpha", "r0", part)) for part in ("p", "q")]
    assert len({entity.id for entity in ends if entity}) == 2


@pytest.mark.parametrize("others", [0, 1, 4, 8])
def test_different_identification_numbers_bar_a_join(world: SmallWorld, others: int) -> None:
    same = {**STEVEN, **BORN}
    found = told(world, {**same, "state_id": "IL1"}, {**same, "state_id": "IL2"}, *[same] * others)
    assert not any({0, 1} <= group for group in found)
    assert len(found) == 2
    assert lines(world)["identification number"] == -1000


def test_a_hidden_number_bars_nothing(world: SmallWorld) -> None:
    same = {**STEVEN, **BORN}
    for record, number in (("x", "IL1"), ("y", "IL2")):
        world.say("beta", record, person(**same, state_id=closed(number)))
    found = [world.view(ALPHA).entity(address("beta", record)) for record in ("x", "y")]
    assert len({entity.id for entity in found if entity}) == 1


def test_numbers_of_different_sorts_contradict_nothing(world: SmallWorld) -> None:
    same = {**STEVEN, **BORN}
    assert told(world, {**same, "state_id": "IL1"}, {**same, "badge_number": "P1"}) == [{0, 1}]


def test_who_lies_about_name_birth_and_sex_is_known_by_his_number(world: SmallWorld) -> None:
    liar = {"given_name": "Anna", "family_name": "Petrov", "birth_date": "1975-01-03",
            "sex": "female", "street": "3 Elm St", "city": "Ham", "state_id": "IL1"}  # fmt: skip
    truth = {**STEVEN, **BORN}
    assert told(world, {**truth, "state_id": "IL1"}, liar, truth) == [{0, 1, 2}]
    assert lines(world)["identification number"] > 0


def test_a_person_outranks_a_barring_number(world: SmallWorld) -> None:
    told(world, {**STEVEN, "state_id": "IL1"}, {**STEVEN, "state_id": "IL2"})
    ref = world.judge(key("alpha", "r0"), key("alpha", "r1"), "same")
    assert groups(world, 2) == [{0, 1}]
    world.withdraw(ref)
    assert groups(world, 2) == [{0}, {1}]


@pytest.mark.parametrize(
    ("one", "other"), [(JR, SR), ({**JR, **BORN}, {**SR, **FATHER}), (BORN, FATHER)]
)
def test_junior_and_senior_of_one_house_are_two(
    world: SmallWorld, one: dict[str, str], other: dict[str, str]
) -> None:
    assert told(world, {**STEVEN, **one}, {**STEVEN, **other}) == [{0}, {1}]
    assert lines(world)["generation"] < 0


def test_a_chain_from_junior_to_senior_is_cut_between_them(world: SmallWorld) -> None:
    junior, senior = {**STEVEN, **BORN}, {**STEVEN, **FATHER}
    people = ({**junior, **JR}, {**senior, **SR}, {**STEVEN, **JR}, {**STEVEN, **SR}, senior,
              junior, STEVEN)  # fmt: skip
    found = told(world, *people)
    assert len(found) == 2
    assert {0, 2, 5} <= found[0]
    assert {1, 3, 4} <= found[1]


@pytest.mark.parametrize("born", ["1982-07-03", "1982-03-07", "1928-07-30", "1982", "1983-07-30"])
def test_a_slip_in_a_birth_date_is_no_generation(world: SmallWorld, born: str) -> None:
    assert told(world, {**STEVEN, **BORN}, {**STEVEN, "birth_date": born}) == [{0, 1}]


def test_twins_of_one_house_are_two(world: SmallWorld) -> None:
    twin = {**STEVEN, **BORN, "given_name": "Marcus"}
    assert told(world, {**STEVEN, **BORN}, twin) == [{0}, {1}]
    assert lines(world)["like twins"] < 0


def test_a_brother_and_his_twin_sister_are_two(world: SmallWorld) -> None:
    sister = {**STEVEN, **BORN, "given_name": "Stephanie", "sex": "female"}
    assert told(world, {**STEVEN, **BORN}, sister) == [{0}, {1}]


def test_a_short_form_that_no_table_knows_is_no_twin(world: SmallWorld) -> None:
    names = ("Grisha", "Grigoryevich")
    assert len(told(world, *({**STEVEN, **BORN, "given_name": name} for name in names))) <= 2
    assert "like twins" not in lines(world)
