"""Commands that ask: the same questions, answers and audit as over HTTP."""

from collections.abc import Mapping
from typing import Annotated, get_args

import typer

from comity.analytics import MEASURES
from comity.api.cli_asking import Ask, asks
from comity.api.errors import BadQuestion
from comity.api.included import Included
from comity.api.linked import Through
from comity.api.printing import AsJson, show, show_json, show_table, tell
from comity.api.routes_network import centrality as rank
from comity.api.routes_network import key_players as players
from comity.api.routes_reading import entity as read_entity
from comity.api.routes_reading import search as find
from comity.api.wire import EntityOut, FactOut, Marked
from comity.api.wire_network import Aim, CentralityAnswer, RankedOut
from comity.api.wire_questions import SearchBody
from comity.sharing import Marking, marking_line

Include = Annotated[
    list[str] | None, typer.Option(help="Look at these too: bystander, professional.")
]
IncludeReason = Annotated[str, typer.Option(help="Why they are looked at; needed with --include.")]
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
def centrality(
    ask: Ask,
    measure: Annotated[str, typer.Argument(help=", ".join(MEASURES))] = "betweenness",
    include: Include = None,
    include_reason: IncludeReason = "",
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
    included = Included(include=tuple(include or ()), include_reason=include_reason)
    answer: CentralityAnswer = ask(
        rank, measure=measure, limit=limit, draws=draws, included=included
    )
    if as_json:
        show_json(answer)
        return
    heads = ["rank", "entity", "kind", "name", measure, *(("ranks", "first") if draws else ())]
    rows = [_ranked(each) for each in answer.ranking]
    show_table(heads, rows)
    tell_left_out(answer.left_out)
    tell_marking(answer)


@asks
def key_players(
    ask: Ask,
    aim: Annotated[str, typer.Option(help="Whom to remove, or who reach most: remove, reach.")] = (
        "remove"
    ),
    k: Annotated[int, typer.Option(min=1, max=10, help="How many together.")] = 3,
    hops: Annotated[int, typer.Option(min=1, max=10, help="Within how many hops they reach.")] = 2,
    through: Annotated[
        str, typer.Option(help=f"What links whom: {', '.join(get_args(Through))}.")
    ] = "co_offending",
    include: Include = None,
    include_reason: IncludeReason = "",
    as_json: AsJson = False,
) -> None:
    """Find the few who together hold a network together, or reach most of it."""
    check_word(aim, get_args(Aim))
    check_word(through, get_args(Through))
    included = Included(include=tuple(include or ()), include_reason=include_reason)
    answer = ask(players, aim=aim, k=k, hops=hops, through=through, included=included)
    if as_json:
        show_json(answer)
        return
    rows = ((each.entity, each.kind, each.name) for each in answer.players)
    show_table(("entity", "kind", "name"), rows)
    sure = "the best set there is" if answer.best else f"found among {answer.candidates:,}"
    tell(f"{aim}: {answer.without:.4g} without, {answer.value:.4g} with them; {sure}")
    tell_left_out(answer.left_out)
    tell_marking(answer)


def _ranked(each: RankedOut) -> tuple[object, ...]:
    """A row of a ranking, with how far the rank moves where that was asked for."""
    row = (each.rank, each.entity, each.kind, each.name, each.score)
    if each.rank_low is None or each.rank_high is None:
        return row
    return (*row, f"{each.rank_low:g} to {each.rank_high:g}", each.first)


def check_word(word: str, known: tuple[str, ...]) -> None:
    """Refuse a word that is none of those known; raises BadQuestion."""
    if word not in known:
        raise BadQuestion(f"no {word!r} here; there are {', '.join(known)}")


def tell_left_out(counts: Mapping[str, int]) -> None:
    """Say how many were not looked at, by standing."""
    left = ", ".join(f"{count} {name}s" for name, count in counts.items())
    tell(f"left out: {left}" if left else "nobody was left out")


def tell_marking(answer: Marked) -> None:
    """Say what binds who sees an answer."""
    if answer.marking is not None:
        tell(marking_line(Marking(**answer.marking.model_dump())))


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
    for command in (search, entity, centrality, key_players):
        app.command()(command)
