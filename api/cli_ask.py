"""Commands that ask: the same views and the same audit as over HTTP."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from comity.analytics import communities as find_communities
from comity.analytics import k_shortest_paths, shortest_paths, who_matters
from comity.api.charts import chart_html
from comity.api.errors import Nothing
from comity.api.folders import (
    DEFAULT,
    Agency,
    Folder,
    Justification,
    KnownAt,
    Principal,
    Purpose,
    Role,
    Session,
    ValidAt,
    ask,
)
from comity.api.installation import Installation
from comity.api.printing import AsJson, say, show, show_json, show_table
from comity.graph.answers import Entity
from comity.graph.written import written

Id = Annotated[str, typer.Argument(help="An entity's id, from a search.")]


def search(
    text: Annotated[str, typer.Argument(help="A name, however spelled, or an identifier.")],
    viewer: Principal,
    justification: Justification,
    agency: Agency = "",
    role: Role = "analyst",
    purpose: Purpose = "investigation",
    kind: Annotated[str | None, typer.Option(help="Only this kind.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=200)] = 20,
    known_at: KnownAt = "",
    valid_at: ValidAt = "",
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Find entities by name or identifier."""
    with Installation.open(folder) as installation:
        session = ask(
            installation, viewer, agency, role, purpose, justification, known_at, valid_at
        )
        hits = [asdict(hit) for hit in session.view.search(text, kind=kind, limit=limit)]
        _audited(session, "search", {"text": text}, [hit["entity"] for hit in hits])
    show(hits, ("score", "kind", "name", "property", "value", "entity"), as_json=as_json)


def entity(
    entity_id: Id,
    viewer: Principal,
    justification: Justification,
    agency: Agency = "",
    role: Role = "analyst",
    purpose: Purpose = "investigation",
    known_at: KnownAt = "",
    valid_at: ValidAt = "",
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Show an entity: every visible value with its source, and how its records came together."""
    with Installation.open(folder) as installation:
        session = ask(
            installation, viewer, agency, role, purpose, justification, known_at, valid_at
        )
        found = session.view.entity(entity_id)
        shown = [] if found is None else [fact.ref for fact in found.facts]
        _audited(session, "entity", {"id": entity_id}, shown)
    if found is None:
        raise Nothing
    if as_json:
        show_json(asdict(found))
    else:
        _show_entity(found)


def path(
    source: Id,
    target: Id,
    viewer: Principal,
    justification: Justification,
    agency: Agency = "",
    role: Role = "analyst",
    purpose: Purpose = "investigation",
    k: Annotated[int | None, typer.Option(min=1, max=50, help="The k shortest, not all.")] = None,
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Show how two entities connect, with the evidence of each hop."""
    with Installation.open(folder) as installation:
        session = ask(installation, viewer, agency, role, purpose, justification)
        told = _paths(session, source, target, k)
        _audited(session, "paths", {"source": source, "target": target}, [])
    if as_json:
        show_json(told)
        return
    for number, found in enumerate(told, start=1):
        show_table(("from", "to", "evidence"), found, title=f"path {number}")
    if not told:
        say("no path in this view")


def communities(
    viewer: Principal,
    justification: Justification,
    agency: Agency = "",
    role: Role = "analyst",
    purpose: Purpose = "investigation",
    seed: Annotated[int, typer.Option(help="Equal seeds give equal answers.")] = 0,
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """List the communities of a view, largest first."""
    with Installation.open(folder) as installation:
        session = ask(installation, viewer, agency, role, purpose, justification)
        frame = find_communities(session.view.network(), seed=seed)
        _audited(session, "communities", {"seed": seed}, [])
    groups = [
        {"community": number, "size": len(group), "members": group["name"].head(8).tolist()}
        for number, group in frame.groupby("community")
        if len(group) > 1
    ]
    show(groups, ("community", "size", "members"), as_json=as_json)


def centrality(
    viewer: Principal,
    justification: Justification,
    measure: Annotated[str, typer.Argument(help="degree, betweenness, …")] = "betweenness",
    agency: Agency = "",
    role: Role = "analyst",
    purpose: Purpose = "investigation",
    include: Annotated[list[str] | None, typer.Option(help="bystander, professional")] = None,
    limit: Annotated[int, typer.Option(min=1)] = 20,
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Rank who matters; bystanders and professionals are left out, and counted."""
    with Installation.open(folder) as installation:
        session = ask(installation, viewer, agency, role, purpose, justification)
        wanted = tuple(include or ())
        ranking = who_matters(session.view.network(), measure, limit=limit, include=wanted)
        _audited(session, "centrality", {"measure": measure}, ranking.frame["entity"].tolist())
    heads = ("rank", "name", "kind", measure, "entity")
    values = ranking.frame[list(heads)].itertuples(index=False)
    rows = [dict(zip(heads, row, strict=True)) for row in values]
    if as_json:
        show_json({"ranking": rows, "left_out": dict(ranking.left_out)})
        return
    show(rows, heads, as_json=False)
    left = ", ".join(f"{count} {name}s" for name, count in ranking.left_out.items())
    say(f"left out: {left}" if left else "nobody was left out")


def chart(
    out: Annotated[Path, typer.Argument(metavar="FILE.html", help="Where to write the page.")],
    viewer: Principal,
    justification: Justification,
    entity_id: Annotated[str, typer.Option("--around", help="An entity; else who matters.")] = "",
    agency: Agency = "",
    role: Role = "analyst",
    purpose: Purpose = "investigation",
    hops: Annotated[int, typer.Option(min=0, max=4)] = 1,
    limit: Annotated[int, typer.Option(min=1, max=2000)] = 150,
    folder: Folder = DEFAULT,
) -> None:
    """Write a link chart as one page that loads nothing from anywhere."""
    with Installation.open(folder) as installation:
        session = ask(installation, viewer, agency, role, purpose, justification)
        found = session.view.entity(entity_id) if entity_id else None
        if entity_id and found is None:
            raise Nothing
        named = [found.id] if found else []
        html, shown = chart_html(session.view, named, hops=hops, limit=limit)
        _audited(session, "chart", {"entities": named}, list(shown))
    out.write_text(html, "utf-8")
    say(f"{out}: {len(shown)} entities")


def _audited(session: Session, action: str, question: dict[str, Any], shown: list[str]) -> None:
    session.answer(action, json.dumps(question, ensure_ascii=False), tuple(shown[:500]))


def _paths(session: Session, source: str, target: str, k: int | None) -> list[Any]:
    network = session.view.network()
    ends = [session.view.entity(end) for end in (source, target)]
    if ends[0] is None or ends[1] is None:
        raise Nothing
    first, last = ends[0].id, ends[1].id
    found = (
        shortest_paths(network, first, last)
        if k is None
        else k_shortest_paths(network, first, last, k)
    )
    names = dict(zip(network.ids.tolist(), network.names.tolist(), strict=True))
    return [
        [(names[hop.source], names[hop.target], _evidence(session, hop.links)) for hop in one.hops]
        for one in found
    ]


def _evidence(session: Session, links: tuple[int, ...]) -> str:
    return "; ".join(
        f"{fact.role or fact.kind} ({fact.origin.agency}, {fact.origin.source} "
        f"{fact.origin.record}, {fact.origin.handling})"
        for fact in session.view.evidence(links)
    )


def _show_entity(found: Entity) -> None:
    say(f"{found.name}: {found.kind}, said by {', '.join(found.agencies)}; {found.standing}")
    show_table(
        ("property", "value", "agency", "record", "handling", "grade", "recorded", "agreement"),
        (
            (
                fact.property,
                fact.raw or fact.value,
                fact.origin.agency,
                f"{fact.origin.source} {fact.origin.record}",
                fact.origin.handling,
                fact.origin.grade,
                written(fact.origin.recorded),
                fact.origin.permit.agreement,
            )
            for fact in found.facts
        ),
    )
    for other in found.possible:
        say(f"possibly the same: {other.name} ({other.entity}), score {other.score:.1f}")


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    for command in (search, entity, path, communities, centrality, chart):
        app.command()(command)
