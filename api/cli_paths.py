"""Commands that ask how entities connect: paths of every sort, and whom one reaches."""

from typing import Annotated, Any, get_args

import typer

from comity.api.cli_ask import Id, check_word, tell_marking
from comity.api.cli_asking import Ask, asks
from comity.api.printing import AsJson, show_json, show_table, tell
from comity.api.routes_paths import paths
from comity.api.routes_paths import reachable as reached
from comity.api.wire import LinkOut
from comity.api.wire_paths import PathOut, PathsBody, ReachableBody, Sort

Avoided = Annotated[list[str] | None, typer.Option("--avoid", help="An id to go round.")]
AvoidedKinds = Annotated[list[str] | None, typer.Option("--avoid-kind", help="A kind to go round.")]
AvoidedAbove = Annotated[
    int | None,
    typer.Option("--avoid-above", min=1, help="Go round whoever has more neighbours than so many."),
]


@asks
def path(
    ask: Ask,
    source: Id,
    target: Id,
    also: Annotated[list[str] | None, typer.Option(help="Another target.")] = None,
    sort: Annotated[
        str, typer.Option(help=f"{', '.join(get_args(Sort))}; all the shortest if you say nothing.")
    ] = "",
    k: Annotated[
        int | None, typer.Option(min=1, max=50, help="At most so many to each; the k shortest.")
    ] = None,
    via: Annotated[str, typer.Option(help="An id that the path passes.")] = "",
    via_kind: Annotated[str, typer.Option(help="A kind that the path passes, as account.")] = "",
    avoid: Avoided = None,
    avoid_kind: AvoidedKinds = None,
    avoid_above: AvoidedAbove = None,
    after: Annotated[str, typer.Option(help="In time: not before, as 2026-03-02T09:30Z.")] = "",
    before: Annotated[str, typer.Option(help="In time: before.")] = "",
    directed: Annotated[bool, typer.Option("--directed", help="In time: links lead one way.")] = (
        False
    ),
    half_life: Annotated[
        float | None,
        typer.Option(min=0.01, max=1000, help="Evidence: years until a link counts half."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show how two entities connect, with the evidence of each hop."""
    if sort:
        check_word(sort, get_args(Sort))
    told = {
        "source": source, "target": target, "also": tuple(also or ()), "sort": sort or None, "k": k,
        "via": via or None, "via_kind": via_kind or None, "after": after or None,
        "before": before or None, "directed": directed, "half_life_years": half_life,
        "avoid": _avoided(avoid, avoid_kind, avoid_above),
    }  # fmt: skip
    answer = ask(paths, body=PathsBody.model_validate(told))
    if as_json:
        show_json(answer)
        return
    for number, found in enumerate(answer.paths, start=1):
        show_table(("from", "to", "evidence"), _hops(found), title=_title(number, found))
    if not answer.paths:
        tell("no path in this view")
    tell_marking(answer)


@asks
def reachable(
    ask: Ask,
    source: Id,
    hops: Annotated[int, typer.Option(min=0, max=10, help="Within how many hops.")] = 2,
    avoid: Avoided = None,
    avoid_kind: AvoidedKinds = None,
    avoid_above: AvoidedAbove = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many.")] = 50,
    as_json: AsJson = False,
) -> None:
    """Show whom one reaches within some hops: how many in each, and the nearest."""
    told = {"source": source, "hops": hops, "limit": limit,
            "avoid": _avoided(avoid, avoid_kind, avoid_above)}  # fmt: skip
    answer = ask(reached, body=ReachableBody.model_validate(told))
    if as_json:
        show_json(answer)
        return
    heads = ("entity", "kind", "name", "hops", "paths")
    show_table(heads, ([getattr(each, name) for name in heads] for each in answer.reached))
    counts = ", ".join(f"{count:,} in {hop}" for hop, count in enumerate(answer.counts))
    tell(f"reached: {counts}; {answer.not_passed:,} of them not passed")
    tell_marking(answer)


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    for command in (path, reachable):
        app.command()(command)


def _avoided(
    entities: list[str] | None, kinds: list[str] | None, above: int | None
) -> dict[str, Any]:
    told = {"entities": tuple(entities or ()), "kinds": tuple(kinds or ())}
    return {**told, "neighbours_above": above}


def _title(number: int, found: PathOut) -> str:
    told = f"path {number}"
    if found.cost is not None:
        told += f", cost {found.cost:.3g}"
    return told if found.chance is None else f"{told}, holds with chance {found.chance:.3g}"


def _hops(found: PathOut) -> list[tuple[str, str, str]]:
    names = {each.entity: each.name for each in found.entities}
    return [
        (names[hop.source], names[hop.target],
         "; ".join((*(() if hop.at is None else (f"at {hop.at}",)), *map(_evidence, hop.links))))
        for hop in found.hops
    ]  # fmt: skip


def _evidence(link: LinkOut) -> str:
    origin = link.origin
    said = f"{origin.agency}, {origin.source} {origin.record}, {origin.handling}"
    return f"{link.role or link.kind} ({said})"
