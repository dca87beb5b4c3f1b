"""The parts of a table compiled: functions that make mentions, claims and links of a place."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from comity.graph.vocabulary import vocabulary
from comity.graph.words import Claim, Interval, Link, Mention, mention_key
from comity.ingest.cells import TOP, Place
from comity.ingest.errors import BadValue
from comity.ingest.labelling import Habits, Labeller, found_once, grader, labeller, timer
from comity.ingest.mapping_tables import EndSpec, LinkSpec, MentionSpec, RecordSpec
from comity.ingest.mapping_values import LabelSpec, PropertySpec, Strict, ValidSpec, ValueSpec
from comity.ingest.picking import condition, named, one, picker
from comity.ingest.values import normaliser
from comity.sharing import Label

Keys = Mapping[str, str]
MakeMention = Callable[[Place, str], tuple[Mention, list[Claim]] | None]
MakeLink = Callable[[Place, Keys], Link | None]
Saying = Callable[[Place], tuple[Label, str, Interval]]
HASH_LENGTH = 24
# Enough for codes, towns and dates; names and numbers must not fill the memory.
MOST_KEPT = 20_000
Spec = TypeVar("Spec", bound=Strict)


@dataclass(frozen=True)
class Near:
    """The label, grade and valid time that hold where nothing nearer is said."""

    label: LabelSpec
    grade: ValueSpec | None
    valid: ValidSpec | None
    habits: Habits
    source: str

    def under(
        self, label: LabelSpec | None, grade: ValueSpec | None, valid: ValidSpec | None
    ) -> "Near":
        """The same where what is nearer says nothing."""
        if not (label or grade or valid):
            return self
        return replace(
            self,
            label=self.label.under(label),
            grade=grade or self.grade,
            valid=valid or self.valid,
        )

    @cached_property
    def labels(self) -> Labeller:
        """The function that finds the label of what is said at a place."""
        return found_once(labeller(self.label, self.habits))

    @cached_property
    def said(self) -> Saying:
        """The function that finds label, grade and valid time of what is said at a place."""
        grade, valid = grader(self.grade, self.habits), timer(self.valid, self.habits)
        return found_once(lambda place: (self.labels(place), grade(place), valid(place)))

    def inside(self) -> "Near":
        """The same for the elements of a list, where the table's columns are read from the top."""
        grade = _from_top(self.grade) if self.grade else None
        valid = _from_top(self.valid) if self.valid else None
        return replace(self, label=_from_top(self.label), grade=grade, valid=valid)


def mention_maker(spec: MentionSpec, near: Near) -> MakeMention:
    """What makes one mention with its claims, or None where the row lacks it."""
    nearer = near.under(spec.label, spec.grade, spec.valid)
    holds = condition(spec.when, near.habits.empty)
    labels = nearer.labels
    makers = [
        _claim_maker(name, prop, nearer)
        for name, props in spec.properties.items()
        for prop in props
    ]

    def make(place: Place, key: str) -> tuple[Mention, list[Claim]] | None:
        if not holds(place):
            return None
        claims = [claim for maker in makers for claim in maker(place, key)]
        return Mention(key, spec.kind, labels(place)), _distinct(claims)

    return make


def link_maker(spec: LinkSpec, near: Near) -> MakeLink:
    """What makes one link, or None where an end is not there."""
    holds = condition(spec.when, near.habits.empty)
    role = picker(spec.role, near.habits.empty, strict=True) if spec.role else None
    said = near.under(spec.label, spec.grade, spec.valid).said
    first, second = _end(spec.first, near), _end(spec.second, near)

    def make(place: Place, keys: Keys) -> Link | None:
        if not holds(place):
            return None
        ends = first(place, keys), second(place, keys)
        if not (ends[0] and ends[1]):
            return None
        told = one(role, place) if role else ""
        if told not in vocabulary().roles and told:
            raise BadValue(named(spec.role or ValueSpec(constant="")), f"no such role: {told!r}")
        label, grade, valid = said(place)
        return Link(*ends, spec.kind, told, label, grade, valid)

    return make


def record_namer(spec: RecordSpec, habits: Habits) -> Callable[[Place, bytes], str]:
    """What names a record: its columns joined, or a hash of the row; empty if it has no name."""
    columns, join, prefix = spec.columns or [], spec.join, spec.prefix

    def name(place: Place, content: bytes) -> str:
        if spec.hash:
            return prefix + hashlib.sha256(content).hexdigest()[:HASH_LENGTH]
        parts = [next(iter(place.cells(column)), "").strip() for column in columns]
        if any(not part or part in habits.empty for part in parts):
            return ""
        return prefix + join.join(parts)

    return name


def _claim_maker(name: str, prop: PropertySpec, near: Near) -> Callable[[Place, str], list[Claim]]:
    habits = near.habits
    pick = picker(prop, habits.empty)
    normalise = _remembered(
        normaliser(vocabulary().type_of(name), habits.reading(prop)),
        named(prop),
        drops=prop.otherwise == "drop",
    )
    said = near.under(prop.label, prop.grade, prop.valid).said

    def make(place: Place, key: str) -> list[Claim]:
        texts = pick(place)
        if not texts:
            return []
        label, grade, valid = said(place)
        read = [(normalise(text), text) for text in texts]
        return [Claim(key, name, value, text, label, grade, valid) for value, text in read if value]

    return make


def _distinct(claims: list[Claim]) -> list[Claim]:
    """Each claim once; their texts alone, which are quick to compare, mostly tell them apart."""
    texts = {(claim.property, claim.value, claim.raw) for claim in claims}
    return claims if len(texts) == len(claims) else list(dict.fromkeys(claims))


def _end(spec: EndSpec, near: Near) -> Callable[[Place, Keys], str]:
    if spec.record is None:
        return lambda place, keys: keys.get(spec.part, "")
    name = record_namer(spec.record, near.habits)

    def elsewhere(place: Place, _keys: Keys) -> str:
        record = name(place, b"")
        return mention_key(near.source, record, spec.part) if record else ""

    return elsewhere


def _remembered(
    normalise: Callable[[str], str], column: str, *, drops: bool
) -> Callable[[str], str]:
    """The normaliser with a memory; what it cannot read is a bad value, or is dropped."""
    known: dict[str, str] = {}

    def remembered(text: str) -> str:
        found = known.get(text)
        if found is None:
            try:
                found = normalise(text)
            except ValueError as error:
                if not drops:
                    raise BadValue(column, str(error)) from None
                found = ""
            if len(known) < MOST_KEPT:
                known[text] = found
        return found

    return remembered


def _from_top(spec: Spec) -> Spec:
    """The same rule with its columns read from the top of the row, wherever it is put to."""
    changed: dict[str, object] = {}
    for name in spec.model_fields_set:
        value = getattr(spec, name)
        if isinstance(value, Strict):
            changed[name] = _from_top(value)
        elif isinstance(value, list):
            changed[name] = [_from_top(v) if isinstance(v, Strict) else v for v in value]
    if isinstance(spec, ValueSpec):
        if spec.column is not None:
            changed["column"] = TOP + spec.column.removeprefix(TOP)
        if spec.columns is not None:
            changed["columns"] = [TOP + column.removeprefix(TOP) for column in spec.columns]
    return spec.model_copy(update=changed)
