"""The shape of results about events: entities by id and name, moments in UTC, what was refused."""

from collections.abc import Hashable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from comity.analytics.authority import Events
from comity.analytics.errors import TooLarge, UnknownEntity
from comity.graph.network import Ints
from comity.graph.words import BEGINNING

MOST_PAIRS = 10_000_000  # a gigabyte of memory, and some seconds


def told(events: Events, columns: dict[str, Any], **attrs: Any) -> pd.DataFrame:
    """A frame with numbered index; `attrs` says what was refused, and more."""
    frame = pd.DataFrame(columns).reset_index(drop=True)
    said: dict[Hashable, Any] = {"refused": dict(events.refused)}
    said.update(attrs)
    frame.attrs = said
    return frame


def of_entity(events: Events, prefix: str, rows: Ints) -> dict[str, pd.Series]:
    """The id and the name of entities, as two columns."""
    name = "name" if prefix == "entity" else f"{prefix}_name"
    return {
        prefix: pd.Series(events.ids[rows], dtype=object),
        name: pd.Series(events.names[rows], dtype=object),
    }


def as_moments(micros: npt.ArrayLike) -> npt.NDArray[np.datetime64]:
    """Moments in UTC, and no time where none is known."""
    given = np.asarray(micros, dtype=np.int64)
    found = given.astype("datetime64[us]")
    found[given == BEGINNING] = np.datetime64("NaT")
    return found


def row_of(events: Events, entity: str) -> int:
    """The row of an entity id; raises UnknownEntity."""
    at = int(np.searchsorted(events.ids.astype(str), entity))
    if at == len(events.ids) or events.ids[at] != entity:
        raise UnknownEntity(entity)
    return at


def check_pairs(many: int, way_out: str) -> None:
    """Refuse more pairs than there is memory for; raises TooLarge."""
    if many > MOST_PAIRS:
        raise TooLarge("pairs of events or places", many, MOST_PAIRS, way_out)


def expanded(first: Ints, last: Ints, way_out: str) -> tuple[Ints, Ints]:
    """Every row with each number from its first to before its last; raises TooLarge."""
    many = np.maximum(last - first, 0)
    check_pairs(int(many.sum()), way_out)
    rows = np.repeat(np.arange(len(first)), many)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(many) - many, many)
    return rows, np.repeat(first, many) + within
