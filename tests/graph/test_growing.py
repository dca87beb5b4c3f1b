"""Tables and groups that grow: whoever holds an earlier one reads what was there before."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from comity.graph.grouped import group
from comity.graph.growing import Table, table
from comity.graph.match_table import Matches, MatchTable
from comity.graph.words import FOREVER


def rows(values: list[int], known_from: int) -> dict[str, np.ndarray]:
    return {
        "value": np.array(values, dtype=np.int32),
        "known_from": np.full(len(values), known_from, dtype=np.int64),
        "known_to": np.full(len(values), FOREVER, dtype=np.int64),
    }


def told(read: Table) -> list[tuple[int, ...]]:
    columns = (read[name].tolist() for name in ("value", "known_from", "known_to"))
    return list(zip(*columns, strict=True))


@given(st.lists(st.lists(st.integers(0, 9), max_size=5), min_size=1, max_size=6))
def test_a_table_reads_as_it_did_whatever_grew_from_it(parts: list[list[int]]) -> None:
    held = [table(rows(parts[0], 0), 0)]
    before = [told(held[0])]
    for at, part in enumerate(parts[1:], start=1):
        grown = held[-1].extended(rows(part, at), at)
        ended = np.flatnonzero(grown["known_to"] == FOREVER)[:1]
        grown.end(ended, np.full(len(ended), at))
        held.append(grown)
        before.append(told(grown))
    assert [told(each) for each in held] == before


def test_two_that_grow_from_one_table_do_not_write_into_each_other() -> None:
    one = table(rows([1, 2], 0), 0)
    first, second = one.extended(rows([3], 1), 1), one.extended(rows([4], 2), 2)
    second.end(np.array([0]), np.array([2]))
    assert first["value"].tolist() == [1, 2, 3]
    assert second["value"].tolist() == [1, 2, 4]
    assert first["known_to"].tolist() == [FOREVER] * 3
    assert one.size == 2


@given(st.lists(st.integers(0, 6), max_size=12), st.lists(st.integers(0, 9), max_size=8))
def test_grouped_rows_that_grew_are_those_grouped_at_once(
    first: list[int], more: list[int]
) -> None:
    column = np.array(first + more, dtype=np.int32)
    grown = group(column[: len(first)], 7).extended(column, len(first), 10)
    anew = group(column, 10)
    for code in range(12):
        assert grown.of(code).tolist() == anew.of(code).tolist()
    assert sorted(grown.of_all(range(12))) == sorted(anew.of_all(range(12)))


pairs = st.dictionaries(
    st.tuples(st.integers(0, 5), st.integers(6, 9)), st.integers(-9, 9), max_size=12
)


def matches(held: dict[tuple[int, int], int]) -> Matches:
    ends = np.array(list(held), dtype=np.int32).reshape(-1, 2)
    return Matches(ends[:, 0], ends[:, 1], np.array(list(held.values()), dtype=np.float32))


def held_by(found: Matches) -> dict[tuple[int, int], float]:
    ends = zip(found.first.tolist(), found.second.tolist(), strict=True)
    return dict(zip(ends, found.scores.tolist(), strict=True))


@given(pairs, st.lists(st.tuples(st.sets(st.integers(0, 9), min_size=1), pairs), max_size=4))
def test_a_patched_match_table_holds_what_one_made_anew_would(
    first: dict[tuple[int, int], int],
    changes: list[tuple[set[int], dict[tuple[int, int], int]]],
) -> None:
    table_, expected = MatchTable(matches(first)), dict(first)
    for mentions, given_pairs in changes:
        new = {ends: score for ends, score in given_pairs.items() if mentions & {*ends}}
        expected = {ends: s for ends, s in expected.items() if not mentions & {*ends}} | new
        table_ = table_.redone(np.array(sorted(mentions), dtype=np.int32), matches(new))
    assert held_by(table_.matches) == expected
    for mention in range(10):
        near = {sum(ends) - mention: s for ends, s in expected.items() if mention in ends}
        assert table_.of(mention) == near
    few = np.array([0, 1, 6, 7], dtype=np.int32)
    inside = {ends: s for ends, s in expected.items() if {*ends} <= {0, 1, 6, 7}}
    assert held_by(table_.among(few)) == inside
    touching = {ends: s for ends, s in expected.items() if {*ends} & {0, 1, 6, 7}}
    assert held_by(table_.touching(few)) == touching
