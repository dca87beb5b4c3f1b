"""How what is seen follows the ledger: a view that was open is carried over a small change."""

from collections.abc import Sequence

import numpy as np

from comity.graph.entity_growth import grown_entities
from comity.graph.facts import MOST_ONE_BY_ONE
from comity.graph.ledger_words import StoredJudgement
from comity.graph.matching import MatchIndex
from comity.graph.rejoining import News, Told
from comity.graph.seen import Seen
from comity.graph.sight_growth import grown_sight
from comity.graph.told import seen_judgements
from comity.sharing import Clearance


def look_again(
    former: Seen, index: MatchIndex, clearance: Clearance, judgements: Sequence[StoredJudgement]
) -> Seen | None:
    """What the same permits show now; None where starting anew is as good.

    `former` was as known then, at the same time in the world.
    """
    change = index.snapshot.change_since(former.index.snapshot)
    if change is None or len(change.touched) > MOST_ONE_BY_ONE or not former.is_worked_out:
        return None
    if index.model != former.index.model:
        return None
    sight = grown_sight(former.sight, index.snapshot, clearance, change)
    told = seen_judgements(index.snapshot, sight, clearance, judgements, sight.scope.known_at)
    both = Told(former.judgements, told)
    touched = np.unique(np.append(change.touched, both.changed())).astype(np.int32)
    seen = Seen(index, clearance.grant, sight, told)
    news = News(index, sight, both, touched)
    seen.entities = grown_entities(former.entities, former.sight, news, change)
    linked = [index.snapshot.links[end][change.links] for end in ("first", "second")]
    seen.read = former.read_before(touched)
    seen.carried = former.carry(np.unique(np.concatenate([touched, *linked])).astype(np.int32))
    return seen
