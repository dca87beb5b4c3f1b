"""Commands for resolution: score it against a truth, ask why, judge pairs."""

from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from comity.api import cli_resolve_model, cli_resolve_names, cli_resolve_table
from comity.api.asked import Asked
from comity.api.cli_asking import (
    Agency,
    Ask,
    Justification,
    Principal,
    Purpose,
    Role,
    asking,
    asks,
)
from comity.api.errors import ApiError
from comity.api.folders import DEFAULT, Folder
from comity.api.printing import AsJson, say, show_json, show_quality, show_table, tell
from comity.api.routes_reading import changes as list_changes
from comity.api.routes_reading import matches as list_matches
from comity.api.routes_reading import review as list_review
from comity.api.routes_reading import why as explain
from comity.api.routes_reading import why_picture as draw_why
from comity.api.routes_writing import judge as keep_judgement
from comity.api.routes_writing import withdraw as withdraw_judgement
from comity.api.truth import score_view
from comity.api.whole_files import check_targets, writing
from comity.api.why_text import show_why
from comity.api.wire_questions import JudgementBody
from comity.api.writing import Writing

resolve = typer.Typer(
    help="Who is who: table, names, score, matches, why, review, judge, withdraw, model."
)
First = Annotated[str, typer.Argument(help="A mention's id.")]
Second = Annotated[str, typer.Argument(help="Another mention's id.")]


class NoTruth(ApiError):
    """There is nothing to score against."""


@resolve.command()
def score(
    truth: Annotated[str, typer.Option(help="The truth.csv of a demo.")] = "truth.csv",
    viewer: Principal = "scorer",
    agency: Agency = "",
    role: Role = "analyst",
    purpose: Purpose = "investigation",
    justification: Justification = "scoring resolution",
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Print cluster and B-cubed precision, recall and F1 of a demo against its truth."""
    with asking(viewer=viewer, justification=justification, agency=agency, role=role,
                purpose=purpose, folder=folder) as ask:  # fmt: skip
        found = ask(resolve_score, truth=_truth_of(truth), file=truth)
    if as_json:
        show_json(found)
    else:
        show_quality(found)


def resolve_score(asked: Asked, truth: pd.DataFrame, file: str) -> dict[str, Any]:  # noqa: ARG001 - audited
    """Quality of what one viewer sees, against the truth in a file."""
    return score_view(asked.view, truth)


@resolve.command()
@asks
def matches(
    ask: Ask,
    entity: Annotated[str, typer.Argument(help="An entity's id.")],
    as_json: AsJson = False,
) -> None:
    """Show how an entity came together, weakest joint first."""
    answer = ask(list_matches, id=entity)
    if as_json:
        show_json(answer)
        return
    rows = ((each.score, each.decision, each.first, each.second) for each in answer.matches)
    show_table(("score", "decision", "first", "second"), rows)


@resolve.command()
@asks
def changes(
    ask: Ask,
    since: Annotated[str, typer.Argument(metavar="TIME", help="Such as 2026-03-01T00:00:00Z.")],
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many.")] = 1000,
    as_json: AsJson = False,
) -> None:
    """Show which entities joined, parted, came and went since a moment."""
    answer = ask(list_changes, since=since, limit=limit)
    if as_json:
        show_json(answer)
        return
    rows = (
        (each.how, *([entity.entity for entity in side] for side in (each.before, each.after)))
        for each in answer.changes
    )
    show_table(("how", "before", "after"), rows)
    tell(f"{answer.total:,} changes")


@resolve.command()
@asks
def why(
    ask: Ask,
    first: First,
    second: Second,
    picture: Annotated[
        Path | None, typer.Option(metavar="FILE.svg", help="Leave a waterfall picture here.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Explain why two mentions are held to be the same, possibly the same, or different."""
    check_targets((picture,), ())
    answer = ask(explain, first=first, second=second)
    if picture is not None:
        drawn = ask(draw_why, first=first, second=second)
        ask.leave(picture, writing(bytes(drawn.body)), drawn.shown)
        say(f"picture: {picture}")
    if as_json:
        show_json(answer)
    else:
        show_why(answer.why)


@resolve.command()
@asks
def review(
    ask: Ask,
    kind: Annotated[str, typer.Option(help="Which kind of entity.")] = "person",
    limit: Annotated[int, typer.Option(min=1, max=500, help="At most so many.")] = 20,
    as_json: AsJson = False,
) -> None:
    """List pairs that may be one, those first on which a person's word would teach most."""
    answer = ask(list_review, kind=kind, limit=limit)
    if as_json:
        show_json(answer)
        return
    rows = (
        (e.gain, e.chance, e.stake, e.first_name, e.second_name, e.verdict, e.first, e.second)
        for e in answer.queue
    )
    show_table(("gain", "chance", "stake", "one", "other", "said", "first", "second"), rows)


@resolve.command()
@asks
def judge(
    ask: Ask,
    first: First,
    second: Second,
    verdict: Annotated[str, typer.Argument(help="same, different or unsure.")],
    handling: Annotated[str, typer.Option(help="The judgement's handling code.")] = "TLP:AMBER",
    as_json: AsJson = False,
) -> None:
    """Say whether two mentions are one, with --justification as the reason that is kept."""
    said = {"first": first, "second": second, "verdict": verdict, "handling": handling}
    body = JudgementBody.model_validate({**said, "reason": ask.asked.viewer.justification})
    answer = ask(keep_judgement, writing=Writing(ask.installation), body=body)
    if as_json:
        show_json(answer)
    else:
        tell(f"judged {verdict}; take it back with: comity resolve withdraw {answer.ref}")


@resolve.command()
@asks
def withdraw(
    ask: Ask, ref: Annotated[str, typer.Argument(help="The judgement's reference.")]
) -> None:
    """Take a judgement back; the earlier answer is there again, exactly."""
    ask(withdraw_judgement, writing=Writing(ask.installation), ref=ref)
    say(f"judgement {ref} is withdrawn")


def _truth_of(path: str) -> pd.DataFrame:
    try:
        return pd.read_csv(path, dtype=str)
    except OSError as error:
        raise NoTruth(f"{path}: {error.strerror}; name the truth.csv of a demo") from None


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    cli_resolve_table.add_to(resolve)
    cli_resolve_names.add_to(resolve)
    cli_resolve_model.add_to(resolve)
    app.add_typer(resolve, name="resolve")
