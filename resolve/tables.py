"""Who is who in a table, or across two: from columns to clusters, kind by kind."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypedDict, Unpack

import numpy as np
import numpy.typing as npt

from comity.resolve.act import resolve_to_act_on
from comity.resolve.alike import alike_apart
from comity.resolve.errors import TableError
from comity.resolve.facts import NO_PAIRS, Codes, Pairs, Scores
from comity.resolve.joints import weakest_joints
from comity.resolve.kinds import kind_said
from comity.resolve.model import Model, default_model
from comity.resolve.resolved_table import ResolvedTable
from comity.resolve.run import Resolved, resolve_facts
from comity.resolve.table_columns import Column, Table, read_table
from comity.resolve.table_facts import Held, facts_of, only_rows, settled
from comity.resolve.table_plan import Columns, Plan, Roles, check_named, only_of, plan
from comity.resolve.table_truth import doubts

Step = Callable[[str], None]
Resolve = Callable[..., Resolved]


class Options(TypedDict, total=False):
    """What may be said of a table; what is not said is guessed, or as the model has it.

    `kind` of all rows or `kind_column` of each; `source_column`, `id_column`; `truth`, the
    column that is kept aside to score against; `threshold` in log2 odds; `model`; `link`,
    another table: only pairs across the two are then looked at; `act`: join only what is safe
    to act on.
    """

    kind: str
    kind_column: str
    source_column: str
    id_column: str
    truth: str
    threshold: float
    act: bool
    model: Model
    link: object
    step: Step


def resolve_table(
    table: object, columns: Columns | None = None, **options: Unpack[Options]
) -> ResolvedTable:
    """Resolve a table of pandas, Polars or Arrow; `columns` names the property of each column.

    Without `columns`, they are guessed from names and contents; `.plans` tells the guess.
    """
    step = options.get("step", _silent)
    model = _with_threshold(options.get("model") or default_model(), options.get("threshold"))
    step("looking at columns")
    tables, plans = _planned(table, options.get("link"), columns, _roles(options), model)
    step("settling formats")
    held, lists, warnings = _put_together(tables, plans)
    kinds = _kinds(tables, plans, warnings)
    whole = _Whole.of(len(lists))
    resolve = resolve_to_act_on if options.get("act") else resolve_facts
    for kind in sorted(set(kinds) & set(model.kinds)):
        step(f"resolving {int((kinds == kind).sum()):,} records of kind {kind}")
        whole = whole.with_kind(kind, np.flatnonzero(kinds == kind), held, lists, model, resolve)
    warnings += alike_apart(held, whole.cluster)
    joint = weakest_joints(whole.cluster, whole.pairs, whole.scores)
    said = model.thresholds(plans[0].roles.kind)
    least = said.act if options.get("act") else said.same
    return ResolvedTable(
        tables, plans, model, whole.cluster, joint, whole.pairs, whole.scores,
        (said.possible, least), tuple(dict.fromkeys(warnings)),
    )  # fmt: skip


@dataclass(frozen=True)
class _Whole:
    """What the kinds resolved so far make together, in the numbers of rows."""

    cluster: Codes
    pairs: Pairs
    scores: Scores

    @classmethod
    def of(cls, rows: int) -> "_Whole":
        return cls(np.arange(rows, dtype=np.int32), NO_PAIRS, np.zeros(0, dtype=np.float32))

    def with_kind(
        self,
        kind: str,
        rows: npt.NDArray[np.intp],
        held: Held,
        lists: Codes,
        model: Model,
        resolve: Resolve,
    ) -> "_Whole":
        """This with the rows of one more kind."""
        place = np.full(len(lists), -1, dtype=np.int32)
        place[rows] = np.arange(len(rows), dtype=np.int32)
        facts = facts_of(kind, len(rows), only_rows(held, place))
        found = resolve(facts, model, lists=lists[rows])
        cluster = self.cluster.copy()
        cluster[rows] = rows[found.clusters]
        back = rows.astype(np.int32)
        pairs = Pairs(
            np.concatenate([self.pairs.first, back[found.pairs.first]]),
            np.concatenate([self.pairs.second, back[found.pairs.second]]),
        )
        return _Whole(cluster, pairs, np.concatenate([self.scores, found.scores]))


def _silent(step: str) -> None:
    """Nobody looks on."""


def _roles(options: Mapping[str, Any]) -> Roles:
    if options.get("kind") and options.get("kind_column"):
        raise TableError("kind says what all rows are about, kind_column says it row by row; "
                         "give one of the two")  # fmt: skip
    return Roles(**{name: options[name] for name in Roles.__annotations__ if options.get(name)})


def _with_threshold(model: Model, threshold: float | None) -> Model:
    """The model with another threshold from which pairs are the same."""
    if threshold is None:
        return model
    kinds = {
        kind: replace(made, thresholds=replace(made.thresholds, same=threshold))
        for kind, made in model.by_kind.items()
    }
    return replace(model, by_kind=kinds)


def _planned(
    table: object, link: object, columns: Columns | None, roles: Roles, model: Model
) -> tuple[tuple[Table, ...], tuple[Plan, ...]]:
    tables = tuple(read_table(each) for each in (table, link) if each is not None)
    if not all(each.rows for each in tables):
        raise TableError("a table has a header and no rows: there is nothing to resolve")
    check_named(columns, tables)
    plans: list[Plan] = []
    for each in tables:
        mine = only_of(each, columns) if len(tables) > 1 else columns
        plans.append(plan(each, mine, _of_this(each, roles, tables, plans), model))
    return tables, tuple(plans)


def _of_this(table: Table, roles: Roles, tables: Sequence[Table], before: Sequence[Plan]) -> Roles:
    """The roles that are of this one of two tables; both are about the same kind."""
    if len(tables) == 1:
        return roles
    named = {name: getattr(roles, name) for name in Roles.__annotations__ if name != "kind"}
    check_named({column: "" for column in named.values() if column}, tables)
    here = {name: column for name, column in named.items() if column in table.columns}
    return Roles(kind=roles.kind or (before[0].roles.kind if before else ""), **here)


def _put_together(
    tables: Sequence[Table], plans: Sequence[Plan]
) -> tuple[list[tuple[str, Column]], Codes, list[str]]:
    """The settled columns of all tables under one numbering of rows; the list of each row."""
    held: list[tuple[str, Column]] = []
    warnings: list[str] = []
    before = 0
    for number, (table, made) in enumerate(zip(tables, plans, strict=True)):
        mine, more = settled(table, made)
        warnings += [*made.warnings, *more]
        warnings += [
            f"{name}: nested values hold no text; the column is left out" for name in table.nested
        ]
        if made.roles.truth:
            warnings += doubts(table, made.roles.truth, made.roles.id_column)
        if len(tables) > 1:
            mine = [*((p, c) for p, c in mine if p != "source"), _whose(table, number)]
        held += [(prop, replace(c, row=c.row + np.int32(before))) for prop, c in mine]
        before += table.rows
    one = len(tables) == 1
    sizes = [table.rows for table in tables]
    lists = np.repeat(np.arange(len(tables), dtype=np.int32), sizes)
    return held, np.full(before, -1, dtype=np.int32) if one else lists, warnings


def _whose(table: Table, number: int) -> tuple[str, Column]:
    """Of two tables, each is a source."""
    row = np.arange(table.rows, dtype=np.int32)
    return "source", Column("table", row, np.zeros(table.rows, np.int32), [f"table {number}"])


def _kinds(
    tables: Sequence[Table], plans: Sequence[Plan], warnings: list[str]
) -> npt.NDArray[np.object_]:
    """The kind of each row; "" where a row says none that is known."""
    found = []
    for table, made in zip(tables, plans, strict=True):
        kinds = np.full(table.rows, made.roles.kind, dtype=object)
        if made.roles.kind_column:
            column = table.column(made.roles.kind_column)
            kinds[:] = ""
            kinds[column.row] = np.array(kind_said(column.texts), dtype=object)[column.code]
            if lost := int((kinds == "").sum()):
                warnings.append(
                    f"{column.name}: {lost:,} rows name no known kind; each stays alone"
                )
        found.append(kinds)
    return np.concatenate(found)
