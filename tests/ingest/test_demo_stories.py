"""The demo's network by true identities: what each agency sees alone, and all of them together."""

import networkx as nx

from comity.ingest.demo_events import make_block
from comity.ingest.demo_story import BROKER, make_story
from comity.ingest.demo_world import Block

AGENCIES = ("riverton-pd", "harbor-so", "superior-court", "state-dmv", "fusion-tf")


def agency_graphs(blocks: list[Block]) -> dict[str, nx.Graph]:
    """What each agency's own records link, without bystanders and professionals."""
    graphs = {agency: nx.Graph() for agency in AGENCIES}
    for block in blocks:
        _police(graphs["riverton-pd"], block)
        _jail(graphs["harbor-so"], block)
        _court(graphs["superior-court"], block)
        _registry(graphs["state-dmv"], block)
        _fusion(graphs["fusion-tf"], block)
    return graphs


def leader(graph: nx.Graph, everyone: set[str]) -> str:
    """Who has the highest betweenness among the persons."""
    scores = nx.betweenness_centrality(graph, normalized=False)
    return max((n for n in graph if n in everyone), key=lambda n: (scores[n], n))


def _police(graph: nx.Graph, block: Block) -> None:
    for crime in block.crimes:
        event = f"e{crime.id}"
        graph.add_edge(event, crime.place.id)
        graph.add_edges_from((p.id, event) for p in crime.suspects)
        graph.add_edges_from((p.id, p.phone) for p in crime.suspects if p.phone)
        if crime.vehicle:
            graph.add_edge(event, crime.vehicle.id)
    graph.add_edges_from((card.person.id, card.gang_id) for card in block.cards)
    graph.add_edges_from((line.holder.id, line.number) for line in block.lines)
    for call in block.calls:
        graph.add_edges_from((number, f"e{call.id}") for number in (call.caller, call.callee))


def _jail(graph: nx.Graph, block: Block) -> None:
    booked = {booking.id: booking.person.id for booking in block.bookings}
    for booking in block.bookings:
        person = booking.person
        graph.add_edge(person.id, f"e{booking.id}")
        if person.phone:
            graph.add_edge(person.id, person.phone)
        if booking.booked_with:
            graph.add_edge(person.id, booked[booking.booked_with])
        if booking.contact:
            graph.add_edge(person.id, booking.contact.id)


def _court(graph: nx.Graph, block: Block) -> None:
    for trial in block.trials:
        graph.add_edges_from((p.id, f"e{trial.id}") for p in trial.defendants)
        if trial.warrant_for:
            graph.add_edge(trial.warrant_for.id, f"w{trial.id}")
            graph.add_edge(f"w{trial.id}", f"e{trial.id}")


def _registry(graph: nx.Graph, block: Block) -> None:
    licensed = {person.id for person in block.licensed}
    for person in block.licensed:
        graph.add_edge(person.id, person.homes[-1][1].id)
    for car in block.vehicles:
        graph.add_edges_from((p.id, car.id) for p in car.owners if p.id in licensed)


def _fusion(graph: nx.Graph, block: Block) -> None:
    for report in block.reports:
        things = [*(car.id for car in report.vehicles), *report.phones]
        graph.add_edges_from((f"e{report.id}", thing) for thing in things)
        graph.add_edges_from((f"e{report.id}", p.id) for p in report.subjects)
        for lead in report.subjects[:1]:
            graph.add_edges_from((lead.id, thing) for thing in things)
            graph.add_edges_from((lead.id, other.id) for other in report.subjects[1:])


def test_the_broker_leads_only_the_union_of_all_agencies() -> None:
    blocks = [make_story(7), *(make_block(7, number, 10) for number in range(1, 18))]
    everyone = {person.id for block in blocks for person in block.people}
    graphs = agency_graphs(blocks)
    for agency, graph in graphs.items():
        assert leader(graph, everyone) != BROKER, agency
    assert leader(nx.compose_all(graphs.values()), everyone) == BROKER


def test_without_the_broker_the_cells_do_not_hang_together() -> None:
    graph = nx.compose_all(agency_graphs([make_story(7)]).values())
    assert nx.has_path(graph, "story.drugs.0", "story.cars.0")
    graph.remove_node(BROKER)
    assert not nx.has_path(graph, "story.drugs.0", "story.cars.0")
