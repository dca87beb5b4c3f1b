"""What an analyst draws by hand: an entity or a link, each a record of their agency's own source.

It comes in by the same way as every other record, so that it shows, is corrected, sealed, kept and
purged like one. The source is made when it is first needed; no mapping can have its name.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from comity.casework.errors import NotDrawable, NotYours, OtherWords
from comity.casework.registry import ref_of
from comity.graph.ledger import Ledger
from comity.graph.strength import DRAWN_SOURCES, Strength, made_by
from comity.graph.vocabulary import vocabulary
from comity.graph.words import (
    ALWAYS,
    Claim,
    Interval,
    Link,
    LoadPlan,
    LoadSummary,
    Mention,
    Record,
    Source,
    mention_key,
)
from comity.sharing import Label, UnknownCode, Viewer, check_grade, check_handling

DATA_CLASS = "drawn"
PART = "entity"


@dataclass(frozen=True, slots=True)
class Said:
    """What is said with anything drawn: how strongly, how graded, under which code, and why."""

    strength: Strength
    grade: str
    handling: str
    reason: str
    valid: Interval = ALWAYS


@dataclass(frozen=True, slots=True)
class DrawnLink:
    """A link between two mentions, by their ledger keys."""

    first: str
    second: str
    kind: str
    role: str


@dataclass(frozen=True, slots=True)
class DrawnEntity:
    """An entity with its values, each in its one spelling beside how it was written."""

    kind: str
    values: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Something drawn that stands, with its author."""

    ref: str
    author: str
    case: str
    what: DrawnLink | DrawnEntity
    said: Said

    @property
    def ends(self) -> tuple[str, ...]:
        """The mentions that must show for it to show."""
        if isinstance(self.what, DrawnLink):
            return self.what.first, self.what.second
        return ()


def source_of(agency: str) -> Source:
    """The source of what an agency's own analysts draw."""
    return Source(f"{DRAWN_SOURCES}{agency}", agency, "drawn by analysts")


def drawn_ref(id_key: bytes, sort: str, viewer: Viewer, key: str) -> str:
    """The reference of a link or an entity that somebody draws under a key."""
    return ref_of(id_key, f"{DATA_CLASS} {sort}", viewer, key)


def entity_key(agency: str, ref: str) -> str:
    """The ledger's key of a drawn entity."""
    return mention_key(source_of(agency).id, ref, PART)


class Drawings:
    """What the agencies of one ledger drew."""

    def __init__(self, ledger: Ledger, id_key: bytes) -> None:
        self._ledger, self._id_key = ledger, id_key

    def draw(self, viewer: Viewer, key: str, what: DrawnLink | DrawnEntity, said: Said) -> str:
        """Record it and give its reference; the same key and words again change nothing."""
        check_drawn(what, said)
        ref = drawn_ref(self._id_key, "link" if _is_link(what) else "entity", viewer, key)
        content = _written(Drawn(ref, viewer.principal, viewer.case, what, said))
        sent = f"{ref} {hashlib.sha256(content).hexdigest()}"
        if not self._said_before(viewer.agency, ref, sent):
            record = _record(viewer.agency, ref, content, what, said)
            if not self._taken_in(viewer.agency, record, said.strength, sent).accepted:
                raise NotYours  # an end went while it was being drawn
        return ref

    def take_back(self, viewer: Viewer, ref: str) -> None:
        """Take back what one's own agency drew; of any other there is nothing."""
        drawn = self.find(viewer.agency, ref)
        if drawn is None:
            raise NotYours
        told = {"by": viewer.principal, "reason": viewer.justification}
        content = json.dumps(told, sort_keys=True, ensure_ascii=False).encode()
        back = Record(ref, content, 1, "delete")
        name = f"back {ref}"
        if not self._taken_in(viewer.agency, back, drawn.said.strength, name).position:
            raise NotYours  # of two who take it back at once, the second finds nothing

    def standing(self, agency: str) -> Iterator[Drawn]:
        """What an agency drew and stands, in the order of the references."""
        kept = self._ledger.kept_records(source_of(agency).id)
        return (_read(record) for record in kept)

    def find(self, agency: str, ref: str) -> Drawn | None:
        """One thing that an agency drew and that stands."""
        record = self._ledger.kept_record(source_of(agency).id, ref)
        return None if record is None else _read(record)

    def _said_before(self, agency: str, ref: str, sent: str) -> bool:
        found = self._ledger.published(source_of(agency).id, ref)
        if found is not None and found[0] != sent:
            raise OtherWords
        return found is not None

    def _taken_in(self, agency: str, record: Record, strength: Strength, name: str) -> LoadSummary:
        made, words = made_by(strength), f"drawn by hand; vocabulary {vocabulary().version}"
        plan = LoadPlan(source_of(agency), made, words, "drawn by hand", name)
        load = self._ledger.begin(plan)
        if not load.resume_after_row:
            self._ledger.append(load.load, [record], [], 1)
        return self._ledger.publish(load.load)


def check_drawn(what: DrawnLink | DrawnEntity, said: Said) -> None:
    """Refuse what the vocabulary or the schemes do not know; raises NotDrawable or UnknownCode."""
    check_handling(said.handling)
    _check_grade(said.grade)
    words = vocabulary()
    if isinstance(what, DrawnEntity):
        _check_values(what)
    elif what.kind not in words.links:
        raise NotDrawable(f"no link of the kind {what.kind!r}; say {', '.join(words.links)}")
    elif what.role and what.kind in words.roleless:
        raise NotDrawable(f"a link of the kind {what.kind!r} has no role")
    elif what.role and what.role not in words.roles:
        raise NotDrawable(f"no role {what.role!r}; say {', '.join(words.roles)}")


def _check_grade(grade: str) -> None:
    try:
        _ = grade and check_grade(grade)
    except UnknownCode:
        raise NotDrawable("no such grade; write it as ADMIRALTY:C3") from None


def _check_values(what: DrawnEntity) -> None:
    kinds = vocabulary().kinds
    if what.kind not in kinds:
        raise NotDrawable(f"no kind {what.kind!r}; say {', '.join(kinds)}")
    for name, _, _ in what.values:
        if name not in kinds[what.kind]:
            told = ", ".join(sorted(kinds[what.kind]))
            raise NotDrawable(f"a {what.kind} has no {name!r}; say {told}")


def _is_link(what: DrawnLink | DrawnEntity) -> bool:
    return isinstance(what, DrawnLink)


def _record(
    agency: str, ref: str, content: bytes, what: DrawnLink | DrawnEntity, said: Said
) -> Record:
    label = Label(agency, DATA_CLASS, said.handling)
    if isinstance(what, DrawnLink):
        ends = (what.first, what.second, what.kind, what.role)
        return Record(ref, content, 1, links=(Link(*ends, label, said.grade, said.valid),))
    key = entity_key(agency, ref)
    claims = tuple(
        Claim(key, name, value, raw, label, said.grade, said.valid)
        for name, value, raw in what.values
    )
    return Record(ref, content, 1, mentions=(Mention(key, what.kind, label),), claims=claims)


def _written(drawn: Drawn) -> bytes:
    what, said = drawn.what, drawn.said
    told: dict[str, Any] = {
        "author": drawn.author,
        "case": drawn.case,
        "strength": said.strength,
        "grade": said.grade,
        "handling": said.handling,
        "reason": said.reason,
        "valid": [said.valid.start, said.valid.end],
        "kind": what.kind,
    }
    if isinstance(what, DrawnLink):
        told |= {"first": what.first, "second": what.second, "role": what.role}
    else:
        told["values"] = what.values
    return json.dumps(told, sort_keys=True, ensure_ascii=False).encode()


def _read(record: Record) -> Drawn:
    told = json.loads(record.content)
    what: DrawnLink | DrawnEntity
    if "first" in told:
        what = DrawnLink(told["first"], told["second"], told["kind"], told["role"])
    else:
        what = DrawnEntity(told["kind"], tuple((n, v, raw) for n, v, raw in told["values"]))
    words = (told["strength"], told["grade"], told["handling"], told["reason"])
    return Drawn(
        record.id, told["author"], told["case"], what, Said(*words, Interval(*told["valid"]))
    )
