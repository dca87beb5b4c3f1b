"""Facts as answers quote them, each with its words and its origin, many at once.

A column is read once for all of them, and a right is looked up once a label.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from comity.graph.answers import Fact, LinkFact, Origin
from comity.graph.columns import Codes, Columns, Ints
from comity.graph.entities import Entities
from comity.graph.identity import fact_ref
from comity.graph.snapshot import Snapshot
from comity.graph.words import Interval
from comity.sharing import Grant, Label, Permit


@dataclass(frozen=True)
class Quoting:
    """Quotes visible rows of a snapshot, by the rights of a grant."""

    snapshot: Snapshot
    grant: Grant

    def claims(self, rows: Ints) -> list[Fact]:
        """Some claims, in the order given."""
        claims = self.snapshot.claims
        props, values, raws = (self._texts(claims, each, rows)
                               for each in ("property", "value", "raw"))  # fmt: skip
        origins = self._origins(claims, rows, self.snapshot.recorded[1], props)
        whole = zip(self._addresses(claims["mention"][rows]), props, values, raws,
                    _times(claims, rows), origins, strict=True)  # fmt: skip
        return [
            Fact(self._ref(mention, prop, value, raw, str(valid.start), str(valid.end)),
                 prop, value, raw, valid, origin)
            for mention, prop, value, raw, valid, origin in whole
        ]  # fmt: skip

    def links(self, rows: Ints, entities: Entities) -> list[LinkFact]:
        """Some links, in the order given, between entities that their ends are among."""
        links = self.snapshot.links
        ends = [links[end][rows] for end in ("first", "second")]
        holders = [self._addresses(entities.heads[entities.entity_of[end]]) for end in ends]
        kinds, roles = (self._texts(links, each, rows) for each in ("kind", "role"))
        origins = self._origins(links, rows, self.snapshot.recorded[2], [""] * len(rows))
        whole = zip(*map(self._addresses, ends), *holders, kinds, roles, _times(links, rows),
                    origins, strict=True)  # fmt: skip
        return [
            LinkFact(self._ref(one, two, kind, role, str(valid.start), str(valid.end),
                               origin.record),
                     first, second, kind, role, valid, origin)
            for one, two, first, second, kind, role, valid, origin in whole
        ]  # fmt: skip

    def _origins(
        self, columns: Columns, rows: Ints, recorded: Ints, props: Iterable[str]
    ) -> list[Origin]:
        """Who said each, in which record, and by what right it shows, be it a property."""
        words = self.snapshot.words
        records, labels = columns["record"][rows].tolist(), columns["label"][rows].tolist()
        rights = {pair: self._right(*pair) for pair in set(zip(labels, props, strict=True))}
        whole = zip(records, self._texts(columns, "mapping", rows),
                    self._texts(columns, "grade", rows), recorded[rows].tolist(),
                    zip(labels, props, strict=True), strict=True)  # fmt: skip
        found = []
        for record, mapping, grade, at, pair in whole:
            (label, permit), source = rights[pair], words.record_source[record]
            found.append(Origin(
                agency=words.record_agency[record], source=source,
                record=words.record_id[record], mapping=mapping, handling=label.handling,
                data_class=label.data_class, grade=grade, recorded=at, permit=permit,
                desk=words.desks.get(source, ""),
            ))  # fmt: skip
        return found

    def _right(self, label: int, prop: str) -> tuple[Label, Permit]:
        told = self.snapshot.labels[label]
        permit = self.grant.of(told, prop)
        assert permit is not None, "what shows is permitted"
        return told, permit

    def _texts(self, columns: Columns, name: str, rows: Ints) -> list[str]:
        texts = self.snapshot.words.texts.texts
        return [texts[code] for code in columns[name][rows].tolist()]

    def _addresses(self, mentions: Codes) -> list[str]:
        found: list[str] = self.snapshot.mention_ids[mentions].astype("U32").tolist()
        return found

    def _ref(self, *words: str) -> str:
        return fact_ref(self.snapshot.id_key, words)


def _times(columns: Columns, rows: Ints) -> list[Interval]:
    starts, ends = (columns[name][rows].tolist() for name in ("valid_from", "valid_to"))
    return [*map(Interval, starts, ends)]
