"""Rank intervals: wide where a rank hangs on one link, narrow where it does not."""

import pytest
from nets import net, random_net

from comity.analytics import BadArgument, degree_centrality, pagerank, rank_intervals

STAR = [(0, n) for n in range(1, 21)]


def test_the_middle_of_a_star_is_first_whatever_a_tenth_of_the_links() -> None:
    frame = rank_intervals(net(21, STAR), degree_centrality, draws=60)
    assert frame.loc[0, ["rank", "rank_low", "rank_high", "first"]].tolist() == [1, 1, 1, 1]
    assert (frame.loc[1:, "rank_high"] > frame.loc[1:, "rank_low"]).all()


def test_of_two_who_differ_by_one_link_neither_is_surely_first() -> None:
    rivals = [(0, n) for n in range(2, 9)] + [(1, n) for n in range(9, 15)]
    frame = rank_intervals(net(15, rivals), degree_centrality, withheld=0.3, draws=200)
    assert frame.loc[0, "rank"] == 1
    assert (frame.loc[:1, "rank_low"] == 1).all()
    assert (frame.loc[:1, "rank_high"] >= 2).all()
    assert 0.15 < frame.loc[1, "first"] < 0.85


def test_intervals_repeat_by_seed_and_hold_the_rank_of_most() -> None:
    network = random_net(9)
    once, again = (rank_intervals(network, pagerank, draws=80, seed=4) for _ in range(2))
    assert once.equals(again)
    assert not once.equals(rank_intervals(network, pagerank, draws=80, seed=5))
    inside = (once["rank_low"] <= once["rank"]) & (once["rank"] <= once["rank_high"])
    assert inside.mean() > 0.8


def test_of_nothing_there_are_no_ranks_and_nonsense_is_refused() -> None:
    assert rank_intervals(net(0, []), degree_centrality).empty
    assert rank_intervals(net(2, []), degree_centrality)["rank"].tolist() == [1.5, 1.5]
    for wrong in ({"withheld": 0.0}, {"withheld": 1.0}, {"sure": 1.5}, {"draws": 0}):
        with pytest.raises(BadArgument):
            rank_intervals(net(2, [(0, 1)]), degree_centrality, **wrong)
