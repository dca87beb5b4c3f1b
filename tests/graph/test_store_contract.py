"""One contract for every graph store: the same rows, the same answers, byte for byte."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from comity.graph.neo4j_server import Neo4jServer
from comity.graph.neo4j_store import Neo4jStore
from comity.graph.ports import (
    Changes,
    ClaimRow,
    GraphStore,
    LinkRow,
    MentionRow,
    Provenance,
    Reached,
    Scope,
)
from comity.graph.sqlite_store import SqliteStore
from comity.graph.words import BEGINNING, FOREVER
from comity.sharing import Label

OPEN, CLOSED = Label("a", "open", "TLP:GREEN"), Label("b", "closed", "TLP:RED")
LABELS = ((1, OPEN), (2, CLOSED))
ALL, SOME = Scope((1, 2), 100), Scope((1,), 100)


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[GraphStore]:
    opened: GraphStore
    if request.param == "sqlite":
        opened = SqliteStore(tmp_path / "graph.db")
    else:
        server: Neo4jServer = request.getfixturevalue("neo4j_server")
        opened = Neo4jStore(server.uri, ("neo4j", server.password))
        opened.clear()
    yield opened
    opened.close()


def origin(record: str, *, since: int = 10, until: int = FOREVER) -> Provenance:
    return Provenance("a", "src", record, "map@1", since, until)


def mention(key: str, *, label: int = 1, record: str = "r1", since: int = 10) -> MentionRow:
    return MentionRow(key, "person", label, origin(record, since=since))


def claim(key: str, value: str, *, label: int = 1, since: int = 10, record: str = "r1",
          valid: tuple[int, int] = (BEGINNING, FOREVER)) -> ClaimRow:  # fmt: skip
    return ClaimRow(key, "name", value, value, label, "4x4:B2", *valid, origin(record, since=since))


def link(first: str, second: str, *, label: int = 1, record: str = "r1", since: int = 10,
         valid: tuple[int, int] = (BEGINNING, FOREVER)) -> LinkRow:  # fmt: skip
    return LinkRow(first, second, "associate_of", "associate", label, "", *valid,
                   origin(record, since=since))  # fmt: skip


def put(store: GraphStore, *rows: MentionRow | ClaimRow | LinkRow, position: int = 1, at: int = 10,
        closed: tuple[tuple[str, str], ...] = ()) -> None:  # fmt: skip
    store.apply(
        Changes(
            at=at,
            reached=Reached(position, at),
            labels=LABELS,
            closed=closed,
            mentions=[row for row in rows if isinstance(row, MentionRow)],
            claims=[row for row in rows if isinstance(row, ClaimRow)],
            links=[row for row in rows if isinstance(row, LinkRow)],
        )
    )


def chain(path: list[LinkRow]) -> list[tuple[str, str]]:
    return [(hop.first, hop.second) for hop in path]


def test_claims_come_in_order_and_only_as_far_as_allowed(store: GraphStore) -> None:
    put(store, mention("a"), claim("a", "Zed"), claim("a", "Ann"), claim("a", "Bo", label=2))
    assert [row.value for row in store.claims_of("a", ALL)] == ["Ann", "Bo", "Zed"]
    assert [row.value for row in store.claims_of("a", SOME)] == ["Ann", "Zed"]
    assert store.claims_of("a", ALL)[0] == claim("a", "Ann")
    assert store.claims_of("nobody", ALL) == []


def test_a_claim_of_a_hidden_mention_does_not_show(store: GraphStore) -> None:
    put(store, mention("a", label=2), claim("a", "Ann"))
    assert store.claims_of("a", SOME) == []
    assert store.find("name", "ann", SOME, 9) == []
    assert store.find("name", "ANN", ALL, 9) == ["a"]


def test_links_show_only_between_visible_ends(store: GraphStore) -> None:
    put(store, mention("a"), mention("b"), mention("c", label=2),
        link("a", "b"), link("b", "a", label=2), link("c", "a"))  # fmt: skip
    assert chain(store.neighbours("a", SOME, 9)) == [("a", "b")]
    assert chain(store.neighbours("a", ALL, 9)) == [("a", "b"), ("b", "a"), ("c", "a")]
    assert chain(store.neighbours("a", ALL, 1)) == [("a", "b")]


def test_a_loop_is_met_once(store: GraphStore) -> None:
    put(store, mention("a"), link("a", "a"))
    assert chain(store.neighbours("a", ALL, 9)) == [("a", "a")]


def test_a_path_never_runs_through_what_is_hidden(store: GraphStore) -> None:
    put(store, *(mention(key) for key in "abd"), mention("x", label=2), mention("c"),
        link("a", "x"), link("x", "d"), link("a", "b"), link("b", "c"), link("d", "c"))  # fmt: skip
    assert chain(store.shortest_path("a", "d", 6, ALL)) == [("a", "x"), ("x", "d")]
    assert chain(store.shortest_path("a", "d", 6, SOME)) == [("a", "b"), ("b", "c"), ("d", "c")]
    assert store.shortest_path("a", "d", 2, SOME) == []
    assert store.shortest_path("a", "a", 6, SOME) == []
    assert store.shortest_path("a", "nobody", 6, SOME) == []


def test_of_several_shortest_paths_the_least_by_key_is_told(store: GraphStore) -> None:
    put(store, *(mention(key) for key in "abcd"),
        link("a", "c"), link("c", "d"), link("d", "b"), link("b", "a"))  # fmt: skip
    assert chain(store.shortest_path("a", "d", 6, ALL)) == [("b", "a"), ("d", "b")]


def test_expanding_goes_nearest_first_and_stops_at_its_limit(store: GraphStore) -> None:
    put(store, *(mention(key) for key in "abcde"),
        link("a", "c"), link("a", "b"), link("c", "d"), link("d", "e"))  # fmt: skip
    assert store.expand("a", 1, ALL, 9) == ["b", "c"]
    assert store.expand("a", 2, ALL, 9) == ["b", "c", "d"]
    assert store.expand("a", 9, ALL, 3) == ["b", "c", "d"]


def test_valid_time_narrows_facts_and_never_mentions(store: GraphStore) -> None:
    put(store, mention("a"), mention("b"), claim("a", "Then", valid=(0, 50)),
        claim("a", "Now", valid=(50, FOREVER)), link("a", "b", valid=(0, 50)))  # fmt: skip
    then, now = Scope((1,), 100, 49), Scope((1,), 100, 50)
    assert [row.value for row in store.claims_of("a", then)] == ["Then"]
    assert [row.value for row in store.claims_of("a", now)] == ["Now"]
    assert len(store.neighbours("a", then, 9)) == 1
    assert store.neighbours("a", now, 9) == []


def test_a_newer_record_closes_the_older_one_and_leaves_it_as_history(store: GraphStore) -> None:
    put(store, mention("a"), claim("a", "Ann"))
    put(store, mention("a", since=20), claim("a", "Anna", since=20), position=2, at=20,
        closed=(("src", "r1"),))  # fmt: skip
    assert [row.value for row in store.claims_of("a", Scope((1,), 19))] == ["Ann"]
    assert [row.value for row in store.claims_of("a", Scope((1,), 20))] == ["Anna"]
    assert store.claims_of("a", Scope((1,), 9)) == []
    assert store.counts().mentions == store.counts().claims == 1


def test_a_batch_applied_twice_changes_nothing(store: GraphStore) -> None:
    for _ in range(2):
        put(store, mention("a"), mention("b"), link("a", "b"), claim("a", "Ann"))
    counts = store.counts()
    assert (counts.mentions, counts.claims, counts.links) == (2, 1, 1)


def test_a_load_cut_off_in_the_middle_shows_nothing_and_goes_on(store: GraphStore) -> None:
    put(store, mention("a"))
    half = Changes(20, Reached(1, 10, "2:7"), LABELS, (), [mention("b", record="r2", since=20)])
    store.apply(half)
    assert store.reached() == Reached(1, 10, "2:7")
    assert store.counts().mentions == 1
    store.apply(Changes(20, Reached(2, 20), LABELS, (), [mention("c", record="r3", since=20)]))
    assert store.counts().mentions == 3
    assert store.reached() == Reached(2, 20)


def test_a_purged_record_leaves_no_row_open_or_ended(store: GraphStore) -> None:
    put(store, mention("a"), claim("a", "Ann"), mention("b", record="r2"),
        link("a", "b", record="r2"))  # fmt: skip
    put(store, position=2, at=20, closed=(("src", "r1"),))
    store.apply(Changes(30, Reached(3, 30), dropped=[("src", "r1")]))
    assert store.claims_of("a", Scope((1,), 15)) == []
    assert [row for batch in store.scan("claims", BEGINNING) for row in batch.to_pylist()] == []


def test_dangling_ends_are_counted(store: GraphStore) -> None:
    put(store, mention("a"), mention("b", record="r2"), link("a", "b"))
    assert store.counts().dangling == 0
    put(store, position=2, at=20, closed=(("src", "r2"),))
    assert store.counts().dangling == 1


def test_labels_and_hostile_texts_come_back_as_they_went_in(store: GraphStore) -> None:
    hostile = 'O\'Neil "$labels" {x: 1} \\ \u202e\n}) RETURN n //'
    put(store, mention(hostile), claim(hostile, hostile))
    assert store.labels() == list(LABELS)
    assert store.claims_of(hostile, ALL)[0].value == hostile
    assert store.find("name", "o'neil \"$", ALL, 9) == [hostile]


def test_scanning_gives_all_rows_and_later_only_what_changed(store: GraphStore) -> None:
    put(store, mention("a"), mention("b", record="r2"), link("a", "b", record="r2"))
    put(store, mention("c", record="r3", since=20), position=2, at=20, closed=(("src", "r2"),))
    every = [row for batch in store.scan("mentions", BEGINNING) for row in batch.to_pylist()]
    assert sorted(row["key"] for row in every) == ["a", "b", "c"]
    later = [row for batch in store.scan("mentions", 10) for row in batch.to_pylist()]
    assert {row["key"]: row["known_to"] for row in later} == {"b": 20, "c": FOREVER}
    links = [row for batch in store.scan("links", BEGINNING) for row in batch.to_pylist()]
    assert links[0]["first"] == "a"
    assert links[0]["agency"] == "a"


def test_clearing_forgets_everything(store: GraphStore) -> None:
    put(store, mention("a"), claim("a", "Ann"))
    store.clear()
    assert store.reached() == Reached(0, BEGINNING)
    assert store.counts().mentions == 0
    put(store, mention("a"))
    assert store.counts().mentions == 1


@pytest.mark.parametrize("seed", range(4))
def test_random_graphs_are_answered_as_plain_python_answers_them(
    store: GraphStore, seed: int
) -> None:
    rng = Random(seed)
    keys = [f"k{n:02}" for n in range(14)]
    mentions = [mention(key, label=rng.choice((1, 1, 2)), record=key) for key in keys]
    links = [
        link(*rng.choices(keys, k=2), label=rng.choice((1, 1, 2)), record=f"l{n:02}")
        for n in range(22)
    ]
    put(store, *mentions, *links)
    for scope in (ALL, SOME):
        seen = {row.key for row in mentions if row.label in scope.labels}
        shown = [
            row for row in links if row.label in scope.labels and {row.first, row.second} <= seen
        ]
        for key in keys:
            mine = [row for row in shown if key in (row.first, row.second)]
            mine.sort(key=lambda row: (row.second if row.first == key else row.first,
                                       row.provenance.record))  # fmt: skip
            assert store.neighbours(key, scope, 99) == mine
        for _ in range(12):
            first, second = rng.sample(keys, 2)
            path = store.shortest_path(first, second, 5, scope)
            assert len(path) == _length(shown, first, second, 5)


def _length(links: list[LinkRow], first: str, second: str, most: int) -> int:
    """Hops of a shortest path, 0 if there is none."""
    edge, far = {first}, {first}
    for hops in range(1, most + 1):
        edge = {
            other
            for row in links
            for one, other in ((row.first, row.second), (row.second, row.first))
            if one in edge
        } - far
        if second in edge:
            return hops
        far |= edge
    return 0
