"""Models in the ledger: one row puts one in force, and one takes it back."""

from itertools import count
from pathlib import Path

import apsw
import pytest
from ledger_records import OPEN, person

from comity.graph import ledger_schema
from comity.graph.errors import ModelRefused, SchemaOutdated, UnknownRef
from comity.graph.ledger import Ledger
from comity.graph.ledger_schema import MIGRATIONS
from comity.graph.words import FOREVER, Judgement
from comity.resolve import ModelFile, model_file_of, shipped_model_file


def made(version: str, *labels: str, same: float = 0.0) -> ModelFile:
    """The shipped model under another name, with another threshold and training labels."""
    content = shipped_model_file().content
    content["kinds"]["person"]["thresholds"]["same"] = same
    return model_file_of({**content, "version": version, "training": {"labels": labels}}, version)


def test_a_model_is_in_force_until_it_is_taken_back(ledger: Ledger) -> None:
    assert ledger.use_model(made("one"), "ana", "it is better")
    begun = ledger.head()[1]
    ledger.withdraw_model("one", "ben", "it is not")
    (stored,) = ledger.models()
    assert (stored.file, stored.who, stored.reason) == (made("one"), "ana", "it is better")
    assert (stored.known_from, stored.known_to) == (begun, ledger.head()[1])
    assert ledger.verify().holds


def test_one_row_says_it_and_the_same_model_again_says_nothing(ledger: Ledger) -> None:
    assert ledger.use_model(made("one"), "ana", "first")
    assert not ledger.use_model(made("one"), "ana", "again")
    assert ledger.head()[0] == 1
    assert ledger.use_model(made("two"), "ana", "another")
    assert ledger.use_model(made("one"), "ana", "back")
    assert [stored.file.version for stored in ledger.models()] == ["one", "two", "one"]


def test_the_newest_use_of_a_model_is_taken_back_first(ledger: Ledger) -> None:
    for version in ("one", "two", "one"):
        ledger.use_model(made(version), "ana", "because")
    ledger.withdraw_model("one", "ana", "no")
    assert [stored.known_to == FOREVER for stored in ledger.models()] == [True, True, False]
    ledger.withdraw_model("one", "ana", "no")
    with pytest.raises(UnknownRef, match="no model in force 'one'; list the models"):
        ledger.withdraw_model("one", "ana", "no")


def test_one_version_is_one_model_the_shipped_one_too(ledger: Ledger) -> None:
    ledger.use_model(made("one"), "ana", "because")
    shipped = shipped_model_file().version
    for version in ("one", shipped):
        with pytest.raises(ModelRefused, match=f"version '{version}' is another model"):
            ledger.use_model(made(version, same=1.0), "ana", "because")
    assert ledger.use_model(shipped_model_file(), "ana", "to keep it through releases")


def test_training_labels_get_a_number_that_clearances_decide(ledger: Ledger) -> None:
    ledger.use_model(made("one", OPEN.canonical()), "ana", "because")
    assert ledger.models()[0].labels == (OPEN,)
    assert [label for _, label in ledger.labels()] == [OPEN]


def test_a_training_label_that_is_none_is_refused(ledger: Ledger) -> None:
    for text in ("everything", "[1]"):
        with pytest.raises(ModelRefused, match="is no label"):
            ledger.use_model(made("one", text), "ana", "because")
    assert ledger.models() == []


@pytest.mark.parametrize(
    ("tampering", "problem"),
    [
        (
            "UPDATE model SET text = replace(text, '1.5', '1.6')",
            "position 1: its model was changed",
        ),
        ("UPDATE model SET version = 'two'", "position 1: its model was changed"),
        ("DELETE FROM model", "position 1: its model is gone"),
        ("UPDATE model_withdrawal SET who = 'ana'", "position 2: its model withdrawal was changed"),
        ("DELETE FROM model_withdrawal", "position 2: its model withdrawal is gone"),
    ],
)
def test_a_model_that_is_tampered_with_is_named(
    tmp_path: Path, tampering: str, problem: str
) -> None:
    path = tmp_path / "ledger.db"
    with Ledger.create(path) as ledger:
        ledger.use_model(made("one", same=1.5), "ana", "because")
        ledger.withdraw_model("one", "ben", "because")
    connection = apsw.Connection(str(path))
    connection.execute(tampering)
    assert connection.changes() > 0
    connection.close()
    with Ledger.open(path) as ledger:
        assert problem in ledger.verify().broken


def test_a_ledger_of_the_first_release_takes_models_once_it_is_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, ticks = tmp_path / "ledger.db", count(1)
    with monkeypatch.context() as first:
        first.setattr(ledger_schema, "MIGRATIONS", MIGRATIONS[:1])
        first.setattr(ledger_schema, "KNOWN", 1)
        with Ledger.create(path, clock=lambda: next(ticks)) as ledger:
            ref = ledger.judge(Judgement(person("1"), person("2"), "same", "ana", "why", OPEN))
            head = ledger.verify().head
    with pytest.raises(SchemaOutdated, match="comity migrate"):
        Ledger.open(path)
    assert "models in force" in [step.title for step in Ledger.migrate(path)]
    with Ledger.open(path, clock=lambda: next(ticks)) as ledger:
        assert ledger.verify().head == head
        ledger.use_model(made("one"), "ana", "because")
        ledger.withdraw(ref, "ana", "no")
        assert ledger.verify().holds
        assert ledger._file.read("PRAGMA integrity_check") == [("ok",)]
        assert ledger._file.read("PRAGMA foreign_key_check") == []
