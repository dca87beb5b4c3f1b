"""Who is who, as pure functions: standardise, block, compare, score, cluster, explain."""

from comity.resolve.act import act_on, resolve_to_act_on
from comity.resolve.block import candidate_pairs, shares_key
from comity.resolve.calibration import BANDS, Decided, band_of
from comity.resolve.cluster import UNSEEN, cluster, components
from comity.resolve.compare import compare
from comity.resolve.contradictions import READ, contradictions
from comity.resolve.errors import ModelError, ResolveError, TableError
from comity.resolve.explain import KINSHIP, ComparisonLine, Explanation, explain
from comity.resolve.facts import NO_PAIRS, Facts, Pairs
from comity.resolve.introduce import introduced
from comity.resolve.key_index import KeyIndex
from comity.resolve.measure import Quality, bcubed, clustered_pairs, matched_pairs
from comity.resolve.model import KindModel, Model, Thresholds, default_model, read_model
from comity.resolve.model_file import (
    ModelFile,
    model_file_of,
    parse_model_file,
    read_model_file,
    shipped_model_file,
    written_out,
)
from comity.resolve.name_pairs import score_names
from comity.resolve.prepare import Prepared, prepare
from comity.resolve.properties import properties_of
from comity.resolve.relations import NO_RELATIONS, TOLD, Relation, Relations, default_relations
from comity.resolve.resolved_table import ResolvedTable
from comity.resolve.run import Matched, Resolved, resolve_facts
from comity.resolve.score import score
from comity.resolve.table import facts_of_table, figures, score_table
from comity.resolve.tables import resolve_table
from comity.resolve.ties import Ties, in_common, tied, unsaid, weigh

__all__ = [
    "BANDS",
    "KINSHIP",
    "NO_PAIRS",
    "NO_RELATIONS",
    "READ",
    "TOLD",
    "UNSEEN",
    "ComparisonLine",
    "Decided",
    "Explanation",
    "Facts",
    "KeyIndex",
    "KindModel",
    "Matched",
    "Model",
    "ModelError",
    "ModelFile",
    "Pairs",
    "Prepared",
    "Quality",
    "Relation",
    "Relations",
    "ResolveError",
    "Resolved",
    "ResolvedTable",
    "TableError",
    "Thresholds",
    "Ties",
    "act_on",
    "band_of",
    "bcubed",
    "candidate_pairs",
    "cluster",
    "clustered_pairs",
    "compare",
    "components",
    "contradictions",
    "default_model",
    "default_relations",
    "explain",
    "facts_of_table",
    "figures",
    "in_common",
    "introduced",
    "matched_pairs",
    "model_file_of",
    "parse_model_file",
    "prepare",
    "properties_of",
    "read_model",
    "read_model_file",
    "resolve_facts",
    "resolve_table",
    "resolve_to_act_on",
    "score",
    "score_names",
    "score_table",
    "shares_key",
    "shipped_model_file",
    "tied",
    "unsaid",
    "weigh",
    "written_out",
]
