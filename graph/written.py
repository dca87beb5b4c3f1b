"""Times as people read them."""

from datetime import UTC, datetime, timedelta

from comity.graph.words import Micros

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def written(at: Micros) -> str:
    """A time as `2026-03-02 09:30` in UTC; midnight as the date alone."""
    try:
        moment = _EPOCH + timedelta(microseconds=at)
    except OverflowError:
        return "an unknown time"
    midnight = moment.hour == moment.minute == moment.second == 0
    return moment.strftime("%Y-%m-%d" if midnight else "%Y-%m-%d %H:%M")
