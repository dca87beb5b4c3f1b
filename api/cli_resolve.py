"""Commands for resolution: score it against a truth, ask why, judge pairs."""

from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

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
from comity.api.printing import AsJson, say, show_json, show_table, tell
from comity.api.routes_reading import matches as list_matches
from comity.api.routes_reading import why as explain
from comity.api.routes_writing import judge as keep_judgement
from comity.api.routes_writing import withdraw as withdraw_judgement
from comity.api.truth import score_view
from comity.api.wire import WhyOut
from comity.api.wire_questions import JudgementBody
from comity.api.writing import Writing
from comity.resolve import default_model, score_table

resolve = typer.Typer(help="Who is who: score, matches, why, judge, withdraw.")
First = Annotated[str, typer.Argument(help="A mention's id.")]
Second = Annotated[str, typer.Argument(help="Another mention's id.")]
QUALITY = ("precision", "recall", "f1")
COLUMNS = {
    "given_name": "given_name", "first_name": "given_name", "middle_initial": "middle_name",
    "middle_name": "middle_name", "surname": "family_name", "last_name": "family_name",
    "family_name": "family_name", "name": "name", "dob": "birth_date", "birth_date": "birth_date",
    "date_of_birth": "birth_date", "sex": "sex", "street": "street", "city": "city",
    "suburb": "city", "postcode": "postcode", "zipcode": "postcode", "phone": "phone_number",
    "phone_number": "phone_number", "email": "email", "national_id": "national_id",
    "soc_sec_id": "national_id",
}  # fmt: skip


class NoTruth(ApiError):
    """There is nothing to score against."""


@resolve.command()
def score(
    truth: Annotated[
        str, typer.Option(help="A demo's truth.csv, or the truth column of --table.")
    ] = "truth",
    table: Annotated[Path | None, typer.Option(help="A CSV or Parquet file to resolve.")] = None,
    viewer: Principal = "scorer",
    agency: Agency = "",
    role: Role = "analyst",
    purpose: Purpose = "investigation",
    justification: Justification = "scoring resolution",
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Print pairwise, cluster and B-cubed precision, recall and F1 against a truth."""
    if table is not None:
        found = _score_table(table, truth)
    else:
        with asking(viewer=viewer, justification=justification, agency=agency, role=role,
                    purpose=purpose, folder=folder) as ask:  # fmt: skip
            found = ask(resolve_score, truth=_truth_of(truth), file=truth)
    if as_json:
        show_json(found)
        return
    scored = ((name, part) for name, part in found.items() if isinstance(part, dict))
    rows = [(name, *(part[head] for head in QUALITY)) for name, part in scored]
    show_table(("what", *QUALITY), rows)


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
def why(ask: Ask, first: First, second: Second, as_json: AsJson = False) -> None:
    """Explain why two mentions are held to be the same, possibly the same, or different."""
    answer = ask(explain, first=first, second=second)
    if as_json:
        show_json(answer)
    else:
        _show_why(answer.why)


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


def _show_why(found: WhyOut) -> None:
    lines: list[tuple[Any, ...]] = [("prior", "", "", "", found.prior)]
    lines += [(c.name, c.level, c.left, c.right, c.weight) for c in found.comparisons]
    lines.append(("score", found.decision, "", "", found.score))
    show_table(("comparison", "level", "left", "right", "log2 odds"), lines)
    if found.verdict:
        tell(f"a person said {found.verdict}, which outranks the score")


def _score_table(table: Path, truth: str) -> dict[str, object]:
    try:
        read = pd.read_parquet if table.suffix == ".parquet" else pd.read_csv
        frame = read(table)
    except (OSError, ValueError) as error:
        raise NoTruth(f"{table} cannot be read as CSV or Parquet: {error}") from None
    columns = {name: COLUMNS[name] for name in frame.columns if name in COLUMNS}
    if truth not in frame.columns:
        raise NoTruth(f"{table} has no column {truth!r}; columns: {', '.join(frame.columns)}")
    return score_table(frame, columns, truth, default_model())


def _truth_of(path: str) -> pd.DataFrame:
    try:
        return pd.read_csv(path, dtype=str)
    except OSError as error:
        raise NoTruth(f"{path}: {error.strerror}; name the truth.csv of a demo") from None


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.add_typer(resolve, name="resolve")
