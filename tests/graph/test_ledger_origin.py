"""How old a record's words are: kept with every load of rows that ran again, and for old ones."""

from pathlib import Path

import apsw
from ledger_records import load, plan, record

from comity.graph.ledger import Ledger
from comity.graph.ledger_schema import MIGRATIONS
from comity.graph.ledger_words import Origin
from comity.graph.words import BadRow, LoadPlan

WAITS = BadRow(2, "born", "not a date", b"2", record="2")


def again(origin: int) -> LoadPlan:
    """The plan of a load that runs rows again."""
    told = plan(f"rerun {origin}")
    return LoadPlan(
        *(told.source, told.mapping, told.mapping_text, told.file, told.file_hash), origin=origin
    )


def test_a_record_is_as_old_as_the_load_and_the_row_that_brought_it(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "ledger.db") as ledger:
        assert ledger.newest_origin("rms", "1") is None
        load(ledger, plan("f1"), [record("1", "Ana")])
        load(ledger, plan("f2"), [record("9", "Cy"), record("1", "Anna", row=2)])
        assert ledger.newest_origin("rms", "1") == Origin(2, 2)
        assert ledger.newest_origin("jail", "1") is None


def test_what_is_staged_and_not_published_counts_for_nothing(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "ledger.db") as ledger:
        load(ledger, plan("f1"), [record("1", "Ana")])
        opened = ledger.begin(plan("f2"))
        ledger.append(opened.load, [record("1", "Anna")], [], 1)
        assert ledger.newest_origin("rms", "1") == Origin(1, 1)


def test_a_deletion_has_its_own_age_even_with_the_words_of_what_it_deletes(
    tmp_path: Path,
) -> None:
    with Ledger.create(tmp_path / "ledger.db") as ledger:
        load(ledger, plan("f1"), [record("1", "Ana")])
        load(ledger, plan("f2"), [record("1", "Ana", operation="delete")])
        assert ledger.newest_origin("rms", "1") == Origin(2, 1)


def test_a_ledger_from_before_learns_which_loads_ran_rows_again(tmp_path: Path) -> None:
    """Load 1 set a row aside, load 2 ran it and set it aside again, load 3 took it in."""
    path = tmp_path / "ledger.db"
    with Ledger.create(path) as ledger:
        load(ledger, plan("f1"), [record("1", "Ana")], [WAITS])
        ledger.append(ledger.begin(plan("again")).load, [], [WAITS], 2)
        ledger.publish(2)
        load(ledger, plan("once more"), [record("9"), record("2", "Bo")])
        for number, row in enumerate(ledger.quarantine(), start=2):
            ledger.mark_rerun([row.id], number)
    migrate_as_from_before(path)
    with Ledger.open(path) as ledger:
        assert [ledger.first_load(number) for number in (1, 2, 3)] == [1, 1, 1]
        assert ledger.newest_origin("rms", "2") == Origin(1, 2)
        assert [row.operation for row in ledger.quarantine()] == [None, None]
        assert ledger.verify().holds


def migrate_as_from_before(path: Path) -> None:
    """Take out the columns that a ledger of schema 4 lacked, and take the step that adds them."""
    connection = apsw.Connection(str(path))
    for table, column in (("load", "origin"), ("load", "told"), ("quarantine", "operation")):
        connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    MIGRATIONS[4].apply(connection)
    connection.close()


def test_rows_that_ran_again_count_as_their_first_load(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "ledger.db") as ledger:
        load(ledger, plan("f1"), [record("1")], [WAITS])
        load(ledger, plan("f2"), [record("3")])
        load(ledger, again(1), [record("9"), record("2", "Bo")])
        assert ledger.newest_origin("rms", "2") == Origin(1, 2)
        assert (ledger.first_load(3), ledger.first_load(2), ledger.first_load(99)) == (1, 2, 99)
