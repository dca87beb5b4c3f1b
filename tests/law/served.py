"""A world behind its server, and the same script of requests to each of its twins' servers."""

import secrets
import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import takewhile
from pathlib import Path
from random import Random

import canary
import cards
import httpx
import pytest
from asgi import asgi
from doors import without_date
from law.core import Case, World
from law.moments import END, START
from law.realms import AGENCIES
from law.recording import ID_KEY, Recorded, WorldClock, record_step
from law.scripts import SOURCE, Known, script
from town import MAPPING
from unsynced import unsynced
from unthreaded import unthreaded

from comity.api import live
from comity.api.app import create_app
from comity.api.files import write_private
from comity.api.installation import ID_KEY as KEY_FILE
from comity.api.installation import LEDGER, MAPPINGS, Installation
from comity.api.settings import Settings
from comity.api.tokens import RECORDS, WRITER, Grant
from comity.graph import intake
from comity.graph.audit import AuditFilter
from comity.graph.identity import mention_id
from comity.graph.ledger import Ledger
from comity.graph.neo4j_store import Neo4jStore
from comity.graph.view import micros
from comity.ingest import ingest_records, parse_mapping

MOST = 8
NEAR, FAR = 40, 200  # how much of two answers is told before and after they part


@dataclass(frozen=True)
class Said:
    """One answer, byte for byte, but for the clock's own header."""

    asked: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True)
class Served:
    """What a script was answered, what the audit kept of it, and how much there is to see.

    `shown` is what the viewer could see of it when the script began, `whole` what there is.
    """

    said: list[Said]
    audited: list[str]
    shown: dict[str, int]
    whole: dict[str, int]


def made(folder: Path, case: Case) -> tuple[str, str]:
    """An installation with the agreements of a realm and a fixed key; the viewer's tokens.

    By one they may write as well, so that no route is refused before it looks; by the other they
    are of the records office.
    """
    with unsynced():
        settings = Settings(agency="alpha", signatures="optional")
        Installation.init(folder, settings, admin="administrator")
        (folder / KEY_FILE).write_bytes(ID_KEY)
        text = MAPPING.format(source=SOURCE, agency="alpha", data_class="open")
        write_private(folder / MAPPINGS / f"{SOURCE}.yaml", text.encode())
        clock = WorldClock()
        clock.now = START - timedelta(hours=1)
        with kept(folder, clock) as installation:
            for document in case.realm.texts:
                installation.ledger.put_agreement(document, "a test")
            told = MAPPING.format(
                source=canary.SOURCE, agency=canary.AGENCY, data_class=canary.DATA_CLASS
            )
            row = {"NO": canary.RECORD, "NAME": canary.NAME, "BORN": "", "PHONE": canary.NUMBER}
            mapping = parse_mapping(told, canary.SOURCE)
            ingest_records(installation.ledger, mapping, [("insert", row)], name="first")
            cards.keep(installation)
            viewer, ends = case.realm.viewer, micros(END + timedelta(days=1))
            writer, office = (
                Grant(viewer.principal, viewer.agency, role, (viewer.purpose,),
                      micros(clock.now), ends, cases=viewer.cases)
                for role in (WRITER, RECORDS)
            )  # fmt: skip
            tokens = installation.tokens.give(writer)[1], installation.tokens.give(office)[1]
    return tokens


def kept(folder: Path, clock: WorldClock) -> Installation:
    """An installation whose ledger keeps the world's time too."""
    installation = Installation.open(folder, clock)
    installation.ledger = Ledger.open(folder / LEDGER, clock=clock.micros)
    return installation


def served(
    case: Case, world: World, folder: Path, tokens: tuple[str, str], steps: int,
    store: Neo4jStore | None,
    only: Collection[str] = (),
) -> Served:  # fmt: skip
    """Serve a world and put the case's script to it, of all routes or of those named."""
    clock, rng = WorldClock(), Random(1)
    with unsynced(), unthreaded(), kept(folder, clock) as installation, _fixed(rng):
        if store is not None:
            store.clear()
            installation.store = store
        for step in world:
            record_step(step, installation.ledger, clock)
        clock.now = END
        there = (installation.ledger, installation.store, installation.desk, clock, case.realm)
        shown = installation.desk.open(case.realm.viewer).counts()
        whole = Recorded(*there).all_seeing().counts()
        with asgi(create_app(installation)) as client:
            client.headers["Authorization"] = f"Bearer {tokens[0]}"
            client.headers["Comity-Justification"] = "a test"
            said = [_said(asked, answer) for asked, answer in
                    script(client, case.seed, known(case, tokens[1]), steps, only)]  # fmt: skip
        rows = [str(kept.row) for kept in installation.audit.rows(AuditFilter())]
        if store is not None:
            del installation.store
        return Served(said, rows, shown, whole)


def addresses(case: Case) -> list[str]:
    """Some mentions of the world and its twins, seen or not."""
    found = sorted(mention_id(ID_KEY, key) for key in case.keys)
    return Random(case.seed).sample(found, min(MOST, len(found)))


def known(case: Case, office: str) -> Known:
    """What a script may ask about, and the token of the records office."""
    steps = [step for world in (case.world, *case.twins.values()) for step in world if step.record]
    records = sorted({step.record.id for step in steps if step.record})
    return Known(addresses(case), records=records, sources=list(AGENCIES), office=office,
                 texts=drafts(case))  # fmt: skip


def drafts(case: Case) -> list[str]:
    """The texts of a realm's agreements, and the same opened up to every class and all."""
    wider = [text.replace("TLP:GREEN", "TLP:RED").replace("TLP:AMBER", "TLP:RED")
             for text in case.realm.texts]  # fmt: skip
    return [*case.realm.texts, *wider]


def first_difference(one: Served, other: Served) -> str:
    """The first request that two servers answer differently, or audit differently."""
    for ours, theirs in zip(one.said, other.said, strict=True):
        if ours != theirs:
            return f"{ours.asked}: {_how(ours, theirs)}"
    for row, twin in zip(one.audited, other.audited, strict=True):
        if row != twin:
            return f"audit: {row} / {twin}"
    return ""


def run(
    case: Case, folder: Path, steps: int, twins: Sequence[str], store: Neo4jStore | None = None,
    only: Collection[str] = (),
) -> tuple[str, bool]:  # fmt: skip
    """What a script finds that tells a world from its twins, and whether the world counts."""
    tokens = made(folder / "made", case)
    answers = {}
    for name in ("ours", *twins):
        world = case.world if name == "ours" else case.twins[name]
        shutil.copytree(folder / "made", folder / name)
        answers[name] = served(case, world, folder / name, tokens, steps, store, only)
        shutil.rmtree(folder / name)
    shutil.rmtree(folder / "made")
    ours = answers.pop("ours")
    found = [f"{name}: {told}" for name, other in answers.items()
             if (told := first_difference(ours, other))]  # fmt: skip
    matters = all(other.whole != ours.whole for name, other in answers.items() if name != "changed")
    return "; ".join(found), ours.shown["entities"] > 0 and matters


def _said(asked: str, answer: httpx.Response) -> Said:
    headers = tuple(sorted(without_date(answer.headers).items()))
    return Said(asked, answer.status_code, headers, answer.content)


def _how(ours: Said, theirs: Said) -> str:
    for name in ("status", "headers", "body"):
        one, other = getattr(ours, name), getattr(theirs, name)
        if one != other:
            told = str(one), str(other)
            alike = takewhile(lambda pair: pair[0] == pair[1], zip(*told, strict=False))
            parted = len(list(alike))
            near = slice(max(parted - NEAR, 0), parted + FAR)
            return f"{name} {told[0][near]} / {told[1][near]}"
    return "the question itself"


@contextmanager
def _fixed(rng: Random) -> Iterator[None]:
    """References that are drawn by lot are the same for a world and its twins; streams wait not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(live, "TICK", 0.0)  # a script has no time to wait
        patch.setattr(intake, "PATIENCE", 600.0)  # on a busy machine answers must not grow old
        patch.setattr(secrets, "token_hex", lambda size=32: rng.randbytes(size).hex())
        patch.setattr(secrets, "token_urlsafe", lambda size=32: rng.randbytes(size).hex())
        yield
