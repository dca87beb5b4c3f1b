"""People's judgements as a view hears them: the latest visible word on each pair."""

from collections.abc import Sequence

from comity.graph.joining import SeenJudgement
from comity.graph.ledger_words import StoredJudgement
from comity.graph.sight import Sight
from comity.graph.snapshot import Snapshot
from comity.graph.words import Micros
from comity.sharing import Clearance


def seen_judgements(
    snapshot: Snapshot,
    sight: Sight,
    clearance: Clearance,
    judgements: Sequence[StoredJudgement],
    known_at: Micros,
) -> tuple[SeenJudgement, ...]:
    """The latest judgement on each pair whose two mentions show.

    "different" needs no permission of its own: whoever sees both mentions may know that
    somebody parted them, if not who or why.
    """
    latest: dict[tuple[int, int], SeenJudgement] = {}
    for stored in sorted(judgements, key=lambda stored: stored.known_from):
        told = stored.judgement
        known = stored.known_from <= known_at < stored.known_to
        if not known or not (told.verdict == "different" or clearance.allows(told.label)):
            continue
        first, second = (snapshot.words.mentions.find(key) for key in (told.first, told.second))
        if min(first, second) >= 0 and sight.mentions[first] and sight.mentions[second]:
            pair = (min(first, second), max(first, second))
            latest[pair] = SeenJudgement(first, second, told.verdict)
    return tuple(latest.values())
