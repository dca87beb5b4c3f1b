"""Chains of payments: money that goes on from whoever got it, soon after and in about that amount.

The order is one that could have happened, not proof that it is the same money: accounts mix.
Temporal paths as in Holme and Saramaki (2012), Physics Reports 519, 97-125.
"""

from datetime import timedelta

import numpy as np
import pandas as pd

from comity.analytics.authority import Events
from comity.analytics.errors import BadArgument, TooLarge
from comity.analytics.event_frames import as_moments, expanded, of_entity, row_of, told
from comity.graph.network import Ints
from comity.graph.words import BEGINNING

MOST_CHAINS = 100_000
MOST_STEPS = 12


def payment_chains(
    events: Events,
    max_delay: timedelta,
    tolerance: float,
    *,
    payer: str | None = None,
) -> pd.DataFrame:
    """A row a payment of each chain of two or more, in the order of chains and steps.

    Each payment is later than the one before by at most `max_delay`, of an amount that differs
    from it by at most `tolerance` of it, in the same currency. Nobody comes twice in a chain.
    Chains begin with `payer`, or else with a payment that none could have led to, and go on as
    far as they can, to at most 12 payments.
    """
    if max_delay <= timedelta(0):
        raise BadArgument("max_delay", max_delay, "above 0")
    if not 0 <= tolerance < 1:
        raise BadArgument("tolerance", tolerance, "0 or more and below 1")
    rows = _payments(events)
    first, second = _followed(events, rows, max_delay // timedelta(microseconds=1), tolerance)
    begins = _begins(events, rows, first, second, payer)
    chains = _chains(events, first, second, begins)
    return _rows(events, chains)


def _payments(events: Events) -> Ints:
    """The rows that are payments with a time, an amount and both sides, by payer and time."""
    columns = events.columns
    usable = (columns.kind == "payment") & (columns.starts > BEGINNING) & (columns.who >= 0)
    usable &= (columns.whom >= 0) & (columns.who != columns.whom) & (columns.amount > 0)
    rows = np.flatnonzero(usable)
    return rows[np.lexsort((columns.starts[rows], columns.who[rows]))]


def _followed(events: Events, rows: Ints, delay: int, tolerance: float) -> tuple[Ints, Ints]:
    """Each payment with each that may pass it on, as rows in the order of both."""
    columns = events.columns
    starts, who = columns.starts[rows], columns.who[rows]
    times, place = np.unique(starts, return_inverse=True)
    size = len(times) + 1
    key = who * size + place
    payee = columns.whom[rows] * size
    after = np.searchsorted(times, starts, side="right")
    until = np.searchsorted(times, starts + delay, side="right")
    low, high = np.searchsorted(key, payee + after), np.searchsorted(key, payee + until)
    one, two = expanded(low, high, "allow less delay, or look at fewer payments")
    first, second = rows[one], rows[two]
    amount = columns.amount
    near = np.abs(amount[second] - amount[first]) <= tolerance * amount[first]
    near &= columns.currency[first] == columns.currency[second]
    near &= columns.whom[second] != columns.who[first]
    first, second = first[near], second[near]
    order = np.lexsort((second, first))
    return first[order], second[order]


def _begins(events: Events, rows: Ints, first: Ints, second: Ints, payer: str | None) -> list[int]:
    begun = np.unique(first)
    if payer is not None:
        wanted = rows[events.columns.who[rows] == row_of(events, payer)]
        found: list[int] = np.intersect1d(begun, wanted).tolist()
        return found
    first_of_all: list[int] = np.setdiff1d(begun, second).tolist()
    return first_of_all


def _chains(events: Events, first: Ints, second: Ints, begins: list[int]) -> list[list[int]]:
    """Every way on from each beginning, followed until nothing new can be reached."""
    whom, who = events.columns.whom, events.columns.who
    found: list[list[int]] = []
    waiting = [[row] for row in reversed(begins)]
    while waiting:
        chain = waiting.pop()
        low, high = np.searchsorted(first, [chain[-1], chain[-1] + 1])
        met = {int(who[chain[0]]), *(int(whom[row]) for row in chain)}
        further = [row for row in second[low:high].tolist() if int(whom[row]) not in met]
        if further and len(chain) < MOST_STEPS:
            waiting += [[*chain, row] for row in reversed(further)]
        elif len(chain) > 1:
            found.append(chain)
        if len(found) + len(waiting) > MOST_CHAINS:
            many = len(found) + len(waiting)
            raise TooLarge("chains", many, MOST_CHAINS, "allow less delay or tolerance")
    return found


def _rows(events: Events, chains: list[list[int]]) -> pd.DataFrame:
    lengths = np.array([len(chain) for chain in chains], dtype=np.int64)
    rows = np.array([row for chain in chains for row in chain], dtype=np.int64)
    columns = events.columns
    begin = np.repeat(np.cumsum(lengths) - lengths, lengths)
    return told(
        events,
        {
            "chain": np.repeat(np.arange(len(chains)), lengths),
            "step": np.arange(len(rows)) - begin,
            "payment": columns.event[rows],
            **of_entity(events, "payer", columns.who[rows]),
            **of_entity(events, "payee", columns.whom[rows]),
            "at": as_moments(columns.starts[rows]),
            "amount": columns.amount[rows],
            "currency": columns.currency[rows],
        },
    )
