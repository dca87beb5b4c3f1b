"""What is asked of scores: each entity's, explained, and the card by groups of any size."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from cards import NOW, card_text, signed

from comity import analytics
from comity.analytics.errors import NotScored
from comity.graph.view import View
from comity.graph.vocabulary import vocabulary

# Random worlds have few persons, hence everything is scored and every group is told of.
_CARD = signed(card_text(applies_to=sorted(vocabulary().kinds)))
_PLAN = replace(_CARD.card.fairness, smallest_group=1)
OPEN = replace(_CARD, card=replace(_CARD.card, fairness=_PLAN))


def _scores(view: View, _: Any) -> Iterator[object]:
    for entity in view.network().ids.tolist():
        try:
            yield analytics.score(view, OPEN, entity, NOW)
        except NotScored as error:
            yield str(error)


OF_SCORES: Mapping[str, Callable[[View, Any], Iterable[object]]] = {
    "score": _scores,
    "fairness": lambda view, _: [analytics.fairness(view, OPEN, "sex", NOW).to_csv()],
}
