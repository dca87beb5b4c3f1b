"""Commands for models: list, show, use, withdraw; check them against decisions, propose one.

Nothing here trains by itself or puts anything in force that nobody named.
"""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from comity.api.cli_asking import Ask, asks
from comity.api.deeds import By, deed
from comity.api.folders import DEFAULT, Folder
from comity.api.installation import Installation
from comity.api.model_decisions import Proposed, check_thresholds, propose_model
from comity.api.printing import AsJson, say, show, show_json, show_table, tell
from comity.api.whole_files import check_targets, write_whole
from comity.graph.errors import UnknownRef
from comity.graph.ledger_words import StoredModel
from comity.graph.words import FOREVER, Micros
from comity.resolve import ModelFile, read_model_file, shipped_model_file, written_out

model = typer.Typer(help="Models of who is who: list, show, use, withdraw, check, propose.")
SHIPPED = "shipped"
Version = Annotated[str, typer.Argument(help="The model's version.")]
Reason = Annotated[str, typer.Option(help="Why; it is kept with the model.")]


@model.command("list")
def list_models(folder: Folder = DEFAULT, as_json: AsJson = False) -> None:
    """List the models that were put in force, with since when and until when."""
    with Installation.open(folder) as installation:
        rows = [_told(stored) for stored in installation.ledger.models()]
    heads = ("version", "since", "until", "for", "by", "reason")
    show([_shipped(), *rows], heads, as_json=as_json)


@model.command("show")
def show_model(
    version: Annotated[str, typer.Argument(help="A version, or shipped.")] = SHIPPED,
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Show a model's card, thresholds, hash and what it was trained on."""
    with Installation.open(folder) as installation:
        file = _named(installation, version)
    content = file.content
    thresholds = {kind: part["thresholds"] for kind, part in content["kinds"].items()}
    if as_json:
        facts = {name: content.get(name, {}) for name in ("version", "card", "training")}
        show_json(facts | {"hash": file.hash, "thresholds": thresholds})
        return
    tell(f"{file.version}, hash {file.hash}")
    for name, fact in content.get("card", {}).items():
        tell(f"{name}: {fact}")
    for label in file.labels:
        tell(f"trained on records under {label}")
    rows = ((kind, *(lines[each] for each in _LINES)) for kind, lines in thresholds.items())
    show_table(("kind", *_LINES), rows)


@model.command()
def use(
    file: Annotated[str, typer.Argument(help="A model file, or the word shipped.")],
    reason: Reason,
    by: By = "",
    folder: Folder = DEFAULT,
) -> None:
    """Put a model in force from now on; answers as of an earlier day keep theirs."""
    read = shipped_model_file() if file == SHIPPED else read_model_file(Path(file))
    what = {"version": read.version, "hash": read.hash, "reason": reason}
    with (
        Installation.open(folder) as installation,
        deed(installation, "use_model", by, **what) as who,
    ):
        is_new = installation.ledger.use_model(read, who, reason)
    told = "is in force from now on" if is_new else "is in force already"
    say(f"{read.version} {told}{_for_whom(read)}")


@model.command("withdraw")
def withdraw_model(version: Version, reason: Reason, by: By = "", folder: Folder = DEFAULT) -> None:
    """Take a model back; what was in force before it is so again, and answers with it."""
    with (
        Installation.open(folder) as installation,
        deed(installation, "withdraw_model", by, version=version, reason=reason) as who,
    ):
        installation.ledger.withdraw_model(version, who, reason)
    say(f"{version} is withdrawn")


@model.command()
@asks
def check(
    ask: Ask,
    kind: Annotated[str, typer.Option(help="Which kind of entity.")] = "person",
    as_json: AsJson = False,
) -> None:
    """Say how well the thresholds hold against what people decided, by band of score."""
    found = ask(check_thresholds, kind=kind)
    if as_json:
        show_json(found)
        return
    tell(f"{found['model']}: {_counted(found['decisions'])}")
    heads = ("band", "decided", "same", "share", "low", "high")
    show_table(heads, ([row[head] for head in heads] for row in found["bands"]))
    clusters = found["clusters"]
    tell(
        f"acting: {clusters['pairs']:,} pairs would be acted on; their precision is put at "
        f"{clusters['share']:.4f}, by decisions alone between {clusters['low']:.4f} "
        f"and {clusters['high']:.4f}"
    )


@model.command()
@asks
def propose(
    ask: Ask,
    out: Annotated[Path, typer.Option(metavar="FILE.json", help="Where to write the model.")],
    as_json: AsJson = False,
) -> None:
    """Write a model with thresholds moved by the decisions you may see; it is put in force nowhere.

    It carries the labels of all those decisions rest on: whoever lacks one is never given it.
    """
    check_targets((out,), ())
    found: Proposed = ask(propose_model)
    text = written_out(found.file).encode()
    write_whole(out, lambda stream: _write(stream, text))
    if as_json:
        show_json(found.told)
        return
    rows = [(m.kind, m.decisions, *_moves(m.before, m.after)) for m in found.moved]
    show_table(("kind", "decisions", *_LINES), rows)
    would = ", ".join(f"{how} {count}" for how, count in sorted(Counter(found.changes).items()))
    tell(f"entities here that would change: {would or 'none'}")
    say(f"{out}: {found.file.version}; put it in force with: comity resolve model use {out}")


_LINES = ("possible", "same", "act")


def _moves(before: Any, after: Any) -> list[str]:
    return [f"{getattr(before, line):g} -> {getattr(after, line):g}" for line in _LINES]


def _write(stream: Any, text: bytes) -> None:
    stream.write(text)


def _counted(decisions: dict[str, int]) -> str:
    return ", ".join(f"{count} {verdict}" for verdict, count in decisions.items())


def _told(stored: StoredModel) -> dict[str, Any]:
    stands = stored.known_to == FOREVER
    return {
        "version": stored.file.version,
        "since": _time(stored.known_from),
        "until": "" if stands else _time(stored.known_to),
        "for": _for(stored.file),
        "by": stored.who,
        "reason": stored.reason,
        "hash": stored.file.hash,
    }


def _shipped() -> dict[str, Any]:
    file = shipped_model_file()
    row = {"version": file.version, "since": "", "until": "", "for": "whoever has no other"}
    return {**row, "by": "this release", "reason": "", "hash": file.hash}


def _for(file: ModelFile) -> str:
    labels = len(file.labels)
    return f"who may see {labels} labels" if labels else "everybody"


def _for_whom(file: ModelFile) -> str:
    return f", for {_for(file)}" if file.labels else ""


def _named(installation: Installation, version: str) -> ModelFile:
    if version in (SHIPPED, shipped_model_file().version):
        return shipped_model_file()
    models = installation.ledger.models()
    found = next((each.file for each in models if each.file.version == version), None)
    if found is None:
        raise UnknownRef("model", version, "list the models to find its version")
    return found


def _time(at: Micros) -> str:
    return datetime.fromtimestamp(at / 1_000_000, UTC).isoformat(timespec="seconds")


def add_to(group: typer.Typer) -> None:
    """Put the commands into the group of resolution."""
    group.add_typer(model, name="model")
