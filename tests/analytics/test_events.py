"""Communications and movement: drawn by hand, against slow oracles, and what is refused."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nets import net
from small_worlds import ALPHA, SmallWorld, Subject, Tie, closed

from comity import analytics
from comity.analytics import BadArgument, Events, NoAuthority, TooLarge, UnknownEntity
from comity.analytics.authority import authorised_as, checked
from comity.graph.errors import CrowdedEvents
from comity.graph.events import EventColumns
from comity.graph.words import BEGINNING

MINUTE = 60_000_000
FOUR = net(6, [])


def events(*rows: dict[str, Any]) -> Events:
    """Events of six entities, each with what is given of it."""
    usual = {"kind": "call", "starts": 0, "who": -1, "whom": -1, "place": -1, "expires": 0,
             "seconds": np.nan, "latitude": np.nan, "longitude": np.nan,
             "amount": np.nan}  # fmt: skip
    columns = {}
    for name, kind in EventColumns.__annotations__.items():
        given = [row.get(name, usual.get(name, "")) for row in rows]
        if name == "event":
            given = [f"event {number}" for number in range(len(rows))]
        dtype = {"Ints": np.int64, "Floats": np.float64}.get(getattr(kind, "__name__", kind))
        if name in usual and name != "kind":
            dtype = np.int64 if isinstance(usual[name], int) else np.float64
        columns[name] = np.array(given, dtype=dtype or object)
    return Events(EventColumns(**columns), FOUR.ids, FOUR.names, {})


def call(who: int, whom: int, at: int = 0) -> dict[str, Any]:
    return {"who": who, "whom": whom, "starts": at * MINUTE}


def seen(who: int, at: int, place: int = 0, **more: Any) -> dict[str, Any]:
    return {"kind": "sighting", "who": who, "starts": at * MINUTE, "place": place, **more}


def paid(
    who: int, whom: int, at: int, amount: float = 100, currency: str = "EUR"
) -> dict[str, Any]:
    return {**call(who, whom, at), "kind": "payment", "amount": amount, "currency": currency}


def moment(*when: int) -> int:
    return int(datetime(*when, tzinfo=UTC).timestamp()) // 60  # type: ignore[misc]


def test_top_contacts_count_both_directions_and_the_lowest_id_comes_first() -> None:
    found = analytics.top_contacts(events(call(0, 1), call(1, 0), call(2, 0), call(0, 0)), k=1)
    rows = found[["entity", "contact", "events", "outgoing", "incoming"]].to_numpy().tolist()
    assert rows == [
        ["e000", "e001", 2, 1, 1], ["e001", "e000", 2, 1, 1], ["e002", "e000", 1, 1, 0]
    ]  # fmt: skip


def test_reciprocity_is_the_share_of_contacts_that_go_both_ways() -> None:
    found = analytics.reciprocity(events(call(0, 1), call(1, 0), call(0, 2)))
    assert dict(zip(found["entity"], found["reciprocity"], strict=True)) == {
        "e000": 0.5, "e001": 1.0, "e002": 0.0
    }  # fmt: skip


def test_common_contacts_are_those_of_both_and_the_least_popular_first() -> None:
    told = events(call(0, 2), call(1, 2), call(0, 3), call(3, 1), call(4, 2), call(0, 5))
    found = analytics.common_contacts(told, "e000", "e001")
    assert found[["entity", "contacts"]].to_numpy().tolist() == [["e003", 2], ["e002", 3]]
    with pytest.raises(UnknownEntity):
        analytics.common_contacts(told, "e000", "nobody")


def test_the_pattern_of_life_goes_by_the_clock_of_the_zone_where_clocks_go_back() -> None:
    twice = [moment(2024, 10, 27, 0, 30), moment(2024, 10, 27, 1, 30)]
    found = analytics.pattern_of_life(events(*(call(0, 1, at) for at in twice)), "Europe/Brussels")
    assert found[["weekday", "hour", "events"]].to_numpy().tolist() == [[6, 2, 2], [6, 2, 2]]
    assert found.attrs["zone"] == "Europe/Brussels"
    with pytest.raises(BadArgument, match="zone"):
        analytics.pattern_of_life(events(), "Nowhere/Land")


def test_without_a_time_of_day_an_event_is_counted_and_in_no_hour() -> None:
    found = analytics.pattern_of_life(events({"who": 0, "starts": BEGINNING}), "UTC")
    assert found.empty
    assert found.attrs["untimed"] == 1


def test_two_are_together_within_the_window_and_the_distance() -> None:
    near = {"latitude": 50.85, "longitude": 4.35}
    nearer = {"latitude": 50.8505, "longitude": 4.35}  # 55.6 m further north
    told = events(seen(0, 0, -1, **near), seen(1, 5, -1, **nearer), seen(2, 6, -1, **near))
    five = timedelta(minutes=5)
    assert len(analytics.co_location(told, five, 50)) == 0
    assert analytics.co_location(told, five, 60)["other"].tolist() == ["e001", "e002"]


def test_the_first_meetings_are_told_alone_with_how_many_there_are() -> None:
    told = events(*(seen(who, at) for at in range(3) for who in range(3)))
    whole = analytics.co_location(told, timedelta(minutes=1))
    few = analytics.co_location(told, timedelta(minutes=1), limit=4)
    assert few.equals(whole.head(4))
    assert few.attrs["meetings"] == whole.attrs["meetings"] == len(whole) > 4


def test_those_who_travel_together_are_told_with_what_chance_would_give() -> None:
    rows = [seen(who, 100 * place + who, place) for place in range(4) for who in (0, 1)]
    found = analytics.co_travel(events(*rows), timedelta(minutes=2))
    assert found[["entity", "other", "meetings", "places"]].to_numpy().tolist() == [
        ["e000", "e001", 4, 4]
    ]
    # Four places, once each, and a window of two minutes either way of 301.
    assert found["expected"][0] == pytest.approx(4 * 4 / 301, rel=1e-6)
    assert found["p"][0] < 1e-5


def test_money_is_followed_in_time_order_by_amount_and_never_round() -> None:
    told = events(paid(0, 1, 0), paid(1, 2, 5, 95), paid(2, 0, 8, 95), paid(1, 3, 5, 50),
                  paid(1, 4, 0), paid(1, 5, 3, 99, "USD"))  # fmt: skip
    found = analytics.payment_chains(told, timedelta(minutes=10), 0.1)
    assert found[["chain", "payer", "payee"]].to_numpy().tolist() == [
        [0, "e000", "e001"], [0, "e001", "e002"]
    ]  # fmt: skip
    late = analytics.payment_chains(told, timedelta(minutes=10), 0.1, payer="e001")
    assert late["payee"].tolist() == ["e002", "e000"]


def test_a_new_handset_and_a_new_sim_are_told_apart() -> None:
    rows = [("A", "S1"), ("A", ""), ("B", "S1"), ("B", "S2")]
    told = events(*({**call(0, 1, at), "number": "+32", "imei": imei, "imsi": imsi}
                    for at, (imei, imsi) in enumerate(rows)))  # fmt: skip
    found = analytics.handset_changes(told)
    assert found["changed"].tolist() == ["imei", "imsi"]
    assert found["imei_before"].tolist() == ["A", "B"]
    assert analytics.handset_changes(told, "imei")["changed"].tolist() == ["imsi"]


ANALYSES = [
    lambda told: analytics.top_contacts(told),
    lambda told: analytics.reciprocity(told),
    lambda told: analytics.common_contacts(told, "e000", "e001"),
    lambda told: analytics.pattern_of_life(told, "UTC"),
    lambda told: analytics.co_location(told, timedelta(minutes=9), 10),
    lambda told: analytics.co_travel(told, timedelta(minutes=9), 10),
    lambda told: analytics.payment_chains(told, timedelta(minutes=9), 0.5),
    lambda told: analytics.handset_changes(told),
]


@pytest.mark.parametrize("analysis", range(len(ANALYSES)))
def test_nothing_and_one_event_give_the_columns_of_many(analysis: int) -> None:
    ask = ANALYSES[analysis]
    names = list(ask(events()).columns)
    assert names
    assert ask(events()).empty
    for one in (call(0, 1), seen(0, 1), paid(0, 1, 1), {"starts": BEGINNING}):
        assert list(ask(events(one)).columns) == names


SIGHTINGS = st.lists(
    st.builds(seen, st.integers(0, 4), st.integers(0, 12), st.integers(0, 2)), max_size=12
)
PAYMENTS = st.lists(
    st.builds(paid, st.integers(0, 4), st.integers(0, 4), st.integers(0, 9),
              st.sampled_from([100.0, 95.0, 50.0])), max_size=9,
)  # fmt: skip


@given(SIGHTINGS)
@settings(max_examples=60, deadline=None)
def test_meetings_are_those_found_by_comparing_every_two(rows: list[dict[str, Any]]) -> None:
    found = analytics.co_location(events(*rows), timedelta(minutes=3))
    got = {frozenset(pair) for pair in zip(found["seen"], found["other_seen"], strict=True)}
    assert len(got) == len(found)
    assert got == {
        frozenset([f"event {one}", f"event {two}"])
        for one, two in combinations(range(len(rows)), 2)
        if rows[one]["who"] != rows[two]["who"] and rows[one]["place"] == rows[two]["place"]
        and abs(rows[one]["starts"] - rows[two]["starts"]) <= 3 * MINUTE
    }  # fmt: skip


@given(PAYMENTS)
@settings(max_examples=60, deadline=None)
def test_chains_are_those_found_by_trying_every_payment_next(rows: list[dict[str, Any]]) -> None:
    found = analytics.payment_chains(events(*rows), timedelta(minutes=4), 0.1)
    got = Counter(tuple(part["payment"]) for _, part in found.groupby("chain"))
    assert got == Counter(_chains_by_hand(rows))


def _chains_by_hand(rows: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    def leads(one: int, two: int) -> bool:
        a, b = rows[one], rows[two]
        wait = b["starts"] - a["starts"]
        return (
            a["whom"] == b["who"] and 0 < wait <= 4 * MINUTE
            and a["who"] != a["whom"] and b["who"] != b["whom"] and b["whom"] != a["who"]
            and abs(b["amount"] - a["amount"]) <= 0.1 * a["amount"]
        )  # fmt: skip

    def grow(chain: list[int]) -> list[list[int]]:
        met = {rows[chain[0]]["who"], *(rows[row]["whom"] for row in chain)}
        on = [n for n in range(len(rows)) if leads(chain[-1], n) and rows[n]["whom"] not in met]
        return [whole for row in on for whole in grow([*chain, row])] if on else [chain]

    many = range(len(rows))
    begins = [one for one in many if not any(leads(other, one) for other in many)]
    chains = [chain for one in begins for chain in grow([one]) if len(chain) > 1]
    return [tuple(f"event {row}" for row in chain) for chain in chains]


@given(st.lists(st.builds(call, st.integers(0, 4), st.integers(0, 4)), max_size=12), st.randoms())
@settings(max_examples=40, deadline=None)
def test_the_order_of_arrival_changes_no_contact(rows: list[dict[str, Any]], rng: Any) -> None:
    mixed = list(rows)
    rng.shuffle(mixed)
    for measure in (analytics.top_contacts, analytics.reciprocity):
        assert measure(events(*rows)).equals(measure(events(*mixed)))


def test_only_events_under_an_authority_for_the_case_and_not_run_out_are_analysed() -> None:
    warrant = {**call(0, 1), "authority": "W-1", "case": "24-117", "expires": 10}
    told = events(warrant, call(0, 1), {**warrant, "case": "24-118"}, {**warrant, "expires": 5})
    found = checked(told.columns, FOUR, "24-117", 5)
    assert found.columns.event.tolist() == ["event 0"]
    assert list(found.refused.values()) == [1, 1, 1]
    with pytest.raises(NoAuthority, match="none of the events"):
        checked(told.columns, FOUR, "24-117", 10)


@pytest.mark.parametrize("hides", [False, True])
def test_events_of_a_view_carry_their_sides_and_an_authority_that_shows(
    tmp_path: Path, hides: bool
) -> None:
    warrant = {"authority": closed("W-1") if hides else "W-1", "authority_case": "24-117",
               "authority_expires": "2030-01-01", "started": "2024-05-06T07:08:09Z"}  # fmt: skip
    parts = [Subject("call", "call", warrant)]
    parts += [Subject(name, "phone", {"phone_number": f"+1415555010{number}", "imei": name})
              for number, name in enumerate(("a", "b"))]  # fmt: skip
    ties = [Tie("a", "call", "called", "caller"), Tie("b", "call", "called", "callee")]
    with SmallWorld(tmp_path) as world:
        world.say("beta", "r1", *parts, ties=ties)
        view = world.view(ALPHA)
    columns, ids = view.events(), view.network().ids
    assert columns.starts.tolist() == [moment(2024, 5, 6, 7, 8) * MINUTE + 9_000_000]
    assert columns.imei.tolist() == ["a"]
    assert columns.whom_imei.tolist() == ["b"]
    assert view.entity(ids[columns.who[0]]).name == "+14155550100"
    assert columns.authority.tolist() == ["" if hides else "W-1"]
    with pytest.raises(NoAuthority, match="member"):
        analytics.events_under_authority(view, 0)


def test_a_call_of_a_crowd_with_a_crowd_is_refused_before_it_fills_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sides = [f"{role}{number}" for role in ("caller", "callee") for number in range(3)]
    parts = [Subject("call", "call", {}), *(Subject(each, "phone", {}) for each in sides)]
    ties = [Tie(each, "call", "called", each[:6]) for each in sides]
    with SmallWorld(tmp_path) as world:
        world.say("beta", "r1", *parts, ties=ties)
        view = world.view(ALPHA)
    assert len(view.events().event) == 9
    monkeypatch.setattr("comity.graph.events.MOST_PAIRS", 8)
    with pytest.raises(CrowdedEvents, match="9 pairs"):
        view.events()
    view._clearance = replace(
        view._clearance, viewer=replace(view.viewer, case="C-1", cases=("C-1",))
    )
    with pytest.raises(TooLarge, match="corrected"):
        analytics.events_under_authority(view, 0)


def test_what_is_known_of_an_authority_today_goes_for_the_days_before() -> None:
    warrant = {"authority": "W-1", "case": "C-1", "expires": 9}
    then = events({**call(0, 1), **warrant}, {**call(1, 2), **warrant}).columns
    today = events({**call(0, 1), **warrant, "expires": 5}).columns
    found = authorised_as(then, today)
    assert (found.authority.tolist(), found.case.tolist()) == (["W-1", ""], ["C-1", ""])
    assert found.expires.tolist() == [5, BEGINNING]
    assert authorised_as(then, events().columns).authority.tolist() == ["", ""]


def test_a_folder_of_zones_is_no_zone() -> None:
    with pytest.raises(BadArgument, match="Europe/Brussels"):
        analytics.pattern_of_life(events(call(0, 1)), "America")


def test_places_near_each_other_by_the_million_are_refused_before_they_fill_the_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [seen(0, at, place=-1, latitude=50 + at / 1e4, longitude=4.0) for at in range(20)]
    window = timedelta(minutes=1)
    monkeypatch.setattr("comity.analytics.event_frames.MOST_PAIRS", 100)
    assert len(analytics.co_location(events(*rows), window)) == 0
    with pytest.raises(TooLarge, match="smaller distance"):
        analytics.co_location(events(*rows), window, metres=50_000)
    same = [seen(0, at, place=3, latitude=50 + at / 1e4, longitude=4.0) for at in range(20)]
    with pytest.raises(TooLarge, match="fewer sightings"):
        analytics.co_location(events(*same), window)
