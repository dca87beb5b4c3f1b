"""The work of the Spark engine on Arrow batches: the same functions as on one machine.

Knows no Spark, so that it can be tried without one. Subjects are numbers of rows in the whole;
inside a batch they have places of their own, in the same order.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from comity.resolve.block import DROPPED, blocks_of, within
from comity.resolve.cluster import cluster
from comity.resolve.compare import compare
from comity.resolve.crowds import standing
from comity.resolve.facts import NO_PAIRS, Codes, Hashes, Ints, Pairs
from comity.resolve.identified import score_records
from comity.resolve.joints import weakest_joints
from comity.resolve.keys import Rules, rules_of
from comity.resolve.model import Model
from comity.resolve.prepare import Prepared, prepare
from comity.resolve.table_columns import read_table
from comity.resolve.table_facts import facts_of

Batches = Iterable[Any]
Work = Callable[[Batches], Iterator[Any]]
SUBJECT, FIRST, SECOND, PATTERN, COMPONENT = "subject", "first", "second", "pattern", "component"
RULE, KEY, SCORE, CLUSTER = "rule", "key", "score", "cluster"
SOURCE, LIST_A, LIST_B = "source", "list_a", "list_b"
KEYS_FORM = f"{RULE} smallint, {KEY} bigint, {SUBJECT} bigint"
PAIRS_FORM = f"{FIRST} bigint, {SECOND} bigint"
PATTERNS_FORM = f"{PAIRS_FORM}, {PATTERN} bigint"
SOURCES_FORM = f"{SUBJECT} bigint, {SOURCE} string"
SCORED_FORM = f"{PAIRS_FORM}, {SCORE} float, {COMPONENT} bigint, {LIST_A} int, {LIST_B} int"
CLUSTERS_FORM = f"{SUBJECT} bigint, {CLUSTER} bigint, {SCORE} float"
# Pairs compared at once: enough that most texts come several times, few enough for memory.
AT_ONCE = 400_000
SIGN = np.uint64(1 << 63)
# A column of texts is named by its place and the property it holds.
Held = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Reading:
    """How records are read and compared: their kind, their columns of texts, the model."""

    kind: str
    held: Held
    model: Model

    def prepared(self, table: Any) -> Prepared:
        """The rows of a table, standardised."""
        texts = read_table(table.select([name for name, _ in self.held]))
        held = [(prop, texts.column(name)) for name, prop in self.held]
        return prepare(facts_of(self.kind, texts.rows, held), self.model)


def keys_of(reading: Reading, rules: Rules = rules_of) -> Work:
    """Records to rows (rule, key, subject), each once: keys depend on a record alone."""

    def work(batches: Batches) -> Iterator[Any]:
        for table in _gathered(batches):
            subject = _column(table, SUBJECT)
            prepared = reading.prepared(table)
            for rule, keys in enumerate(rules(prepared)):
                place, key = _each_once(*keys)
                number = np.full(len(key), rule, dtype=np.int16)
                yield _batch({RULE: number, KEY: key, SUBJECT: subject[place]})

    return work


def standing_of(reading: Reading) -> Work:
    """Records to rows (subject, what orders crowds), for whole numbers that have a sign."""

    def work(batches: Batches) -> Iterator[Any]:
        for table in _gathered(batches):
            prepared = reading.prepared(table)
            columns = {f"o{place}": (said ^ SIGN).view(np.int64)
                       for place, said in enumerate(standing(prepared))}  # fmt: skip
            yield _batch({SUBJECT: _column(table, SUBJECT), **columns})

    return work


def sources_of(reading: Reading) -> Work:
    """Records to rows (subject, source), a row a source; none where a record has none."""

    def work(batches: Batches) -> Iterator[Any]:
        for table in _gathered(batches):
            source = reading.prepared(table).features.get(SOURCE)
            if source is not None and len(source.words):
                subject = _column(table, SUBJECT)[source.subject]
                yield _batch({SUBJECT: subject, SOURCE: source.words.array[source.code]})

    return work


def pairs_of_keys(largest: Mapping[int, int]) -> Work:
    """Rows (rule, key, subject), a key's rows all together, to the pairs of its block.

    `largest` is, rule by rule, how many may bear a key for all to be compared.
    """

    def work(batches: Batches) -> Iterator[Any]:
        table = _whole(batches)
        if table is None:
            return
        rule, key, subject = (_column(table, name) for name in (RULE, KEY, SUBJECT))
        numbers, place = _places(subject)
        for number in np.unique(rule).tolist():
            mine = rule == number
            keys = place[mine].astype(np.int32), key[mine].astype(np.uint64) << DROPPED
            blocks = blocks_of(keys, len(numbers))
            packed = within(blocks.where(blocks.sizes <= largest[number]), len(numbers))
            one, two = np.divmod(packed, len(numbers))
            yield _batch({FIRST: numbers[one], SECOND: numbers[two]})

    return work


def patterns_of(reading: Reading) -> Work:
    """Pairs with the texts of both sides, `a_` and `b_`, to their patterns."""

    def work(batches: Batches) -> Iterator[Any]:
        for table in _gathered(batches):
            first, second = _column(table, FIRST), _column(table, SECOND)
            numbers, place = _places(np.concatenate([first, second]))
            prepared = reading.prepared(_sides(table, reading.held, numbers, place))
            one, two = place[: len(first)], place[len(first) :]
            found = compare(prepared, Pairs(one.astype(np.int32), two.astype(np.int32)))
            yield _batch({FIRST: first, SECOND: second, PATTERN: found.view(np.int64)})

    return work


def scores_of(kind: str, model: Model) -> Work:
    """Patterns to scores; every other column goes along."""

    def work(batches: Batches) -> Iterator[Any]:
        for batch in batches:
            told = score_records(kind, unsigned(_column(batch, PATTERN)), model)
            place = batch.schema.get_field_index(PATTERN)
            yield batch.set_column(place, SCORE, pa.array(told, pa.float32()))

    return work


def clusters_of(same: float) -> Work:
    """Scored pairs inside components, a component's rows all together, to clusters."""

    def work(batches: Batches) -> Iterator[Any]:
        table = _whole(batches)
        if table is not None:
            yield _clusters(table, same)

    return work


def standing_form(reading: Reading) -> str:
    """The columns of `standing_of`."""
    nobody = pa.table({name: pa.array([], pa.string()) for name, _ in reading.held})
    columns = standing(reading.prepared(nobody))
    return ", ".join([f"{SUBJECT} bigint", *(f"o{place} bigint" for place in range(len(columns)))])


def unsigned(pattern: Ints) -> Hashes:
    """Patterns as they are packed; Spark's whole numbers have a sign."""
    return np.ascontiguousarray(pattern, dtype=np.int64).view(np.uint64)


def _clusters(table: Any, same: float) -> Any:
    first, second = _column(table, FIRST), _column(table, SECOND)
    numbers, place = _places(np.concatenate([first, second]))
    one, two = (side.astype(np.int32) for side in np.split(place, 2))
    pairs, scores = Pairs(one, two), _column(table, SCORE)
    lists = np.full(len(numbers), -1, dtype=np.int32)
    lists[one], lists[two] = _column(table, LIST_A), _column(table, LIST_B)
    found = cluster(len(numbers), pairs, scores, same, lists, NO_PAIRS, NO_PAIRS)
    joints = weakest_joints(found, pairs, scores)
    return _batch({SUBJECT: numbers, CLUSTER: numbers[found], SCORE: joints})


def _each_once(place: Codes, key: Hashes) -> tuple[Codes, Ints]:
    """Rows without doubles, of a key what is kept of it."""
    kept = (key >> DROPPED).astype(np.int64)
    order = np.lexsort((kept, place))
    place, kept = place[order], kept[order]
    new = np.ones(len(kept), dtype=np.bool_)
    new[1:] = (kept[1:] != kept[:-1]) | (place[1:] != place[:-1])
    return place[new], kept[new]


def _sides(table: Any, held: Held, numbers: Ints, place: Ints) -> Any:
    """A row for each subject of either side of the pairs, in the order of their numbers."""
    rows = np.zeros(len(numbers), dtype=np.int64)
    rows[place] = np.arange(len(place))
    columns = {}
    for name, _ in held:
        both = [*table.column(f"a_{name}").chunks, *table.column(f"b_{name}").chunks]
        columns[name] = pa.chunked_array(both, pa.string()).take(pa.array(rows))
    return pa.table(columns)


def _places(subjects: Ints) -> tuple[Ints, Ints]:
    """The distinct numbers in their order, and the place of each row's among them."""
    numbers, place = np.unique(subjects, return_inverse=True)
    return numbers, place


def _gathered(batches: Batches) -> Iterator[Any]:
    """Batches put together until they are worth the work."""
    waiting: list[Any] = []
    for batch in batches:
        waiting.append(batch)
        if sum(len(each) for each in waiting) >= AT_ONCE:
            yield pa.Table.from_batches(waiting)
            waiting = []
    if waiting:
        yield pa.Table.from_batches(waiting)


def _whole(batches: Batches) -> Any:
    """All of a part as one table; None where there is nothing."""
    found = list(batches)
    return pa.Table.from_batches(found) if found else None


def _column(table: Any, name: str) -> Any:
    column = table.column(name)
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    return pa.chunked_array(chunks, column.type).to_numpy()


def _batch(columns: dict[str, Any]) -> Any:
    return pa.RecordBatch.from_arrays([pa.array(each) for each in columns.values()], [*columns])
