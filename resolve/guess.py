"""What each column of an unknown table holds, by its name and its contents, with the reason.

Knows spellings and shapes only: no table is known by its file or by the set of its columns.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from comity.resolve.fillers import without_fillers
from comity.resolve.guess_contents import COULD_BE, is_company, looks_like, share
from comity.resolve.guess_names import EXACT, named
from comity.resolve.kinds import kind_of, kinds_of, props_of
from comity.resolve.model import Model
from comity.resolve.table_columns import Column, Table

# A name alone may mislead: so much of the column must look like it.
ENOUGH = 0.5
ROLES = ("source", "kind", "id", "label", "unused")
_PERSONAL = frozenset(["given_name", "family_name", "birth_date", "birth_year", "sex"])
_FEW = 50
_PLAIN_NAMES = frozenset(["col", "column", "field", "var", "f", "c", "v", "x", "unnamed", ""])


@dataclass(frozen=True)
class Use:
    """What a column is taken for, and why."""

    column: str
    prop: str
    why: str


@dataclass(frozen=True)
class Guess:
    """What the columns of a table are taken for."""

    kind: str
    uses: tuple[Use, ...]
    id_column: str = ""
    kind_column: str = ""

    @property
    def columns(self) -> dict[str, str]:
        """The property of each column that is used."""
        return {use.column: use.prop for use in self.uses}


def guess(table: Table, model: Model, kind: str = "", apart: Sequence[str] = ()) -> Guess:
    """Guess what columns hold; those `apart` (a truth, an id) are not even looked at."""
    seen = {name: column for name, column in table.columns.items() if name not in set(apart)}
    told = {name: _told(column, model) for name, column in seen.items()}
    kind_column = next((name for name, use in told.items() if use.prop == "kind"), "")
    if kind_column and not kinds_of(seen[kind_column]):
        kind_column = ""
    kind = kind or _kind(seen, told)
    uses = [*_chosen(told, kind), *_source(table, seen, told)]
    return Guess(kind, tuple(uses), _id(table, seen, told), kind_column)


def _told(column: Column, model: Model) -> Use:
    """What one column is taken for, whatever else the table has."""
    prop, exactly = named(column.name)
    if prop in ROLES or not len(column.row):
        return Use(column.name, prop if prop in ROLES else "", "its name")
    if prop:
        fits = share(column, prop, COULD_BE.get(prop, bool))
        if prop == "birth_date" and fits < ENOUGH:
            # "birth_day" is either.
            prop, fits = "birth_day", share(column, "birth_day", COULD_BE["birth_day"])
        enough = ENOUGH if exactly == EXACT else 0.8
        return Use(column.name, prop if fits >= enough else "", f"its name, {fits:.0%} fit")
    found = looks_like(column, model)
    if found == "birth_date" and _speaks(column.name):
        return Use(column.name, "", "")
    return Use(column.name, found, "its contents")


def _speaks(header: str) -> bool:
    """Whether a header means something: a date that is not called a birth date is none."""
    return header.lower().strip("_ 0123456789:.") not in _PLAIN_NAMES


def _kind(seen: Mapping[str, Column], told: Mapping[str, Use]) -> str:
    """Whom or what the rows are about."""
    props = {use.prop for use in told.values()}
    if props & _PERSONAL:
        return "person"
    if props & {"organisation_name", "registration_number"}:
        return "organisation"
    if any(is_company(seen[name]) for name, use in told.items() if use.prop == "name"):
        return "organisation"
    return "person" if "name" in props else kind_of(props)


def _chosen(told: Mapping[str, Use], kind: str) -> Iterator[Use]:
    """The uses that fit the kind, one column for what has one value."""
    known = props_of(kind)
    uses = [Use(use.column, _for_kind(use.prop, kind), use.why) for use in told.values()]
    props = {use.prop for use in uses}
    for prop in sorted(known):
        mine = [use for use in uses if use.prop == prop and prop not in ROLES]
        if prop == "name" and kind == "person" and {"given_name", "family_name"} <= props:
            continue
        if mine and prop in _ONE:
            # A name that says it outright goes before one that was found by its contents.
            mine = [min(mine, key=lambda use: use.why == "its contents")]
        if prop == "birth_date" or not prop.startswith("birth_") or "birth_date" not in props:
            yield from mine


_ONE = frozenset(["birth_date", "birth_year", "birth_month", "birth_day", "sex", "street", "city",
                  "postcode", "street_number", "given_name", "name", "latitude",
                  "longitude"])  # fmt: skip


def _for_kind(prop: str, kind: str) -> str:
    """`name` of an organisation, `address` of a place."""
    if prop == "organisation_name":
        return "name" if kind == "organisation" else ""
    return prop


def _source(table: Table, seen: Mapping[str, Column], told: Mapping[str, Use]) -> Iterator[Use]:
    by_name = [use for use in told.values() if use.prop == "source"]
    # One list alone tells nothing apart.
    most = max(_FEW, table.rows // 20)
    few = [use for use in by_name if 1 < len(seen[use.column].texts) <= most]
    if few:
        yield few[0]
        return
    for name, use in told.items():
        if not use.prop and use.why != "" and _stands_in_runs(table, seen[name]):
            yield Use(name, "source", "its contents: few values, each in one run of rows")
            return


def _stands_in_runs(table: Table, column: Column) -> bool:
    """Whether the rows are some lists one after the other, and the column says which."""
    few = 1 < len(column.texts) <= _FEW and len(column.texts) * 10 <= table.rows
    if not few or len(column.row) != table.rows or "" in without_fillers("", column.texts):
        return False
    runs = 1 + int((np.diff(column.code[np.argsort(column.row)]) != 0).sum())
    return runs == len(column.texts)


def _id(table: Table, seen: Mapping[str, Column], told: Mapping[str, Use]) -> str:
    """A column called like an id that has a value of its own in every row."""
    named_so = [name for name, use in told.items() if use.prop == "id"]
    named_so += [name for name, use in told.items() if use.prop == "label"]
    return next((name for name in named_so if is_unique(table, seen[name])), "")


def is_unique(table: Table, column: Column) -> bool:
    """Whether each row has a value of its own."""
    return len(column.row) == table.rows == len(column.texts)
