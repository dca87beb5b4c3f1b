"""Ids as people's tables have them (numbers of numpy, dates) as what JSON has."""

from datetime import date, datetime
from math import isfinite
from typing import Any

import numpy as np


def plain(value: Any) -> str | int | float:
    """A number or a text for an id; a date as ISO 8601 has it, whatever library it is of."""
    if isinstance(value, np.datetime64):
        return str(value)
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bool) or (isinstance(value, float) and not isfinite(value)):
        return str(value)
    return value if isinstance(value, int | float) else str(value)
