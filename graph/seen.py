"""What is seen of a snapshot under one set of grants: the part of a view that can be kept.

Two viewers with the same grant share it; it holds nothing of who asks or why.
"""

from functools import cached_property
from typing import Any

import numpy as np

from comity.graph.bearing import Bears, borne
from comity.graph.columns import Codes
from comity.graph.detail import Detail
from comity.graph.entities import Entities, resolve_entities
from comity.graph.identity import digest_of
from comity.graph.joining import SeenJudgement
from comity.graph.matching import MatchIndex
from comity.graph.naming import Carried
from comity.graph.resting import Resting, resting_on_all
from comity.graph.search import UNTOUCHED, Read, SearchIndex
from comity.graph.sight import Sight
from comity.graph.standing import agreements_of
from comity.graph.surroundings import Surroundings
from comity.graph.told import disputes
from comity.sharing import Grant


class Seen:
    """Entities, detail, links and search of one masked snapshot, each made when first asked."""

    def __init__(
        self,
        index: MatchIndex,
        grant: Grant,
        sight: Sight,
        judgements: tuple[SeenJudgement, ...],
    ) -> None:
        self.index, self.grant, self.sight, self.judgements = index, grant, sight, judgements
        # Wider looks, each made when first asked: graph/beyond.py keeps them here.
        self.beyond: dict[object, Any] = {}
        # What everybody was called before a change that led here.
        self.carried: Carried | None = None
        # What of texts was read then.
        self.read: Read | None = None

    @property
    def is_worked_out(self) -> bool:
        """Whether somebody asked who is who."""
        return "entities" in vars(self)

    def bare(self) -> "Seen":
        """The same without what can be made again from who is who."""
        bare = Seen(self.index, self.grant, self.sight, self.judgements)
        if self.is_worked_out:
            bare.entities = self.entities
            bare.carried = self.carry(UNTOUCHED)
        # To read a large view's texts takes longest of all.
        bare.read = self.read_before(UNTOUCHED)
        return bare

    def carry(self, touched: Codes) -> Carried | None:
        """What is known of names and standings, for who looks again after a change."""
        if "detail" in vars(self) and "named" in vars(self.detail):
            return self.detail.named.carried(touched)
        return None if self.carried is None else self.carried.after(touched)

    def read_before(self, touched: Codes) -> Read | None:
        """What was read of texts, for who looks again after a change."""
        read = self.search.read() if "search" in vars(self) else self.read
        return None if read is None else read.after(touched)

    @cached_property
    def entities(self) -> Entities:
        """Who is who, from what shows alone."""
        return resolve_entities(self.index, self.sight, self.judgements)

    @cached_property
    def detail(self) -> Detail:
        """Entities and their facts."""
        told = disputes(self.judgements)
        return Detail(self.index, self.grant, self.sight, self.entities, told, self.carried)

    @cached_property
    def surroundings(self) -> Surroundings:
        """Links and the network."""
        return Surroundings(self.detail)

    @cached_property
    def search(self) -> SearchIndex:
        """The searchable texts."""
        return SearchIndex(self.detail, self.read)

    @cached_property
    def resting(self) -> Resting:
        """The labels and rights of everything behind what shows."""
        return resting_on_all(self.detail, self.judgements)

    @cached_property
    def agreements(self) -> tuple[str, ...]:
        """The agreements that what shows rests on."""
        return agreements_of(permit for _, permit in self._bears)

    @cached_property
    def digest(self) -> str:
        """Equal where every answer is the same, by the same right, whatever does not show.

        Claims count whenever they hold in the world: who is who rests on them.
        """
        snapshot, sight = self.index.snapshot, self.sight
        masks = (sight.mention_rows, sight.known_claims, sight.known_links)
        sums = [
            str(int(hashes[mask].sum(dtype=np.uint64)))
            for hashes, mask in zip(snapshot.row_hashes, masks, strict=True)
        ]
        model = self.index.model
        by = [model.version, model.relations.version, str(sight.scope.valid_at), *self._rights()]
        return digest_of(snapshot.id_key, [*sums, *by, *self._told()])

    def _rights(self) -> list[str]:
        return sorted(f"{label.canonical()} {permit}" for label, permit in self._bears)

    @cached_property
    def _bears(self) -> tuple[Bears, ...]:
        sight = self.sight
        masks = (sight.mention_rows, sight.shown_claims, sight.shown_links)
        return tuple(borne(self.index.snapshot, self.grant, *masks))

    def _told(self) -> list[str]:
        ids = self.index.snapshot.mention_ids
        return sorted(
            f"{ids[j.first].decode()}/{ids[j.second].decode()}/{j.verdict}/{j.words}"
            for j in self.judgements
        )
