"""A card by groups: how often it selects of each, and what it gives them on average.

The group is read for the table alone; the score does not know it. The four-fifths rule, a ratio
under 0.8 of the group selected most, is that of 29 CFR 1607.4(D); a card may set another.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal

import pandas as pd

from comity.analytics.errors import BadArgument, TooLarge
from comity.analytics.score_card import FairnessPlan
from comity.analytics.score_terms import ground_of, known_of
from comity.analytics.scores import points_of, why_unscored
from comity.analytics.sign_off import SignedCard, check_usable
from comity.graph.answers import Entity
from comity.graph.view import View

MOST = 20_000
UNKNOWN, SEVERAL = "not recorded", "several recorded"
COLUMNS = ("group", "count", "selected", "selection_rate", "mean_score", "ratio", "below_floor")
Scores = Mapping[str, list[Decimal]]


def fairness(view: View, signed: SignedCard, attribute: str, now: datetime) -> pd.DataFrame:
    """One row a group of those whom the card applies to: counts, selection rate, mean, ratio.

    `ratio` is a rate over that of the group selected most; `below_floor` is true where that is
    less than the plan allows. A group smaller than the plan's smallest shows no figures, and
    where it is the only one, the next smallest shows none either, for it could be subtracted.
    """
    check_usable(signed, view.viewer, now)
    plan = signed.card.fairness
    if attribute not in plan.groups:
        raise BadArgument("attribute", repr(attribute), f"one of {', '.join(plan.groups)}")
    groups = _scores(view, signed, attribute)
    withheld = _too_small(groups, plan)
    rows = [_row(signed, name, groups[name], name in withheld) for name in sorted(groups)]
    frame = pd.DataFrame(rows, columns=list(COLUMNS[:5]))
    most = frame["selection_rate"].max()
    ratio = frame["selection_rate"] / most if most else frame["selection_rate"] * float("nan")
    below = (ratio < float(plan.ratio_floor)).astype(object).where(ratio.notna(), None)
    return frame.assign(ratio=ratio, below_floor=below)


def group_of(entity: Entity, attribute: str) -> str:
    """The group of an entity by what the view shows of it."""
    values = sorted({fact.value for fact in entity.facts if fact.property == attribute})
    if not values:
        return UNKNOWN
    return values[0] if len(values) == 1 else SEVERAL


def _scores(view: View, signed: SignedCard, attribute: str) -> Scores:
    card = signed.card
    ground = ground_of(view, card)
    groups = defaultdict[str, list[Decimal]](list)
    for entity in _everybody(view, signed):
        points = points_of(card, known_of(view, ground, entity, card))
        groups[group_of(entity, attribute)].append(card.score_of(points))
    return groups


def _everybody(view: View, signed: SignedCard) -> Iterator[Entity]:
    """Whom the card applies to, in the order of ids."""
    network, kinds = view.network(), Counter[str](view.network().kinds.tolist())
    count = sum(kinds[kind] for kind in signed.card.applies_to)
    if count > MOST:
        raise TooLarge("entities", count, MOST, "ask as a viewer who sees a part of them")
    wanted = pd.Series(network.kinds).isin(signed.card.applies_to).to_numpy()
    for found in map(view.entity, network.ids[wanted].tolist()):
        if found is not None and not why_unscored(signed.card, found):
            yield found


def _too_small(groups: Scores, plan: FairnessPlan) -> set[str]:
    by_size = sorted(groups, key=lambda name: (len(groups[name]), name))
    small = [name for name in by_size if len(groups[name]) < plan.smallest_group]
    return set(by_size[:2] if len(small) == 1 else small)


def _row(
    signed: SignedCard, name: str, scores: list[Decimal], withheld: bool
) -> tuple[object, ...]:
    if withheld:
        return (name, None, None, None, None)
    selected = sum(map(signed.card.selects, scores))
    mean = float(sum(scores, Decimal(0)) / len(scores))
    return (name, len(scores), selected, selected / len(scores), round(mean, 4))
