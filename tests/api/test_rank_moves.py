"""How far ranks move where links are missing, over HTTP and in the terminal."""

from doors import Doors

MOVES = ("rank_low", "rank_high", "first")


def test_a_rank_says_how_far_it_moves_only_where_that_is_asked(town_doors: Doors) -> None:
    ann = town_doors.asker()
    plain = ann.get("/v1/centrality/degree").json()["ranking"]
    moved = ann.get("/v1/centrality/degree", params={"draws": 20}).json()["ranking"]
    assert [each["entity"] for each in moved] == [each["entity"] for each in plain]
    assert {each[name] for each in plain for name in MOVES} == {None}
    assert all(1 <= each["rank_low"] <= each["rank_high"] for each in moved)
    assert all(0 <= each["first"] <= 1 for each in moved)
    again = ann.get("/v1/centrality/degree", params={"draws": 20}).json()["ranking"]
    assert again == moved


def test_too_many_draws_are_refused(town_doors: Doors) -> None:
    ann = town_doors.asker()
    assert ann.get("/v1/centrality/degree", params={"draws": 201}).status_code == 422
    assert ann.get("/v1/centrality/degree", params={"draws": -1}).status_code == 422
