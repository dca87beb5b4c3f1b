"""What weighs anew is joined again, and nothing else need be."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from comity.graph.columns import distinct
from comity.graph.joining import SeenJudgement, reweighed
from comity.graph.match_table import Matches
from comity.resolve import Pairs, cluster

SIZE, THRESHOLD = 9, 0.0
PAIRS = [(first, second) for first in range(SIZE) for second in range(first + 1, SIZE)]
scores = st.sampled_from((-8.0, -1.0, 1.0, 8.0))
verdicts = st.sampled_from(("same", "same", "different"))


def clustered(matches: Matches, judgements: list[SeenJudgement]) -> np.ndarray:
    def said(verdict: str) -> Pairs:
        ends = [(j.first, j.second) for j in judgements if j.verdict == verdict]
        both = np.array(ends, dtype=np.int32).reshape(-1, 2)
        return Pairs(both[:, 0], both[:, 1])

    nobody = np.full(SIZE, -1, dtype=np.int32)
    pairs = Pairs(matches.first, matches.second)
    return cluster(SIZE, pairs, matches.scores, THRESHOLD, nobody, said("same"), said("different"))


def table(pairs: list[tuple[int, int]], said: list[float]) -> Matches:
    ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    return Matches(ends[:, 0], ends[:, 1], np.array(said, dtype=np.float32))


@given(
    st.lists(st.sampled_from(PAIRS), unique=True, max_size=10),
    st.dictionaries(st.sampled_from(PAIRS), verdicts, max_size=2),
    st.data(),
)
def test_who_hangs_together_with_nothing_new_is_joined_as_before(
    pairs: list[tuple[int, int]], judged: dict[tuple[int, int], str], data: st.DataObject
) -> None:
    known = data.draw(st.integers(min_value=0, max_value=len(pairs)))
    before = table(pairs[:known], [data.draw(scores) for _ in range(known)])
    moves = {place: data.draw(scores) for place in range(known) if data.draw(st.booleans())}
    now = [moves.get(place, float(score)) for place, score in enumerate(before.scores)]
    after = table(pairs, [*now, *(data.draw(scores) for _ in pairs[known:])])
    judgements = [SeenJudgement(*pair, verdict) for pair, verdict in judged.items()]  # type: ignore[arg-type]
    again = reweighed(before, after, THRESHOLD, judgements, SIZE)
    then, whole = clustered(before, judgements), clustered(after, judgements)
    assert (then[~again] == whole[~again]).all()
    assert not again[whole[~again]].any()


@given(st.lists(st.integers(min_value=0, max_value=99), max_size=40), st.integers(100, 5_000))
def test_different_numbers_are_found_by_marks_and_by_sorting_alike(
    numbers: list[int], size: int
) -> None:
    assert distinct(np.array(numbers, dtype=np.int32), size).tolist() == sorted(set(numbers))
