"""The figures of the campaign: a name, a goal, and what measures it.

A line more is one `Figure` in `FIGURES`; `measure` takes the sizes of the run and gives a number.
"""

from collections.abc import Callable
from dataclasses import dataclass

from law import campaign
from law.goals import Goal, Sizes, at_least, at_most

from benchmarks import law_price, law_purge, law_views
from benchmarks.clearance import clearance_times
from benchmarks.law_audit import append_rates, ingest_delay, tampering_found


@dataclass(frozen=True)
class Figure:
    """One line of `make law`."""

    name: str
    goal: Goal
    measure: Callable[[Sizes], float]


FIGURES: tuple[Figure, ...] = (
    Figure("random worlds that count", at_least(10_000), campaign.worlds_counted),
    Figure("of them, worlds whose hidden facts show", at_most(0), campaign.worlds_telling),
    Figure("worlds of casework that count", at_least(1_000), campaign.casework_counted),
    Figure("of them, worlds of casework that tell", at_most(0), campaign.casework_telling),
    Figure("runs over HTTP beside a twin, SQLite", at_least(500), campaign.sqlite_runs),
    Figure("of them, runs with a byte that differs", at_most(0), campaign.sqlite_telling),
    Figure("runs over HTTP beside a twin, Neo4j", at_least(500), campaign.neo4j_runs),
    Figure("of them, runs with a byte that differs (Neo4j)", at_most(0), campaign.neo4j_telling),
    Figure("planted leaks", at_least(40), campaign.leaks_planted),
    Figure("of them, leaks that no witness catches", at_most(0), campaign.leaks_missed),
    Figure("racing requests after a suspension", at_least(1_000), campaign.races_run),
    Figure("of them, requests that see the fact", at_most(0), campaign.races_lost),
    Figure("hidden against absent, median time gap", at_most(5, "%"), campaign.time_gap),
    Figure("random decisions beside Cedar", at_least(1_000_000), campaign.decided),
    Figure("of them, worlds that Cedar decides otherwise", at_most(0), campaign.decided_otherwise),
    Figure("clearance of 1,000 labels, 200 agreements, p99", at_most(2, "ms"),
           lambda _: clearance_times(1_000, 200)["p99"]),
    Figure("clearance of 100,000 labels", at_most(50, "ms"),
           lambda _: clearance_times(100_000, 200)["median"]),
    Figure("opening a view on 1M links", at_most(25, "ms"), law_views.open_view_ms),
    Figure("cold clusters for 1M mentions, 10 % hidden", at_most(2, "s"), law_views.clusters_s),
    Figure("price of policy on two hops", at_most(15, "%"), law_views.two_hops_price),
    Figure("price of policy on paths", at_most(15, "%"), law_views.paths_price),
    Figure("price of policy on PageRank", at_most(15, "%"), law_views.pagerank_price),
    Figure("tamperings of the audit found", at_least(10_000), lambda _: tampering_found(10_000)),
    Figure("audit rows against bare commits of SQLite", at_least(0.8),
           lambda _: append_rates()["one by one"]),
    Figure("audit rows a second, grouped", at_least(50_000),
           lambda _: append_rates()["grouped"]),
    Figure("ingest delays an audit row by", at_most(50, "ms"),
           lambda _: ingest_delay()["delay ms"]),
    Figure("records purged past their date", at_least(10_000),
           lambda sizes: law_purge.purge_many(sizes.purged).purged),
    Figure("of them, bytes left on disk", at_most(0),
           lambda sizes: law_purge.purge_many(sizes.purged).left),
    Figure("of them, bytes that a restored backup brings back", at_most(0),
           lambda sizes: law_purge.purge_many(sizes.purged).restored),
    Figure("bytes left of 1,000 purged on Neo4j, its files made anew", at_most(0),
           lambda _: law_purge.purge_on_neo4j(1_000).left),
    Figure("true pairs lost because a bridge is hidden", at_most(100, "%"), law_price.pairs_lost),
)  # fmt: skip
