"""Commands for charts: draw one as a page, and make one again from its file."""

from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from comity.api.asked import Asked
from comity.api.chart_files import ChartFile, PageKept, read_chart_file
from comity.api.chart_reruns import (
    Differs,
    Rerun,
    differs,
    page_again,
    places_of,
    saved_again,
)
from comity.api.cli_asking import Ask, asks
from comity.api.printing import AsJson, say, show_json, tell
from comity.api.routes_drawing import drawing
from comity.api.routes_network import draw
from comity.api.whole_files import check_targets, write_whole, writing
from comity.api.wire_questions import ChartBody


class _DrawUnlessSaid(TyperGroup):
    """`comity chart FILE.html` draws: the shortest words for what is asked for most."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]  # the context is click's own class
        if args and args[0] not in self.commands and args != ["--help"]:
            args = ["draw", *args]
        return super().parse_args(ctx, args)


chart = typer.Typer(
    cls=_DrawUnlessSaid, help="Charts: draw one as a page, or make one again from its file."
)


@chart.command("draw")
@asks
def draw_page(
    ask: Ask,
    out: Annotated[Path, typer.Argument(metavar="FILE.html", help="Where to write the page.")],
    around: Annotated[
        list[str] | None, typer.Option(help="An entity's id; without any, those who matter.")
    ] = None,
    hops: Annotated[int, typer.Option(min=0, max=4, help="How far around.")] = 1,
    limit: Annotated[int, typer.Option(min=1, max=2000, help="How many entities.")] = 150,
) -> None:
    """Write a link chart as one page that loads nothing from anywhere."""
    check_targets([out], [])
    page = ask(draw, body=ChartBody(entities=tuple(around or ()), hops=hops, limit=limit))
    ask.leave(out, writing(bytes(page.body)), page.shown)
    say(f"{out}: {len(page.shown):,} entities")


@chart.command("rerun")
@asks
def rerun(
    ask: Ask,
    file: Annotated[Path, typer.Argument(help="A chart's page, or one saved on the workspace.")],
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="Leave the chart made again here.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a chart again from its file, byte for byte, or say what has changed."""
    check_targets([to], [file])
    read = read_chart_file(file)
    before = _then(ask, read)
    then, body, shown = _made(before, read)
    now, _, _ = _made(ask.anew(), read)
    if to is not None:
        if shown:
            before.leave(to, writing(body), shown)
        else:
            write_whole(to, writing(body))
    known = None if read.kept.known_at is None else read.kept.known_at.isoformat()
    told = Rerun(same=body == read.body, known_at=known, then=then, now=now)
    show_json(told) if as_json else _tell(told)


def _then(ask: Ask, file: ChartFile) -> Ask:
    """The same viewer, asking as known when the file was made."""
    words = {name: time.isoformat() for name in ("known_at", "valid_at")
             if (time := getattr(file.kept, name)) is not None}  # fmt: skip
    return Ask(ask.installation, Asked(ask.installation, ask.asked.viewer, words))


def _made(ask: Ask, file: ChartFile) -> tuple[Differs, bytes, tuple[str, ...]]:
    """What changed, the chart made again, and what that shows: a saved one holds no fact."""
    if isinstance(file.kept, PageKept):
        page = ask(page_again, file=file, kept=file.kept)
        return differs(file, page), bytes(page.body), page.shown
    body, changes = saved_again(file, ask(drawing, body=places_of(file.kept)))
    return changes, body, ()


def _tell(told: Rerun) -> None:
    when = f"as known {told.known_at}"
    tell(f"{when}: {'the same, byte for byte' if told.same else _words(told.then)}")
    tell(f"as known now: {_words(told.now)}")


def _words(changes: Differs) -> str:
    told = changes.model_dump()
    entities = [f"{len(told[name])} {name} ({', '.join(told[name])})"
                for name in ("came", "gone", "changed") if told[name]]  # fmt: skip
    links = [f"{told[f'links_{name}']} links {name}"
             for name in ("came", "gone", "changed") if told[f"links_{name}"]]  # fmt: skip
    return "; ".join((*entities, *links)) or "nothing came, went or changed on it"


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.add_typer(chart, name="chart")
