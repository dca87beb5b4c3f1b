"""The score card's document: what must stand in it, what no score may rest on, and its sign-off."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from cards import KEY, NOW, TEXT, card_text, signed

from comity.analytics import (
    CardNotUsable,
    card_schema,
    parse_card,
    read_card,
    sign_card,
    signed_card,
)
from comity.analytics.protected import protected, why_not_property
from comity.graph.vocabulary import vocabulary
from comity.sharing import DocumentError

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "warrant-follow-up.yaml"
NEEDED = ("expires", "fairness", "review", "intended", "not_intended", "limits", "validation",
          "owner", "purposes", "roles", "bands", "factors")  # fmt: skip


def first(**changes: Any) -> str:
    """The card with its first factor changed."""
    factors = yaml.safe_load(TEXT)["factors"]
    return card_text(factors=[factors[0] | changes, *factors[1:]])


@pytest.mark.parametrize("key", NEEDED)
def test_a_card_without_what_must_be_said_is_refused(key: str) -> None:
    with pytest.raises(DocumentError, match=f"{key} is missing"):
        parse_card(card_text(**{key: None}), "x")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"id": "race"}, "race is a protected attribute"),
        ({"name": "Ethnicity of the person"}, "ethnicity is a protected attribute"),
        ({"measures": {"of": "property", "property": "sex"}}, "sex or gender is a protected"),
        ({"measures": {"of": "property", "property": "age"}}, "stated as age_basis"),
        ({"measures": {"of": "property", "property": "postcode"}}, "where somebody lives"),
        ({"measures": {"of": "property", "property": "family_name"}}, "what a name says"),
        ({"measures": {"of": "property", "property": "national_id"}}, "nationality"),
        ({"measures": {"of": "property", "property": "rank", "equals": ["Imam", "Muslim"]}},
         "religion or belief"),
        ({"measures": {"of": "links", "link": "involved_in", "roles": ["suspect", "victim"]}},
         "victim is the role of a bystander"),
        ({"measures": {"of": "links", "link": "involved_in", "roles": ["counsel"]}},
         "counsel is the role of a professional"),
        ({"measures": {"of": "agencies", "link": "relative_of", "roles": ["relative"]}}, "family"),
        ({"measures": {"of": "links", "link": "located_at"}}, "where somebody lives"),
        ({"measures": {"of": "links", "link": "involved_in"}}, "only in roles that are named"),
        ({"measures": {"of": "network", "measure": "charm"}}, "unknown measure 'charm'"),
        ({"weight": 0}, "weighs nothing"),
    ],
)  # fmt: skip
def test_what_no_score_may_rest_on_is_refused_with_its_line(
    changes: dict[str, Any], why: str
) -> None:
    text = first(**changes)
    with pytest.raises(DocumentError, match=why) as refused:
        parse_card(text, "x.yaml")
    lines = text.splitlines()
    begins = lines.index("factors:") + 2
    assert begins <= refused.value.line < begins + 20


def test_age_counts_only_where_the_card_states_the_law_that_lets_it() -> None:
    aged = yaml.safe_load(first(name="Age", measures={"of": "property", "property": "age"}))
    text = yaml.safe_dump(aged | {"age_basis": "Section 7 of the act on minors lets it count."})
    assert parse_card(text, "x").basis == ("age_basis",)


def test_what_a_card_declares_a_proxy_it_may_not_measure() -> None:
    text = card_text(proxies=[{"what": "rank", "stands_for": "sex"}])
    with pytest.raises(DocumentError, match="the card declares that rank stands for sex"):
        parse_card(text, "x")


def test_every_word_of_the_list_is_one_of_the_vocabulary_and_every_source_is_named() -> None:
    words = vocabulary()
    properties = {name for names in words.kinds.values() for name in names}
    sources = yaml.safe_load((ROOT / "analytics/data/protected.yaml").read_text("utf-8"))["sources"]
    for each in protected():
        assert each.properties <= properties
        assert each.links <= words.links.keys()
        assert each.roles <= words.roles.keys()
        assert set(each.sources) <= sources.keys()
        assert each.sources or each.stands_for
    assert why_not_property("sex")


def test_the_published_schema_is_that_of_the_document_and_takes_the_example() -> None:
    published = json.loads((ROOT / "docs" / "score-card.schema.json").read_text("utf-8"))
    assert published == card_schema(), "comity score schema"
    text = json.loads(json.dumps(yaml.safe_load(EXAMPLE.read_text("utf-8")), default=str))
    jsonschema.validate(text, published)
    assert read_card(EXAMPLE).most == 10


def test_a_card_answers_only_under_a_sign_off_that_holds_under_its_very_text() -> None:
    sign_off = signed().sign_off
    for text, given in [(TEXT, None), (TEXT + "\n", sign_off),
                        (TEXT, replace(sign_off, who="somebody")),
                        (TEXT, replace(sign_off, version=2))]:  # fmt: skip
        with pytest.raises(CardNotUsable):
            signed_card(text, given)
    with pytest.raises(CardNotUsable, match="name both"):
        sign_card(TEXT, " ", "chief", "alpha", NOW, KEY)
