"""Score cards for tests: one over everything that a small world says, and its sign-off."""

from datetime import UTC, datetime
from typing import Any

import yaml

from comity.analytics import SignedCard, sign_card, signed_card
from comity.api.installation import Installation
from comity.sharing import new_key, public_key

NOW = datetime(2026, 6, 1, tzinfo=UTC)
KEY = new_key()
TEXT = """\
card: trial
version: 1
title: A card for trials
owner: the desk
purposes: [investigation]
roles: [analyst, writer]
applies_to: [person]
intended: Trying whether scores are worked out as their card says.
not_intended: [Anything but trying that.]
limits: [It is a card of a test.]
validation: No model was trained, and nothing was tried on anybody.
review: 2090-01-01
expires: 2090-06-01
link: share
factors:
  - id: friends
    name: Whom one is linked to
    measures: {of: links, link: associate_of, roles: [associate]}
    weight: 0.5
    cap: 4
    reason: Friends of a trial count half.
    source: The author of this very test.
  - id: waiting
    name: Days since the newest link
    measures: {of: days_since, link: associate_of, roles: [associate]}
    weight: 0.01
    cap: 100
    reason: What waits longer counts more.
    source: The author of this very test.
  - id: sayers
    name: Agencies that say so
    measures: {of: agencies, link: associate_of, roles: [associate], within_days: 3650}
    weight: 0.25
    cap: 3
    reason: What two say counts more.
    source: The author of this very test.
  - id: ranked
    name: Holds a rank
    measures: {of: property, property: rank, equals: [sergeant, captain]}
    weight: -0.75
    cap: 1
    reason: A rank takes something off.
    source: The author of this very test.
  - id: beside
    name: All that one is linked to
    measures: {of: network, measure: neighbours}
    weight: 0.125
    cap: 10
    reason: All links count a little.
    source: The author of this very test.
  - id: inner
    name: The core that one belongs to
    measures: {of: network, measure: core}
    weight: 0.3
    cap: 5
    reason: The dense middle counts.
    source: The author of this very test.
bands:
  - {name: low, at_least: 0, action: Nothing is done about it., by: clerk}
  - {name: high, at_least: 0.25, action: A clerk reads the file., by: clerk}
fairness:
  groups: [sex]
  selected_from: high
  smallest_group: 5
  then: The card is suspended and reviewed.
"""


def card_text(**changes: Any) -> str:
    """The card's text, with other values of some keys; None leaves one out."""
    told = yaml.safe_load(TEXT) | changes
    return yaml.safe_dump({key: value for key, value in told.items() if value is not None})


def keep(installation: Installation, text: str = TEXT) -> SignedCard:
    """A card that an installation keeps, put by one person and signed off by another."""
    installation.party_keys.trust("alpha", public_key(KEY))
    installation.score_cards.put(text, "trial", "a.writer")
    at = datetime(2020, 1, 1, tzinfo=UTC)
    sign_off = sign_card(text, "j.park", "chief", "alpha", at, KEY)
    return installation.score_cards.usable(installation.score_cards.sign(sign_off))


def signed(text: str = TEXT, at: datetime = datetime(2020, 1, 1, tzinfo=UTC)) -> SignedCard:
    """A card under a sign-off that holds."""
    return signed_card(text, sign_card(text, "j.park", "chief", "alpha", at, KEY))
