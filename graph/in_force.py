"""Models in force: under which model a view is worked out, and the matches under each model.

A model trained on agencies' records is in force only for whoever may see all that it was trained
on; for others it was never recorded, and what they have is what was in force without it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from comity.graph.ledger_words import StoredModel
from comity.graph.matching import MatchIndex, index_matches
from comity.graph.snapshot import Snapshot
from comity.graph.words import FOREVER, Micros
from comity.resolve import Model
from comity.sharing import Clearance


@dataclass(frozen=True)
class Indexes:
    """One snapshot's matches under every model that is asked for; each made when first wanted.

    `stored` are the ledger's models, oldest first; `shipped` holds where none of them does.
    Models that differ in nothing but thresholds share their matches: `roots` are those made.
    """

    snapshot: Snapshot
    shipped: Model
    stored: Sequence[StoredModel] = ()
    roots: list[MatchIndex] = field(default_factory=list)
    variants: dict[str, MatchIndex] = field(default_factory=dict)

    def of(self, clearance: Clearance, known_at: Micros) -> MatchIndex:
        """The matches under the model that was in force for a clearance at a moment."""
        found = in_force(self.stored, clearance, known_at)
        return self.under(self.shipped if found is None else found.file.model)

    def under(self, model: Model) -> MatchIndex:
        """The matches under one model."""
        found = self.variants.get(model.version)
        if found is None:
            found = self.variants[model.version] = self._made(model)
        return found

    def grown(self, snapshot: Snapshot, stored: Sequence[StoredModel]) -> "Indexes":
        """The same of a later snapshot, ready for every model that may be asked for now."""
        grown = Indexes(snapshot, self.shipped, stored)
        for model in grown._reachable():
            if _root(grown.roots, model) is None:
                former = _root(self.roots, model)
                grown.roots.append(index_matches(snapshot, model, former))
        return grown

    def _made(self, model: Model) -> MatchIndex:
        root = _root(self.roots, model)
        if root is None:
            root = index_matches(self.snapshot, model)
            self.roots.append(root)
        return root if root.model is model else replace(root, model=model)

    def _reachable(self) -> Iterator[Model]:
        """The models that are in force for somebody: back to the first that is for everybody."""
        for stored in reversed(self.stored):
            if stored.known_to == FOREVER:
                yield stored.file.model
                if not stored.labels:
                    return
        yield self.shipped


def in_force(
    stored: Sequence[StoredModel], clearance: Clearance, known_at: Micros
) -> StoredModel | None:
    """The last of the models that stood at a moment and rest on nothing withheld."""
    for model in reversed(stored):
        stood = model.known_from <= known_at < model.known_to
        if stood and all(map(clearance.allows_whole, model.labels)):
            return model
    return None


def _root(roots: Sequence[MatchIndex], model: Model) -> MatchIndex | None:
    """The index that scores as a model does, if there is one."""
    scoring = _scoring(model)
    return next((root for root in roots if _scoring(root.model) == scoring), None)


def _scoring(model: Model) -> object:
    """What of a model decides about scores; links weigh in later, view by view."""
    kinds = {
        kind: (part.prior, part.weights, part.kin_prior, part.kin_weights)
        for kind, part in model.by_kind.items()
    }
    return kinds, model.given, model.family
