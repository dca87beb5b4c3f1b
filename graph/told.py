"""People's judgements as a view hears them: every visible word on a pair, the latest holding."""

from collections.abc import Iterator, Sequence

from comity.graph.answers import Word
from comity.graph.joining import SeenJudgement
from comity.graph.ledger_words import StoredJudgement
from comity.graph.sight import Sight
from comity.graph.snapshot import Snapshot
from comity.graph.words import BEGINNING, Judgement, Micros
from comity.sharing import Clearance

Pair = tuple[int, int]


def seen_judgements(
    snapshot: Snapshot,
    sight: Sight,
    clearance: Clearance,
    judgements: Sequence[StoredJudgement],
    known_at: Micros,
) -> tuple[SeenJudgement, ...]:
    """The latest judgement on each pair whose two mentions show, with every word that stands."""
    latest: dict[Pair, SeenJudgement] = {}
    for told in standing_words(clearance, judgements, known_at):
        first, second = (snapshot.words.mentions.find(key) for key in (told.first, told.second))
        if min(first, second) >= 0 and sight.mentions[first] and sight.mentions[second]:
            pair = (min(first, second), max(first, second))
            former = latest.get(pair, SeenJudgement(first, second, told.verdict))
            words = (*former.words, _word(told, clearance))
            shown = (told.label,) if clearance.allows(told.label) else ()
            labels = (*former.labels, *shown)
            latest[pair] = SeenJudgement(first, second, told.verdict, words, labels)
    return tuple(latest.values())


def disputes(judgements: Sequence[SeenJudgement]) -> tuple[Pair, ...]:
    """The pairs that one person holds to be the same and another to be different."""
    return tuple((j.first, j.second) for j in judgements if _is_disputed(j.words))


def standing_words(
    clearance: Clearance, judgements: Sequence[StoredJudgement], known_at: Micros
) -> Iterator[Judgement]:
    """What stood then and may be heard, oldest first.

    "different" needs no permission of its own: whoever sees both mentions may know that
    somebody parted them, if not who, when or why.
    """
    for stored in sorted(judgements, key=lambda stored: stored.known_from):
        told = stored.judgement
        known = stored.known_from <= known_at < stored.known_to
        if known and (told.verdict == "different" or clearance.allows(told.label)):
            yield told


def _word(told: Judgement, clearance: Clearance) -> Word:
    if not clearance.allows(told.label):
        return Word(told.verdict, "", "", BEGINNING, "", "")
    return Word(told.verdict, told.who, told.label.owner, told.at, told.reason, told.ref)


def _is_disputed(words: Sequence[Word]) -> bool:
    """Whether people differ; who thought better of it has only his last word."""
    last = {(word.who, word.agency): word.verdict for word in words}
    return {"same", "different"} <= set(last.values())
