"""Writes the demo agencies: export files, mappings, agreements, viewers, stories and the truth.

Streams block by block, so that a million records need no more memory than a thousand.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from random import Random
from typing import Protocol

from comity.graph.words import mention_key
from comity.ingest import demo_court, demo_dmv, demo_fusion, demo_jail, demo_phone, demo_police
from comity.ingest.demo_events import make_block
from comity.ingest.demo_files import Truth
from comity.ingest.demo_noise import Care
from comity.ingest.demo_people import BLOCK, block_random
from comity.ingest.demo_story import BROKER, PEOPLE, STORY, SUSPECT, TIP, make_story
from comity.ingest.demo_world import Block

SMALLEST = 50
# Which mapping reads which files, in the order that no link comes before its ends.
EXPORTS = (
    ("riverton-rms", ("riverton_incidents.csv", "riverton_gang_file.csv")),
    ("harbor-jail", ("harbor_bookings_*.xlsx",)),
    ("superior-court", ("court_cases.jsonl", "court_warrants.jsonl")),
    ("state-dmv", ("dmv_licences.csv", "dmv_vehicles.csv")),
    ("bluewave-records", ("bluewave_subscribers.csv", "bluewave_calls.csv")),
    ("fusion-reports", ("fusion_reports.xml",)),
)


@dataclass(frozen=True, slots=True)
class Export:
    """One export file and the mapping that reads it."""

    mapping: Path
    file: Path


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What was written: people, records by source, and the exports in the order to load."""

    out: Path
    people: int
    records: dict[str, int]
    exports: tuple[Export, ...]


class _Files(Protocol):
    """The export files of one source, open for writing."""

    @property
    def rows(self) -> int: ...
    def write(self, block: Block, rng: Random, care: Care) -> None: ...
    def close(self) -> None: ...


def write_demo(
    out: Path,
    *,
    people: int = 1000,
    seed: int = 7,
    progress: Callable[[int, int], None] | None = None,
) -> DemoReport:
    """Write the demo agencies into a folder; `progress` hears people written and all of them."""
    if people < SMALLEST:
        raise ValueError(f"people must be at least {SMALLEST}, for the stories need them")
    out.mkdir(parents=True, exist_ok=True)
    for left in out.glob("harbor_bookings_*.xlsx"):
        left.unlink()
    truth = Truth(out / "truth.csv", watched=STORY)
    files = _open_all(out, truth)
    done = 0
    try:
        for block in _blocks(seed, people):
            _write_block(files, seed, block)
            done += len(block.people)
            if progress:
                progress(done, people)
    finally:
        for _, file, _ in files:
            file.close()
        truth.close()
    _copy_documents(out)
    _write_stories(out, truth, seed)
    return DemoReport(out, done, {name: f.rows for name, f, _ in files}, tuple(_exports(out)))


def _open_all(out: Path, truth: Truth) -> list[tuple[str, _Files, Care]]:
    return [
        (demo_police.SOURCE, demo_police.PoliceFiles(out, truth), demo_police.CARE),
        (demo_jail.SOURCE, demo_jail.JailFiles(out, truth), demo_jail.CARE),
        (demo_court.SOURCE, demo_court.CourtFiles(out, truth), demo_court.CARE),
        (demo_dmv.SOURCE, demo_dmv.RegistryFiles(out, truth), demo_dmv.CARE),
        (demo_phone.SOURCE, demo_phone.PhoneFiles(out, truth), demo_phone.CARE),
        (demo_fusion.SOURCE, demo_fusion.FusionFiles(out, truth), demo_fusion.CARE),
    ]


def _blocks(seed: int, people: int) -> Iterator[Block]:
    """The stories first, then one neighbourhood after the other."""
    yield make_story(seed)
    left, number = people - PEOPLE, 1
    while left > 0:
        yield make_block(seed, number, min(BLOCK, left))
        left, number = left - BLOCK, number + 1


def _write_block(files: Iterable[tuple[str, _Files, Care]], seed: int, block: Block) -> None:
    for source, file, care in files:
        # The people of the stories have other spellings, but no slips that would lose them.
        told = block.number == "0"
        kept = replace(care, slips=0, swapped=0, birth=0, unborn=0, number=0) if told else care
        file.write(block, block_random(seed, source, block.number), kept)


def _exports(out: Path) -> Iterator[Export]:
    for name, patterns in EXPORTS:
        for pattern in patterns:
            for file in sorted(out.glob(pattern), key=lambda path: (len(path.name), path.name)):
                yield Export(out / "mappings" / f"{name}.yaml", file)


def _copy_documents(out: Path) -> None:
    data = resources.files(__package__).joinpath("data")
    for kind in ("mappings", "agreements"):
        folder = out / kind
        folder.mkdir(exist_ok=True)
        for document in data.joinpath(f"demo_{kind}").iterdir():
            if document.name.endswith(".yaml"):
                (folder / document.name).write_bytes(document.read_bytes())
    (out / "viewers.yaml").write_bytes(data.joinpath("demo/viewers.yaml").read_bytes())


def _write_stories(out: Path, truth: Truth, seed: int) -> None:
    text = json.dumps(_stories(truth.keys, make_story(seed)), indent=2, ensure_ascii=False)
    (out / "stories.json").write_text(text + "\n", encoding="utf-8")


def _stories(keys: dict[str, list[str]], story: Block) -> dict[str, object]:
    """What the stories are, by mention keys."""
    suspect = f"{STORY}cars.{SUSPECT}"
    line = next(line for line in story.lines if line.holder.id == suspect)
    return {
        "network": {
            "what": "A drug cell and a car-theft cell hang together through one broker, "
            "whom no single agency shows.",
            "broker": keys[BROKER],
            "cells": {
                cell: {k: v for k, v in keys.items() if k.startswith(f"{STORY}{cell}.")}
                for cell in ("drugs", "cars")
            },
        },
        "tip": {
            "what": "An unnamed caller gave a telephone number; the number leads to a suspect.",
            "report": mention_key(demo_fusion.SOURCE, TIP, "report"),
            "phone": mention_key(demo_fusion.SOURCE, TIP, "phone.1"),
            "vehicle": mention_key(demo_fusion.SOURCE, TIP, "vehicle.1"),
            "line": mention_key(demo_phone.SOURCE, f"A{line.id}", "line"),
            "suspect": keys[suspect],
        },
        "agreement": {
            "what": "Suspend it, and the viewer no longer sees the records of the agency.",
            "suspend": "regional-mou",
            "viewer": "r.alvarez",
            "agency": "harbor-so",
        },
    }
