"""Commands for resolution: score it against a truth, judge pairs, ask why."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from comity.api.errors import ApiError, Nothing
from comity.api.folders import DEFAULT, Agency, Folder, Justification, Principal, Purpose, Role, ask
from comity.api.installation import Installation
from comity.api.printing import AsJson, say, show_json, show_table
from comity.api.truth import score_view
from comity.api.wire_questions import JudgementBody
from comity.api.writing import Writing
from comity.resolve import default_model, score_table

resolve = typer.Typer(help="Who is who: score, judge, withdraw, why.")
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
    purpose: Purpose = "oversight",
    justification: Justification = "scoring resolution",
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Print pairwise, cluster and B-cubed precision, recall and F1 against a truth."""
    if table is not None:
        found = _score_table(table, truth)
    else:
        with Installation.open(folder) as installation:
            session = ask(installation, viewer, agency, role, purpose, justification)
            session.answer("resolve_score", "{}")
            found = score_view(session.view, _truth_of(truth))
    if as_json:
        show_json(found)
        return
    rows = [
        (name, *(part[key] for key in ("precision", "recall", "f1")))
        for name, part in found.items()
        if isinstance(part, dict)
    ]
    show_table(("what", "precision", "recall", "f1"), rows)


@resolve.command()
def judge(
    first: Annotated[str, typer.Argument(help="A mention's id.")],
    second: Annotated[str, typer.Argument(help="Another mention's id.")],
    verdict: Annotated[str, typer.Argument(help="same, different or unsure.")],
    reason: Annotated[str, typer.Option(help="Why you say so; it is kept.")],
    viewer: Principal,
    agency: Agency = "",
    role: Role = "analyst",
    purpose: Purpose = "investigation",
    handling: Annotated[str, typer.Option(help="The judgement's handling code.")] = "TLP:AMBER",
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Say whether two mentions are one; it outranks the model until it is withdrawn."""
    body = JudgementBody.model_validate(
        {"first": first, "second": second, "verdict": verdict, "reason": reason,
         "handling": handling}
    )  # fmt: skip
    with Installation.open(folder) as installation:
        session = ask(installation, viewer, agency, role, purpose, reason)
        keys = [session.view.mention_key(end) for end in (first, second)]
        if keys[0] is None or keys[1] is None:
            raise Nothing
        session.answer("judge", body.model_dump_json())
        ref = Writing(installation).judge(session.view.viewer, (keys[0], keys[1]), body)
    if as_json:
        show_json({"ref": ref, "verdict": verdict})
    else:
        say(f"judged {verdict}; withdraw it with: comity resolve withdraw {ref}")


@resolve.command()
def withdraw(
    ref: Annotated[str, typer.Argument(help="The judgement's reference.")],
    reason: Annotated[str, typer.Option(help="Why; it is kept.")],
    viewer: Principal,
    agency: Agency = "",
    role: Role = "analyst",
    purpose: Purpose = "investigation",
    folder: Folder = DEFAULT,
) -> None:
    """Take a judgement back; the earlier answer is there again, exactly."""
    with Installation.open(folder) as installation:
        session = ask(installation, viewer, agency, role, purpose, reason)
        session.answer("withdraw", f'{{"ref": "{ref}"}}')
        Writing(installation).withdraw(session.asked.viewer, ref)
    say(f"judgement {ref} is withdrawn")


@resolve.command()
def why(
    first: Annotated[str, typer.Argument(help="A mention's id.")],
    second: Annotated[str, typer.Argument(help="Another mention's id.")],
    viewer: Principal,
    justification: Justification,
    agency: Agency = "",
    role: Role = "analyst",
    purpose: Purpose = "investigation",
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Explain why two mentions are held to be the same, possibly the same, or different."""
    with Installation.open(folder) as installation:
        session = ask(installation, viewer, agency, role, purpose, justification)
        found = session.view.why(first, second)
        session.answer("why", f'{{"first": "{first}", "second": "{second}"}}')
    if found is None:
        raise Nothing
    if as_json:
        show_json(asdict(found))
        return
    lines: list[tuple[Any, ...]] = [("prior", "", "", "", found.prior)]
    lines += [(c.name, c.level, c.left, c.right, c.weight) for c in found.comparisons]
    lines.append(("score", found.decision, "", "", found.score))
    show_table(("comparison", "level", "left", "right", "log2 odds"), lines)


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
