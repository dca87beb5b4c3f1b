"""A model file is whole and understood to the last level, or it is refused with what is wrong."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from comity.resolve import (
    ModelError,
    default_model,
    default_relations,
    model_file_of,
    read_model_file,
    shipped_model_file,
    written_out,
)

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The shipped model as people get it."""
    found = tmp_path / "model.json"
    found.write_text(written_out(shipped_model_file()), "utf-8")
    return found


def test_what_is_written_is_read_again_as_it_was(path: Path) -> None:
    read = read_model_file(path)
    assert read == shipped_model_file()
    assert read.model == default_model()
    assert read.labels == ()


def test_a_file_that_says_nothing_of_relations_has_those_that_are_shipped() -> None:
    content = shipped_model_file().content
    del content["relations"]
    assert model_file_of(content, "a test") == shipped_model_file()
    assert model_file_of(content, "a test").model.relations == default_relations()


def test_relations_of_its_own_are_kept() -> None:
    content = shipped_model_file().content
    content["relations"]["version"] = "other"
    found = model_file_of(content, "a test")
    assert found.model.relations.version == "other"
    assert found.hash != shipped_model_file().hash


def test_a_file_that_was_changed_after_it_was_written_is_refused(path: Path) -> None:
    text = path.read_text("utf-8").replace('"possible": -6.0', '"possible": -7.0')
    path.write_text(text, "utf-8")
    with pytest.raises(ModelError, match=r"model\.json was changed .* its hash does not hold"):
        read_model_file(path)


def test_a_file_by_hand_needs_no_hash(path: Path) -> None:
    content = json.loads(path.read_text("utf-8"))
    del content["hash"]
    path.write_text(json.dumps(content), "utf-8")
    assert read_model_file(path) == shipped_model_file()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\xff\xfe", "cannot be read: it is no UTF-8 text"),
        (b"not a model", "is no JSON"),
        (b"[1, 2]", "is of format None and this release reads 2"),
        (b'{"format": 1}', "is of format 1 and this release reads 2; make it anew"),
        (b'{"format": 2}', "is no model of format 2: KeyError"),
    ],
)
def test_what_is_no_model_is_refused(tmp_path: Path, content: bytes, problem: str) -> None:
    (tmp_path / "model.json").write_bytes(content)
    with pytest.raises(ModelError, match=problem):
        read_model_file(tmp_path / "model.json")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"none\.json cannot be read: No such file"):
        read_model_file(tmp_path / "none.json")
    with pytest.raises(ModelError, match="cannot be read: Is a directory"):
        read_model_file(tmp_path)


def _level(content: dict[str, Any], value: object, name: str = "given name") -> None:
    content["kinds"]["person"]["rates"].setdefault(name, {})["a new level"] = value


def _caution(content: dict[str, Any], **told: object) -> None:
    content["kinds"]["person"]["caution"] = told


BROKEN: dict[str, tuple[Change, str]] = {
    "a kind": (
        lambda c: c["kinds"].update(ghost=c["kinds"]["phone"]),
        "no kind 'ghost'; known: account",
    ),
    "a property": (
        lambda c: _level(c, [0.1, 0.1, 0.1], "shoe size"),
        "person has no property 'shoe size' to compare; known: ",
    ),
    "a level": (
        lambda c: _level(c, [0.1, 0.1, 0.1]),
        "person, given name: no level 'a new level'; known: ",
    ),
    "a weight": (
        lambda c: c["kinds"]["phone"]["weights"]["identifier"].update(same=float("nan")),
        "phone, identifier, same: nan cannot be reckoned with",
    ),
    "a rate": (
        lambda c: c["kinds"]["person"]["rates"]["sex"].update(same=[0.0, 0.5, 0.5]),
        "is no model of format 2",
    ),
    "thresholds": (
        lambda c: c["kinds"]["person"]["thresholds"].update(act=-20.0),
        "person: the thresholds possible, same and act must be finite and in this order",
    ),
    "a threshold": (lambda c: c["kinds"]["person"]["thresholds"].pop("act"), "KeyError"),
    "a caution": (lambda c: _caution(c, doubts=2.0), "person: no caution 'doubts'; known: corrob"),
    "objections": (
        lambda c: _caution(c, objections=0.5),
        "person: objections must count at least once, not 0.5 times",
    ),
    "endless objections": (lambda c: _caution(c, objections=float("inf")), "not inf times"),
    "objections in words": (lambda c: _caution(c, objections="two"), "TypeError"),
    "one record": (
        lambda c: _caution(c, records=1),
        "person: records must be a whole number of at least 2, not 1",
    ),
    "half a record": (lambda c: _caution(c, records=2.5), "at least 2, not 2.5"),
    "corroboration": (
        lambda c: _caution(c, corroborated=7.5),
        "person: corroborated must be a number of at most act, not 7.5",
    ),
    "corroboration by no number": (lambda c: _caution(c, corroborated=float("nan")), "not nan"),
    "a version": (lambda c: c.update(version=" "), "it has no version"),
    "labels": (lambda c: c.update(training={"labels": 5}), "TypeError"),
    "relations": (lambda c: c["relations"].update(format=99), "no relations of format"),
}


@pytest.mark.parametrize("what", sorted(BROKEN))
def test_what_this_release_does_not_know_is_refused_with_what_it_does(what: str) -> None:
    change, problem = BROKEN[what]
    content = shipped_model_file().content
    change(content)
    with pytest.raises(ModelError, match=problem):
        model_file_of(content, "a test")
