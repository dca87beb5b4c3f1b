"""The law: a viewer sees exactly what they would see had what is withheld never been recorded."""

import inspect
from collections import Counter

import pytest
from law.core import DEEP, WIDER, Case, case_of, hear, shelf, tried
from law.questions import BEYOND, OF_A_VIEW, OF_ANALYTICS, OF_STORES
from law.questions_of_events import NOW
from law.recording import recorded
from unthreaded import unthreaded

from comity import analytics
from comity.analytics import Events, NoAuthority, events_under_authority
from comity.graph.events import KINDS
from comity.graph.view import View

GROUPS, SIZE, EVERY = 8, 25, 8
# In how many of the worlds the hidden facts must matter, of all and for each question asked deep.
COUNTED, WEIGHED = 0.6, 0.5
# What hidden facts move in few worlds; in those of the first part they move it often enough.
SELDOM = {"bursts", "entity_bursts", "k_clique_communities", "payment_chains"}
# Who asks, and under what labels one's own agency's facts lie, nothing hidden can change; and who
# sees everything has nobody to ask.
UNMOVED = {"viewer", "labels_of", *BEYOND}
# These read and sign a card, and know no view.
OF_CARDS = {"card_schema", "parse_card", "read_card", "sign_card", "signed_card"}


@pytest.mark.parametrize("group", range(GROUPS))
def test_what_is_withheld_leaves_no_trace_in_any_answer(group: int) -> None:
    outcomes = [tried(case_of(seed)) for seed in range(group * SIZE, (group + 1) * SIZE)]
    assert [(each.seed, each.tells) for each in outcomes if each.tells] == []
    assert sum(each.counts for each in outcomes) >= COUNTED * SIZE


def test_a_purge_of_what_was_only_deleted_by_then_reaches_back_to_nothing() -> None:
    outcome = tried(case_of(5065))
    assert (outcome.tells, outcome.counts) == ("", True)


@pytest.mark.parametrize("part", range(2))
def test_nor_where_clauses_give_less_than_facts(part: int) -> None:
    first = WIDER + part * 20
    outcomes = [tried(case_of(seed)) for seed in range(first, first + 20)]
    assert [(each.seed, each.tells) for each in outcomes if each.tells] == []
    assert sum(each.counts for each in outcomes) >= COUNTED * 20


def test_pointers_and_ties_are_there_to_be_told() -> None:
    cases = [case_of(WIDER + 2 * place) for place in range(20)]
    told = Counter(name for case in cases for name in BEYOND if any(answers(case, name)))
    assert set(told) == BEYOND, told


def test_events_are_there_to_be_analysed_and_to_be_refused() -> None:
    """Of each kind in some worlds, and by their authority alone in a good share of them."""
    seeds = range(30)
    found = [found for seed in seeds if (found := _analysed(case_of(seed))) is not None]
    kinds = {kind for events in found for kind in events.columns.kind.tolist()}
    assert kinds == set(KINDS)
    assert sum(len(each.columns.event) > 0 for each in found) >= len(seeds) / 4
    assert sum(any(each.refused.values()) for each in found) >= len(seeds) / 6


def _analysed(case: Case) -> Events | None:
    """What the viewer of a world may analyse, or None where that is refused."""
    with (
        unthreaded(),
        shelf(case.realm) as (folder, empty),
        recorded(case.world, folder / "ours", empty, realm=case.realm) as place,
    ):
        try:
            return events_under_authority(place.desk.open(case.realm.viewer), NOW)
        except NoAuthority:
            return None


def answers(case: Case, name: str) -> list[str]:
    """What a world's viewer is told of what does not show; nothing where that is nothing."""
    with (
        unthreaded(),
        shelf(case.realm) as (folder, empty),
        recorded(case.world, folder / "ours", empty, realm=case.realm) as place,
    ):
        heard = hear(place, case, {name: OF_A_VIEW[name]}, {})
    return [answer for answer in heard.told[0][name] if answer != "()"]


@pytest.mark.parametrize("part", range(2))
def test_nor_in_any_answer_of_stores_and_analytics(part: int) -> None:
    seeds = range(5_000 + part * 6, 5_006 + part * 6)
    outcomes = [tried(case_of(seed, deep=True), DEEP) for seed in seeds]
    assert [(each.seed, each.tells) for each in outcomes if each.tells] == []
    weighed = Counter(name for each in outcomes for name in each.weighs)
    vacuous = {name for name in DEEP if weighed[name] < WEIGHED * len(seeds)}
    # Models and what they are trained on have worlds of their own, in test_models.
    of_models = {"changes_under", "decisions", "model"}
    seldom = SELDOM if part else set()
    assert vacuous - {"review", "changes"} - of_models - seldom == UNMOVED, weighed


def test_every_public_read_of_a_view_is_asked() -> None:
    public = {name for name in dir(View) if not name.startswith("_")}
    assert {*OF_A_VIEW, *OF_STORES} == public


def test_every_public_function_of_analytics_is_asked() -> None:
    functions = {name for name in analytics.__all__ if inspect.isfunction(getattr(analytics, name))}
    of_no_view = {"content_policy", "network_of_edges", "read_edges", *OF_CARDS}
    assert set(OF_ANALYTICS) == functions - of_no_view
