"""A frame's columns and types hold whatever an answer happens to say."""

import pytest

from comity.client import frames

ANSWER = {"standing": {}}
SAID = {
    "path": 1,
    "hop": 2,
    "source_name": "Ann",
    "valid_to": "2024-01-01",
    "cost": 1,
    "chance": 0.5,
}
UNSAID = {"path": 1, "hop": 2, "source_name": None, "valid_to": None, "cost": None}


@pytest.mark.parametrize("rows", [[], [UNSAID], [SAID], [UNSAID, SAID]], ids=len)
def test_types_do_not_depend_on_what_is_said(rows: list[frames.Row]) -> None:
    made = frames.frame(rows, frames.HOPS, ANSWER)
    assert tuple(made.columns) == frames.HOPS
    assert len(made) == len(rows)
    types = made.dtypes.astype(str)
    assert set(types[["source_name", "valid_to", "at"]]) == {"object"}
    assert set(types[["cost", "chance"]]) == {"float64"}
    assert set(types[["path", "hop"]]) == {"int64"}


def test_what_is_not_said_is_none() -> None:
    assert frames.frame([UNSAID], frames.HOPS, ANSWER)["valid_to"].tolist() == [None]
