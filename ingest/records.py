"""Rows become records: mentions, claims and links, or a reason why the row is set aside."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from comity.graph.words import BadRow, Claim, Link, Mention, Operation, Record, mention_key
from comity.ingest.admission import admission
from comity.ingest.cells import Place
from comity.ingest.errors import BadValue
from comity.ingest.labelling import Habits
from comity.ingest.mapping import SourceMapping
from comity.ingest.mapping_tables import BodySpec, EachSpec, ExportSpec, TableSpec
from comity.ingest.mapping_values import LabelSpec
from comity.ingest.parts import (
    Keys,
    MakeLink,
    MakeMention,
    Near,
    link_maker,
    mention_maker,
    record_namer,
)
from comity.ingest.picking import one, picker
from comity.ingest.rows import RawRow
from comity.sharing import Label

KeyOf = Callable[[str], str]


class MakeRecord(Protocol):
    """Turns a row into a record; `does` is what it asks for where the row does not say it."""

    def __call__(self, row: RawRow, does: Operation | None = None) -> Record | BadRow:
        """The record, or why the row is set aside; never raises for a row."""


_OPERATIONS: dict[str, Operation] = {"insert": "insert", "update": "update", "delete": "delete"}


@dataclass
class _Said:
    """What a row has been found to say so far."""

    mentions: list[Mention] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def labels(self) -> Iterator[Label]:
        """The label of every fact."""
        for facts in (self.mentions, self.claims, self.links):
            yield from (fact.label for fact in facts)


@dataclass(frozen=True)
class _Body:
    """A body of a table, compiled."""

    mentions: dict[str, MakeMention]
    links: list[MakeLink]
    each: list["_Each"]

    def read(self, place: Place, key: KeyOf, suffix: str, outer: Keys, said: _Said) -> None:
        """Read a place into what is said; inner lists see the parts around them."""
        keys = dict(outer)
        for part, make in self.mentions.items():
            made = make(place, key(part + suffix))
            if made is not None:
                keys[part] = made[0].key
                said.mentions.append(made[0])
                said.claims += made[1]
        for make_link in self.links:
            if (link := make_link(place, keys)) is not None:
                said.links.append(link)
        for each in self.each:
            each.read(place, key, suffix, keys, said)


@dataclass(frozen=True)
class _Each:
    """A list inside a row, compiled."""

    spec: EachSpec
    body: _Body

    def read(self, place: Place, key: KeyOf, suffix: str, keys: Keys, said: _Said) -> None:
        """Read every element; it is named by its key, or by its number from 1."""
        for number, element in enumerate(self._elements(place), start=1):
            inner = Place(element, place.top)
            named = next(iter(inner.cells(self.spec.key)), "").strip() if self.spec.key else ""
            self.body.read(inner, key, f"{suffix}.{named or number}", keys, said)

    def _elements(self, place: Place) -> list[object]:
        if self.spec.split is None:
            return place.elements(self.spec.list_)
        texts = place.cells(self.spec.list_)
        parts = [part.strip() for text in texts for part in text.split(self.spec.split)]
        return [part for part in parts if part]


def record_maker(mapping: SourceMapping, table: TableSpec) -> MakeRecord:
    """The function that turns rows of one table into records."""
    habits = _habits(mapping, table)
    source = mapping.source.id
    near = Near(table.label or LabelSpec(), table.grade, table.valid, habits, source)
    assert table.record is not None  # refused when the mapping was read
    body, name = _compiled(table, near), record_namer(table.record, habits)
    operation, admit = _operation(table.export, habits), admission(table, habits)

    def read(row: RawRow, record: str, does: Operation | None) -> Record:
        place = Place(row.values, row.values)
        does = does or operation(place)
        if does == "delete":
            return Record(record, row.content, row.number, does)
        said = _Said()
        body.read(place, lambda part: mention_key(source, record, part), "", {}, said)
        admit(place, said.labels())
        return Record(record, row.content, row.number, does, *_once(said))

    def make(row: RawRow, does: Operation | None = None) -> Record | BadRow:
        if row.problem:
            return BadRow(row.number, "", row.problem, row.content, operation=does)
        record = ""
        try:
            record = name(Place(row.values, row.values), row.content)
            if not record:
                columns = ", ".join((table.record and table.record.columns) or [])
                raise BadValue(columns, "the record's id is empty")
            return read(row, record, does)
        except BadValue as error:
            return BadRow(row.number, error.column, error.reason, row.content, record, does)

    return make


def _once(said: _Said) -> tuple[tuple[Mention, ...], tuple[Claim, ...], tuple[Link, ...]]:
    keys = [mention.key for mention in said.mentions]
    if len(set(keys)) < len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise BadValue(twice.rpartition(":")[2], "two elements have the same key")
    return tuple(said.mentions), tuple(said.claims), tuple(dict.fromkeys(said.links))


def _habits(mapping: SourceMapping, table: TableSpec) -> Habits:
    document = mapping.document
    return Habits(
        agency=mapping.source.agency,
        empty=frozenset(table.empty),
        dates=tuple(table.dates),
        zone=document.timezone,
        region=document.region,
    )


def _compiled(spec: BodySpec, near: Near) -> _Body:
    return _Body(
        {part: mention_maker(mention, near) for part, mention in spec.mentions.items()},
        [link_maker(link, near) for link in spec.links],
        [_Each(each, _compiled(each, near.inside())) for each in spec.each],
    )


def _operation(spec: ExportSpec, habits: Habits) -> Callable[[Place], Operation]:
    """What a row asks for; files without instructions bring records as they are now."""
    if spec.operation is None:
        return lambda place: "insert"
    pick = picker(spec.operation, habits.empty, strict=True)

    def operation(place: Place) -> Operation:
        said = one(pick, place)
        if said not in _OPERATIONS:
            raise BadValue("operation", f"{said!r} is none of insert, update, delete")
        return _OPERATIONS[said]

    return operation
