"""Small ledgers by hand, and the views of them: what is said, by whom, and who may see it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from types import TracebackType

from law.moments import START
from law.realms import PLAIN, VIEWER
from law.recording import WorldClock
from unsynced import unsynced

from comity.graph.desk import Desk
from comity.graph.identity import mention_id
from comity.graph.ledger import Ledger
from comity.graph.sqlite_store import SqliteStore
from comity.graph.view import View
from comity.graph.words import (
    ALWAYS,
    Claim,
    Interval,
    Judgement,
    Link,
    LoadPlan,
    Mention,
    Micros,
    Operation,
    Record,
    Source,
    Verdict,
    mention_key,
)
from comity.resolve import ModelFile, default_model
from comity.sharing import Label, Viewer

ID_KEY = b"the small worlds' id key"
ALPHA = VIEWER
BETA = replace(VIEWER, principal="b.viewer", agency="beta")


@dataclass(frozen=True)
class Value:
    """One value of a subject: alpha does not see it where it is closed."""

    text: str
    closed: bool = False
    valid: Interval = ALWAYS


@dataclass(frozen=True)
class Subject:
    """One mention to be: its part of the record, its kind, and its values by property."""

    part: str
    kind: str = "person"
    values: dict[str, str | Value | Sequence[Value]] = field(default_factory=dict)
    closed: bool = False


@dataclass(frozen=True)
class Tie:
    """One link to be, between parts of the record or keys of other records."""

    first: str
    second: str
    kind: str = "associate_of"
    role: str = "associate"
    closed: bool = False
    valid: Interval = ALWAYS


def person(part: str = "p", *, hidden: bool = False, **values: str | Value) -> Subject:
    """A person with some values; `hidden` ones do not show to alpha at all."""
    return Subject(part, "person", dict(values), hidden)


def closed(text: str) -> Value:
    """A value that its owner does not share."""
    return Value(text, closed=True)


def key(agency: str, record: str, part: str = "p") -> str:
    """The ledger's key of a mention."""
    return mention_key(agency, record, part)


def address(agency: str, record: str, part: str = "p") -> str:
    """The lasting address of a mention."""
    return mention_id(ID_KEY, key(agency, record, part))


def label_of(agency: str, *, closed: bool = False) -> Label:
    """An agency's shared label, or the one it keeps to itself."""
    return Label(agency, "closed" if closed else "open", "TLP:GREEN")


class SmallWorld:
    """A ledger, its store and its desk, on a clock that ticks an hour a saying."""

    def __init__(self, folder: Path) -> None:
        self.clock = WorldClock()
        self.clock.now = START
        with unsynced():
            self.ledger = Ledger.create(folder / "ledger.db", clock=self.clock.micros)
            self.store = SqliteStore(folder / "graph.db")
        self.ledger.put_agreement(PLAIN.texts[0], "a test")
        self.desk = self.new_desk()
        self.told: set[tuple[str, str]] = set()

    def __enter__(self) -> "SmallWorld":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.store.close()
        self.ledger.close()

    def new_desk(self) -> Desk:
        """A desk that knows nothing yet, over the same ledger and store."""
        return Desk(self.ledger, self.store, ID_KEY, default_model(), self.clock)

    def say(self, agency: str, name: str, *subjects: Subject, ties: Sequence[Tie] = ()) -> Micros:
        """Load one record of an agency; the moment at which it was known."""
        self.told.add((agency, name))
        return self._load(agency, record_of(agency, name, subjects, ties))

    def say_of(self, mention: str, agency: str, name: str, **values: str) -> Micros:
        """Load a record that only says something of another record's mention."""
        label = label_of(agency)
        claims = tuple(Claim(mention, p, text, text, label) for p, text in values.items())
        return self._load(agency, Record(name, repr(claims).encode(), 1, "update", (), claims))

    def unsay(self, agency: str, name: str) -> Micros:
        """Withdraw a record; the moment."""
        return self._load(agency, Record(name, b"", 1, "delete"))

    def judge(self, first: str, second: str, verdict: Verdict, *, hidden: bool = False) -> str:
        """A word of beta's on two mentions by their keys; alpha may hear it unless hidden."""
        self._tick()
        label = label_of("beta", closed=hidden)
        return self.ledger.judge(Judgement(first, second, verdict, "a.judge", "a test", label))

    def withdraw(self, ref: str) -> None:
        """Withdraw a judgement."""
        self._tick()
        self.ledger.withdraw(ref, "a.judge", "a test")

    def use(self, model: ModelFile) -> Micros:
        """Put a model in force; the moment."""
        self._tick()
        self.ledger.use_model(model, "a.keeper", "a test")
        return self.ledger.head()[1]

    def unuse(self, version: str) -> Micros:
        """Take a model back; the moment."""
        self._tick()
        self.ledger.withdraw_model(version, "a.keeper", "a test")
        return self.ledger.head()[1]

    def agree(self, version: int) -> None:
        """Put the agreement again, with another version's number."""
        self._tick()
        text = PLAIN.texts[0].replace("version: 1", f"version: {version}")
        self.ledger.put_agreement(text, "a test")

    def view(self, viewer: Viewer = ALPHA, **times: Micros) -> View:
        """What a viewer sees now."""
        return self.desk.open(viewer, **times)

    def _tick(self) -> None:
        self.clock.now += timedelta(hours=1)

    def _load(self, agency: str, record: Record) -> Micros:
        self._tick()
        name = self.clock.now.isoformat()
        plan = LoadPlan(Source(agency, agency, agency), "test@1", "a mapping", name, name)
        opened = self.ledger.begin(plan)
        self.ledger.append(opened.load, [record], [], 1)
        self.ledger.publish(opened.load)
        return self.ledger.head()[1]


def record_of(
    agency: str,
    name: str,
    subjects: Sequence[Subject],
    ties: Sequence[Tie] = (),
    operation: Operation = "update",
) -> Record:
    """A record as a mapping would read it."""
    mentions = tuple(
        Mention(key(agency, name, s.part), s.kind, label_of(agency, closed=s.closed))
        for s in subjects
    )
    claims = tuple(claim for s in subjects for claim in _claims(agency, name, s))
    links = tuple(_link(agency, name, tie) for tie in ties)
    content = repr((mentions, claims, links)).encode()
    return Record(name, content, 1, operation, mentions, claims, links)


def _claims(agency: str, name: str, subject: Subject) -> list[Claim]:
    said = []
    for prop, given in subject.values.items():
        values = [given] if isinstance(given, str | Value) else list(given)
        for value in (Value(v) if isinstance(v, str) else v for v in values):
            label = label_of(agency, closed=value.closed)
            mention = key(agency, name, subject.part)
            said.append(Claim(mention, prop, value.text, value.text, label, "", value.valid))
    return said


def _link(agency: str, name: str, tie: Tie) -> Link:
    ends = [end if ":" in end else key(agency, name, end) for end in (tie.first, tie.second)]
    label = label_of(agency, closed=tie.closed)
    return Link(*ends, tie.kind, tie.role, label, "", tie.valid)
