"""The purge figure in a bounded form: no byte of what was purged is left on disk."""

from benchmarks.law_purge import purge_many


def test_of_records_past_their_date_no_byte_is_left_on_disk() -> None:
    found = purge_many(300)
    assert found.before > 0  # the search would find them
    assert (found.purged, found.left, found.chain_holds) == (300, 0, True)
