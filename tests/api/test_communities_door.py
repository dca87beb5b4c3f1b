"""Communities over HTTP: how good a division is, what one community is, and what became of it."""

import pytest
from conftest import Command
from doors import NOBODY, Doors

WHO = ("--as", "r.alvarez", "--justification", "a test")


def test_a_division_says_how_good_and_how_stable_it_is(town_doors: Doors) -> None:
    ann = town_doors.asker()
    usual = ann.get("/v1/communities").json()
    assert usual["division"]["quality"] == "modularity"
    assert 0 < usual["division"]["reached"] <= 1
    assert usual["division"]["stability"] == 1
    fine = ann.get("/v1/communities", params={"quality": "cpm", "resolution": 0.9}).json()
    assert fine["count"] > usual["count"]
    one = ann.get("/v1/communities", params={"seeds": 1}).json()
    assert one["division"]["stability"] is None


@pytest.mark.parametrize(
    "asked", [{"seeds": 11}, {"seeds": 0}, {"resolution": "nan"}, {"resolution": -1},
              {"resolution": "inf"}, {"quality": "charm"}],
)  # fmt: skip
def test_what_no_division_can_be_made_by_is_refused(
    town_doors: Doors, asked: dict[str, str]
) -> None:
    ann = town_doors.asker()
    for path in ("/v1/communities", f"/v1/entities/{town_doors.at('R1')}/community"):
        assert ann.get(path, params=asked).status_code == 422


def test_a_profile_is_of_the_community_that_holds_somebody(town_doors: Doors) -> None:
    ann, marsh = town_doors.asker(), town_doors.at("R2")
    profile = ann.get(f"/v1/entities/{marsh}/community").json()["profile"]
    listed = ann.get("/v1/communities").json()["communities"][profile["community"]]
    assert profile["size"] == listed["size"] == sum(profile["kinds"].values())
    assert marsh in {each["entity"] for each in profile["members"]}
    assert set(profile["link_kinds"]) == {"uses"}
    assert {"riverton-pd"} <= set(profile["agencies"]) <= {"riverton-pd", "harbor-so"}
    assert 0 < profile["density"] <= 1
    assert ann.get(f"/v1/entities/{NOBODY}/community").status_code == 404


def test_what_became_of_communities_is_told_of_two_times(town_doors: Doors) -> None:
    ann = town_doors.asker()
    now = ann.get("/v1/communities").json()
    since = {"before_known_at": "2020-01-01T00:00:00Z"}
    told = ann.get("/v1/communities/changes", params=since).json()
    large = [each["size"] for each in now["communities"] if each["size"] >= 3]
    assert [each["change"] for each in told["changes"]] == ["born"] * len(large)
    assert sorted(each["after"]["size"] for each in told["changes"]) == sorted(large)
    same = ann.get("/v1/communities/changes", params={"before_valid_at": "2026-01-01T00:00:00Z"})
    assert {each["change"] for each in same.json()["changes"]} == {"continued"}
    assert ann.get("/v1/communities/changes").status_code == 400
    soon = ann.get("/v1/communities/changes", params={"before_known_at": "soon"})
    assert soon.status_code == 400


def test_what_showed_only_before_is_marked_and_told_to_its_owners(town_doors: Doors) -> None:
    before, ann = town_doors.last(), town_doors.asker()
    times = {"known_at": "2020-01-01T00:00:00Z", "before_known_at": "2099-01-01T00:00:00Z"}
    told = ann.get("/v1/communities/changes", params=times).json()
    assert {each["change"] for each in told["changes"]} == {"died"}
    assert set(told["marking"]["owners"]) == {"riverton-pd", "harbor-so"}
    [row] = [stored.row for stored in town_doors.rows(before)]
    assert {each.owner for each in row.disclosed} == {"riverton-pd", "harbor-so"}


@pytest.mark.usefixtures("demo")
def test_the_commands_show_communities_paths_and_key_players(comity: Command) -> None:
    [player] = comity("key-players", "--k", "1", *WHO, "--json").json()["players"]
    one = player["entity"]
    near = comity("reachable", one, "--hops", "2", *WHO, "--json").json()["reached"]
    other = next(each["entity"] for each in near if each["hops"] == 2)
    for words, said in (
        (("communities", "--seeds", 2), "stability over 2 seeds"),
        (("community", one), "conductance"),
        (("community-changes", "--before-known-at", "2020-01-01T00:00Z"), "born"),
        (("path", one, other, "--sort", "strongest", "--k", 2), "holds with chance"),
        (("path", one, other, "--sort", "in_time"), "at "),
        (("reachable", one, "--hops", 1), "reached: 1 in 0"),
        (("key-players", "--aim", "reach"), "left out: "),
        (("centrality", "degree", "--include", "bystander", "--include-reason", "a complaint"),
         "left out: "),
    ):  # fmt: skip
        told = comity(*map(str, words), *WHO)
        assert (told.code, said in told.out) == (0, True), (words, told.out, told.err)
    wrong = comity("path", one, other, "--sort", "charm", *WHO)
    assert (wrong.code, "all_shortest" in wrong.err) == (1, True)
    assert comity("centrality", "--include", "bystander", *WHO).code == 1
