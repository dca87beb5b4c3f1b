"""Planted leaks by name: each a small mutation of the product that the law must catch.

`seed` pins the world that witnesses it, `twin` and `question` where the two differ there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest
from law import leaks_of_casework as casework
from law import leaks_of_doors as doors
from law import leaks_of_events as events
from law import leaks_of_identity as identity
from law import leaks_of_less as less
from law import leaks_of_measures as measures
from law import leaks_of_sharing as sharing
from law import leaks_of_views as views
from law.leaks_of_measures import over_everything

Plant = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True)
class Witness:
    """Where a leak shows: a world, one of its twins, and one question."""

    seed: int
    twin: str
    question: str


PLANTS: Mapping[str, Plant] = {
    "counts of everything": views.counts_of_everything,
    "a claim shown by its mention's label": views.claims_by_their_mention,
    "a link shown by the labels of its ends": views.links_by_their_ends,
    "a path through a hidden node": views.paths_through_the_hidden,
    "pages cut before filtering": views.pages_cut_before_filtering,
    "insert order": views.order_of_arrival,
    "ids in sequence": views.ids_in_sequence,
    "facts addressed by their row": views.refs_by_row,
    "links addressed by their row": views.handles_by_row,
    "a hidden address leads on": views.hidden_addresses_lead_on,
    "search over everything said": views.search_of_everything,
    "hits cut before filtering": views.hits_cut_before_filtering,
    "an error that counts": views.errors_that_count,
    "a feed of everybody's changes": views.changes_of_everything,
    "an export of everything": views.exports_of_everything,
    "the ledger's position for known-at": views.position_for_known_at,
    "a digest of everything": views.digest_of_everything,
    "agreements that nothing shown rests on": views.agreements_nothing_rests_on,
    "dates broken by hidden corrections": views.dates_broken_by_corrections,
    "roles by hidden links": views.roles_by_any_link,
    "explanations from hidden claims": views.explanations_from_everything,
    "later facts as known then": views.later_facts_as_known_then,
    "later words as known then": views.later_words_as_known_then,
    "a hidden identifier in a score": identity.scores_from_hidden_claims,
    "a pair that no visible key proposes": identity.pairs_no_visible_key_proposes,
    "a hidden judgement is heard": identity.hidden_words_are_heard,
    "who said different": identity.who_said_different,
    "when different was said": identity.when_different_was_said,
    "hidden links as evidence": identity.evidence_of_hidden_links,
    "the review queue's stakes over hidden links": identity.stakes_over_hidden_links,
    "the review queue cut before filtering": identity.queue_cut_before_filtering,
    "caveats ignored": sharing.caveats_ignored,
    "caveats that nobody understands ignored": sharing.caveats_nobody_understands_ignored,
    "a ceiling compared across schemes": sharing.ranks_across_schemes,
    "a pointer shown whole": sharing.pointers_shown_whole,
    "a suspended agreement still counts": sharing.suspended_counted,
    "an ended agreement still counts": sharing.ended_counted,
    "a draft counts": sharing.drafts_counted,
    "an agreement counts past its end": sharing.past_their_end,
    "training is not asked for": sharing.training_not_asked,
    "views kept past a revocation": sharing.views_kept_past_revocation,
    "clearances kept": sharing.clearances_kept,
    "markings of everything": sharing.markings_of_everything,
    "a hand-over refused for what is hidden": sharing.refusals_by_hidden_facts,
    "pointed facts are shown": less.pointed_facts_shown,
    "redactions forgotten": less.redactions_forgotten,
    "redactions forgotten as views grow": less.redactions_forgotten_as_views_grow,
    "stores forget redactions": less.stores_forget_redactions,
    "redactions are not decided": less.one_redaction_is_enough,
    "pointers to everything": less.pointers_to_everything,
    "ties by everything": less.ties_by_everything,
    "a pointer for each record": less.a_pointer_for_each_record,
    "ties that merge": less.ties_that_merge,
    "degree over everything": over_everything("degree_centrality"),
    "betweenness over everything": over_everything("betweenness_centrality"),
    "closeness over everything": over_everything("closeness_centrality"),
    "eigenvector over everything": over_everything("eigenvector_centrality"),
    "PageRank over everything": over_everything("pagerank"),
    "communities over everything": over_everything("communities"),
    "components over everything": over_everything("components"),
    "who is left out, over everything": measures.rankings_over_everything,
    "layout over everything": measures.layout_over_everything,
    "what a chart leaves off, over everything": measures.omitted_over_everything,
    "distance over everything": measures.paths_over_everything,
    "the store reads any label": measures.store_reads_any_label,
    "the store reads about hidden mentions": measures.store_reads_about_the_hidden,
    "hidden events are counted": events.hidden_events_are_counted,
    "events refused, over everything": events.refusals_counted_over_everything,
    "a hidden warrant allows": events.hidden_authorities_are_heard,
    "a hidden side of an event": events.hidden_sides_are_told,
    "views that grow forget labels": views.views_that_grow_forget_labels,
    "a merge over a hidden bridge": identity.merges_over_hidden_bridges,
    "live counts in blocking": identity.live_counts_in_blocking,
    "term frequencies of everything": identity.frequencies_of_everything,
    "clusters in the order of a table of everybody": identity.clusters_in_a_table_of_everybody,
    "a view that grows takes everybody's matches": identity.rejoined_over_hidden,
}
# These show over HTTP only, or are planted there once more.
AT_THE_DOOR: Mapping[str, Plant] = {
    "contacts by hidden calls at the door": events.hidden_events_are_counted,
    "a hidden warrant at the door": events.hidden_authorities_are_heard,
    "an ETag by the ledger's position": doors.tags_by_position,
    "a total in a header": doors.totals_in_a_header,
    "403 against 404": doors.refused_instead_of_absent,
    "the words of a refusal": doors.says_withheld,
    "the outcome in the audit": doors.audited_as_refused,
    "loads counted over all sources": doors.loads_counted_over_all_sources,
    "a judgement on the hidden is taken": doors.judging_the_hidden,
    "another's source is told from none": doors.sources_of_others_told,
    "a cursor by the ledger's position": doors.cursors_by_position,
    "a link drawn to the hidden is taken": doors.judging_the_hidden,
    "a kept chart holds the hidden": doors.charts_keep_the_hidden,
    "a simulation over everybody's labels": doors.simulations_over_everything,
    "another's record is told from none": doors.records_of_others_told,
    "a queue by everybody's loads": doors.queues_by_everybodys_loads,
    "a queue of everybody's rows": doors.queues_of_everybodys_rows,
    "a live stream that counts": doors.heartbeats_that_count,
}
# These show in worlds of casework or of kept charts.
IN_CASEWORK: Mapping[str, Plant] = {
    "a pointer that no agreement allows": casework.pointed_without_the_clause,
    "a pointer for another purpose": casework.pointed_for_any_purpose,
    "a pointer to who is no party": casework.pointed_to_strangers,
    "a pointer by a suspended agreement": casework.pointed_by_suspended,
    "a pointer to what was taken back": casework.pointed_to_what_was_taken_back,
    "references of pointers in sequence": casework.references_in_sequence,
    "pointers in the order of the others": casework.in_the_order_of_the_others,
    "a count of the other's registrations": casework.counts_beside_the_desk,
    "the other desk's own words": casework.the_others_words,
    "own targets in the order of who met them": casework.first_those_that_met,
    "a registration refused for another's": casework.refused_where_somebody_was_first,
    "a registration that counts everybody's": casework.references_that_count,
    "requests of everybody": casework.requests_of_everybody,
    "what was said under a stricter code": casework.comments_by_the_newest_version,
    "what was said of a hidden version": casework.comments_by_who_said_them,
    "a version under a stricter code": casework.versions_by_the_newest,
    "a count of hidden versions": casework.versions_numbered_over_everything,
}
