"""Relinking: links weigh in again after a change, on the pairs that it can reach and no others."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from comity.graph.columns import Codes, Ints, among
from comity.graph.joining import NOBODY, Joined
from comity.graph.match_table import Matches
from comity.graph.match_table import joined as together
from comity.graph.nearby import Nearby
from comity.graph.rejoining import News, rejoin
from comity.graph.relating import Evidence


def linked_again(
    former: Joined, by_scores: Joined, again: Codes, news: News, near: Nearby, ends: Codes,
    evidence: Mapping[str, Evidence],
) -> Joined:  # fmt: skip
    """Who is who with links, where `again` were clustered again by scores, and the links of
    `ends` were touched.
    """
    head, tables, reached = news.heads(former.head), dict(former.tables), [news.touched]
    moved = _moved(near.ways[0], by_scores, again, news.touched)
    told = np.union1d(news.touched, ends).astype(np.int32)
    for kind, table in by_scores.tables.items():
        if kind not in evidence:
            mine = news.ever(kind, again)
            head[mine], tables[kind] = by_scores.head[mine], table
            reached.append(mine)
            continue
        things = told[~among(told, news.ever(kind, told))]
        seeds = news.ever(kind, _seeds(near, _changed(near, told, things, moved)))
        old = tables[kind]
        tables[kind] = old.redone(
            seeds, _weighed(evidence[kind], table.touching(seeds), seeds, near)
        )
        reached.append(rejoin(news, kind, (old, tables[kind]), seeds, head))
    return former.rejoined(head, tables, np.unique(np.concatenate(reached)))


def _moved(former: Joined, now: Joined, again: Codes, touched: Codes) -> Codes:
    """The untouched mentions that are no longer one with all they were one with, or with more."""
    stayed = again[(again < len(former.head)) & ~among(again, touched)]
    stayed = stayed[former.head[stayed] != NOBODY]
    ways = np.stack([former.head[stayed], now.head[stayed]], axis=1)
    pairs = np.unique(ways, axis=0)
    other = np.zeros(len(stayed), dtype=np.bool_)
    for side in (0, 1):
        heads, counts = np.unique(pairs[:, side], return_counts=True)
        other |= among(ways[:, side], heads[counts > 1])
    found: Codes = stayed[other]
    return found


def _changed(near: Nearby, told: Codes, things: Codes, moved: Codes) -> Codes:
    """The mentions that may hold, or keep company with, something else than before.

    They are told of anew, or what was told of anew is a thing that they hold too, or what they
    hold or whose company they keep is no longer what it was.
    """
    return _each(told, moved, near.beside(near.whole(things)), near.company(moved))


def _seeds(near: Nearby, changed: Codes) -> Codes:
    """Those, and whoever holds what they hold or keeps the company that they keep."""
    things = near.whole(near.company(changed))
    return _each(changed, near.company(things))


def _weighed(found: Evidence, matches: Matches, seeds: Codes, near: Nearby) -> Matches:
    """All pairs of some mentions, weighed by as many links as decide about them."""
    now = replace(near, shown=found.sight.known_links)
    ends = _each(seeds, matches.first, matches.second)
    found = replace(found, rows=_around(now, ends))
    more = found.introduced(matches, seeds)
    more = more.where(among(more.first, seeds) | among(more.second, seeds))
    pairs = together([matches, more])
    if len(more):
        ends = _each(pairs.first, pairs.second)
        found = found.wider(_around(now, ends))
    shared = _shared(found, ends)
    return found.wider(_around(now, now.whole(shared))).weighed(pairs)


def _around(near: Nearby, mentions: Codes) -> Ints:
    """The links of some mentions, and those of all they are linked to."""
    return near.rows(near.whole(near.beside(mentions)))


def _shared(found: Evidence, mentions: Codes) -> Codes:
    """The things that several of some mentions hold, or keep company with."""
    parts = [np.zeros(0, dtype=np.int32)]
    for relation in found.relations:
        if relation.way in ("thing", "companion"):
            held = found.held(relation)
            mine = among(held.mention, mentions)
            both = np.unique(np.stack([held.thing[mine], held.mention[mine]], axis=1), axis=0)
            things, counts = np.unique(both[:, 0], return_counts=True)
            parts.append(things[counts > 1])
    return _each(*parts)


def _each(*parts: Codes) -> Codes:
    return np.unique(np.concatenate(parts)).astype(np.int32)
