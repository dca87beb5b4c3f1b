"""The demo commands: the whole main job on generated agencies."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from comity.api.cli_setup import serve_until_stopped
from comity.api.demo import run_demo
from comity.api.demo_sharing import sharing_story
from comity.api.installation import Installation
from comity.api.printing import AsJson, progress, say, show_json, show_table, tell
from comity.api.serve import bind
from comity.ingest import write_demo

demo = typer.Typer(invoke_without_command=True, help="The main job on generated agencies.")
PLACE = Path(".comity/demo")
People = Annotated[int, typer.Option(min=50, help="How many people the demo's agencies know.")]
Seed = Annotated[int, typer.Option(help="Equal seeds write equal files.")]


@demo.callback()
def run(
    context: typer.Context,
    people: People = 1000,
    seed: Seed = 7,
    folder: Annotated[Path, typer.Option(help="Where the demo lives.")] = PLACE,
    out: Annotated[
        Path | None, typer.Option(help="Leave chart.html and figures.json here.")
    ] = None,
    port: Annotated[int, typer.Option(help="The port to serve on; 0 takes any free one.")] = 8351,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Do not start the server.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write the demo agencies' files, take them in, resolve, analyse, and serve the chart."""
    if context.invoked_subcommand is not None:
        return
    if not no_serve:
        bind("127.0.0.1", port).close()
    figures, html = run_demo(folder, people=people, seed=seed, told=say)
    for place in dict.fromkeys([folder, out or folder]):
        place.mkdir(parents=True, exist_ok=True)
        (place / "chart.html").write_text(html, "utf-8")
        (place / "figures.json").write_text(
            json.dumps(figures, indent=1, ensure_ascii=False), "utf-8"
        )
    if as_json:
        show_json(figures)
    if no_serve:
        say(f"chart: {(out or folder) / 'chart.html'}")
        return
    say("Open this address in a browser (it works once; stop the server with Ctrl-C):")
    with Installation.open(folder / "data") as installation:
        serve_until_stopped(installation, port)


@demo.command()
def data(
    out: Annotated[Path, typer.Option(help="A folder for the files.")],
    people: People = 1000,
    seed: Seed = 7,
    as_json: AsJson = False,
) -> None:
    """Write the demo agencies' export files, mappings, agreements and truth, and no more."""
    with progress("people") as step:
        report = write_demo(out, people=people, seed=seed, progress=step)
    if as_json:
        show_json({"out": str(report.out), "records": dict(report.records)})
    else:
        say(f"{sum(report.records.values()):,} records in {report.out}")


@demo.command()
def sharing(
    folder: Annotated[Path, typer.Option(help="Where the demo lives; made if it is not.")] = PLACE,
    people: People = 1000,
    seed: Seed = 7,
    as_json: AsJson = False,
) -> None:
    """Suspend an agreement and see chart, path, community and merge go with it, and come back."""
    if not (folder / "data").exists():
        run_demo(folder, people=people, seed=seed, told=say)
    out = folder / "sharing"
    told = sharing_story(folder, out, say)
    if as_json:
        show_json(told)
        return
    for viewer in told["viewers"]:
        rows = [(name, *(_short(viewer[when][key]) for when in WHEN)) for key, name in SEEN.items()]
        rows.append(("members of the community before that are left", *_left(viewer)))
        show_table(("what", "before", "suspended", "again"), rows,
                   title=f"{viewer['viewer']} of {viewer['agency']}")  # fmt: skip
    proof = told["proof"]
    heads = ("at", "agency", "role", "purpose", "records")
    rows = [(*(each[head] for head in heads[:-1]), len(each["records"]))
            for each in proof["disclosures"][-5:]]  # fmt: skip
    show_table(
        heads, rows, title=f"Who saw {proof['owner']}'s records, as {proof['owner']} reads it"
    )
    say(f"charts and proof: {out}; audit row {proof['row']} of {proof['of']} is proved by")
    tell(f"comity audit check-proof {out / 'row.proof'} --key {proof['key']}")


WHEN = ("before", "suspended", "again")
SEEN = {
    "records": "records that are this person",
    "joined": "mentions merged into one",
    "chart": "entities on the chart",
    "hops": "hops to an entity of the other agency",
    "community": "members of the community",
}


def _left(viewer: dict[str, Any]) -> Iterator[int]:
    """Of who was in the community before, how many are in it each time."""
    before = set(viewer["before"]["community"])
    return (len(before & set(viewer[when]["community"])) for when in WHEN)


def _short(value: object) -> object:
    if isinstance(value, tuple | list):
        owners = sorted({str(one).split(" ")[0] for one in value if " " in str(one)})
        return f"{len(value)} of {', '.join(owners)}" if owners else len(value)
    return "nothing there" if value is None else value


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.add_typer(demo, name="demo")
