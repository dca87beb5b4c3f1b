"""A larger set out of a known one: the same people's slips and moves, under other lives.

Each further copy of a person takes its names from one person of as many records, its dates from
another and its addresses from a third, in towns of its own; numbers are told apart by figures
that are moved on. What is wrong in a record stays as wrong as it was.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

SEED = 17
_LIVES = (("first_name", "middle_initial", "surname", "sex"), ("dob",),
          ("street", "city", "postcode"), ("phone",), ("national_id",))  # fmt: skip
Rows = npt.NDArray[np.intp]


def times_over(frame: pd.DataFrame, times: int) -> pd.DataFrame:
    """The frame and its copies, in an order of its own; needs the columns of `synth`."""
    frame = frame.sort_values("truth", kind="stable").reset_index(drop=True)
    rng = np.random.default_rng(SEED)
    frame["truth"] = pd.factorize(frame["truth"])[0]
    copies = [frame, *(_copied(frame, number, rng) for number in range(1, times))]
    whole = pd.concat(copies, ignore_index=True)
    return whole.iloc[rng.permutation(len(whole))].reset_index(drop=True)


def _copied(frame: pd.DataFrame, number: int, rng: np.random.Generator) -> pd.DataFrame:
    copy = frame.copy()
    for columns in _LIVES:
        lent = frame.loc[_lenders(frame, rng), list(columns)].reset_index(drop=True)
        copy[list(columns)] = lent
    copy["truth"] = frame["truth"] + number * (int(frame["truth"].max()) + 1)
    copy["city"] = copy["city"].map(lambda city: f"{city[:2]}{number}{city[2:]}", "ignore")
    copy["postcode"] = copy["postcode"].map(lambda code: f"{number}{code[1:]}", "ignore")
    moved = str.maketrans("0123456789", "0123456789"[number:] + "0123456789"[:number])
    for column in ("phone", "national_id"):
        copy[column] = copy[column].map(lambda told: told.translate(moved), "ignore")
    return copy


def _lenders(frame: pd.DataFrame, rng: np.random.Generator) -> Rows:
    """For each row a row of the person that lends to its own, who has as many."""
    starts = np.flatnonzero(np.append(True, np.diff(frame["truth"]) != 0))
    sizes = np.diff(np.append(starts, len(frame)))
    lender = np.empty(len(frame), dtype=np.intp)
    for size in np.unique(sizes):
        rows = starts[sizes == size, None] + np.arange(size)
        lender[rows] = rng.permutation(rows)
    return lender
