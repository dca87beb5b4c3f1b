"""Explanations: every line of a score, from the same code that made it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from comity.resolve.block import shares_key
from comity.resolve.comparators import COMPARATORS
from comity.resolve.compare import compare, comparisons, unpacked
from comity.resolve.facts import Facts, Pairs
from comity.resolve.joint import FEATURES
from comity.resolve.model import Model
from comity.resolve.prepare import Prepared, prepare
from comity.resolve.score import against, kin_table, score, weight_table

KINSHIP = "kinship"
Values = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class ComparisonLine:
    """One comparison: the level it came to, the values of both sides, its weight in log2 odds."""

    name: str
    level: str
    left: str
    right: str
    weight: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """The prior, the lines, their sum, and whether a key of their own brings the two together."""

    prior: float
    comparisons: tuple[ComparisonLine, ...]
    score: float
    shares_key: bool


def explain(kind: str, left: Values, right: Values, model: Model) -> Explanation:
    """Why two subjects of one kind score as they do; lines that weigh nothing are left out."""
    if kind not in model.by_kind:
        return Explanation(0.0, (), 0.0, False)
    prepared = prepare(_facts(kind, left, right), model)
    pair = Pairs(np.zeros(1, np.int32), np.ones(1, np.int32))
    pattern = compare(prepared, pair)
    levels = {name: int(level[0]) for name, level in unpacked(kind, pattern).items() if level[0]}
    lines = [_line(prepared, kind, name, level, model) for name, level in levels.items()]
    kept = (line for line in (*lines, _kinship(kind, levels, model)) if line.weight)
    total = float(score(kind, pattern, model)[0])
    met = bool(shares_key(prepared, pair)[0])
    return Explanation(model.by_kind[kind].prior, tuple(kept), total, met)


def _kinship(kind: str, levels: Mapping[str, int], model: Model) -> ComparisonLine:
    """What speaks for two relatives takes from what speaks for one person."""
    prior = model.by_kind[kind].kin_prior
    if prior is None:
        return ComparisonLine(KINSHIP, "", "", "", 0.0)
    kin = prior + sum(float(kin_table(kind, name, model)[level]) for name, level in levels.items())
    weight = -float(against(np.array([kin]))[0])
    told = "like relatives" if weight < -1.0 else "unlike relatives"
    return ComparisonLine(KINSHIP, told, "", "", weight)


def _line(prepared: Prepared, kind: str, name: str, level: int, model: Model) -> ComparisonLine:
    levels = comparisons(kind)[name]
    read = FEATURES[name] if name in FEATURES else (COMPARATORS[kind][name].feature,)
    shown = [", ".join(filter(None, (_shown(prepared, f, side) for f in read))) for side in (0, 1)]
    weight = float(weight_table(kind, name, model)[level])
    return ComparisonLine(name, levels[level - 1], shown[0], shown[1], weight)


def _shown(prepared: Prepared, name: str, side: int) -> str:
    feature = prepared.features[name]
    codes = feature.code[feature.first[side] : feature.first[side + 1]]
    texts = (feature.words.texts[code] for code in codes)
    return ", ".join(sorted(text.partition(":")[2] or text for text in texts))


def _facts(kind: str, left: Values, right: Values) -> Facts:
    rows = [
        (subject, prop, value)
        for subject, values in enumerate((left, right))
        for prop, found in values.items()
        for value in found
    ]
    properties = tuple(sorted({prop for _, prop, _ in rows}))
    values = sorted({value for _, _, value in rows})
    return Facts(
        kind,
        2,
        np.array([row[0] for row in rows], dtype=np.int32),
        np.array([properties.index(row[1]) for row in rows], dtype=np.int16),
        np.array([values.index(row[2]) for row in rows], dtype=np.int32),
        properties,
        values,
    )
