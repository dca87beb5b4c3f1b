"""A network from plain edges: names of ends, weights, times and kinds, without a view.

For anybody's own table. What is in it was withheld from nobody: the law of views has no part here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import numpy.typing as npt

from comity.analytics.errors import BadArgument
from comity.graph.network import Network
from comity.graph.vocabulary import vocabulary
from comity.graph.words import BEGINNING, FOREVER

Texts = Sequence[str] | npt.NDArray[np.object_]
Moment = str | date | None
Times = Sequence[tuple[Moment, Moment]]
KIND = "entity"


def network_of_edges(
    source: Texts,
    target: Texts,
    weight: Sequence[float] | npt.NDArray[np.float64] | None = None,
    *,
    times: Times | None = None,
    kinds: Mapping[str, str] | None = None,
) -> Network:
    """A network of as many links as there are rows; entities are the names, in their order.

    `times` says when each link begins and ends, as ISO texts in UTC, dates or datetimes, None where
    it is not known. `kinds` says what some entities are, in the words of the vocabulary.
    """
    if len(source) != len(target):
        raise BadArgument("the number of targets", len(target), f"{len(source)}, one a source")
    names, codes = np.unique(
        np.asarray([*source, *target], dtype=object).astype(str), return_inverse=True
    )
    first, second = codes[: len(source)], codes[len(source) :]
    network = network_of_codes(names.tolist(), first, second, _weights(weight, len(source)))
    network = network if times is None else _timed(network, times)
    return network if kinds is None else _of_kinds(network, kinds)


def network_of_codes(
    names: Sequence[str],
    source: npt.NDArray[np.integer],
    target: npt.NDArray[np.integer],
    weight: npt.NDArray[np.float64],
) -> Network:
    """The same where ends are places in a sorted list of names."""
    many, size = len(source), len(names)
    ids = np.empty(size, dtype=object)
    ids[:] = names
    return Network(
        ids=ids,
        kinds=np.full(size, KIND, dtype=object),
        names=ids,
        standing=np.full(size, "neutral", dtype=object),
        party=np.ones(size, dtype=np.bool_),
        source=np.asarray(source, dtype=np.int32),
        target=np.asarray(target, dtype=np.int32),
        link=np.arange(many, dtype=np.int64),
        link_kinds=np.full(many, "link", dtype=object),
        roles=np.full(many, "", dtype=object),
        weight=weight,
        begins=np.full(many, BEGINNING, dtype=np.int64),
        ends=np.full(many, FOREVER, dtype=np.int64),
        grades=np.full(many, "", dtype=object),
    )


def _timed(network: Network, times: Times) -> Network:
    """The links within their times."""
    if len(times) != len(network.link):
        raise BadArgument("the number of times", len(times), f"{len(network.link)}, one an edge")
    read = [[_moment(each) for each in pair] for pair in times]
    begins, ends = np.array(read, dtype="datetime64[us]").reshape(-1, 2).T
    if (begins > ends).any():
        at = int(np.flatnonzero(begins > ends)[0])
        raise BadArgument("an end", str(times[at][1]), f"not before its beginning, {times[at][0]}")
    return replace(
        network,
        begins=np.where(np.isnat(begins), BEGINNING, begins.astype(np.int64)),
        ends=np.where(np.isnat(ends), FOREVER, ends.astype(np.int64)),
    )


def _moment(given: Moment) -> np.datetime64:
    if isinstance(given, datetime) and given.tzinfo is not None:
        given = given.astimezone(UTC).replace(tzinfo=None)
    try:
        return np.datetime64(given, "us")
    except ValueError:
        raise BadArgument("a time", repr(given), "an ISO text, a date, or None") from None


def _of_kinds(network: Network, kinds: Mapping[str, str]) -> Network:
    """The entities by what they are; those of which nothing is said may be parties."""
    words = vocabulary()
    unknown = sorted(set(kinds.values()) - words.kinds.keys())
    if unknown:
        raise BadArgument("a kind", unknown[0], f"one of {', '.join(sorted(words.kinds))}")
    told = [kinds.get(name, KIND) for name in network.ids.tolist()]
    party = np.array([kind == KIND or kind in words.parties for kind in told], dtype=np.bool_)
    named = np.empty(network.size, dtype=object)
    named[:] = told
    return replace(network, kinds=named, party=party)


def _weights(
    weight: Sequence[float] | npt.NDArray[np.float64] | None, many: int
) -> npt.NDArray[np.float64]:
    if weight is None:
        return np.ones(many)
    given = np.asarray(weight, dtype=np.float64)
    if len(given) != many:
        raise BadArgument("the number of weights", len(given), f"{many}, one an edge")
    wrong = given[~((given > 0) & np.isfinite(given))]
    if len(wrong):
        raise BadArgument("a weight", wrong[0], "a number above 0")
    return given
