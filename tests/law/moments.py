"""When worlds begin and end."""

from datetime import UTC, datetime, timedelta

START = datetime(2025, 3, 1, tzinfo=UTC)
END = START + timedelta(days=30)
