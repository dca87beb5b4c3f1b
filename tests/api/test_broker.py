"""The demo's broker: a phone joins what two agencies know of him, in the views that it shows to."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from doors import opened

from comity.api.installation import Installation
from comity.graph.identity import mention_id
from comity.graph.projection import project
from comity.ingest import ingest_file, parse_mapping, read_mapping

Command = Callable[..., Any]
RUMOUR = "fusion-reports:FTF-2024-NET01:lead"
PHONE = '<Phone no="1"><Number>'
UNION, TASK_FORCE = ("r.alvarez", "riverton-pd"), ("f.kimura", "fusion-tf")


@pytest.fixture
def broker(demo: Path) -> dict[str, str]:
    """The address of each record of the broker, by its ledger's key."""
    stories = json.loads((demo / "files" / "stories.json").read_text("utf-8"))
    keys = stories["network"]["broker"]
    with Installation.open(demo / "data") as installation:
        return {key: mention_id(installation.id_key, key) for key in keys}


def asked(who: tuple[str, str]) -> tuple[str, ...]:
    """How one viewer asks."""
    return ("--as", who[0], "--agency", who[1], "--justification", "a test", "--json")


def records(comity: Command, broker: dict[str, str], who: tuple[str, str], key: str) -> set[str]:
    """The records of the broker that one viewer sees joined with one of them."""
    found = comity("entity", broker[key], *asked(who)).json()["entity"]["mentions"]
    return {mention["id"] for mention in found}


def jailed(broker: dict[str, str]) -> str:
    """One of the sheriff's records of him."""
    return next(key for key in sorted(broker) if key.startswith("harbor-jail"))


def test_a_phone_joins_what_two_agencies_know_of_him_and_why_says_so(
    comity: Command, broker: dict[str, str]
) -> None:
    assert records(comity, broker, UNION, RUMOUR) == set(broker.values())
    ends = broker[RUMOUR], broker[jailed(broker)]
    why = comity("resolve", "why", *ends, *asked(UNION)).json()["why"]
    shared = next(line for line in why["comparisons"] if line["name"] == "shared phone")
    assert shared["level"] == "theirs alone"
    assert shared["left"] == shared["right"]
    assert [said["agency"] for said in shared["left_said"]] == ["fusion-tf"]
    assert [said["agency"] for said in shared["right_said"]] == ["harbor-so"]
    assert why["score"] - shared["weight"] < why["threshold"] <= why["score"]
    told = comity("resolve", "why", *ends, *asked(UNION)[:-1]).out
    (line,) = (line.split("│") for line in told.splitlines() if "shared phone" in line)
    assert f"{shared['weight']:g}" in [cell.strip() for cell in line]


def test_over_http_why_says_the_same(comity: Command, demo: Path, broker: dict[str, str]) -> None:
    ends = broker[RUMOUR], broker[jailed(broker)]
    told = comity("resolve", "why", *ends, *asked(UNION)).json()["why"]
    with opened(demo / "data") as doors:
        answer = doors.asker(principal=UNION[0]).get(f"/v1/why/{ends[0]}/{ends[1]}").json()
    assert answer["why"] == told


def test_without_the_phone_he_is_not_found(
    comity: Command, demo: Path, broker: dict[str, str]
) -> None:
    say_again(demo, lambda report: report[: report.index(PHONE)] + "</Report>")
    assert records(comity, broker, UNION, RUMOUR) == {broker[RUMOUR]}
    assert len(records(comity, broker, UNION, jailed(broker))) == len(broker) - 1


def test_who_may_not_see_whose_phone_it_is_does_not_find_him(
    comity: Command, demo: Path, broker: dict[str, str]
) -> None:
    say_again(demo, lambda report: report, phones="TLP:RED")
    assert records(comity, broker, UNION, RUMOUR) == {broker[RUMOUR]}
    assert len(records(comity, broker, TASK_FORCE, RUMOUR)) > 1
    ends = broker[RUMOUR], broker[jailed(broker)]
    why = comity("resolve", "why", *ends, *asked(UNION)).json()["why"]
    assert "shared phone" not in {line["name"] for line in why["comparisons"]}
    assert why["decision"] != "same"


def say_again(demo: Path, change: Callable[[str], str], phones: str = "") -> None:
    """The task force exports its report on him again, changed, or with phones for itself alone."""
    path = demo / "files" / "fusion_reports.xml"
    before, report = path.read_text("utf-8").split(f'<Report id="{RUMOUR.split(":")[1]}"', 1)
    report, after = report.split("</Report>", 1)
    report = change(f"{report}</Report>")
    path.write_text(f'{before}<Report id="{RUMOUR.split(":")[1]}"{report}{after}', "utf-8")
    source = next((demo / "files").rglob("fusion-reports.yaml"))
    mapping = read_mapping(source)
    if phones:
        whose = "phone: {kind: phone, "
        text = source.read_text("utf-8").replace(whose, f'{whose}label: {{handling: "{phones}"}}, ')
        mapping = parse_mapping(text.replace("version: 1", "version: 2", 1), "changed")
    with Installation.open(demo / "data") as installation:
        ingest_file(installation.ledger, mapping, path)
        project(installation.ledger, installation.store)


def test_the_picture_of_why_is_the_same_on_the_command_line_and_over_http(
    comity: Command, demo: Path, broker: dict[str, str]
) -> None:
    ends, out = (broker[RUMOUR], broker[jailed(broker)]), demo / "why.svg"
    nowhere = comity("resolve", "why", *ends, *asked(UNION), "--picture", out / "x" / "why.svg")
    assert (nowhere.code, nowhere.out) == (1, "")
    assert "first" in nowhere.err.splitlines()[-1]
    assert comity("resolve", "why", *ends, *asked(UNION), "--picture", out).code == 0
    with opened(demo / "data") as doors:
        asker = doors.asker(principal=UNION[0])
        answer = asker.get(f"/v1/why/{ends[0]}/{ends[1]}/picture")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.content == out.read_bytes()
    assert "shared phone: theirs alone" in answer.text


def test_why_not_says_what_is_missing_and_that_nothing_brings_them_together(
    comity: Command, broker: dict[str, str]
) -> None:
    found = comity("search", "Luca Bianchi", *asked(UNION)).json()["hits"]
    stranger = next(hit["entity"] for hit in found if hit["kind"] == "person")
    told = comity("resolve", "why", broker[RUMOUR], stranger, *asked(UNION)[:-1]).out
    assert "nothing brings the two together" in told
    assert "bits short of the same" in told
    assert "fusion-tf, fusion-reports FTF-2024-NET01" in told


def test_links_and_contradictions_keep_the_demos_quality_where_it_was_reached(demo: Path) -> None:
    quality = json.loads((demo / "figures.json").read_text("utf-8"))["quality"]
    assert quality["cluster"]["f1"] >= 0.983
    assert quality["person cluster"]["f1"] >= 0.975
    assert quality["person cluster"]["precision"] >= 0.995
