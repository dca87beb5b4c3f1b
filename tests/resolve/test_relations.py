"""The shipped relations, and files that are none."""

import json
from importlib import resources
from typing import Any

import pytest

from comity.resolve import TOLD, ModelError, default_model, default_relations
from comity.resolve.relations import BAR, MOST, parse_relations


def shipped() -> dict[str, Any]:
    """The file this release ships."""
    text = resources.files("comity.resolve").joinpath("data/relations.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def test_the_shipped_relations_come_with_the_model_and_say_what_they_rest_on() -> None:
    assert default_model().relations == default_relations()
    card = shipped()["card"]
    assert {"counted_on", "method", "by_judgement", "not_for"} == set(card)


def test_no_link_decides_by_itself() -> None:
    """All together do not lift two strangers, whose prior they would have to outweigh."""
    for kind, relations in default_relations().by_kind.items():
        links = [relation for relation in relations if relation.way not in TOLD]
        assert max(abs(weight) for relation in links for weight in relation.weights) <= MOST
        best = {relation.group: max(relation.weights) for relation in links}
        assert sum(best.values()) < -default_model().by_kind[kind].prior


def test_the_fewer_hold_a_thing_the_more_it_says() -> None:
    for relation in default_relations().of("person"):
        if relation.way in ("thing", "companion"):
            different, *shared = relation.weights
            assert different <= 0 <= min(shared)
            assert shared == sorted(shared) or relation.way == "companion"


def test_contradictions_speak_against_and_equal_numbers_for() -> None:
    told = {r.way: r.weights for r in default_relations().of("person") if r.way in TOLD}
    assert set(told) == TOLD
    different, same = told["number"]
    assert different == -BAR
    assert same > 0 > max(*told["generation"], *told["twins"])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda found: found.update(format=2), "format 2"),
        (lambda found: found.pop("kinds"), "'kinds'"),
        (lambda found: weights(found).update({"theirs alone": 12.5}), "weighs more than 12"),
        (lambda found: weights(found).pop("different"), "has the levels different"),
        (lambda found: weights(found).update({"different": "much"}), "bad operand"),
    ],
)
def test_what_is_no_table_of_relations_is_refused(change: Any, told: str) -> None:
    found = shipped()
    change(found)
    with pytest.raises(ModelError, match=told):
        parse_relations(found)


def weights(found: dict[str, Any]) -> dict[str, Any]:
    """The weights of the shared phone."""
    part: dict[str, Any] = found["kinds"]["person"]["shared phone"]["weights"]
    return part
