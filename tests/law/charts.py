"""Worlds of kept charts: versions and comments under codes that change, and what one is told.

Beside each world stands its twin, in which what its viewer may not see was never saved nor said.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from law.casework import installed
from law.moments import START

from comity.api.asked import Asked
from comity.api.charts_door import Shelf
from comity.api.installation import Installation
from comity.api.routes_charts import (
    comment_chart,
    list_charts,
    open_chart,
    open_chart_version,
    save_chart,
    save_chart_version,
)
from comity.api.wire_charts import ChartKeptBody, CommentBody
from comity.sharing import Viewer

OURS, OWNER, OTHER = "alpha", "beta", "gamma"
LAX, STRICT = "TLP:GREEN", "TLP:AMBER"
# Whoever is OTHER sees all of the chart, and what it writes shows to the viewer under any code.
PACT = f"""\
agreement: charts
version: 1
title: Kept charts
status: active
parties: [{OURS}, {OWNER}, {OTHER}]
purposes: [investigation]
starts: 2020-01-01
ends: 2099-01-01
shares:
  - {{clause: "1", from: ["*"], to: ["*"], data_classes: [chart], handling_ceiling: "{LAX}"}}
  - {{clause: "2", from: ["*"], to: [{OTHER}], data_classes: [chart], handling_ceiling: "{STRICT}"}}
  - {{clause: "3", from: [{OTHER}], to: ["*"], data_classes: [chart], handling_ceiling: "{STRICT}"}}
"""


@dataclass(frozen=True)
class Deed:
    """A version that the owner saves, or what an agency says of one; `code` is that version's."""

    number: int
    agency: str
    code: str
    saves: bool


def deeds_of(seed: int) -> list[Deed]:
    """What happens to the chart of a seed; the last version shows to the viewer."""
    rng, code, made = Random(seed), STRICT, list[Deed]()
    for number in range(rng.randint(6, 12)):
        saves = number == 0 or rng.random() < 0.4
        code = rng.choice((LAX, STRICT)) if saves else code
        speakers = (OWNER, OTHER, OURS) if code == LAX else (OWNER, OTHER)
        made.append(Deed(number, OWNER if saves else rng.choice(speakers), code, saves))
    return [*made, Deed(len(made), OWNER, LAX, saves=True)]


def tells_of(seed: int) -> bool:
    """Whether what the viewer is told differs from what they are told in the twin."""
    deeds = deeds_of(seed)
    return told(deeds) != told(deed for deed in deeds if deed.code == LAX)


def told(deeds: Iterable[Deed]) -> list[str]:
    """Play a world, and ask the viewer's questions at its end."""
    with installed([PACT]) as (installation, clock):
        ref = ""
        for deed in deeds:
            clock.now = START + deed.number * timedelta(hours=1)
            ref = _do(installation, deed, ref)
        return list(_answers(installation, ref))


def _do(installation: Installation, deed: Deed, ref: str) -> str:
    """A deed as whoever does it; the reference of the chart."""
    at: dict[str, Any] = {"idempotency_key": f"key {deed.number}", "ref": ref}
    if not deed.saves:
        at["body"] = CommentBody(text=f"said {deed.number}")
        return str(_asked(installation, comment_chart, deed.agency, **at).ref)
    at["body"] = ChartKeptBody(
        case="C-1", title=f"version {deed.number}", handling=deed.code, shared=(OURS, OTHER),
        comment=f"saved {deed.number}",
    )  # fmt: skip
    if ref:
        return str(_asked(installation, save_chart_version, deed.agency, **at).ref)
    first = {"idempotency_key": "the first", "body": at["body"]}
    return str(_asked(installation, save_chart, deed.agency, **first).ref)


def _answers(installation: Installation, ref: str) -> Iterator[str]:
    yield _asked(installation, list_charts, OURS).model_dump_json()
    answer = _asked(installation, open_chart, OURS, ref=ref)
    yield answer.model_dump_json()
    for each in answer.versions:
        found = _asked(installation, open_chart_version, OURS, ref=ref, number=each.number)
        yield found.model_dump_json()


def _asked(installation: Installation, route: Any, agency: str, **given: Any) -> Any:
    """One question as the doors put it, but for its audit row."""
    viewer = Viewer(f"a user of {agency}", agency, "analyst", "investigation", "a test")
    return route(asked=Asked(installation, viewer), shelf=Shelf(installation), **given)
