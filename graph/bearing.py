"""What facts bear: the label of each and what permits it, counted."""

from collections import Counter
from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from comity.graph.columns import Codes, Ints, Mask
from comity.graph.snapshot import Snapshot
from comity.sharing import Grant, Label, Permit

Bears = tuple[Label, Permit]
Rows = Ints | Mask


def borne(
    snapshot: Snapshot, grant: Grant, mentions: Rows, claims: Rows, links: Rows
) -> Counter[Bears]:
    """How many of some visible rows bear each label by each permit."""
    told = Counter[Bears]()
    properties, of_claims = snapshot.claims["property"][claims], snapshot.claims["label"][claims]
    left = np.ones(len(properties), dtype=np.bool_)
    for prop, permits in grant.apart.items():
        here = properties == snapshot.words.texts.find(prop)
        left &= ~here
        told.update(dict(_counted(snapshot, permits, of_claims[here])))
    others = [snapshot.mentions["label"][mentions], snapshot.links["label"][links]]
    labels = np.concatenate([*others, of_claims[left]])
    told.update(dict(_counted(snapshot, grant.permits, labels)))
    return told


def _counted(
    snapshot: Snapshot, permits: Mapping[Label, Permit], labels: Codes | npt.NDArray[np.int64]
) -> Iterator[tuple[Bears, int]]:
    numbers, counts = np.unique(labels, return_counts=True)
    for number, count in zip(numbers.tolist(), counts.tolist(), strict=True):
        label = snapshot.labels[number]
        yield (label, permits[label]), count
