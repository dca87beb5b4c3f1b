"""Commands for charts that are kept on the server: list, show, keep, share, comment, put away."""

import secrets
from pathlib import Path
from typing import Annotated, Any

import typer

from comity.api.chart_sheet_files import read_sheet
from comity.api.charts_door import Shelf
from comity.api.cli_asking import Ask, asks
from comity.api.cli_chart import chart
from comity.api.printing import AsJson, say, show_json, show_table, tell
from comity.api.routes_charts import (
    comment_chart,
    end_chart,
    list_charts,
    open_chart,
    open_chart_version,
    save_chart,
    save_chart_version,
    share_chart,
)
from comity.api.wire_charts import ChartOpenedAnswer, ChartSavedAnswer, CommentBody, SharingBody

kept = typer.Typer()
Ref = Annotated[str, typer.Argument(help="The chart's reference, from list.")]
With = Annotated[list[str] | None, typer.Option("--with", help="An agency or task force.")]
Handling = Annotated[str, typer.Option(help="The handling code of the chart and its words.")]


@kept.command("list")
@asks
def kept_charts(ask: Ask, as_json: AsJson = False) -> None:
    """List the kept charts of one's own agency and those shared with one."""
    answer = ask(list_charts, shelf=Shelf(ask.installation))
    if as_json:
        show_json(answer)
        return
    heads = ("ref", "title", "agency", "case", "handling", "versions", "saved", "shared with")
    show_table(heads, ((one.ref, one.title, one.agency, one.case, one.handling, one.versions,
                        one.at, ", ".join(one.shared)) for one in answer.charts))  # fmt: skip


@kept.command("show")
@asks
def show_chart(
    ask: Ask,
    ref: Ref,
    number: Annotated[int, typer.Option(min=0, help="Which version; the newest by itself.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Show a version of a kept chart as far as it shows: who lies where, and what was written."""
    answer = _opened(ask, ref, number)
    if as_json:
        show_json(answer)
        return
    notes = {note.entity: note.text for note in answer.notes}
    tell(f"{answer.chart.title}, version {answer.number} of {answer.chart.versions}")
    show_table(("entity", "x", "y", "pinned", "hidden", "note"), (
        (one.entity, one.x, one.y, one.pinned, one.hidden, notes.get(one.entity, ""))
        for one in answer.spots))  # fmt: skip
    for group in answer.groups:
        tell(f"group {group.name}: {', '.join(group.members)}")
    for box in answer.boxes:
        tell(f"{box.shape}: {box.text}")
    for one in answer.comments:
        tell(f"{one.at} {one.who or one.agency}: {one.text}")


@kept.command("keep")
@asks
def keep_chart(
    ask: Ask,
    file: Annotated[Path, typer.Argument(help="A chart saved on the workspace.")],
    title: Annotated[str, typer.Option(help="What it is called.")],
    handling: Handling = "TLP:AMBER",
    shared: With = None,
    comment: Annotated[str, typer.Option(help="What this version is.")] = "",
    to: Annotated[str, typer.Option("--to", help="A kept chart that this is a version of.")] = "",
    as_json: AsJson = False,
) -> None:
    """Keep a saved chart on the server, for the --case named, or as a further version."""
    said = {"case": ask.asked.viewer.case, "title": title, "comment": comment,
            "shared": tuple(shared or ())}  # fmt: skip
    given = {"body": read_sheet(file, said, handling), **_sent(ask)}
    answer = ask(save_chart_version, ref=to, **given) if to else ask(save_chart, **given)
    _tell_kept(answer, as_json=as_json)


@kept.command("share")
@asks
def share_kept(ask: Ask, ref: Ref, shared: With = None, as_json: AsJson = False) -> None:
    """Share a chart of one's own agency with these alone, by a further version that says so."""
    given = {"body": SharingBody(shared=tuple(shared or ())), **_sent(ask)}
    _tell_kept(ask(share_chart, ref=ref, **given), as_json=as_json)


@kept.command("comment")
@asks
def say_of_chart(
    ask: Ask,
    ref: Ref,
    text: Annotated[str, typer.Argument(help="What to say of it.")],
    as_json: AsJson = False,
) -> None:
    """Say something of a kept chart that one may open."""
    answer = ask(comment_chart, ref=ref, body=CommentBody(text=text), **_sent(ask))
    show_json(answer) if as_json else say(f"said of {ref}")


@kept.command("away")
@asks
def put_away(ask: Ask, ref: Ref, as_json: AsJson = False) -> None:
    """Put a kept chart of one's own agency away, with all its versions, for everybody."""
    answer = ask(end_chart, shelf=Shelf(ask.installation), ref=ref)
    show_json(answer) if as_json else say(f"chart {ref} put away")


def _opened(ask: Ask, ref: str, number: int) -> ChartOpenedAnswer:
    given = {"shelf": Shelf(ask.installation), "ref": ref}
    found = ask(open_chart_version, number=number, **given) if number else ask(open_chart, **given)
    return ChartOpenedAnswer.model_validate(found)


def _sent(ask: Ask) -> dict[str, Any]:
    """What every sending goes with."""
    return {"shelf": Shelf(ask.installation), "idempotency_key": secrets.token_hex(16)}


def _tell_kept(answer: ChartSavedAnswer, *, as_json: bool) -> None:
    show_json(answer) if as_json else say(f"chart {answer.ref}, version {answer.number}")


def register(_app: typer.Typer) -> None:
    """Put the commands beside the others of charts."""
    chart.add_typer(kept)
