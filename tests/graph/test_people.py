"""A Neo4j for people holds exactly one view: everything of it, and nothing beside it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import neo4j
import pytest
from small_worlds import ALPHA, BETA, SmallWorld, Subject, Tie, address, closed, key, person

from comity.graph.errors import ProjectionError
from comity.graph.neo4j_server import Neo4jServer
from comity.graph.people import project_view
from comity.graph.view import View

pytestmark = pytest.mark.neo4j
JAMES = {"given_name": "James", "family_name": "Smith", "birth_date": "1980-05-07"}
SECRETS = ("Quickthorn", "S-4711", "veiled", "informs", "Gideon")


@dataclass(frozen=True)
class Database:
    """A Neo4j for people, and what a person finds in it with Cypher."""

    uri: str
    auth: tuple[str, str]
    driver: neo4j.Driver

    def ask(self, cypher: str, **given: Any) -> list[dict[str, Any]]:
        rows, _, _ = self.driver.execute_query(cypher, given)
        return [dict(row) for row in rows]

    def project(self, view: View, **more: Any) -> dict[str, int]:
        return project_view(view, self.uri, self.auth, **more)

    def entities(self) -> dict[str, dict[str, Any]]:
        """Every node that is no sign of ours, by id, with its labels."""
        rows = self.ask("MATCH (n) WHERE NOT n:ComityView RETURN n {.*} AS n, labels(n) AS labels")
        return {row["n"]["id"]: {**row["n"], "labels": sorted(row["labels"])} for row in rows}

    def links(self) -> list[tuple[Any, ...]]:
        """Every link between two ids, with its type and all it says."""
        rows = self.ask("MATCH (a)-[l]->(b) RETURN a.id AS a, type(l) AS t, b.id AS b, l {.*} AS l")
        return sorted((row["a"], row["t"], row["b"], str(sorted(row["l"].items()))) for row in rows)

    def digest(self) -> str:
        return str(self.ask("MATCH (s:ComityView) RETURN s.digest AS d")[0]["d"])


@pytest.fixture
def database(neo4j_server: Neo4jServer) -> Iterator[Database]:
    """An empty database on the real server."""
    auth = ("neo4j", neo4j_server.password)
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=auth) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
        yield Database(neo4j_server.uri, auth, driver)


def talk(world: SmallWorld) -> None:
    """Four records of two agencies, with something withheld in each of beta's."""
    crime = Subject("i", "court_case", {"case_number": "2024-1", "offence": "theft"})
    ties = [Tie("p", "i", "charged_in", "suspect"), Tie("p", "q"), Tie("p", "q"),
            Tie("p", "q", role="friend"), Tie("p", "h"),
            Tie("q", "p", "informs", "source", closed=True)]  # fmt: skip
    hidden = person("h", hidden=True, given_name="Gideon")
    ann = person("q", given_name="Ann", family_name=closed("Quickthorn"))
    world.say("beta", "r1", person(**JAMES, state_id=closed("S-4711")), crime, hidden, ann,
              ties=ties)  # fmt: skip
    world.say("alpha", "r2", person(**{**JAMES, "given_name": "Jim"}))
    world.say("alpha", "r3", person(given_name="Maria"), ties=[Tie("p", "p", "same_as", "")])
    world.say("beta", "veiled", person(hidden=True, given_name="Gideon"))


def test_it_holds_every_entity_with_every_value_and_who_said_it(
    world: SmallWorld, database: Database
) -> None:
    talk(world)
    view = world.view()
    assert database.project(view) == {"entities": 4, "links": 4}
    held = database.entities()
    assert held.keys() == set(view.network().ids)
    for address_, node in held.items():
        entity = view.entity(address_)
        kind = "".join(word.capitalize() for word in entity.kind.split("_"))
        assert node["labels"] == sorted(["Entity", kind])
        assert (node["name"], node["kind"], node["standing"]) == (
            entity.name, entity.kind, entity.standing,
        )  # fmt: skip
        assert tuple(node["agencies"]) == entity.agencies
        assert tuple(node["roles"]) == entity.roles
        assert len(node["records"]) == len(entity.mentions)
        for prop in {fact.property for fact in entity.facts}:
            facts = [fact for fact in entity.facts if fact.property == prop]
            assert node[f"said_{prop}"] == [fact.value for fact in facts]
            for fact, by in zip(facts, node[f"said_{prop}_by"], strict=True):
                said = (fact.origin.agency, fact.origin.record, fact.origin.permit.agreement)
                assert all(word in by for word in said)
        said = {name for name in node if name.startswith("said_") and not name.endswith("_by")}
        assert said == {f"said_{fact.property}" for fact in entity.facts}


def test_it_holds_every_link_with_its_evidence_also_one_said_twice(
    world: SmallWorld, database: Database
) -> None:
    talk(world)
    view = world.view()
    database.project(view)
    facts = view.evidence(view.network().link.tolist())
    held = database.links()
    assert [(a, t, b) for a, t, b, _ in held] == sorted(
        (fact.first, fact.kind.upper(), fact.second) for fact in facts
    )
    for fact in facts:
        assert any(fact.ref in said and fact.origin.record in said for *_, said in held)
    assert database.ask("MATCH ()-[l]->() RETURN count(l) AS n") == [{"n": len(facts)}]


def test_nothing_withheld_stands_in_any_property(world: SmallWorld, database: Database) -> None:
    talk(world)
    database.project(world.view(BETA))
    everything = f"{database.entities()} {database.links()}"
    assert all(secret in everything or secret.upper() in everything for secret in SECRETS)
    database.ask("MATCH (n) DETACH DELETE n")
    database.project(world.view(ALPHA))
    signs = database.ask("MATCH (s:ComityView) RETURN s {.*} AS s")
    everything = f"{database.entities()} {database.links()} {signs}".casefold()
    assert not [secret for secret in SECRETS if secret.casefold() in everything]


def test_after_a_change_it_holds_what_a_new_one_would(
    world: SmallWorld, database: Database
) -> None:
    talk(world)
    database.project(world.view())
    first = address("alpha", "r3")
    assert database.entities()[first]["labels"] == ["Entity", "Person"]
    world.say("alpha", "r3", Subject("p", "vehicle", {"plate": "AB 1"}))
    world.say("beta", "r1", person(**JAMES), person("q", given_name="Ann"), ties=[Tie("q", "p")])
    world.judge(key("beta", "r1"), key("alpha", "r2"), "different")
    view = world.view()
    database.project(view)
    grown = database.entities(), database.links(), database.digest()
    assert grown[0][first]["labels"] == ["Entity", "Vehicle"]
    database.ask("MATCH (n) DETACH DELETE n")
    database.project(view)
    assert (database.entities(), database.links(), database.digest()) == grown


def test_what_an_ended_agreement_showed_is_gone(world: SmallWorld, database: Database) -> None:
    talk(world)
    database.project(world.view())
    assert "beta" in f"{database.entities()} {database.links()}"
    world.ledger.set_agreement_status("between-three", "suspended", "a test")
    assert database.project(world.view()) == {"entities": 2, "links": 1}
    assert "beta" not in f"{database.entities()} {database.links()}"


def test_run_again_it_changes_nothing(world: SmallWorld, database: Database) -> None:
    talk(world)
    counts = database.project(world.view())
    held = database.entities(), database.links(), database.digest()
    assert database.project(world.view()) == counts
    assert (database.entities(), database.links(), database.digest()) == held


@pytest.mark.parametrize("step", range(4))
def test_cut_off_anywhere_it_says_so_and_run_again_comes_out_the_same(
    world: SmallWorld, database: Database, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    monkeypatch.setattr("comity.graph.people.ROWS", 2)
    talk(world)
    database.project(world.view())
    world.say("beta", "r1", person(**JAMES), person("q", given_name="Ann"), ties=[Tie("q", "p")])
    world.say("alpha", "r4", person(given_name="Otto"), person("q"), ties=[Tie("p", "q")])
    view = world.view()
    steps = iter(range(step))

    def cut_off(_done: int, _whole: int) -> None:
        if next(steps, None) is None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        database.project(view, told=cut_off)
    assert database.digest() == ""
    database.project(view)
    after = database.entities(), database.links(), database.digest()
    database.ask("MATCH (n) DETACH DELETE n")
    database.project(view)
    assert (database.entities(), database.links(), database.digest()) == after
    assert after[2] == view.standing().digest


def test_progress_is_told_up_to_the_end(world: SmallWorld, database: Database) -> None:
    talk(world)
    heard: list[tuple[int, int]] = []
    database.project(world.view(), told=lambda done, whole: heard.append((done, whole)))
    assert heard == [(4, 8), (8, 8)]


@pytest.mark.parametrize(
    "strange", ["CREATE (:Film {title: 'M'})", "CREATE (:Entity {id: 'mine'})", "CREATE ()",
                "CREATE (:Node {key: 'k'})<-[:VERSION_OF]-(:Mention {label: 1})"]
)  # fmt: skip
def test_a_database_that_is_somebody_elses_is_left_as_it_is(
    world: SmallWorld, database: Database, strange: str
) -> None:
    talk(world)
    database.ask(strange)
    before = database.ask("MATCH (n) RETURN n {.*} AS n")
    with pytest.raises(ProjectionError, match="Comity did not put there; give it an empty"):
        database.project(world.view())
    assert database.ask("MATCH (n) RETURN n {.*} AS n") == before


@pytest.mark.parametrize(
    "strange", ["CREATE (:Film)", "CREATE (:Entity {id: 'mine'})",
                "MATCH (a:Entity), (b:Entity) WITH a, b LIMIT 1 CREATE (a)-[:KNOWS]->(b)"]
)  # fmt: skip
def test_what_somebody_added_later_is_not_taken_for_ours(
    world: SmallWorld, database: Database, strange: str
) -> None:
    talk(world)
    database.project(world.view())
    database.ask(strange)
    with pytest.raises(ProjectionError, match="1 nodes or links that Comity did not put there"):
        database.project(world.view())


def test_one_database_holds_one_viewers_view(world: SmallWorld, database: Database) -> None:
    talk(world)
    database.project(world.view())
    held = database.entities(), database.links()
    for other in (BETA, replace(ALPHA, agency="gamma"), replace(ALPHA, principal="c.viewer")):
        with pytest.raises(ProjectionError, match=r"holds the view of a\.viewer of alpha"):
            database.project(world.view(other))
    assert (database.entities(), database.links()) == held
    database.project(world.view(replace(ALPHA, justification="another reason")))


def test_a_server_that_is_away_is_one_sentence(world: SmallWorld) -> None:
    with pytest.raises(ProjectionError, match="does not answer; start the server"):
        project_view(world.view(), "bolt://127.0.0.1:1", ("neo4j", "x"))
