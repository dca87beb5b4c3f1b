"""Who matters: only those who may have done something, and it says whom it left out."""

import pytest
from nets import net, random_net

from comity.analytics import MEASURES, TooLarge, ranking, who_matters
from comity.graph.network import Network

STANDINGS = ("involved", "bystander", "professional", "neutral")


def mixed(seed: int) -> Network:
    """A random network in which standings take turns and every fifth entity is no party."""
    network = random_net(seed)
    standing = [STANDINGS[at % 4] for at in range(network.size)]
    ends = list(zip(network.source.tolist(), network.target.tolist(), strict=True))
    found = net(network.size, ends, standing)
    found.party[::5] = False
    return found


@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_a_ranking_is_of_parties_best_first_and_ties_by_id(measure: str) -> None:
    for seed in range(20):
        network = mixed(seed)
        ranking = who_matters(network, measure, limit=None)
        frame = ranking.frame
        assert frame["rank"].tolist() == list(range(1, len(frame) + 1))
        rows = list(zip(-frame[measure], frame["entity"], strict=True))
        assert rows == sorted(rows)
        kept = {
            str(network.ids[at])
            for at in range(network.size)
            if network.party[at] and network.standing[at] in ("involved", "neutral")
        }
        assert set(frame["entity"]) == kept


@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_those_left_out_are_counted_and_can_be_taken_in(measure: str) -> None:
    network = mixed(3)
    parties = {s: int((network.party & (network.standing == s)).sum()) for s in STANDINGS}
    ranking = who_matters(network, measure)
    assert ranking.left_out == {s: parties[s] for s in ("bystander", "professional")}
    both = who_matters(network, measure, limit=None, include=("bystander", "professional"))
    assert (both.left_out, len(both.frame)) == ({}, int(network.party.sum()))
    assert set(both.frame["standing"]) == set(STANDINGS)


def test_no_path_runs_through_those_left_out() -> None:
    """Two suspects whom one officer arrested are not linked by that."""
    officer_between = net(3, [(0, 1), (1, 2)], ["involved", "professional", "involved"])
    ranking = who_matters(officer_between, "closeness")
    assert ranking.frame["closeness"].tolist() == [0, 0]
    assert ranking.left_out["professional"] == 1


def test_a_limit_cuts_the_ranking_and_not_the_counts() -> None:
    network = mixed(3)
    whole, short = who_matters(network, limit=None), who_matters(network, limit=2)
    assert short.frame["entity"].tolist() == whole.frame["entity"].tolist()[:2]
    assert short.left_out == whole.left_out
    assert who_matters(net(0, [])).frame.empty


def test_a_rank_says_how_far_it_moves_where_links_are_missing() -> None:
    star = net(12, [(0, leaf) for leaf in range(1, 11)], ["neutral"] * 11 + ["professional"])
    plain, sure = who_matters(star, "degree"), who_matters(star, "degree", draws=40)
    assert sure.frame["entity"].tolist() == plain.frame["entity"].tolist()
    first, second = sure.frame.loc[0], sure.frame.loc[1]
    assert (first["rank_low"], first["rank_high"], first["first"]) == (1, 1, 1)
    assert second["rank_high"] > second["rank_low"] > 1
    assert len(sure.frame) == 11


def test_more_draws_than_anybody_waits_for_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "MOST_WORK", 100)
    with pytest.raises(TooLarge, match="fewer draws"):
        who_matters(mixed(3), draws=50)
