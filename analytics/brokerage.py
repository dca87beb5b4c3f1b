"""Brokerage: between which groups an entity stands in the middle, in five roles.

b brokers where a leads to b and b to c, and a not to c. By their groups b is a coordinator (all
of one group), gatekeeper (into its own), representative (out of its own), consultant (between
two of one other group) or liaison (three groups). Groups are agencies, gangs, kinds: whatever
is asked about. It counts chances to broker, not that anybody used them.
Gould and Fernandez (1989), Sociological Methodology 19, 89-126, unweighted counts.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_matrix

from comity.analytics.errors import BadArgument
from comity.analytics.frames import entity_frame
from comity.analytics.matrices import adjacency
from comity.analytics.products import closed_by
from comity.graph.network import Network

Floats = npt.NDArray[np.float64]
ROLES = ("coordinator", "gatekeeper", "representative", "consultant", "liaison")


def brokerage(network: Network, groups: Sequence[str], *, directed: bool = False) -> pd.DataFrame:
    """How often each entity stands in each role, and in `total`; `groups` has one an entity.

    Without directions every chain is read from both ends, so that gatekeepers are as often
    representatives, and all counts are of ordered chains.
    """
    if len(groups) != network.size:
        raise BadArgument("the number of groups", len(groups), f"{network.size}, one an entity")
    _, code = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
    links = adjacency(network, directed=directed)
    own, other = _split(links, code)
    counts = _chains(own, other, code)
    for role, closed in _closed(own, other).items():
        counts[role] -= closed
    columns = {role: np.rint(counts[role]).astype(np.int64) for role in ROLES}
    return entity_frame(network, group=np.asarray(groups), **columns, total=sum(columns.values()))


def _split(links: csr_matrix, code: npt.NDArray[np.int64]) -> tuple[csr_matrix, csr_matrix]:
    """The links within a group, and those between groups."""
    arcs = links.tocoo()
    inside = code[arcs.row] == code[arcs.col]
    parts = [
        csr_matrix((arcs.data[kept], (arcs.row[kept], arcs.col[kept])), shape=links.shape)
        for kept in (inside, ~inside)
    ]
    return parts[0], parts[1]


def _chains(own: csr_matrix, other: csr_matrix, code: npt.NDArray[np.int64]) -> dict[str, Floats]:
    """Chains a, b, c of different ends by role, closed ones too."""
    own_in, own_out = _sums(own, 0), _sums(own, 1)
    other_in, other_out = _sums(other, 0), _sums(other, 1)
    shape = (len(code), int(code.max(initial=0)) + 1)
    member = csr_matrix((np.ones(len(code)), (np.arange(len(code)), code)), shape=shape)
    alike = (other.T @ member).multiply(other @ member)
    of_one_group = np.asarray(alike.sum(axis=1)).ravel()
    return {
        "coordinator": own_in * own_out - _returning(own),
        "gatekeeper": other_in * own_out,
        "representative": own_in * other_out,
        "consultant": of_one_group - _returning(other),
        "liaison": other_in * other_out - of_one_group,
    }


def _closed(own: csr_matrix, other: csr_matrix) -> dict[str, Floats]:
    """The chains of each role whose ends are linked: by groups, only these can be."""
    return {
        "coordinator": closed_by(own, own, own),
        "gatekeeper": closed_by(other, own, other),
        "representative": closed_by(own, other, other),
        "consultant": closed_by(other, other, own),
        "liaison": closed_by(other, other, other),
    }


def _sums(matrix: csr_matrix, axis: int) -> Floats:
    return np.asarray(matrix.sum(axis=axis), dtype=np.float64).ravel()


def _returning(matrix: csr_matrix) -> Floats:
    """How many links go both ways: such a chain ends where it began."""
    return np.asarray(matrix.multiply(matrix.T).sum(axis=1), dtype=np.float64).ravel()
