"""The installation: one data folder, where every real thing is chosen once and handed down.

Nothing here answers a question; readers are given the desk, writers the writing door.
"""

import getpass
import os
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from comity.api.errors import InstallationError
from comity.api.files import make_private_folder, settle, write_private
from comity.api.gate import Gate
from comity.api.left_files import LEFT_FILES, LeftFiles
from comity.api.party_keys import PartyKeys
from comity.api.people import PEOPLE_FILE, People
from comity.api.score_cards import ScoreCards
from comity.api.service_units import systemd_unit, windows_service
from comity.api.settings import SETTINGS_FILE, Settings, read_settings, settings_text
from comity.api.tokens import ADMINISTRATOR, Grant, Tokens
from comity.api.unfinished import outcome_of
from comity.graph.audit import Audit, AuditRow
from comity.graph.desk import Desk, system_clock
from comity.graph.ledger import Ledger
from comity.graph.neo4j_store import Neo4jStore
from comity.graph.ports import GraphStore
from comity.graph.sqlite_store import SqliteStore
from comity.graph.view import micros
from comity.graph.words import FOREVER
from comity.ingest import SourceMapping, read_mapping
from comity.resolve import Model, default_model
from comity.sharing import Label

Clock = Callable[[], datetime]
LEDGER, AUDIT, GRAPH, ID_KEY = "ledger.db", "audit.db", "graph.db", "id.key"
TOKENS, MAPPINGS = "tokens", "mappings"


@dataclass(frozen=True, slots=True)
class InitReport:
    """What a new installation is, and the administrator's token, which is shown only now."""

    folder: Path
    administrator: str
    number: str
    token: str
    systemd: str
    windows: str


class Installation:
    """Everything that one data folder holds, each part opened when first needed."""

    def __init__(self, folder: Path, settings: Settings, clock: Clock = system_clock) -> None:
        self.folder, self.settings, self.clock = folder, settings, clock
        self.tokens = Tokens(folder / TOKENS)
        self.party_keys = PartyKeys(folder)
        self.score_cards = ScoreCards(folder, self.party_keys)
        self.gate = Gate(self.tokens, lambda: self.people, lambda: micros(clock()))

    @classmethod
    def init(
        cls, folder: Path, settings: Settings, *, admin: str, clock: Clock = system_clock
    ) -> InitReport:
        """Make a data folder, whole or not at all, with its first administrator."""
        folder = folder.absolute()
        _check_free(folder)
        draft = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
        try:
            number, token = _fill(draft, settings, admin, clock)
            if folder.exists():
                folder.rmdir()
            draft.rename(folder)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        settle(folder.parent)
        units = systemd_unit(folder, getpass.getuser()), windows_service(folder)
        return InitReport(folder, admin, number, token, *units)

    @classmethod
    def open(cls, folder: Path, clock: Clock = system_clock) -> Self:
        """Open a data folder; raises InstallationError or DocumentError, which say what to do."""
        folder = folder.absolute()
        if not (folder / SETTINGS_FILE).exists():
            raise InstallationError(
                f"{folder} is no Comity data folder: it has no {SETTINGS_FILE}; "
                f"make one with comity init {folder}"
            )
        return cls(folder, read_settings(folder), clock)

    @cached_property
    def ledger(self) -> Ledger:
        """The truth; never given to a door that answers questions."""
        return Ledger.open(self._needed(LEDGER))

    @cached_property
    def audit(self) -> Audit:
        """Who asked what; what a stopped program left unfinished is settled first."""
        audit = Audit(self._needed(AUDIT))
        audit.reconcile(self._came_to)
        return audit

    @cached_property
    def people(self) -> People:
        """Who may sign in; the file is made when it is first needed."""
        return People(self.folder / PEOPLE_FILE)

    @cached_property
    def left_files(self) -> LeftFiles:
        """Where files lie that commands left; the file is made when it is first needed."""
        return LeftFiles(self.folder / LEFT_FILES)

    @cached_property
    def id_key(self) -> bytes:
        """The key of every address; never changed, or every address is lost."""
        key = self._needed(ID_KEY).read_bytes()
        if len(key) != 32:
            raise InstallationError(f"{self.folder / ID_KEY} is damaged; restore it from a backup")
        return key

    @cached_property
    def store(self) -> GraphStore:
        """The graph store that the settings name."""
        chosen = self.settings.store
        if chosen.kind == "sqlite":
            return SqliteStore(self.folder / GRAPH)
        return Neo4jStore(chosen.uri, (chosen.user, _password(chosen.password_from)))

    @cached_property
    def model(self) -> Model:
        """The model that says who may be who."""
        return default_model()

    @cached_property
    def desk(self) -> Desk:
        """Where views are opened."""
        return Desk(self.ledger, self.store, self.id_key, self.model, self.clock)

    def start(self) -> None:
        """Open what every question needs before many come at once; fails in one sentence."""
        _ = self.audit, self.desk

    def mappings(self) -> dict[str, SourceMapping]:
        """The mappings of this installation by source; the door for records reads by them."""
        found = [read_mapping(path) for path in sorted((self.folder / MAPPINGS).glob("*.yaml"))]
        return {mapping.source.id: mapping for mapping in found}

    def keep_mapping(self, mapping: SourceMapping) -> None:
        """Keep a mapping so that later rows of its source are read by it."""
        name = f"{mapping.source.id}-{mapping.document.mapping}.yaml"
        write_private(self.folder / MAPPINGS / name, mapping.text.encode())

    def standing_judgements(self) -> dict[str, Label]:
        """The references of judgements that hold, each with its label."""
        return {
            stored.judgement.ref: stored.judgement.label
            for stored in self.ledger.judgements()
            if stored.known_to == FOREVER
        }

    def close(self) -> None:
        """Let go of every file and connection that was opened."""
        for name in ("store", "audit", "ledger", "people", "left_files"):
            opened = self.__dict__.pop(name, None)
            if opened is not None:
                opened.close()
        self.__dict__.pop("desk", None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _came_to(self, intent: AuditRow) -> AuditRow:
        outcome = outcome_of(intent, self.ledger, self.id_key)
        return replace(intent, at=micros(self.clock()), outcome=outcome)

    def _needed(self, name: str) -> Path:
        path = self.folder / name
        if not path.exists():
            raise InstallationError(f"{path} is missing; restore it from a backup")
        return path


def _check_free(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InstallationError(f"{folder} is there already and not empty; name a new folder")


def _fill(folder: Path, settings: Settings, admin: str, clock: Clock) -> tuple[str, str]:
    make_private_folder(folder)
    make_private_folder(folder / MAPPINGS)
    write_private(folder / SETTINGS_FILE, settings_text(settings).encode())
    write_private(folder / ID_KEY, secrets.token_bytes(32))
    Ledger.create(folder / LEDGER).close()
    Audit(folder / AUDIT).close()
    SqliteStore(folder / GRAPH).close()
    for name in (LEDGER, AUDIT, GRAPH):
        (folder / name).chmod(0o600)
    return Tokens(folder / TOKENS).give(_first_grant(settings, admin, clock()))


def _first_grant(settings: Settings, admin: str, now: datetime) -> Grant:
    ends = now + timedelta(days=settings.token_days)
    purposes = ("administration", "investigation")
    return Grant(admin, settings.agency, ADMINISTRATOR, purposes, micros(now), micros(ends))


def _password(variable: str) -> str:
    found = os.environ.get(variable)
    if not found:
        raise InstallationError(f"the Neo4j password is missing; set {variable} and start again")
    return found
