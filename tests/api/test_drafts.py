"""Agreements before anybody signs, over HTTP: checked, compared, simulated, and nothing kept."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from doors import Doors, opened
from town import PACT

ELSEWHERE = """\
agreement: elsewhere
version: 3
title: What two others share
status: active
parties: [harbor-so, superior-court]
purposes: [investigation, licensing]
starts: 2020-01-01
ends: 2099-01-01
shares:
  - {clause: "1", from: [harbor-so], to: [superior-court], data_classes: [juvenile],
     handling_ceiling: "TLP:RED"}
"""
WIDER = {
    "version": 2,
    "purposes": ["investigation", "licensing"],
    "shares": [
        {"clause": "1", "from": ["*"], "to": ["*"], "data_classes": ["incident", "juvenile"],
         "handling_ceiling": "TLP:RED"},
    ],
}  # fmt: skip


def draft(**changes: Any) -> str:
    """The town's pact with some keys of its document changed."""
    return yaml.safe_dump(yaml.safe_load(PACT) | changes, sort_keys=False)


@pytest.fixture(scope="module")
def river(made_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """The town, with an agreement that Riverton is no party of."""
    data = Path(shutil.copytree(made_town, tmp_path_factory.mktemp("drafts") / "town"))
    with opened(data) as served:
        served.installation.ledger.put_agreement(ELSEWHERE, "administrator")
        yield served


@pytest.fixture(scope="module")
def ann(river: Doors) -> httpx.Client:
    """An analyst of Riverton."""
    return river.asker()


def asked(who: httpx.Client, what: str, text: str) -> Any:
    return who.post(f"/v1/agreements/{what}", json={"text": text}).json()


def effects(who: httpx.Client, text: str) -> set[tuple[Any, ...]]:
    """What a text would do, as (for whom, purpose, whose, class, becomes, facts)."""
    told = asked(who, "simulate", text)["effects"]
    names = ("agency", "purpose", "owner", "data_class", "becomes", "facts")
    return {tuple(each[name] for name in names) for each in told}


def test_a_text_is_told_back_clause_by_clause(ann: httpx.Client) -> None:
    told = asked(ann, "check", PACT)
    assert told["problem"] is None
    assert (told["draft"]["id"], told["draft"]["parties"]) == ("pact", ["riverton-pd", "harbor-so"])
    assert told["draft"]["clauses"][0]["clause"] == "1"
    assert "booking" in told["draft"]["clauses"][0]["text"]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (PACT.replace("purposes:", "purpose:"), 8, "did you mean 'purposes'"),
        (PACT.replace("TLP:AMBER", "TLP:AMBRE"), 13, "did you mean 'TLP:AMBER'"),
        (PACT.replace("2099", "2019"), 1, "before it starts"),
        (PACT.replace("emergency: true", "redact: [nmae], emergency: true"), 0, "'name'"),
        ("parties: [", 1, "not YAML"),
        ("# nothing", 1, "empty"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line_and_a_near_miss(
    ann: httpx.Client, text: str, line: int, said: str
) -> None:
    told = asked(ann, "check", text)
    assert told["draft"] is None
    assert told["problem"]["line"] == line
    assert said in told["problem"]["problem"]
    for what in ("diff", "simulate"):
        refused = asked(ann, what, text)
        assert refused["type"] == "urn:comity:problem:bad-question"
        assert "AMBRE" not in refused["detail"]


def test_a_text_is_compared_with_its_namesake_in_force(ann: httpx.Client) -> None:
    told = asked(ann, "diff", draft(version=2, title="Another pact"))
    assert (told["before"], told["version"]) == (1, 2)
    assert [(each["where"], each["after"]) for each in told["changes"]] == [
        ("version", "2"), ("title", "Another pact")
    ]  # fmt: skip
    same = asked(ann, "diff", PACT)
    assert (same["before"], same["changes"]) == (1, [])


def test_an_agreement_of_others_is_as_if_it_were_not_there(river: Doors, ann: httpx.Client) -> None:
    theirs, none = draft(agreement="elsewhere"), draft(agreement="nowhere", **WIDER)
    assert asked(ann, "diff", theirs)["before"] is None
    assert asked(river.asker(agency="harbor-so"), "diff", theirs)["before"] == 3
    for text in (theirs, draft(agreement="elsewhere", **WIDER)):
        other = text.replace("agreement: elsewhere", "agreement: nowhere")
        assert effects(ann, text) == effects(ann, other)
    assert {each[0] for each in effects(ann, none)} == {"harbor-so"}


def test_a_simulation_counts_ones_own_facts_and_names_nothing_of_others_that_is_hidden(
    river: Doors, ann: httpx.Client
) -> None:
    ours, theirs = effects(ann, draft(**WIDER)), effects(
        river.asker(agency="harbor-so"), draft(**WIDER)
    )  # fmt: skip
    # For licensing our incidents appear to them; their bookings, which show now, go from us.
    [facts] = [each[-1] for each in ours if each[:5] == (
        "harbor-so", "licensing", "riverton-pd", "incident", "visible"
    )]  # fmt: skip
    assert facts > 5
    assert ("riverton-pd", "investigation", "harbor-so", "booking", "hidden", None) in ours
    # That they hold anything of juveniles is not ours to know; they know it, and how much.
    assert not any("juvenile" in each for each in ours)
    assert {each[-1] for each in theirs if each[3] == "juvenile"} == {6}
    assert all(each[-1] is None for each in theirs if each[2] != "harbor-so")


def test_nothing_is_kept_and_the_question_is_audited(river: Doors, ann: httpx.Client) -> None:
    ledger, before = river.installation.ledger, river.last()
    versions = ledger.agreement_versions()
    for what in ("check", "diff", "simulate"):
        asked(ann, what, draft(version=9))
    assert ledger.agreement_versions() == versions
    told = [kept.row.action for kept in river.rows(before)]
    assert told == ["check_draft", "compare_draft", "simulate_draft"]


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join(f'*{last}' for _ in range(9))}]\n"
    for last, name in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "a bomb of anchors": BOMB,
    "an anchor in itself": "a: &a [*a]",
    "nested without end": "[" * 2_000,
    "a merge key": "<<: {a: 1}",
    "a tag that would run": "!!python/object/apply:os.system ['true']",
    "a number without end": f"version: {'9' * 25_000}",
    "many parties": "parties: [" + ", ".join(f"a{n}" for n in range(4_000)) + "]",
    "control signs": "title: \x1b[31m",
    "right to left": "title: \u202e",
    "a key twice": "a: 1\na: 2",
    "another document": f"{PACT}\n---\n{PACT}",
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_text_is_told_to_be_wrong_and_does_nothing(ann: httpx.Client, name: str) -> None:
    told = asked(ann, "check", HOSTILE[name])
    assert told["draft"] is None
    assert 0 < len(told["problem"]["problem"]) <= 500


@pytest.mark.parametrize("what", ["check", "diff", "simulate"])
def test_a_text_that_nobody_would_write_is_refused_unread(ann: httpx.Client, what: str) -> None:
    for body in ({"text": "x" * 30_001}, {"text": ""}, {}, {"text": PACT, "keep": True}):
        answer = ann.post(f"/v1/agreements/{what}", json=body)
        assert answer.json()["type"] == "urn:comity:problem:invalid"


def test_a_simulation_of_too_many_kinds_of_people_is_refused(ann: httpx.Client) -> None:
    agencies = [f"agency-{n}" for n in range(1_200)]
    text = draft(parties=["riverton-pd", *agencies], purposes=["investigation", "licensing"],
                 duties=[])  # fmt: skip
    refused = asked(ann, "simulate", text.replace("harbor-so", "agency-1"))
    assert refused["type"] == "urn:comity:problem:too-much"
    assert "kinds of people" in refused["detail"]
