"""The real application behind a real port, and those who ask it."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import quote

import canary
import httpx
import uvicorn
from served import Served, served
from town import PACT, address, row

from comity.api.installation import Installation
from comity.api.serve import bind, prepare
from comity.api.sessions import Sessions
from comity.api.tokens import Grant
from comity.graph.audit import AuditFilter, StoredAuditRow
from comity.graph.desk import system_clock
from comity.graph.view import micros

WHY = "a test of the doors"
MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
NOBODY = "0" * 32


@dataclass
class Clock:
    """The time, which stands still until it is moved."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **much: float) -> None:
        """Let some time go by."""
        self.now += timedelta(**much)


@dataclass
class Doors:
    """A served installation; `asker` gives a client with a token of its own."""

    installation: Installation
    address: str
    server: uvicorn.Server | None = None
    # One for all clients: each of its own would read the machine's certificates again.
    _ways: httpx.HTTPTransport = field(default_factory=httpx.HTTPTransport)

    @property
    def root(self) -> str:
        """The address without the key that opens a demonstration once."""
        return self.address.split("?")[0]

    def token(
        self,
        principal: str = "ann",
        agency: str = "riverton-pd",
        role: str = "analyst",
        purposes: tuple[str, ...] = ("investigation",),
        days: float = 1,
        cases: tuple[str, ...] = ("C-1",),
    ) -> str:
        """A new token's secret."""
        now = self.installation.clock()
        ends = micros(now + timedelta(days=days))
        grant = Grant(principal, agency, role, purposes, micros(now), ends, cases=cases)
        return self.installation.tokens.give(grant)[1]

    def client(self, **headers: str) -> httpx.Client:
        """A client that sends these headers and no token."""
        told = {
            "base_url": self.root,
            "headers": headers,
            "event_hooks": {"response": [canary.check]},
        }
        return httpx.Client(timeout=60, transport=self._ways, **told)

    def asker(self, why: str = WHY, **holder: Any) -> httpx.Client:
        """A client with a token of its own, asking for a reason."""
        token = self.token(**holder)
        headers = {"Authorization": f"Bearer {token}", "Comity-Justification": quote(why)}
        return self.client(**headers)

    @property
    def sessions(self) -> Sessions:
        """The demonstration's sessions, for more links than the printed one."""
        assert self.server is not None
        found: Sessions = self.server.config.app.state.sessions  # type: ignore[union-attr]
        return found

    def rows(self, after: int = 0) -> list[StoredAuditRow]:
        """The audit's rows after one of them."""
        return self.installation.audit.rows(AuditFilter(after=after))

    def last(self) -> int:
        """The number of the audit's last row, or 0."""
        return max((stored.id for stored in self.rows()), default=0)

    def at(self, record: str, part: str = "person") -> str:
        """The lasting address of one of the town's mentions."""
        return address(self.installation, record, part)

    def close(self) -> None:
        """Let go of the connections."""
        self._ways.close()


@contextmanager
def opened(data: Path, clock: Callable[[], datetime] = system_clock) -> Iterator[Doors]:
    """Serve a data folder from a thread until the block ends."""
    with Installation.open(data, clock) as installation:
        listening = bind("127.0.0.1", 0)
        server, place = prepare(installation, listening)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        doors = Doors(installation, place, server)
        try:
            while not server.started:
                time.sleep(0.002)
            yield doors
        finally:
            doors.close()
            server.should_exit = True
            thread.join()
            listening.close()


Sample = tuple[str, str, dict[str, Any]]
# Questions about something that has to be made before they are asked.
OF_CHARTS = {
    "open_chart": ("GET", ""),
    "open_chart_version": ("GET", "/versions/1"),
    "save_chart_version": ("POST", "/versions"),
    "share_chart": ("POST", "/sharing"),
    "comment_chart": ("POST", "/comments"),
    "end_chart": ("DELETE", ""),
}
# Orders on a record that is made for them.
OF_RECORDS: dict[str, dict[str, Any]] = {
    "who_received": {},
    "correct_record": {"order": "court order 26-1", "values": {"BORN": "1980-01-02"}},
    "seal_record": {"order": "court order 26-2", "spared": ["harbor-so"]},
    "unseal_record": {"order": "court order 26-3"},
    "expunge_record": {"order": "court order 26-4"},
}
MADE = (
    *OF_CHARTS,
    *OF_RECORDS,
    "take_back_drawn",
    "withdraw",
    "review_emergency",
    "end_target",
    "end_action",
    "answer_request",
)


def role_for(name: str) -> str:
    """A role that may ask it."""
    return "records" if name in OF_RECORDS else "writer"


def sample(doors: Doors, name: str) -> Sample:
    """A good question to one route: method, address and what goes with it."""
    if name in OF_RECORDS:
        about = {"source": "rms", "record": _recorded(doors)} | OF_RECORDS[name]
        verb = name.removesuffix("_record").removeprefix("who_")
        return "POST", f"/v1/records/{verb}", {"json": about}
    if name == "withdraw":
        return "DELETE", f"/v1/judgements/{_judged(doors)}", {}
    if name == "review_emergency":
        said = {"verdict": "justified", "reason": "the child was found"}
        return "POST", f"/v1/emergencies/{_broken(doors)}/review", {"json": said}
    if name in OF_CHARTS:
        method, more = OF_CHARTS[name]
        _, _, saving = samples(doors)["save_chart"]
        said = {"shared": ["harbor-so"]} if more == "/sharing" else {"text": "sold in May"}
        sent = saving if more == "/versions" else {"json": said} | keyed()
        return method, f"/v1/charts/{_kept(doors)}{more}", sent if method == "POST" else {}
    if name == "take_back_drawn":
        return "DELETE", f"/v1/drawn/{_drawn(doors)}", {}
    if name in ("end_target", "end_action"):
        sort = name.removeprefix("end_")
        return "DELETE", f"/v1/{sort}s/{_registered(doors, sort)}", {}
    if name == "answer_request":
        said = {"outcome": "refused", "text": "sealed by the court"}
        return "POST", f"/v1/requests/{_requested(doors)}/answer", {"json": said}
    return samples(doors)[name]


def samples(doors: Doors) -> dict[str, Sample]:
    """The good questions by operation, but for those about something made before."""
    brandt, marsh, booked = doors.at("R1"), doors.at("R2"), doors.at("B1")
    body = {"first": doors.at("R3"), "second": doors.at("B2"), "verdict": "same"}
    rows = {"records": [{"row": row("R9", "Ivo Stahl", "1970-01-01", "+12175550109")}]}
    why = {"case": "C-1", "reason": "seen at the harbor"}
    phone = {"kind": "phone", "values": [{"property": "phone_number", "value": "+12175550101"}]}
    key = {"Idempotency-Key": "k1"}
    spots = [{"entity": brandt, "x": 1.5, "y": -2.0}]
    chart = {"case": "C-1", "title": "the pier", "spots": spots,
             "notes": [{"entity": brandt, "text": "ask the harbor"}]}  # fmt: skip
    drawn = {"first": brandt, "second": doors.at("B2"), "kind": "associate_of", "reason": "seen"}
    of_case = {"headers": {"Comity-Case": "C-1"}}
    return {
        "standing": ("GET", "/v1/standing", {}),
        "search": ("POST", "/v1/search", {"json": {"text": "Quillon Brandt"}}),
        "entity": ("GET", f"/v1/entities/{brandt}", {}),
        "neighbours": ("GET", f"/v1/entities/{brandt}/neighbours", {}),
        "matches": ("GET", f"/v1/entities/{brandt}/matches", {}),
        "pointers": ("GET", f"/v1/entities/{brandt}/pointers", {}),
        "pointers_to": ("POST", "/v1/pointers/search", {"json": {"text": "Quillon Brandt"}}),
        "ties": ("GET", f"/v1/entities/{brandt}/ties", {}),
        "changes": ("GET", "/v1/changes", {"params": {"since": "2020-01-01T00:00:00Z"}}),
        "why": ("GET", f"/v1/why/{brandt}/{booked}", {}),
        "review": ("GET", "/v1/review", {}),
        "why_picture": ("GET", f"/v1/why/{brandt}/{booked}/picture", {}),
        "paths": ("POST", "/v1/paths", {"json": {"source": brandt, "target": marsh}}),
        "reachable": ("POST", "/v1/reachable", {"json": {"source": brandt}}),
        "list_communities": ("GET", "/v1/communities", {}),
        "community_profile": ("GET", f"/v1/entities/{brandt}/community", {}),
        "community_changes": (
            "GET",
            "/v1/communities/changes",
            {"params": {"before_known_at": "2020-01-01T00:00Z"}},
        ),
        "centrality": ("GET", "/v1/centrality/degree", {}),
        "key_players": ("GET", "/v1/key-players", {"params": {"through": "shared_phone"}}),
        "contacts": ("GET", "/v1/events/contacts", of_case),
        "pattern": ("GET", "/v1/events/pattern", of_case),
        "together": ("GET", "/v1/events/together", of_case),
        "payments": ("GET", "/v1/events/payments", of_case),
        "handsets": ("GET", "/v1/events/handsets", of_case),
        "what_if": ("POST", "/v1/what-if", {"json": {"without": [marsh]}}),
        "hidden_links": ("GET", "/v1/hidden-links", {"params": {"method": "adamic_adar_index"}}),
        "chart": ("GET", "/v1/chart", {}),
        "score_cards": ("GET", "/v1/scores", {}),
        "score_entity": ("GET", f"/v1/scores/town/1/entities/{brandt}", {}),
        "score_fairness": ("GET", "/v1/scores/town/1/fairness/sex", {}),
        "disclosures": ("GET", "/v1/disclosures", {}),
        "agreements": ("GET", "/v1/agreements", {}),
        "without": ("GET", "/v1/agreements/pact/without", {}),
        **{
            f"{verb}_draft": ("POST", f"/v1/agreements/{path}", {"json": {"text": PACT}})
            for verb, path in (("check", "check"), ("compare", "diff"), ("simulate", "simulate"))
        },
        "who_sees": ("GET", f"/v1/mentions/{brandt}/audience", {}),
        "list_emergencies": ("GET", "/v1/emergencies", {}),
        "disseminate": (
            "POST",
            "/v1/exports",
            {"json": {"entities": [doors.at("R3")], "recipient": "prosecutor", "reason": "trial"}},
        ),
        "open_emergency": ("POST", "/v1/emergencies", {"json": {"reason": "a child was taken"}}),
        "list_targets": ("GET", "/v1/targets", {}),
        "register_target": ("POST", "/v1/targets", {"json": phone | why, "headers": key}),
        "list_actions": ("GET", "/v1/actions", {}),
        "register_action": (
            "POST",
            "/v1/actions",
            {"json": {"latitude": 41.0, "longitude": -87.0, **why}, "headers": key},
        ),
        "deconfliction": ("GET", "/v1/deconfliction", {}),
        "list_requests": ("GET", "/v1/requests", {}),
        "list_quarantine": ("GET", "/v1/quarantine", {}),
        "send_request": (
            "POST",
            "/v1/requests",
            {"json": {"to": "harbor-so", "case": "C-1", "text": "who was it?"}, "headers": key},
        ),
        "drawing": ("POST", "/v1/drawing", {"json": {"entities": [brandt], "hops": 1}}),
        "board": ("GET", "/v1/board", of_case),
        "live": ("GET", "/v1/live", {"params": {"ticks": 0}}),
        "list_charts": ("GET", "/v1/charts", {}),
        "save_chart": ("POST", "/v1/charts", {"json": chart, "headers": key}),
        "list_drawn": ("GET", "/v1/drawn", {}),
        "draw_link": ("POST", "/v1/drawn/links", {"json": drawn, "headers": key}),
        "draw_entity": (
            "POST",
            "/v1/drawn/entities",
            {"json": phone | {"reason": "seen"}, "headers": key},
        ),
        "drawing_groups": ("POST", "/v1/drawing/groups", {"json": {"entities": [brandt]}}),
        "draw": ("POST", "/v1/chart", {"json": {"entities": [brandt]}}),
        "judge": ("POST", "/v1/judgements", {"json": {**body, "reason": "same tattoo"}}),
        "add_records": (
            "POST",
            "/v1/sources/rms/records",
            {"json": rows, "headers": {"Idempotency-Key": "k1"}},
        ),
    }


def _broken(doors: Doors) -> str:
    """The reference of an emergency that the harbor opened."""
    told = {"reason": "a child was taken"}
    answer = doors.asker(agency="harbor-so").post("/v1/emergencies", json=told)
    return str(answer.json()["emergency"]["ref"])


def _recorded(doors: Doors) -> str:
    """The number of a record of the asker's own agency that is there for nothing else."""
    number = f"T{token_hex(4)}"
    body = {"records": [{"row": row(number, "Ivo Stahl", "1970-01-01", "")}]}
    sent = doors.asker(role="writer").post("/v1/sources/rms/records", json=body, **keyed())
    assert sent.is_success, sent.text
    return number


def _registered(doors: Doors, sort: str) -> str:
    """The reference of a target, or of a planned action, of the asker's own agency."""
    method, path, sent = samples(doors)[f"register_{sort}"]
    answer = doors.asker().request(method, path, **(sent | keyed()))
    return str(answer.json()[sort]["ref"])


def keyed() -> dict[str, Any]:
    """A new Idempotency-Key."""
    return {"headers": {"Idempotency-Key": token_hex(8)}}


def _kept(doors: Doors) -> str:
    """The reference of a chart of the asker's own agency."""
    method, path, sent = samples(doors)["save_chart"]
    answer = doors.asker().request(method, path, **(sent | keyed()))
    return str(answer.json()["ref"])


def _drawn(doors: Doors) -> str:
    """The reference of a link that the asker's own agency drew."""
    method, path, sent = samples(doors)["draw_link"]
    answer = doors.asker().request(method, path, **(sent | keyed()))
    return str(answer.json()["ref"])


def _requested(doors: Doors) -> str:
    """The reference of a request that the harbor sent."""
    body = {"to": "riverton-pd", "case": "H-1", "text": "who was it?"}
    headers = {"Idempotency-Key": token_hex(8)}
    answer = doors.asker(agency="harbor-so").post("/v1/requests", json=body, headers=headers)
    return str(answer.json()["request"]["ref"])


def _judged(doors: Doors) -> str:
    """The reference of a judgement that stands, made past the door."""
    body = {"first": doors.at("R4"), "second": doors.at("R5"), "verdict": "different"}
    answer = doors.asker().post("/v1/judgements", json={**body, "reason": "two brothers"})
    return str(answer.json()["ref"])


def without_date(headers: httpx.Headers) -> dict[str, str]:
    """Headers but for the clock's."""
    return {name: value for name, value in headers.items() if name != "date"}


@contextmanager
def log_kept() -> Iterator[list[str]]:
    """What the server says in its log meanwhile, down to the last detail."""
    said: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: said.append(handler.format(record))  # type: ignore[method-assign]
    loggers = [logging.getLogger(name) for name in ("comity", "uvicorn", "uvicorn.error")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
    try:
        yield said
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.removeHandler(handler)
            logger.setLevel(level)


@contextmanager
def opened_elsewhere(data: Path, *options: str) -> Iterator[tuple[Doors, Served]]:
    """Serve a data folder from a process of its own until the block ends."""
    with Installation.open(data) as installation, served(data, *options) as server:
        doors = Doors(installation, server.address)
        try:
            yield doors, server
        finally:
            doors.close()
