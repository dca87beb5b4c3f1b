"""The plan of a table: which column feeds which property, told by a person or guessed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from comity.resolve.errors import TableError
from comity.resolve.guess import Guess, Use, guess, is_unique
from comity.resolve.kinds import PARTS, kind_of, props_of
from comity.resolve.model import Model
from comity.resolve.table_columns import Table, nearest, no_column

Columns = Mapping[str, str]


@dataclass(frozen=True)
class Roles:
    """What a person says of a table besides its properties; empty for what is to be guessed."""

    kind: str = ""
    kind_column: str = ""
    source_column: str = ""
    id_column: str = ""
    truth: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are named."""
        named = (self.kind_column, self.source_column, self.id_column, self.truth)
        return tuple(name for name in named if name)


@dataclass(frozen=True)
class Plan:
    """How one table is read; `guessed` tells why each column was taken for what it was."""

    columns: Columns
    roles: Roles
    guessed: tuple[Use, ...] = ()
    warnings: tuple[str, ...] = ()


def plan(table: Table, columns: Columns | None, roles: Roles, model: Model) -> Plan:
    """Plan the reading of a table; raises TableError where something named is not there."""
    for name in [*(columns or ()), *roles.columns]:
        table.column(name)
    if roles.kind and roles.kind not in model.kinds:
        known = nearest(roles.kind, model.kinds, "the model knows")
        raise TableError(f"no kind {roles.kind!r}; {known}")
    found = guess(table, model, roles.kind or _kind(columns), [*(columns or ()), *roles.columns])
    roles = _completed(roles, found, columns)
    told = _told(columns, roles) if columns else _guessed(found, roles)
    used = {use.column for use in found.uses}
    why = () if columns else tuple(use for use in found.uses if use.column in used & told.keys())
    return replace(_checked(table, told, roles), guessed=why)


def only_of(table: Table, columns: Columns | None) -> Columns | None:
    """The part of what a person said that is about this one of two tables; None for nothing."""
    mine = {name: prop for name, prop in (columns or {}).items() if name in table.columns}
    return mine or None


def check_named(columns: Columns | None, tables: Sequence[Table]) -> None:
    """Each column that a person named stands in one of the tables; raises TableError."""
    known = list(dict.fromkeys(name for table in tables for name in table.columns))
    for name in columns or ():
        if name not in known:
            raise no_column(name, known)


def _kind(columns: Columns | None) -> str:
    return kind_of(columns.values()) if columns else ""


def _completed(roles: Roles, found: Guess, columns: Columns | None) -> Roles:
    """What was not said is as guessed; a kind said for all rows stands for all of them."""
    kind_column = roles.kind_column or ("" if roles.kind or columns else found.kind_column)
    return replace(roles, kind=found.kind, kind_column=kind_column,
                   id_column=roles.id_column or found.id_column)  # fmt: skip


def _told(columns: Columns, roles: Roles) -> Columns:
    source = {roles.source_column: "source"} if roles.source_column else {}
    return {**columns, **source}


def _guessed(found: Guess, roles: Roles) -> Columns:
    columns = found.columns
    if roles.source_column:
        columns = {name: prop for name, prop in columns.items() if prop != "source"}
        columns[roles.source_column] = "source"
    return columns


def _checked(table: Table, columns: Columns, roles: Roles) -> Plan:
    known = sorted(props_of(roles.kind) | {"source"})
    for name, prop in columns.items():
        if prop not in known and not roles.kind_column:
            hint = nearest(prop, known, f"a {roles.kind} has")
            raise TableError(f"column {name!r}: no property {prop!r} of a {roles.kind}; {hint}")
        if name == roles.truth:
            raise TableError(f"column {name!r} is the truth and must not be matched on")
    if not set(columns.values()) - {"source"}:
        raise TableError(
            f"no column is known as a property of a {roles.kind}; say which is which with "
            f"--map COLUMN=PROPERTY; columns: {', '.join(table.columns)}; properties: "
            f"{', '.join(p for p in known if not _is_part(p))}"
        )
    return Plan(columns, roles, warnings=_of_ids(table, roles))


def _is_part(prop: str) -> bool:
    return any(prop in parts and prop != whole for whole, parts in PARTS.items())


def _of_ids(table: Table, roles: Roles) -> tuple[str, ...]:
    if not roles.id_column:
        return ()
    column = table.column(roles.id_column)
    if is_unique(table, column):
        return ()
    doubled = len(column.row) - len(set(column.code.tolist()))
    empty = table.rows - len(column.row)
    return (
        f"{column.name}: {doubled:,} ids stand for more than one record and {empty:,} records have "
        "none; every row is a record of its own, known by its row number where its id is empty",
    )
