"""Commands that ask: the same questions, answers and audit as over HTTP."""

from pathlib import Path
from typing import Annotated

import typer

from comity.analytics import MEASURES
from comity.api.cli_asking import Ask, asks
from comity.api.printing import AsJson, say, show, show_json, show_table, tell
from comity.api.routes_network import centrality as rank
from comity.api.routes_network import draw, list_communities, paths
from comity.api.routes_reading import entity as read_entity
from comity.api.routes_reading import search as find
from comity.api.wire import EntityOut, FactOut, LinkOut, Marked
from comity.api.wire_network import CentralityAnswer, PathOut, RankedOut
from comity.api.wire_questions import ChartBody, PathsBody, SearchBody
from comity.sharing import Marking, marking_line

Id = Annotated[str, typer.Argument(help="An entity's id, from a search.")]


@asks
def search(
    ask: Ask,
    text: Annotated[str, typer.Argument(help="A name, however spelled, or an identifier.")],
    kind: Annotated[str | None, typer.Option(help="Only this kind.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="At most so many.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Find entities by name or identifier."""
    answer = ask(find, body=SearchBody(text=text, kind=kind, limit=limit))
    if as_json:
        show_json(answer)
        return
    hits = [hit.model_dump() for hit in answer.hits]
    show(hits, ("entity", "score", "kind", "name", "property", "value"), as_json=False)
    tell_marking(answer)


@asks
def entity(ask: Ask, entity_id: Id, as_json: AsJson = False) -> None:
    """Show an entity: every visible value with its source, and the records that make it."""
    answer = ask(read_entity, id=entity_id)
    if as_json:
        show_json(answer)
    else:
        _show_entity(answer.entity)
        tell_marking(answer)


@asks
def path(
    ask: Ask,
    source: Id,
    target: Id,
    k: Annotated[int | None, typer.Option(min=1, max=50, help="The k shortest, not all.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show how two entities connect, with the evidence of each hop."""
    answer = ask(paths, body=PathsBody(source=source, target=target, k=k))
    if as_json:
        show_json(answer)
        return
    for number, found in enumerate(answer.paths, start=1):
        show_table(("from", "to", "evidence"), _hops(found), title=f"path {number}")
    if not answer.paths:
        tell("no path in this view")
    tell_marking(answer)


@asks
def communities(
    ask: Ask,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many.")] = 20,
    as_json: AsJson = False,
) -> None:
    """List the communities of a view, largest first."""
    answer = ask(list_communities, limit=limit, members=25 if as_json else 8)
    if as_json:
        show_json(answer)
        return
    rows = ((c.community, c.size, [m.name for m in c.members]) for c in answer.communities)
    show_table(("community", "size", "best linked members"), rows)
    tell_marking(answer)


@asks
def centrality(
    ask: Ask,
    measure: Annotated[str, typer.Argument(help=", ".join(MEASURES))] = "betweenness",
    include: Annotated[
        list[str] | None, typer.Option(help="Rank these too: bystander, professional.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many.")] = 20,
    draws: Annotated[
        int,
        typer.Option(
            min=0, max=200, help="Withhold a tenth of the links so often: how ranks move."
        ),
    ] = 0,
    as_json: AsJson = False,
) -> None:
    """Rank who matters; bystanders and professionals are left out, and counted."""
    answer: CentralityAnswer = ask(rank, measure=measure, limit=limit, include=include, draws=draws)
    if as_json:
        show_json(answer)
        return
    heads = ["rank", "entity", "kind", "name", measure, *(("ranks", "first") if draws else ())]
    rows = [_ranked(each) for each in answer.ranking]
    show_table(heads, rows)
    left = ", ".join(f"{count} {name}s" for name, count in answer.left_out.items())
    tell(f"left out: {left}" if left else "nobody was left out")
    tell_marking(answer)


def _ranked(each: RankedOut) -> tuple[object, ...]:
    """A row of a ranking, with how far the rank moves where that was asked for."""
    row = (each.rank, each.entity, each.kind, each.name, each.score)
    if each.rank_low is None or each.rank_high is None:
        return row
    return (*row, f"{each.rank_low:g} to {each.rank_high:g}", each.first)


@asks
def chart(
    ask: Ask,
    out: Annotated[Path, typer.Argument(metavar="FILE.html", help="Where to write the page.")],
    around: Annotated[
        list[str] | None, typer.Option(help="An entity's id; without any, those who matter.")
    ] = None,
    hops: Annotated[int, typer.Option(min=0, max=4, help="How far around.")] = 1,
    limit: Annotated[int, typer.Option(min=1, max=2000, help="How many entities.")] = 150,
) -> None:
    """Write a link chart as one page that loads nothing from anywhere."""
    page = ask(draw, body=ChartBody(entities=tuple(around or ()), hops=hops, limit=limit))
    out.write_bytes(page.body)
    say(f"{out}: {len(page.shown):,} entities")


def tell_marking(answer: Marked) -> None:
    """Say what binds who sees an answer."""
    if answer.marking is not None:
        tell(marking_line(Marking(**answer.marking.model_dump())))


def _hops(found: PathOut) -> list[tuple[str, str, str]]:
    names = {each.entity: each.name for each in found.entities}
    return [
        (names[hop.source], names[hop.target], "; ".join(map(_evidence, hop.links)))
        for hop in found.hops
    ]


def _evidence(link: LinkOut) -> str:
    origin = link.origin
    said = f"{origin.agency}, {origin.source} {origin.record}, {origin.handling}"
    return f"{link.role or link.kind} ({said})"


def _show_entity(found: EntityOut) -> None:
    tell(f"{found.name}: {found.kind}, said by {', '.join(found.agencies)}; {found.standing}")
    heads = ("property", "value", "agency", "record", "handling", "grade", "recorded", "agreement")
    show_table(heads, map(_fact, found.facts))
    mentions = ((each.agency, f"{each.source} {each.record}", each.id) for each in found.mentions)
    show_table(("agency", "record", "mention"), mentions)
    for agency, desk in sorted({(f.origin.agency, f.origin.desk) for f in found.facts}):
        if desk:
            tell(f"{agency} answers for what it says: {desk}")
    for pair in found.disputed:
        tell(f"Disputed: people disagree whether {pair.first} and {pair.second} are the same")
    for other in found.possible:
        tell(f"possibly the same: {other.name} ({other.entity}), score {other.score:.1f}")


def _fact(fact: FactOut) -> tuple[object, ...]:
    origin = fact.origin
    record = f"{origin.source} {origin.record}"
    said = (fact.property, fact.raw or fact.value, origin.agency, record)
    day = (origin.recorded or "").partition("T")[0]
    return (*said, origin.handling, origin.grade, day, origin.permit.agreement)


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    for command in (search, entity, path, communities, centrality, chart):
        app.command()(command)
