"""A served installation of a million links and more, made once and kept in a folder outside git.

A small demonstration, whose viewer's own agency has told a great many generated reports besides,
of some people that each is linked to two hundred others, and of some fifty times.
"""

import shutil
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from benchmarks.incremental import tell
from benchmarks.planted_reports import LINKS_A_REPORT, REPORTS_A_PERSON, Reports
from comity.api.cli import run
from comity.api.installation import Installation
from comity.graph.identity import mention_id
from comity.graph.projection import project
from comity.graph.words import Record, Source, mention_key

SOURCE = Source("bench", "riverton-pd", "generated reports")
HUBS, SPOKES, OFTEN, TIMES, PEOPLE = 40, 200, 10, 50, 50


def large_store(kept: Path, links: int) -> Path:
    """The data folder of a store with so many links; made where it is not kept yet."""
    place = kept / f"links-{links}"
    if not place.exists():
        draft = kept / f".links-{links}"
        shutil.rmtree(draft, ignore_errors=True)
        _make(draft, links)
        draft.rename(place)
    data = place / "data"
    _ran("migrate", "-C", str(data))  # it may be older than this release
    return data


def hubs(data: Path) -> list[str]:
    """The addresses of those who are linked to many."""
    return _addresses(data, (f"h{number}" for number in range(HUBS)))


def often_told(data: Path) -> list[str]:
    """The addresses of those whom many records are of."""
    return _addresses(data, (f"o{number}.0" for number in range(OFTEN)))


def beginnings(links: int, many: int) -> list[str]:
    """What somebody types who looks for people that are in a store of so many links."""
    reports = (world_of(links).record(number) for number in range(many))
    said = [{claim.property: claim.value for claim in each.claims[:7]} for each in reports]
    names = [f"{told['given_name']} {told['family_name']}" for told in said]
    return [name[: 3 + at % 8] for at, name in enumerate(names)]


def _addresses(data: Path, records: Iterable[str]) -> list[str]:
    with Installation.open(data) as installation:
        key = installation.id_key
    return [mention_id(key, mention_key(SOURCE.id, record, "p")) for record in records]


def world_of(links: int) -> Reports:
    """What is told in a store of so many links."""
    return Reports(max(int(_reports(links) * 2 / REPORTS_A_PERSON), 2), source=SOURCE)


def _reports(links: int) -> int:
    return int(links / LINKS_A_REPORT)


def _make(draft: Path, links: int) -> None:
    _ran("demo", "--no-serve", "--people", str(PEOPLE), "--folder", str(draft))
    with Installation.open(draft / "data") as installation:
        tell(installation.ledger, "large", _records(links))
        project(installation.ledger, installation.store)


def _ran(*words: str) -> None:
    if run([*words]):
        raise RuntimeError(f"comity {words[0]} did not go through")


def _records(links: int) -> Iterator[Record]:
    world = world_of(links)
    crowds = (world.hub(number, SPOKES) for number in range(HUBS))
    often = chain.from_iterable(world.often_told(number, TIMES) for number in range(OFTEN))
    return chain(crowds, often, world.records(0, _reports(links)))
