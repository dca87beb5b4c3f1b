"""What a notebook shows: entities, explanations, charts; every text of a record is escaped."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from comity.client import frames


@dataclass(frozen=True)
class Entity:
    """One entity as this viewer sees it; `facts` has a row for every value with its origin."""

    id: str
    kind: str
    name: str
    agencies: tuple[str, ...]
    roles: tuple[str, ...]
    standing: str
    facts: pd.DataFrame = field(repr=False)
    mentions: pd.DataFrame = field(repr=False)
    possible: pd.DataFrame = field(repr=False)

    def _repr_html_(self) -> str:
        shown = self.facts[["property", "value", "agency", "source", "record", "agreement"]]
        head = f"<b>{escape(self.name)}</b> ({escape(self.kind)})"
        told = f"{len(self.mentions)} records of {escape(', '.join(self.agencies))}"
        return f"<div><p>{head}: {told}</p>{table(shown)}{_standing_line(self.facts)}</div>"


@dataclass(frozen=True)
class Why:
    """Why two mentions are the same or not; weights are log2 odds."""

    first: str
    second: str
    decision: str
    verdict: str
    score: float
    threshold: float
    prior: float
    model: str
    comparisons: pd.DataFrame = field(repr=False)

    def _repr_html_(self) -> str:
        by = f"a person said {self.verdict}" if self.verdict else f"model {self.model}"
        line = f"<b>{escape(self.decision)}</b>: {self.score:.1f} of {self.threshold:.1f} needed"
        return f"<div><p>{line} ({escape(by)})</p>{table(self.comparisons)}</div>"


@dataclass(frozen=True)
class Chart:
    """A link chart as one HTML page that loads nothing from outside."""

    html: str = field(repr=False)
    height: int = 620

    def save(self, path: str | Path) -> Path:
        """Leave the page as a file that only its owner may read; returns where."""
        place = Path(path)
        place.touch(mode=0o600)
        place.chmod(0o600)
        place.write_text(self.html, "utf-8")
        return place

    def _repr_html_(self) -> str:
        # A sandbox without allow-same-origin: the page can run, and reach nothing of the notebook.
        return (
            f'<iframe sandbox="allow-scripts" srcdoc="{escape(self.html)}" '
            f'style="width:100%;height:{self.height}px;border:0"></iframe>'
        )


def entity_of(answer: Mapping[str, Any]) -> Entity:
    """The entity in an answer."""
    found = answer["entity"]
    facts = map(frames.fact_row, found["facts"])
    mentions = map(frames.mention_row, found["mentions"])
    return Entity(
        id=found["id"],
        kind=found["kind"],
        name=found["name"],
        agencies=tuple(found["agencies"]),
        roles=tuple(found["roles"]),
        standing=found["standing"],
        facts=frames.frame(facts, frames.FACTS, answer),
        mentions=frames.frame(mentions, frames.MENTIONS, answer),
        possible=frames.frame(found["possible"], frames.POSSIBLE, answer),
    )


def why_of(told: Mapping[str, Any], answer: Mapping[str, Any]) -> Why:
    """One explanation in an answer."""
    kept = {name: told[name] for name in Why.__dataclass_fields__ if name != "comparisons"}
    lines = frames.frame(told["comparisons"], frames.COMPARISONS, answer)
    return Why(**kept, comparisons=lines)


def table(shown: pd.DataFrame) -> str:
    """A frame as an HTML table, escaped."""
    return str(shown.to_html(index=False, escape=True, border=0, na_rep=""))


def _standing_line(shown: pd.DataFrame) -> str:
    told = shown.attrs.get("standing", {})
    resting = ", ".join(told.get("agreements", ())) or "own records"
    words = f"as {told.get('viewer')} of {told.get('agency')} for {told.get('purpose')}"
    lines = [f"{words}; resting on {resting}", *map(_marked, shown.attrs.get("markings", ()))]
    return "".join(f"<p><small>{escape(line)}</small></p>" for line in lines)


def _marked(marking: Mapping[str, Any]) -> str:
    """A marking in one line."""
    first = ", ".join(marking["verify_first"])
    parts = (
        *(*marking["codes"], *marking["caveats"]),
        *(f"passing on: {marking['onward']}", f"use in court: {marking['evidence']}"),
        *([f"verify first with {first}"] if first else []),
    )
    return " · ".join(parts)
