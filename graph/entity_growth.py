"""How who is who follows a change in a view that was worked out before it."""

import numpy as np

from comity.graph.columns import Codes
from comity.graph.entities import Entities, apart_of, evidence_of
from comity.graph.nearby import Nearby
from comity.graph.rejoining import News, by_scores_again
from comity.graph.relinking import linked_again
from comity.graph.sight import Sight
from comity.graph.snapshot import Change, Snapshot


def grown_entities(former: Entities, former_sight: Sight, news: News, change: Change) -> Entities:
    """The entities of a view after a change, as working them out from nothing would give them."""
    by_scores, again = by_scores_again(former.by_scores, news)
    shown = news.sight.known_links.copy()
    shown[: len(former_sight.known_links)] |= former_sight.known_links
    near = Nearby(news.snapshot, shown, (former.by_scores, by_scores))
    evidence = evidence_of(news.index, news.sight, by_scores)
    ends = _ends(news.snapshot, change)
    linked = linked_again(former.linked, by_scores, again, news, near, ends, evidence)
    return Entities(news.snapshot, linked, by_scores, apart_of(news.told.now), evidence)


def _ends(snapshot: Snapshot, change: Change) -> Codes:
    """The mentions whose links were opened or ended."""
    both = [snapshot.links[end][change.links] for end in ("first", "second")]
    return np.unique(np.concatenate(both)).astype(np.int32)
