"""What the command line changes leaves its intent in the audit before and its end after it."""

import getpass
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from cards import card_text
from town import MAPPING, PACT

from comity.api import cli
from comity.api.deeds import deed
from comity.api.installation import Installation
from comity.api.person import Person
from comity.graph.audit import AuditRow
from comity.graph.errors import GraphError
from comity.graph.words import LoadPlan
from comity.resolve import shipped_model_file
from comity.sharing import new_key, public_key

Command = Callable[..., Any]
HARBOR_KEY = new_key()
CSV = "NO,NAME,BORN,PHONE\nR9,Ivo Stahl,1970-01-01,\nR8,Uma Reyes,soon,\n"

KEPT = """schedule: riverton
version: 1
rules:
  - {rule: incidents, owner: riverton-pd, data_class: incident, basis: agency, years: 7}
"""


@pytest.fixture
def town(town: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The town's folder is where commands work; beside it lie files to take in."""
    monkeypatch.setenv("COMITY_FOLDER", str(town))
    text = MAPPING.format(source="rms", agency="riverton-pd", data_class="incident")
    (town.parent / "rms.yaml").write_text(text)
    (town.parent / "rms.csv").write_text(CSV)
    (town.parent / "pact.yaml").write_text(PACT.replace("version: 1", "version: 2"))
    (town.parent / "kept.yaml").write_text(KEPT)
    (town.parent / "other.card").write_text(card_text(card="other"))
    (town.parent / "harbor.key").write_bytes(HARBOR_KEY)
    (town.parent / "backup.key").write_text("ab" * 32)
    with Installation.open(town) as installation:
        installation.people.add(Person("ann", "riverton-pd", "analyst", ("investigation",), 0))
        installation.party_keys.trust("harbor-so", public_key(HARBOR_KEY))
        installation.score_cards.put(card_text(), "trial", "ana")
        for status in ("draft", "offered"):
            text = PACT.replace("agreement: pact", f"agreement: the-{status}")
            text = text.replace("status: active", f"status: {status}")
            installation.ledger.put_agreement(text, "ana")
        short = PACT.replace("agreement: pact", "agreement: short")
        installation.ledger.put_agreement(f"{short}at_end: purge\n", "ana")
    return town


def rows(town: Path) -> list[AuditRow]:
    """The audit of the town."""
    with Installation.open(town) as installation:
        assert installation.audit.unfinished() == []
        assert installation.audit.verify().holds
        return [stored.row for stored in installation.audit.rows()]


CHANGES: dict[str, tuple[str, str]] = {
    "agreement put": ("agreement put {files}/pact.yaml", "put_agreement"),
    "agreement suspend": ("agreement suspend pact", "set_agreement_status"),
    "agreement activate": ("agreement activate pact", "set_agreement_status"),
    "agreement end": ("agreement end pact", "set_agreement_status"),
    "agreement offer": ("agreement offer the-draft", "set_agreement_status"),
    "agreement sign": (
        "agreement sign the-offered --agency harbor-so --key {files}/harbor.key",
        "sign_agreement",
    ),
    "agreement purged": (
        "agreement purged short --agency harbor-so --reason shredded",
        "say_purged",
    ),
    "agreement trust": (f"agreement trust lake-so {'ab' * 32}", "trust_key"),
    "score put": ("score put {files}/other.card", "put_score_card"),
    "score sign": (
        "score sign trial --role chief --agency harbor-so --key {files}/harbor.key",
        "sign_score_card",
    ),
    "token give": ("token give ben --role analyst --purpose investigation", "give_token"),
    "token revoke": ("token revoke {number}", "revoke_token"),
    "user add": ("user add ben --role analyst --purpose investigation", "add_user"),
    "user disable": ("user disable ann", "disable_user"),
    "user enable": ("user enable ann", "enable_user"),
    "user password": ("user password ann", "give_password"),
    "user totp": ("user totp ann", "give_totp"),
    "user role": ("user role ann auditor --purpose oversight", "set_role"),
    "user training": ("user training ann warrants --until 2027-03-01", "set_training"),
    "user case": ("user case ann C-1", "set_case"),
    "user task-force": ("user task-force ann river-force", "set_task_force"),
    "ingest files": ("ingest -m {files}/rms.yaml {files}/rms.csv", "ingest"),
    "ingest remap": ("ingest remap -m {files}/rms.yaml", "remap"),
    "ingest abandon": ("ingest abandon {load}", "abandon"),
    "audit checkpoint": ("audit checkpoint", "audit_checkpoint"),
    "audit witness": ("audit witness {files}/growth.txt --key {log}", "audit_witness"),
    "resolve model use": ("resolve model use shipped --reason test", "use_model"),
    "resolve model withdraw": ("resolve model withdraw {model} --reason test", "withdraw_model"),
    "record correct": (
        'record correct rms R1 --order O-1 --values {{"BORN":"1981-05-07"}}',
        "correct_record",
    ),
    "record seal": ("record seal rms R1 --order O-1", "seal_record"),
    "record unseal": ("record unseal rms R1 --order O-1", "unseal_record"),
    "record expunge": ("record expunge rms R1 --order O-1", "expunge_record"),
    "retention run": ("retention run --schedule {files}/kept.yaml", "run_retention"),
    "retention hold": ("retention hold rms R1 --reason trial", "hold_record"),
    "retention release": ("retention release rms R1 --reason over", "release_record"),
    "retention validate": ("retention validate rms R1 --reason needed", "validate_record"),
    "retention suspicion": ("retention suspicion rms R1 --reason seen", "suspicion_record"),
    "quarantine mend": ("quarantine mend {row}", "mend"),
    "quarantine dismiss": ("quarantine dismiss {row} --reason test", "dismiss"),
    "quarantine rerun": ("quarantine rerun -m {files}/rms.yaml --all", "rerun"),
}
SHOWS = {
    "agreement simulate": ("agreement simulate {files}/pact.yaml", "simulate_agreement"),
    "quarantine list": ("quarantine list", "list_quarantine"),
    "audit prove": ("audit prove", "audit_proof"),
    "retention due": ("retention due --schedule {files}/kept.yaml", "check_retention"),
    "retention check": ("retention check --schedule {files}/kept.yaml", "check_retention"),
    "backup": ("backup {files}/kept --key {files}/backup.key", "backup"),
    "record orders": ("record orders {files}/orders.json", "export_orders"),
}
# These change nothing that was recorded or agreed, or ask a question that audits itself.
OTHERS = {
    "analyse table",
    *("action end", "action list", "action register", "deconflict list"),
    *("request answer", "request list", "request send"),
    *("target end", "target list", "target register"),
    *("chart away", "chart comment", "chart keep", "chart list", "chart share", "chart show"),
    *("drawn back", "drawn entity", "drawn link", "drawn list"),
    *("demo sharing", "emergency list", "export", "emergency open", "emergency review"),
    *(
        "agreement conflicts",
        "agreement diff",
        "agreement duties",
        "agreement key",
        "agreement schema",
    ),
    *("agreement if-ended", "agreement mine", "agreement show", "agreement who-sees"),
    *("agreement check", "agreement list", "backup-key", "centrality", "chart draw", "chart rerun"),
    *("audit check-proof", "audit disclosures", "audit key", "audit list", "audit verify"),
    *(
        "audit who",
        "communities",
        "demo data",
        "doctor",
        "entity",
        "pointers",
        "ties",
        "graph load",
        "graph rebuild",
    ),
    *("hidden-links", "what-if", "key-players", "reachable", "community", "community-changes"),
    *("analyse contacts", "analyse handsets", "analyse pattern", "analyse payments"),
    "analyse together",
    *("graph stats", "ingest draft", "ingest loads", "init", "migrate", "path", "resolve judge"),
    *("resolve changes", "resolve matches", "resolve names", "resolve review", "resolve score"),
    *("resolve model check", "resolve model list", "resolve model propose", "resolve model show"),
    *("resolve table", "resolve why"),
    *("score check", "score entity", "score fairness", "score list", "score schema"),
    *("resolve withdraw", "restore", "search", "serve", "token list"),
    "user list",
}


def listed(group: Any, words: tuple[str, ...] = ()) -> list[str]:
    """Every command by the words that call it."""
    if not hasattr(group, "commands"):
        return [" ".join(words)]
    return [one for name in group.commands for one in listed(group.commands[name], (*words, name))]


def fill(town: Path, comity: Command, words: str) -> list[str]:
    """A command line with the number of a token and of a row set aside."""
    number = comity("token", "list", "--json").json()[0]["number"]
    if "{row}" in words or "rerun" in words:
        assert comity("ingest", "-m", town.parent / "rms.yaml", town.parent / "rms.csv").code == 0
    if "{model}" in words:
        assert comity("resolve", "model", "use", "shipped", "--reason", "test").code == 0
    log = ""
    if words.startswith("audit"):
        growth = town.parent / "growth.txt"
        assert comity("audit", "checkpoint").code == 0
        assert comity("audit", "prove", "--out", growth).code == 0
        log = comity("audit", "key", "--json").json()["audit"]
    with Installation.open(town) as installation:
        row = next((each.id for each in installation.ledger.quarantine()), 0)
        load = cut_off(installation) if "{load}" in words else 0
    model = shipped_model_file().version
    given = {"number": number, "row": row, "load": load, "model": model, "log": log}
    return words.format(files=town.parent, **given).split()


def cut_off(installation: Installation) -> int:
    """A load that never came to its end."""
    mapping = installation.mappings()["rms"]
    plan = LoadPlan(mapping.source, mapping.id, mapping.text, "lost.csv", "ab12")
    return installation.ledger.begin(plan).load


def test_every_command_is_known_to_change_something_or_not() -> None:
    commands = listed(typer.main.get_command(cli.app))
    assert set(commands) == set(CHANGES) | set(SHOWS) | OTHERS


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_a_change_is_in_the_audit_by_who_was_named_or_is_logged_in(
    town: Path, comity: Command, name: str
) -> None:
    words, action = CHANGES[name]
    line = fill(town, comity, words)
    before = len(rows(town))
    assert comity(*line, "--by", "chief.dunn").code == 0
    intent, done = rows(town)[before:]
    assert [each.outcome for each in (intent, done)] == ["intended", "done"]
    for row in (intent, done):
        assert (row.principal, row.agency, row.action) == ("chief.dunn", "riverton-pd", action)
        assert (row.role, row.purpose) == ("operator", "administration")
    assert json.loads(intent.question)


@pytest.mark.parametrize("name", sorted(SHOWS))
def test_what_shows_or_copies_records_is_in_the_audit_before_it_does(
    town: Path, comity: Command, name: str
) -> None:
    words, action = SHOWS[name]
    assert comity(*fill(town, comity, words)).code == 0
    last = rows(town)[-1]
    assert (last.principal, last.action, last.outcome) == (getpass.getuser(), action, "done")


@pytest.mark.parametrize(
    ("words", "action"),
    [
        ("agreement suspend nowhere", "set_agreement_status"),
        ("agreement put {files}/other.yaml", "put_agreement"),
        ("token revoke 000000000000", "revoke_token"),
        ("user add ann --role analyst --purpose investigation", "add_user"),
        ("user disable nobody", "disable_user"),
        ("ingest -m {files}/rms.yaml {files}/rms_missing.csv", "ingest"),
        ("ingest abandon 999", "abandon"),
        ("quarantine mend 999", "mend"),
        ("quarantine rerun -m {files}/rms.yaml --all", "rerun"),
    ],
)
def test_a_change_that_fails_is_in_the_audit_as_failed(
    town: Path, comity: Command, words: str, action: str
) -> None:
    (town.parent / "other.yaml").write_text(PACT.replace("river", "stream"))
    assert comity(*words.format(files=town.parent).split()).code == 1
    intent, ended = rows(town)[-2:]
    assert (intent.action, intent.outcome, ended.outcome) == (action, "intended", "failed")
    assert ended.principal == getpass.getuser()


def test_an_interrupted_change_is_in_the_audit_as_interrupted(town: Path) -> None:
    with (
        Installation.open(town) as installation,
        pytest.raises(KeyboardInterrupt),
        deed(installation, "ingest", "ann", file="x.csv"),
    ):
        raise KeyboardInterrupt
    assert [row.outcome for row in rows(town)[-2:]] == ["intended", "interrupted"]


def test_who_does_it_is_kept_with_the_agreement_too(town: Path, comity: Command) -> None:
    assert comity("agreement", "suspend", "pact", "--by", "chief.dunn").code == 0
    assert comity("agreement", "activate", "pact").code == 0
    with Installation.open(town) as installation:
        events = installation.ledger.agreement_events()
    assert [(event.status, event.who) for event in events[-2:]] == [
        ("suspended", "chief.dunn"),
        ("active", getpass.getuser()),
    ]


def test_no_token_is_written_into_the_audit(town: Path, comity: Command) -> None:
    asked = ("--role", "analyst", "--purpose", "investigation", "--json")
    secret = comity("token", "give", "ben", *asked).json()["token"]
    told = rows(town)[-1]
    assert secret not in told.question
    assert {"principal": "ben", "role": "analyst"}.items() <= json.loads(told.question).items()


def test_without_its_intent_in_the_audit_nothing_is_changed(
    town: Path, comity: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows(town)

    def refused(*_: object) -> int:
        raise GraphError("the disk is full")

    with monkeypatch.context() as full:
        full.setattr("comity.graph.audit.Audit.intend", refused)
        told = comity("agreement", "suspend", "pact")
    assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)
    assert comity("agreement", "list", "--json").json()[0]["status"] == "active"
    assert rows(town) == before
