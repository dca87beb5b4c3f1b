"""Decisions: the pairs that people judged, with the scores that a model gives them in one view.

Only words that the view may hear whole are taken. A decision names every label that its own
score and its words rest on: whatever is learnt from it is theirs too.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from comity.graph.columns import Codes
from comity.graph.detail import Detail
from comity.graph.facts import claims_of, facts_of, rows_of
from comity.graph.ledger_words import StoredJudgement
from comity.graph.match_table import Matches
from comity.graph.told import standing_words
from comity.graph.words import Judgement
from comity.resolve import BANDS, Matched, Pairs, act_on, band_of, compare, prepare, score
from comity.sharing import Clearance, Label


@dataclass(frozen=True, slots=True)
class Decision:
    """What people say of a pair: same, different, unsure or, where they disagree, disputed.

    `own` is the score from what the two say themselves, `score` with what links say; `acted`
    means that the model alone, without any word, would hold the two together to act on.
    """

    first: str
    second: str
    verdict: str
    own: float
    score: float
    acted: bool
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions on one kind; `acted` counts the pairs that would be acted on, by band."""

    kind: str
    decisions: tuple[Decision, ...]
    acted: tuple[int, ...]


def decisions_of(
    detail: Detail, clearance: Clearance, judgements: Sequence[StoredJudgement], kind: str
) -> Decisions:
    """Every pair of one kind that people judged, in the order of addresses."""
    clusters, acted = _acted(detail, kind)
    words = _words(detail, clearance, judgements, kind)
    found = [
        _decision(detail, kind, pair, words[pair], own, clusters)
        for pair, own in _own_scores(detail, kind, list(words)).items()
    ]
    ordered = sorted(found, key=lambda each: (each.first, each.second))
    return Decisions(kind, tuple(ordered), acted)


def _own_scores(
    detail: Detail, kind: str, pairs: Sequence[tuple[int, int]]
) -> dict[tuple[int, int], float]:
    """What the model says of each pair by what the two say themselves."""
    ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    members, place = np.unique(ends, return_inverse=True)
    first, second = place.reshape(-1, 2).astype(np.int32).T
    facts = facts_of(detail.snapshot, kind, members, detail.sight.known_claims)
    patterns = compare(prepare(facts, detail.index.model), Pairs(first, second))
    scores = score(kind, patterns, detail.index.model).tolist()
    return dict(zip(pairs, scores, strict=True))


def _words(
    detail: Detail, clearance: Clearance, judgements: Sequence[StoredJudgement], kind: str
) -> dict[tuple[int, int], list[Judgement]]:
    """The words on each pair of visible mentions of one kind, oldest first."""
    find, code = detail.snapshot.words.mentions.find, detail.snapshot.words.texts.find(kind)
    known_at, found = detail.sight.scope.known_at, defaultdict(list)
    for told in standing_words(clearance, judgements, known_at):
        ends = sorted((find(told.first), find(told.second)))
        shown = ends[0] >= 0 and all(detail.kinds[end] == code for end in ends)
        if shown and clearance.allows(told.label):
            found[ends[0], ends[1]].append(told)
    return found


def _decision(
    detail: Detail,
    kind: str,
    pair: tuple[int, int],
    words: Sequence[Judgement],
    own: float,
    clusters: dict[int, int],
) -> Decision:
    first, second = sorted(pair, key=detail.mention_id)
    near = detail.entities.linked.tables[kind].of(first)
    together = first in clusters and clusters[first] == clusters.get(second)
    return Decision(
        first=detail.mention_id(first),
        second=detail.mention_id(second),
        verdict=_verdict(words),
        own=own,
        score=float(near.get(second, own)),
        acted=together,
        labels=_labels(detail, pair, words),
    )


def _verdict(words: Sequence[Judgement]) -> str:
    """What is said last; whoever thought better of it has only his last word."""
    last = {(word.who, word.label.owner): word.verdict for word in words}
    return "disputed" if {"same", "different"} <= set(last.values()) else words[-1].verdict


def _labels(detail: Detail, pair: tuple[int, int], words: Sequence[Judgement]) -> tuple[Label, ...]:
    """The labels of the words, of the two mentions and of all that is known of them."""
    snapshot, sight, ends = detail.snapshot, detail.sight, np.array(sorted(pair), dtype=np.int32)
    rows, claims = rows_of(snapshot, ends), claims_of(snapshot, ends)
    used = np.concatenate(
        [
            snapshot.mentions["label"][rows[sight.mention_rows[rows]]],
            snapshot.claims["label"][claims[sight.known_claims[claims]]],
        ]
    )
    labels = {snapshot.labels[int(number)] for number in np.unique(used)}
    return tuple(sorted(labels | {word.label for word in words}))


def _acted(detail: Detail, kind: str) -> tuple[dict[int, int], tuple[int, ...]]:
    """The cluster of each mention that may be acted on with others, and their pairs by band."""
    matches, thresholds = _sure(detail, kind), detail.index.model.thresholds(kind)
    if not len(matches):
        return {}, (0,) * len(BANDS)
    members = np.unique(np.concatenate([matches.first, matches.second]))
    # Ties are broken by place: by address, which arrival cannot bend.
    members = members[np.argsort(detail.snapshot.rank[members])]
    clusters = act_on(_matched(detail, kind, members, matches)).clusters
    head = np.full(detail.snapshot.size, -1, dtype=np.int32)
    head[members] = clusters
    inside = matches.scores[head[matches.first] == head[matches.second]].tolist()
    bands = Counter(band_of(score, thresholds) for score in inside)
    counted = tuple(bands[band] for band in range(len(BANDS)))
    return dict(zip(members.tolist(), clusters.tolist(), strict=True)), counted


def _sure(detail: Detail, kind: str) -> Matches:
    """The matches among mentions that have one which may be acted on."""
    matches, made = detail.entities.matches[kind], detail.index.model.by_kind[kind]
    corroborated = made.caution.corroborated
    sure = matches.scores > (made.thresholds.act if corroborated is None else corroborated)
    has_one = np.zeros(detail.snapshot.size, dtype=np.bool_)
    has_one[matches.first[sure]] = has_one[matches.second[sure]] = True
    return matches.where(has_one[matches.first] & has_one[matches.second])


def _matched(detail: Detail, kind: str, members: Codes, matches: Matches) -> Matched:
    """Members in their order and their matches, as resolution takes them."""
    by_number = np.argsort(members)
    facts = facts_of(detail.snapshot, kind, members[by_number], detail.sight.known_claims)
    facts = replace(facts, subject=by_number.astype(np.int32)[facts.subject])
    place = np.full(detail.snapshot.size, -1, dtype=np.int32)
    place[members] = np.arange(len(members), dtype=np.int32)
    one, two = place[matches.first], place[matches.second]
    pairs, model = Pairs(np.minimum(one, two), np.maximum(one, two)), detail.index.model
    return Matched(prepare(facts, model), model, pairs, matches.scores, detail.records[members])
