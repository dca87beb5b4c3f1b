"""An export: a file for somebody outside this view, with the heading that it carries."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Literal

import numpy as np
from starlette.responses import StreamingResponse

from comity.api.asked import Shown
from comity.graph.answers import Entity, LinkFact
from comity.graph.view import View
from comity.sharing import Marking

Format = Literal["csv", "graphml", "json", "html-chart", "gexf", "anx", "svg", "pdf"]
ENDINGS: Mapping[Format, str] = {
    "csv": ".csv", "graphml": ".graphml", "json": ".json", "html-chart": ".html",
    "gexf": ".gexf", "anx": ".anx", "svg": ".svg", "pdf": ".pdf",
}  # fmt: skip
# So many links are read at a time.
BATCH = 1000


@dataclass(frozen=True)
class Parcel:
    """Some entities of a view that are to go, and what is said at the head of them."""

    view: View
    entities: tuple[str, ...]
    marking: Marking
    heading: Mapping[str, str]

    def each_entity(self) -> Iterator[Entity]:
        """The entities, one after the other."""
        return entities_of(self.view, self.entities)

    def each_link(self) -> Iterator[LinkFact]:
        """The links between them."""
        return links_between(self.view, self.entities)


def entities_of(view: View, addresses: tuple[str, ...]) -> Iterator[Entity]:
    """The entities at some addresses, one after the other."""
    for address in addresses:
        found = view.entity(address)
        if found is not None:
            yield found


def links_between(view: View, entities: tuple[str, ...]) -> Iterator[LinkFact]:
    """The links between some entities of a view."""
    network = view.network()
    inside = np.isin(network.ids.astype(str), entities)
    handles = network.link[inside[network.source] & inside[network.target]]
    for start in range(0, len(handles), BATCH):
        yield from view.evidence(handles[start : start + BATCH].tolist())


Writer = Callable[[Parcel], Iterator[str]]


class Export(StreamingResponse):
    """A file as an answer: written once, while it is read.

    `parcel` is what it is made of, `went` what it shows, for the audit; `left_out` what was kept
    back of what was asked for, which is the asker's to know and stands nowhere in the file.
    """

    media_type = "application/octet-stream"

    def __init__(
        self,
        parcel: Parcel,
        chunks: Iterator[str],
        kind: Format,
        went: Shown,
        left_out: Mapping[str, int],
    ) -> None:
        self._chunks = (chunk.encode() for chunk in chunks)
        told = ", ".join(f"{name}={count}" for name, count in left_out.items())
        headers = {
            "Content-Disposition": f'attachment; filename="export{ENDINGS[kind]}"',
            "Comity-Left-Out": told or "nothing",
        }
        super().__init__(self._chunks, headers=headers)
        self.parcel, self.went, self.left_out = parcel, went, left_out

    def write(self, file: BinaryIO) -> None:
        """Write the file out."""
        file.writelines(self._chunks)
