"""The purge figures in a bounded form: no byte of what was purged is left on disk."""

import pytest

from benchmarks.law_purge import purge_many, purge_on_neo4j


def test_of_records_past_their_date_no_byte_is_left_nor_comes_back_from_a_backup() -> None:
    found = purge_many(300)
    assert found.before > 0  # the search would find them
    assert (found.purged, found.left, found.restored, found.chain_holds) == (300, 0, 0, True)


@pytest.mark.usefixtures("neo4j_server")  # where there is none, it says so
def test_a_neo4j_server_keeps_what_was_purged_until_its_files_are_made_anew() -> None:
    found = purge_on_neo4j(50)
    assert found.before > 0
    assert found.purged > 0  # what docs/retention.md says of it
    assert found.left == 0
