"""Commands that ask about communities: which there are, what one is, what became of them."""

from typing import Annotated, get_args

import typer

from comity.api.cli_ask import Id, check_word, tell_marking
from comity.api.cli_asking import Ask, asks
from comity.api.printing import AsJson, show_json, show_table, tell
from comity.api.routes_communities import community_changes as changes_between
from comity.api.routes_communities import community_profile as profile_of
from comity.api.routes_communities import list_communities
from comity.api.wire_communities import CommunityOut, Division, DivisionOut, Quality

ByQuality = Annotated[str, typer.Option("--quality", help=f"{', '.join(get_args(Quality))}.")]
Resolution = Annotated[
    float, typer.Option(min=0, max=1000, help="Higher makes more and smaller communities.")
]
Seeds = Annotated[int, typer.Option(min=1, max=10, help="The best of how many runs.")]
Limit = Annotated[int, typer.Option(min=1, max=1000, help="At most so many.")]


@asks
def communities(
    ask: Ask,
    limit: Limit = 20,
    quality: ByQuality = "modularity",
    resolution: Resolution = 1.0,
    seeds: Seeds = 3,
    as_json: AsJson = False,
) -> None:
    """List the communities of a view, largest first."""
    division = _division(quality, resolution, seeds)
    members = 25 if as_json else 8
    answer = ask(list_communities, limit=limit, members=members, division=division)
    if as_json:
        show_json(answer)
        return
    rows = ((c.community, c.size, [m.name for m in c.members]) for c in answer.communities)
    show_table(("community", "size", "best linked members"), rows)
    _tell_division(answer.division)
    tell_marking(answer)


@asks
def community(
    ask: Ask,
    entity_id: Id,
    quality: ByQuality = "modularity",
    resolution: Resolution = 1.0,
    seeds: Seeds = 3,
    as_json: AsJson = False,
) -> None:
    """Show the community that holds an entity: who, of what kinds, why together, where and when."""
    answer = ask(profile_of, id=entity_id, division=_division(quality, resolution, seeds))
    if as_json:
        show_json(answer)
        return
    found = answer.profile
    heads = ("entity", "kind", "name", "standing", "inside", "outside")
    show_table(heads, ([getattr(each, name) for name in heads] for each in found.members))
    tell(f"{found.size:,} in all, resting on {found.records:,} records")
    for title, counts in (("kinds", found.kinds), ("links", found.link_kinds),
                          ("said by", found.agencies)):  # fmt: skip
        tell(f"{title}: {', '.join(f'{name} {count:,}' for name, count in counts.items())}")
    tell(f"density {found.density:.3g}, conductance {found.conductance:.3g}")
    _tell_division(answer.division)
    tell_marking(answer)


@asks
def community_changes(
    ask: Ask,
    before_known_at: Annotated[str, typer.Option(help="As known then, 2026-01-01T00:00Z.")] = "",
    before_valid_at: Annotated[str, typer.Option(help="As things were then.")] = "",
    limit: Limit = 20,
    quality: ByQuality = "modularity",
    resolution: Resolution = 1.0,
    seeds: Seeds = 3,
    as_json: AsJson = False,
) -> None:
    """Show what became of communities since a time: born, died, split, merged, grew, shrank."""
    answer = ask(
        changes_between,
        before_known_at=before_known_at or None,
        before_valid_at=before_valid_at or None,
        limit=limit,
        division=_division(quality, resolution, seeds),
    )
    if as_json:
        show_json(answer)
        return
    rows = ((c.change, *map(_told, (c.before, c.after)), c.shared) for c in answer.changes)
    show_table(("change", "before", "after", "in both"), rows)
    for division in (answer.before, answer.after):
        _tell_division(division)
    tell_marking(answer)


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    for command in (communities, community, community_changes):
        app.command()(command)


def _division(quality: str, resolution: float, seeds: int) -> Division:
    check_word(quality, get_args(Quality))
    told = {"quality": quality, "resolution": resolution, "seeds": seeds}
    return Division.model_validate(told)


def _told(found: CommunityOut | None) -> str:
    if found is None:
        return ""
    return f"{found.size:,}: {', '.join(member.name for member in found.members[:5])}"


def _tell_division(found: DivisionOut) -> None:
    told = f"{found.quality} {found.reached:.4g} at resolution {found.resolution:g}"
    if found.stability is None:
        tell(f"{told}; one seed, so nothing is known of its stability")
    else:
        tell(f"{told}; stability over {found.seeds} seeds {found.stability:.3g}")
