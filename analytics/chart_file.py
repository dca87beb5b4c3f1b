"""What a chart's page keeps of how it was made, so that it can be made again from the page."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from comity.analytics.chart import Chart
from comity.graph.words import Micros

FORMAT, VERSION = "comity-chart-page", 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def file_of(chart: Chart, title: str) -> Mapping[str, Any] | None:
    """Question, times and digest of the view; None of a chart that was not asked for."""
    if chart.query is None:
        return None
    standing = chart.standing
    return {
        "format": FORMAT,
        "version": VERSION,
        "title": title,
        "notes": chart.notes,
        "query": asdict(chart.query),
        "known_at": _written(standing.known_at),
        "valid_at": None if standing.valid_at is None else _written(standing.valid_at),
        "digest": standing.digest,
    }


def _written(at: Micros) -> str:
    return (_EPOCH + timedelta(microseconds=at)).isoformat()
