"""Agreements for tests: one with every part that the document knows, one that shares charts."""

from typing import Any

import yaml

from comity.sharing import Agreement, parse_agreement

FULL = """\
agreement: pact
version: 1
title: Pact of the region
binding: true
objectives: fewer burglaries
parties:
  - {agency: city, desk: records, contact: 24 hours, signatory: the chief}
  - sheriff
  - court
task_forces:
  - {id: force, lead: city, members: [city, sheriff], ends: 2025-09-01}
purposes: [investigation, licensing]
starts: 2025-01-01
ends: 2026-01-01
review: 2025-10-01
notice_days: 60
at_end: purge
shares:
  - clause: "2.1"
    from: [sheriff]
    to: ["*"]
    data_classes: [booking]
    handling_ceiling: TLP:AMBER
    purposes: [investigation]
    onward: never
  - clause: "2.2"
    from: [court]
    to: [city]
    data_classes: [warrant]
    handling_ceiling: [TLP:AMBER, NIEM:GREEN]
    roles: [analyst]
    training: [warrants]
    verify_first: true
  - clause: "2.3"
    from: [court]
    to: [sheriff]
    data_classes: [juvenile]
    handling_ceiling: TLP:AMBER
    areas: [north]
    case_member: true
  - clause: "2.4"
    from: [force]
    to: [force]
    data_classes: [intelligence]
    handling_ceiling: TLP:RED
  - clause: "2.5"
    from: [court]
    to: [city, sheriff]
    data_classes: [juvenile]
    handling_ceiling: TLP:AMBER
    emergency: true
duties:
  - {clause: "3.1", who: ["*"], duty: update, within: 24h}
  - {clause: "3.2", who: [court], duty: answer, within: 5d}
"""
PACT_OF_CHARTS = """\
agreement: charts
version: 1
title: What analysts keep
status: active
parties: [riverton-pd, harbor-so]
purposes: [investigation]
starts: 2020-01-01
ends: 2099-01-01
shares:
  - {clause: "1", from: ["*"], to: ["*"], data_classes: [chart], handling_ceiling: "TLP:GREEN"}
"""


def pact(**changes: Any) -> Agreement:
    """The full agreement, with some keys of the document changed."""
    return parse_agreement(pact_text(**changes), "pact.yaml")


def pact_text(**changes: Any) -> str:
    """Its text, with some keys of the document changed."""
    return yaml.safe_dump(yaml.safe_load(FULL) | changes, sort_keys=False)
