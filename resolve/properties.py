"""Which properties a comparison reads: where the values of an explanation come from."""

from comity.resolve.comparators import COMPARATORS
from comity.resolve.joint import FEATURES
from comity.resolve.prepare import RECIPES


def properties_of(kind: str, comparison: str) -> frozenset[str]:
    """The properties that a comparison reads; one that reads other comparisons reads none."""
    features: tuple[str, ...] = FEATURES.get(comparison, ())
    if comparison in COMPARATORS[kind]:
        features = (COMPARATORS[kind][comparison].feature,)
    return frozenset(prop for name in features for prop, _ in RECIPES[kind][name])
