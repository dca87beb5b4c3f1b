"""What a campaign has tried, kept beside the code it was tried on: other code starts anew."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / ".comity" / "law"
ROOMS = (
    "sharing", "resolve", "graph", "ingest", "analytics", "api", "casework", "tests/law",
)  # fmt: skip


class Kept:
    """The outcomes of one part of the campaign, a line of JSON each."""

    def __init__(self, part: str) -> None:
        self._path = KEPT / f"{fingerprint()}-{part}.jsonl"

    def lines(self) -> Iterator[dict[str, object]]:
        """What is kept; a run that was cut off may leave half a line."""
        text = self._path.read_text("utf-8") if self._path.exists() else ""
        for line in text.splitlines():
            try:
                yield json.loads(line)
            except json.JSONDecodeError:
                continue

    def add(self, told: Mapping[str, object]) -> None:
        """Keep one more at once."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(told) + "\n")


@cache
def fingerprint() -> str:
    """A hash of all code that has a part in the answers."""
    digest = hashlib.sha256()
    for path in sorted(path for room in ROOMS for path in (ROOT / room).rglob("*")):
        if path.suffix in (".py", ".yaml", ".json"):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
