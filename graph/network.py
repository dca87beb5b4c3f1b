"""The network: one view as arrays over entities, which is all that analytics may know."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Objects = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Network:
    """Entities 0..n-1 in the order of their ids, and the links between them.

    Parallel links are kept, one row a claim; `link` is the row's handle for its evidence
    (`View.evidence`). `standing` is involved, bystander, professional or neutral; `party`
    says which entities are persons or organisations.
    """

    ids: Objects
    kinds: Objects
    names: Objects
    standing: Objects
    party: npt.NDArray[np.bool_]
    source: npt.NDArray[np.int32]
    target: npt.NDArray[np.int32]
    link: npt.NDArray[np.int64]
    link_kinds: Objects
    roles: Objects

    @property
    def size(self) -> int:
        """How many entities."""
        return len(self.ids)

    def index_of(self, entity: str) -> int | None:
        """The row of an entity id, or None."""
        at = int(np.searchsorted(self.ids.astype(str), entity)) if self.size else 0
        return at if at < self.size and self.ids[at] == entity else None
