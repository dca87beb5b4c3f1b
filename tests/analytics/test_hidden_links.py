"""Likely missing links: their reasons, the model, and that nothing takes them for facts."""

from dataclasses import FrozenInstanceError, replace

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from nets import net
from small_worlds import SmallWorld

from comity.analytics import (
    BadArgument,
    HiddenLink,
    LinkModel,
    Scratch,
    hidden_links,
    hold_out,
    train_link_model,
)
from comity.analytics.link_model import not_linked, withhold, without_pairs

# Zachary (1977), without weights.
KARATE = net(34, sorted(nx.karate_club_graph().edges()))


def test_a_guess_says_whom_both_know_and_those_first_who_know_fewest() -> None:
    # 0 and 1 both know 2, who knows only them, and 3, who knows 4 as well.
    network = net(5, [(0, 2), (1, 2), (0, 3), (1, 3), (3, 4)])
    found = hidden_links(network, method="adamic_adar_index")
    assert [(each.one, each.other) for each in found][:2] == [("e002", "e003"), ("e000", "e001")]
    guess = found[1]
    assert guess.method == "adamic_adar_index"
    assert [(one.entity, one.name, one.knows) for one in guess.because] == [
        ("e002", "Name 2", 2), ("e003", "Name 3", 3)
    ]  # fmt: skip
    assert guess.score == pytest.approx(1 / np.log(2) + 1 / np.log(3))


def test_no_guess_is_of_a_known_link_and_the_order_of_links_changes_nothing() -> None:
    found = hidden_links(KARATE, 50)
    linked = {(int(a), int(b)) for a, b in zip(KARATE.source, KARATE.target, strict=True)}
    assert len(found) == 50
    assert all((int(each.one[1:]), int(each.other[1:])) not in linked for each in found)
    assert all(each.because for each in found)
    scores = [each.score for each in found]
    assert scores == sorted(scores, reverse=True)
    order = np.random.default_rng(2).permutation(len(KARATE.link))
    pairs = [(int(KARATE.target[at]), int(KARATE.source[at])) for at in order]
    assert hidden_links(net(34, pairs), 50) == found
    assert hidden_links(KARATE, 50, seed=1) != found


def test_a_guess_is_of_a_type_of_its_own_that_nothing_takes(world: SmallWorld) -> None:
    (guess,) = hidden_links(KARATE, 1, method="common_neighbors")
    assert type(guess) is HiddenLink
    with pytest.raises(FrozenInstanceError):
        guess.score = 1.0  # type: ignore[misc]
    with pytest.raises((TypeError, AttributeError)):
        Scratch.of(KARATE).with_link(guess)  # type: ignore[call-arg, arg-type]
    with pytest.raises((TypeError, AttributeError)):
        world.ledger.judge(guess)  # type: ignore[arg-type]


def test_a_network_of_two_modes_is_refused() -> None:
    network = replace(
        net(3, [(0, 2), (1, 2)], kinds=["person", "person", "incident"]),
        party=np.array([True, True, False]),
    )
    with pytest.raises(BadArgument, match="project it"):
        hidden_links(network)


def test_the_model_is_the_ridge_regression_that_its_slope_says() -> None:
    """At the most likely weights the penalised likelihood has no slope, by differences."""
    from comity.analytics.link_model import RIDGE, _fitted

    rng = np.random.default_rng(7)
    table = rng.random((80, 5))
    answer = (table[:, 0] + rng.random(80) > 1).astype(float)
    model = _fitted(table, answer)
    scaled = (table - table.mean(axis=0)) / table.std(axis=0)

    def likelihood(weights: np.ndarray) -> float:
        odds = scaled @ weights[:-1] + weights[-1]
        return float(
            (answer * odds - np.logaddexp(0, odds)).sum() - RIDGE / 2 * (weights[:-1] ** 2).sum()
        )

    best = np.array([*model.weights, model.start])
    for step in np.eye(6) * 1e-3:
        assert likelihood(best) > likelihood(best + step)
        assert likelihood(best) > likelihood(best - step)


def test_a_model_is_trained_by_seed_explains_itself_and_can_be_given() -> None:
    model = train_link_model(KARATE, seed=3)
    assert model == train_link_model(KARATE, seed=3)
    assert model != train_link_model(KARATE, seed=4)
    assert next(iter(model.explain())) == "common_neighbors"
    assert hidden_links(KARATE, 9, model=model) == hidden_links(KARATE, 9, seed=3)
    blind = LinkModel((0.0,) * 5, 0.0, (0.0,) * 5, (1.0,) * 5)
    assert {each.score for each in hidden_links(KARATE, 9, model=blind)} == {0.0}


def test_withheld_links_are_gone_and_other_pairs_are_none() -> None:
    rng = np.random.default_rng(0)
    hidden = withhold(KARATE, 0.25, rng)
    left = without_pairs(KARATE, hidden)
    assert len(hidden[0]) == 20
    assert len(left.simple.low) == len(KARATE.simple.low) - 20
    others = not_linked(KARATE, 10_000, rng)
    assert len(others[0]) == 34 * 33 // 2 - 78
    for low, high in zip(*(ends.tolist() for ends in others), strict=True):
        assert KARATE.simple.pair(low, high) == -1
    some = not_linked(net(600, [(0, 1)]), 50, rng)
    assert len(set(zip(*(ends.tolist() for ends in some), strict=True))) == 50
    assert (some[0] < some[1]).all()


def by_definition(hidden: list[float], others: list[float]) -> float:
    """AUC by asking every pair."""
    wins = [(a > b) + (a == b) / 2 for a in hidden for b in others]
    return sum(wins) / len(wins)


def test_auc_and_precision_are_what_their_definitions_say() -> None:
    from comity.analytics.hold_out import _auc, _precision

    rng = np.random.default_rng(1)
    for _ in range(20):
        hidden, others = rng.integers(0, 5, 6) / 1.0, rng.integers(0, 5, 9) / 1.0
        assert _auc(hidden, others) == pytest.approx(by_definition(hidden, others))
    assert _precision(np.array([5.0, 1.0]), np.array([3.0, 2.0])) == 0.5
    # One sure place, and one that a withheld link shares with three others.
    assert _precision(np.array([5.0, 1.0]), np.array([1.0, 1.0, 1.0])) == (1 + 1 / 4) / 2


def test_where_triangles_close_the_indices_find_what_is_withheld_and_chance_does_not() -> None:
    frame = hold_out(net(40, sorted(nx.watts_strogatz_graph(40, 6, 0.05, seed=1).edges())))
    auc = dict(zip(frame["method"], frame["auc"], strict=True))
    assert auc["resource_allocation_index"] > 0.8
    assert auc["model"] > 0.8
    assert auc["preferential_attachment"] < 0.6
    precision = dict(zip(frame["method"], frame["precision"], strict=True))
    assert precision["resource_allocation_index"] > 5 * frame["chance"][0]
    noise = net(40, sorted(nx.gnm_random_graph(40, 120, seed=1).edges()))
    found = hold_out(noise, ["adamic_adar_index"], draws=20)
    assert 0.35 < found["auc"][0] < 0.65
    assert hold_out(noise, ["adamic_adar_index"], draws=20).equals(found)


def test_what_is_withheld_is_not_seen_by_those_who_guess() -> None:
    pairs = net(60, [(2 * at, 2 * at + 1) for at in range(30)])
    found = hold_out(pairs, ["preferential_attachment"])
    # Two whose only link was withheld know nobody; who sees it would tell them from none.
    assert found["auc"][0] < 0.2


def test_too_little_to_learn_from_and_nonsense_are_refused() -> None:
    few = net(5, [(0, 1), (1, 2), (2, 3)])
    for wrong in (
        lambda: hidden_links(few),
        lambda: hidden_links(KARATE, method="magic"),  # type: ignore[arg-type]
        lambda: hidden_links(KARATE, -1),
        lambda: hold_out(few),
        lambda: hold_out(net(2, [(0, 1)]), ["adamic_adar_index"]),
        lambda: hold_out(KARATE, ["magic"]),  # type: ignore[list-item]
        lambda: hold_out(KARATE, withheld=1.0),
        lambda: hold_out(KARATE, draws=0),
        lambda: train_link_model(KARATE, withheld=0.0),
        lambda: train_link_model(KARATE, rounds=0),
    ):
        with pytest.raises(BadArgument):
            wrong()


def test_of_nothing_and_of_cliques_there_is_nothing_to_guess() -> None:
    for network in (net(0, []), net(1, []), net(2, [(0, 1)]), net(3, [(0, 1), (1, 2), (2, 0)])):
        assert hidden_links(network) == ()
    assert isinstance(hold_out(KARATE, ["jaccard_coefficient"], draws=1), pd.DataFrame)
    whole = net(8, sorted(nx.complete_graph(8).edges()))
    assert hidden_links(whole) == ()
    assert train_link_model(whole) == train_link_model(whole)
