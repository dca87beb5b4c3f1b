"""Models in the ledger: which one was put in force when, and when that was taken back.

One row says it for every pair there is, and every answer as of an earlier day keeps its model.
"""

from collections.abc import Iterator
from typing import Any

import apsw

from comity.graph.errors import ModelRefused, UnknownRef
from comity.graph.ledger_chain import add_committed
from comity.graph.ledger_file import LedgerFile
from comity.graph.ledger_words import StoredModel
from comity.graph.words import FOREVER
from comity.resolve import ModelFile, parse_model_file, shipped_model_file
from comity.sharing import Label

_ALL = """
SELECT m.version, m.text, m.who, m.reason, p.at, coalesce(wp.at, ?) FROM model m
JOIN position p ON p.position = m.position
LEFT JOIN model_withdrawal w ON w.model = m.position
LEFT JOIN position wp ON wp.position = w.position ORDER BY m.position
"""
_STANDING = """
SELECT position, version, text FROM model
WHERE position NOT IN (SELECT model FROM model_withdrawal) ORDER BY position DESC
"""


def use_model(ledger: LedgerFile, file: ModelFile, who: str, reason: str) -> bool:
    """Put a model in force from now on; False if it is the one put in force last."""
    labels = training_labels(file)
    with ledger.write() as connection:
        last = next(connection.execute(_STANDING), None)
        if last is not None and last[1:] == (file.version, file.text):
            return False
        _check_version(connection, file)
        for label in labels:  # so that every clearance decides them
            ledger.number_of(connection, label)
        words = (file.version, file.text, who, reason)
        told = {"model": file.version, "hash": file.hash}
        add_committed(connection, ledger.clock(), "model", words, told)
    return True


def withdraw_model(ledger: LedgerFile, version: str, who: str, reason: str) -> None:
    """Take the newest use of a model back: what was in force before it is so again."""
    with ledger.write() as connection:
        uses = (row[0] for row in connection.execute(_STANDING) if row[1] == version)
        model = next(uses, None)
        if model is None:
            raise UnknownRef("model in force", version, "list the models to find its version")
        told = {"of": model}
        words = (model, who, reason)
        add_committed(connection, ledger.clock(), "model withdrawal", words, told)


def models(ledger: LedgerFile) -> list[StoredModel]:
    """Every model ever put in force, oldest first, with when it was so."""
    return [_stored(row) for row in ledger.read(_ALL, (FOREVER,))]


def training_labels(file: ModelFile) -> tuple[Label, ...]:
    """The labels of all that a model was trained on; whoever lacks one does not get it."""
    return tuple(_labels(file))


def _labels(file: ModelFile) -> Iterator[Label]:
    for text in file.labels:
        try:
            yield Label.from_canonical(text)
        except (ValueError, TypeError):
            raise ModelRefused(f"model {file.version}: {text!r} is no label") from None


def _check_version(connection: apsw.Connection, file: ModelFile) -> None:
    """One version is one model: answers name the model by its version alone."""
    rows = connection.execute("SELECT text FROM model WHERE version = ?", (file.version,))
    known = {row[0] for row in rows}
    shipped = shipped_model_file()
    if shipped.version == file.version:
        known.add(shipped.text)
    if known - {file.text}:
        raise ModelRefused(
            f"version {file.version!r} is another model; give the changed file another version"
        )


def _stored(row: tuple[Any, ...]) -> StoredModel:
    version, text, who, reason, known_from, known_to = row
    file = parse_model_file(text, f"model {version} of the ledger")
    return StoredModel(file, training_labels(file), who, reason, known_from, known_to)
