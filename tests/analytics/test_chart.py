"""A chart's content: a part of one view, each value and each line with who says so."""

import pytest
from small_worlds import SmallWorld, Subject, Tie, Value, address, closed, person

from comity.analytics import Chart, chart_of
from comity.analytics.chart import MOST_LINES
from comity.graph.words import Interval

JAMES = {"given_name": "James", "family_name": "Smith", "birth_date": "1980-05-07"}


@pytest.fixture
def chart(world: SmallWorld) -> Chart:
    """Two persons of three agencies, a phone of theirs, and a secret one."""
    phone = Subject("n", "phone", {"phone_number": "+14155550101"})
    secret = Subject("s", "phone", {"phone_number": "+14155559999"}, closed=True)
    day = Interval(0, 86_400_000_000)
    ties = [Tie("p", "n", "uses", "user"), Tie("p", "s", "uses", "user"),
            Tie("p", "q", valid=day), Tie("p", "q"), Tie("q", "p")]  # fmt: skip
    world.say("beta", "r1", person(**JAMES, alias=closed("The Fox")), person("q"), phone, secret,
              ties=ties)  # fmt: skip
    for agency in ("alpha", "gamma"):
        world.say(agency, "r1", person(**JAMES))
    view = world.view()
    return chart_of(view, view.network().ids.tolist(), focus=address("beta", "r1"), omitted=3)


def test_a_node_says_its_values_and_who_says_them(chart: Chart) -> None:
    (james,) = (node for node in chart.nodes if node.name == "James Smith")
    assert james.agencies == ("alpha", "beta", "gamma")
    assert sum(line.startswith("birth date: 1980-05-07 — ") for line in james.lines) == 3
    assert any("beta, beta r1, TLP:GREEN" in line for line in james.lines)


def test_nothing_withheld_is_drawn(chart: Chart) -> None:
    assert "Fox" not in str(chart)
    assert "+14155559999" not in str(chart)
    assert len(chart.nodes) == 3


def test_links_of_one_kind_and_role_are_one_line_with_a_count(chart: Chart) -> None:
    counts = sorted((edge.kind, edge.count) for edge in chart.edges)
    assert counts == [("associate_of", 1), ("associate_of", 2), ("uses", 1)]
    (double,) = (edge for edge in chart.edges if edge.count == 2)
    assert double.lines == (
        "beta, beta r1, TLP:GREEN",
        "beta, beta r1, TLP:GREEN, 1970-01-01 to 1970-01-02",
    )


def test_a_chart_says_as_whom_around_what_and_how_much_it_leaves_off(chart: Chart) -> None:
    assert (chart.standing.viewer, chart.standing.agreements) == ("a.viewer", ("between-three",))
    assert (chart.focus, chart.omitted) == (address("beta", "r1"), 3)


def test_positions_hang_on_what_is_drawn_alone(world: SmallWorld, chart: Chart) -> None:
    world.say("alpha", "r9", person(given_name="Far"), person("q"), ties=[Tie("p", "q")])
    again = chart_of(world.view(), [node.id for node in chart.nodes])
    assert [(node.x, node.y) for node in again.nodes] == [(node.x, node.y) for node in chart.nodes]


@pytest.mark.usefixtures("chart")
def test_what_is_no_entity_of_the_view_is_not_drawn(world: SmallWorld) -> None:
    assert chart_of(world.view(), ["0" * 32, address("beta", "r1", "s")]).nodes == ()


def test_long_lists_of_values_end_with_how_many_more(world: SmallWorld) -> None:
    many = [Value(f"Alias {number:02}") for number in range(MOST_LINES + 4)]
    world.say("alpha", "r1", Subject("p", "person", {"alias": many}))
    (node,) = chart_of(world.view(), [address("alpha", "r1")]).nodes
    assert (len(node.lines), node.lines[-1]) == (MOST_LINES + 1, "and 4 more")
