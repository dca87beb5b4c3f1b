"""The law over HTTP: equal bytes, headers, refusals and audit, for every route there is."""

from pathlib import Path

import pytest
from law.core import case_of
from law.served import made, run, served

from comity.api.app import QUESTIONS

TWINS = ("dropped", "changed", "added")
SEEDS, PARTS, SHARE = range(1_000, 1_012), 3, 0.6
STEPS = 30


@pytest.mark.parametrize("part", range(PARTS))
def test_no_byte_of_an_answer_tells_of_what_is_withheld(tmp_path: Path, part: int) -> None:
    seeds = SEEDS[part::PARTS]
    outcomes = [run(case_of(seed), tmp_path / f"{seed}", STEPS, TWINS) for seed in seeds]
    assert [found for found, _ in outcomes if found] == []
    assert sum(counts for _, counts in outcomes) >= SHARE * len(seeds)


def test_every_route_comes_up_in_a_script_and_no_parameter_is_unknown(tmp_path: Path) -> None:
    case = case_of(SEEDS[0])
    tokens = made(tmp_path / "made", case)
    said = served(case, case.world, tmp_path / "made", tokens, 100, None).said
    asked = {each.asked.split()[0] for each in said}
    assert asked >= {question.answer.__name__ for question in QUESTIONS}
