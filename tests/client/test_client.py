"""The client against a served demo: every question as a frame or an object, with who says so."""

import inspect
from datetime import UTC, datetime, timedelta, timezone
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from comity.client import BadQuestion, Chart, Client, NoId, Nothing, Why, frames

NOBODY = "0" * 32
COLUMNS = {
    "search": frames.HITS,
    "neighbours": frames.NEIGHBOURS,
    "paths": frames.HOPS,
    "communities": frames.COMMUNITIES,
    "centrality": frames.RANKING,
}


def test_standing_says_as_whom_and_why_one_asks(analyst: Client) -> None:
    told = analyst.standing()
    assert (told["standing"]["viewer"], told["standing"]["purpose"]) == (
        "r.alvarez", "investigation",
    )  # fmt: skip
    assert told["counts"]["entities"] > 500


def test_a_search_finds_a_name_however_spelled_best_first(analyst: Client, broker: str) -> None:
    found = analyst.search("Victor Semshenko", kind="person", limit=5)
    assert broker in set(found["entity"])
    assert set(found["kind"]) == {"person"}
    assert found["score"].is_monotonic_decreasing
    assert len(found) <= 5


def test_an_entity_has_every_value_with_its_origin(analyst: Client, broker: str) -> None:
    entity = analyst.entity(broker)
    assert (entity.id, entity.kind) == (broker, "person")
    assert len(entity.agencies) >= 3
    assert tuple(entity.facts.columns) == frames.FACTS
    assert set(entity.facts["agency"]) == set(entity.agencies) == set(entity.mentions["agency"])
    assert set(entity.facts["agreement"]) >= {"own records", "regional-mou"}
    assert entity.facts[["source", "record", "recorded", "handling", "raw"]].notna().all(axis=None)
    assert set(entity.facts["record"]) <= set(entity.mentions["record"])


def test_any_mention_leads_to_its_entity(analyst: Client, broker: str) -> None:
    whole = analyst.entity(broker)
    for mention in whole.mentions["mention"]:
        assert analyst.entity(mention).id == broker


def test_neighbours_come_whole_whatever_the_pages(
    analyst: Client, broker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = analyst.neighbours(broker)
    assert whole["entity"].is_monotonic_increasing
    count = whole["entity"].nunique()
    assert count > 5
    monkeypatch.setattr("comity.client.client.PAGE", 2)
    pd.testing.assert_frame_equal(analyst.neighbours(broker), whole)
    for limit in (1, 2, 3, count, count + 1):
        some = analyst.neighbours(broker, limit=limit)
        assert some["entity"].nunique() == min(limit, count)
        pd.testing.assert_frame_equal(some, whole.head(len(some)))


def test_paths_have_a_row_for_each_link_of_each_hop(analyst: Client, broker: str) -> None:
    far = analyst.neighbours(analyst.neighbours(broker)["entity"][0])
    target = next(each for each in far["entity"] if each != broker)
    found = analyst.paths(broker, target)
    first = found[found["path"] == 1]
    assert first["source_entity"].iloc[0] == broker
    assert first["target_entity"].iloc[-1] == target
    assert sorted(first["hop"].unique()) == list(range(1, first["hop"].max() + 1))
    assert found["agreement"].notna().all()
    assert analyst.paths(broker, target, k=3)["path"].max() <= 3


def test_communities_are_numbered_from_the_largest(analyst: Client) -> None:
    found = analyst.communities(limit=5, members=3)
    sizes = found.groupby("community")["size"].first()
    assert list(sizes.index) == [0, 1, 2, 3, 4]
    assert sizes.is_monotonic_decreasing
    assert found.groupby("community").size().max() <= 3


def test_who_matters_says_how_many_were_left_out_and_takes_them_in_on_request(
    analyst: Client,
) -> None:
    ranking = analyst.centrality("betweenness", limit=10)
    assert list(ranking["rank"]) == list(range(1, 11))
    assert ranking["score"].is_monotonic_decreasing
    assert ranking.attrs["left_out"]["professional"] > 0
    both = ["professional", "bystander"]
    every = analyst.centrality("degree", include=both, include_reason="a complaint: Müller")
    assert every.attrs["left_out"] == {}
    with pytest.raises(BadQuestion, match="include_reason"):
        analyst.centrality("degree", include=both)


def test_a_chart_is_a_page_that_can_be_saved_for_oneself(
    analyst: Client, broker: str, tmp_path: Path
) -> None:
    page = analyst.chart(broker, hops=1)
    assert isinstance(page, Chart)
    assert escape(analyst.entity(broker).name) in page.html
    place = page.save(tmp_path / "chart.html")
    assert place.read_text("utf-8") == page.html
    assert place.stat().st_mode & 0o077 == 0
    assert len(analyst.chart([broker]).html) > 100_000
    assert len(analyst.chart().html) > 100_000


def test_matches_say_how_an_entity_came_together_weakest_joint_first(
    analyst: Client, broker: str
) -> None:
    joints = analyst.matches(broker)
    assert [type(each) for each in joints] == [Why] * len(joints)
    assert [each.score for each in joints] == sorted(each.score for each in joints)
    again = analyst.why(joints[0].first, joints[0].second)
    assert (again.score, again.decision) == (joints[0].score, joints[0].decision)
    pd.testing.assert_frame_equal(again.comparisons, joints[0].comparisons)
    total = again.prior + again.comparisons["weight"].sum()
    assert total == pytest.approx(again.score, abs=0.01)


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_a_frame_has_its_columns_and_standing_empty_or_not(
    analyst: Client, broker: str, name: str
) -> None:
    at = datetime(1950, 1, 1, tzinfo=UTC)
    arguments: dict[str, tuple[str, ...]] = {
        "search": ("Semchenko",), "neighbours": (broker,), "paths": (broker, broker),
    }  # fmt: skip
    full = getattr(analyst, name)(*arguments.get(name, ()))
    assert tuple(full.columns) == COLUMNS[name]
    assert full.attrs["standing"]["viewer"] == "r.alvarez"
    if name in ("search", "communities", "centrality"):
        empty = getattr(analyst.at(known_at=at), name)(*arguments.get(name, ()))
        assert empty.empty
        assert tuple(empty.columns) == COLUMNS[name]
        assert empty.attrs["standing"]["known_at"] == "1950-01-01T00:00:00Z"


def test_before_anything_was_known_nobody_is_there(analyst: Client, broker: str) -> None:
    then = analyst.at(known_at=datetime(1950, 1, 1, tzinfo=UTC))
    assert then.standing()["counts"]["mentions"] == 0
    with pytest.raises(Nothing):
        then.entity(broker)


def test_times_are_told_with_their_zone(analyst: Client) -> None:
    moment = datetime(2024, 5, 1, 12, tzinfo=timezone(timedelta(hours=-5)))
    standing = analyst.at(valid_at=moment).standing()["standing"]
    assert standing["valid_at"] == "2024-05-01T17:00:00Z"
    with pytest.raises(ValueError, match="no time zone"):
        analyst.at(known_at=datetime(2024, 5, 1))  # noqa: DTZ001 - the mistake under test


@pytest.mark.parametrize("text", ["Viktor Semchenko", "", "../standing", NOBODY + "0", "A" * 32])
def test_what_is_no_id_is_never_sent_in_an_address(analyst: Client, text: str) -> None:
    for ask in (analyst.entity, analyst.neighbours, analyst.matches):
        with pytest.raises(NoId, match="search for it"):
            ask(text)
    with pytest.raises(NoId):
        analyst.why(NOBODY, text)
    with pytest.raises(NoId):
        analyst.withdraw(text, "a reason")
    with pytest.raises(BadQuestion):
        analyst.paths(text, NOBODY)


def test_every_question_says_what_it_returns() -> None:
    methods: dict[str, Any] = dict(inspect.getmembers(Client, inspect.isfunction))
    public = [method for name, method in methods.items() if not name.startswith("_")]
    assert len(public) >= 14
    assert all(method.__doc__ and "return" in method.__annotations__ for method in public)
