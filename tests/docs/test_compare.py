"""Every test that the pages on the workspace point to is there, and every yes points to one."""

import re

import pytest
from pages import ROOT

DOCS = ROOT / "docs"
_TEST = re.compile(r'\[([^\]]+)\]\((\.\./tests/[^)\s]+) "(test_\w+)"\)')
_SOURCE = re.compile(r"\[([A-Z]\d?)\]")


@pytest.mark.parametrize("name", ["compare.md", "workspace.md"])
def test_every_test_that_is_pointed_to_is_there(name: str) -> None:
    told = _TEST.findall((DOCS / name).read_text("utf-8"))
    assert len(told) > 20
    missing = [
        test for _, file, test in told if f"def {test}(" not in (DOCS / file).read_text("utf-8")
    ]
    assert missing == []


def test_every_yes_of_ours_has_its_test_and_every_claim_on_others_its_source() -> None:
    text = (DOCS / "compare.md").read_text("utf-8")
    table, _, sources = text.partition("## Where that stands")
    named = set(re.findall(r"^\| ([A-Z]\d?) \|", sources, re.M))
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if " | " in line]
    features = [row for row in rows[1:] if len(row) == 7]
    assert len(features) > 25
    for feature, ours, *others in features:
        assert _TEST.match(ours) or ours in ("no", "not on the page yet"), feature
        for claim in others:
            assert claim == "not found" or set(_SOURCE.findall(claim)) & named, (feature, claim)
    assert set(_SOURCE.findall(table)) == named
