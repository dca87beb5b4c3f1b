"""Commands for scores under policy: check, put and sign a card; ask for a score, and by groups."""

from pathlib import Path
from typing import Annotated

import typer

from comity.analytics import card_schema, parse_card, read_card, sign_card
from comity.api.cli_asking import Ask, asks
from comity.api.deeds import By, deed
from comity.api.folders import DEFAULT, Folder
from comity.api.installation import Installation
from comity.api.printing import AsJson, say, show, show_json, show_table, tell
from comity.api.routes_scores import score_entity, score_fairness
from comity.api.score_cards import KeptCard
from comity.api.wire import MarkingOut
from comity.api.wire_scores import ContributionOut, FairnessAnswer, ScoreAnswer
from comity.sharing import Marking, marking_line
from comity.sharing.document import document_text

score = typer.Typer(help="Scores under policy: check, put, list, sign, entity, fairness.")
File = Annotated[Path, typer.Argument(metavar="FILE", help="The score card as YAML.")]
Card = Annotated[str, typer.Argument(help="The card's id.")]
Version = Annotated[int, typer.Option(min=0, help="Its version; the newest, without.")]
HEADS = ("card", "version", "signed_by", "expires", "purposes", "text", "title")


@score.command()
def check(path: File) -> None:
    """Read a card and say whether it may be put; what no score may rest on is refused."""
    card = read_card(path)
    most = f"{card.most:f}"
    say(f"{card.id} version {card.version}: {len(card.factors)} factors, at most {most} points")


@score.command()
def schema() -> None:
    """The JSON Schema of the document, for editors and other programs."""
    show_json(card_schema())


@score.command()
def put(path: File, by: By = "", folder: Folder = DEFAULT) -> None:
    """Keep a card; it answers nothing before somebody else has signed it off."""
    text = document_text(path)
    card = parse_card(text, str(path))
    with (
        Installation.open(folder) as installation,
        deed(installation, "put_score_card", by, card=card.id, version=card.version) as who,
    ):
        kept = installation.score_cards.put(text, str(path), who)
    say(f"{card.id} version {card.version} is kept, under the text {kept.text_hash}")


@score.command()
def sign(
    card: Card,
    role: Annotated[str, typer.Option(help="In what role the person answers for it.")],
    agency: Annotated[str, typer.Option(help="The person's agency.")],
    key: Annotated[Path, typer.Option(help="The file with the agency's private key.")],
    version: Version = 0,
    by: By = "",
    folder: Folder = DEFAULT,
) -> None:
    """Sign a card off as a person who did not put it, with the key of their agency."""
    with Installation.open(folder) as installation:
        kept = _kept(installation, card, version)
        told = {"card": card, "version": kept.card.version, "text": kept.text_hash}
        more = {"role": role, "of": agency}
        with deed(installation, "sign_score_card", by, **told, **more) as who:
            now = installation.clock()
            sign_off = sign_card(kept.text, who, role, agency, now, key.read_bytes())
            installation.score_cards.sign(sign_off)
    say(f"{card} version {kept.card.version} is signed off by {who}; until {kept.card.expires}")


@score.command("list")
def list_cards(folder: Folder = DEFAULT, as_json: AsJson = False) -> None:
    """List every version of every card, with who signed it and until when it answers."""
    with Installation.open(folder) as installation:
        rows = [_row(kept) for kept in installation.score_cards.all()]
    show(rows, HEADS, as_json=as_json)


@asks
def entity(
    ask: Ask,
    card: Card,
    entity_id: Annotated[str, typer.Argument(help="An entity's id, from a search.")],
    version: Version = 0,
    as_json: AsJson = False,
) -> None:
    """Show an entity's score under a card: what adds up to it, and what it were without a fact."""
    number = _kept(ask.installation, card, version).card.version
    answer = ask(score_entity, card=card, version=number, id=entity_id)
    if as_json:
        show_json(answer)
    else:
        _show_score(answer)


@asks
def fairness(
    ask: Ask,
    card: Card,
    attribute: Annotated[str, typer.Argument(help="What the groups are made of, as sex.")],
    version: Version = 0,
    as_json: AsJson = False,
) -> None:
    """Show how often a card selects of each group, and what it gives them on average."""
    number = _kept(ask.installation, card, version).card.version
    answer = ask(score_fairness, card=card, version=number, attribute=attribute)
    if as_json:
        show_json(answer)
    else:
        _show_fairness(answer)


def _kept(installation: Installation, card: str, version: int) -> KeptCard:
    cards = installation.score_cards
    return cards.of(card, version) if version else cards.newest(card)


def _row(kept: KeptCard) -> dict[str, object]:
    card = kept.card
    return {
        "card": card.id,
        "version": card.version,
        "signed_by": kept.sign_off.who if kept.sign_off else "",
        "expires": card.expires.isoformat(),
        "purposes": list(card.purposes),
        "text": kept.text_hash,
        "title": card.title,
    }


def _show_score(answer: ScoreAnswer) -> None:
    band = answer.band
    tell(f"{answer.name}: {answer.score} by {answer.card.card} version {answer.card.version}")
    tell(f"{band.name}: {band.action} ({band.by})")
    rows = ((c.name, c.value, c.counted, c.weight, c.points) for c in answer.contributions)
    show_table(("factor", "value", "counted", "weight", "points"), rows)
    tell(f"points: {answer.base} + {' + '.join(str(c.points) for c in answer.contributions)} "
         f"= {answer.points}")  # fmt: skip
    facts = {ref: said for each in answer.contributions for ref, said in _facts(each)}
    without = ((*facts[each.ref], each.score, each.band) for each in answer.without)
    show_table(("without", "said by", "record", "grade", "score", "band"), without)
    for line in answer.missing:
        tell(f"missing: {line}")
    for line in (*answer.card.not_intended, *answer.card.limits):
        tell(f"not for, or not known: {line}")
    _tell_marking(answer.marking)


def _facts(found: ContributionOut) -> list[tuple[str, tuple[str, ...]]]:
    told = [
        *(
            (fact.ref, f"{fact.property} {fact.raw or fact.value}", fact.origin)
            for fact in found.facts
        ),
        *((link.ref, link.role or link.kind, link.origin) for link in found.links),
    ]
    return [(ref, (said, by.agency, by.record, by.grade)) for ref, said, by in told]


def _show_fairness(answer: FairnessAnswer) -> None:
    heads = ("group", "count", "selected", "selection_rate", "mean_score", "ratio", "below_floor")
    show_table(heads, ([getattr(each, name) for name in heads] for each in answer.groups))
    tell(f"selected: {answer.selected_from} or higher; floor of the ratio: {answer.ratio_floor}; "
         f"groups under {answer.smallest_group} show no figures")  # fmt: skip
    if any(each.below_floor for each in answer.groups):
        tell(f"below the floor: {answer.then}")
    _tell_marking(answer.marking)


def _tell_marking(marking: MarkingOut | None) -> None:
    if marking is not None:
        tell(marking_line(Marking(**marking.model_dump())))


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    score.command("entity")(entity)
    score.command("fairness")(fairness)
    app.add_typer(score, name="score")
