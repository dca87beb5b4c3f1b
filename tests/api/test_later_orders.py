"""A restore does again what was ordered of records after the backup, and refuses to forget it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from doors import opened
from town import MAPPING, row

from comity.api.files import write_private
from comity.api.installation import LEDGER, Installation
from comity.api.order_list import read_order_list, write_order_list
from comity.graph.casework_words import Registration
from comity.graph.errors import RecordHeld
from comity.graph.ledger_words import Mark
from comity.graph.sqlite_file import one_at_a_time
from comity.graph.view import micros
from comity.ingest import ingest_records, parse_mapping

Command = Callable[..., Any]
SECRET = b"Quillon"
ASKED = ("--as", "ana", "--justification", "a test", "--json")


@pytest.fixture
def town(town: Path, comity: Command, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The town with a backup of it beside it, its settings naming an order list."""
    monkeypatch.setenv("COMITY_FOLDER", str(town))
    monkeypatch.setenv("COMITY_BACKUP_KEY", str(town.parent / "backup.key"))
    settings = town / "settings.yaml"
    settings.write_text(f"{settings.read_text()}order_list: {town.parent / 'orders.json'}\n")
    settings.write_text(settings.read_text().replace("order_list: ''\n", "", 1))
    assert comity("backup-key", town.parent / "backup.key").code == 0
    assert comity("record", "expunge", "rms", "R5", "--order", "before the backup").code == 0
    take_in(town, "rms", row("R5", "Perpetua Lunde", "1969-02-11", ""))
    assert comity("backup", town.parent / "kept").code == 0
    return town


def take_in(town: Path, source: str, *rows: dict[str, str]) -> None:
    """Rows of a source that come later."""
    mapping = parse_mapping(
        MAPPING.format(source=source, agency="riverton-pd", data_class="incident"), "later"
    )
    with Installation.open(town) as installation:
        ingest_records(installation.ledger, mapping, [("insert", each) for each in rows],
                       name=f"later {[each['NO'] for each in rows]}")  # fmt: skip


def restored(comity: Command, town: Path, *how: object) -> Any:
    """The outcome of restoring the backup beside the town."""
    again = town.parent / "again"
    return comity("restore", town.parent / "kept", *how, "-C", again, "--json")


def state(folder: Path) -> tuple[set[str], dict[tuple[str, str], tuple[str, ...]]]:
    """Which records of rms a folder keeps, and which are sealed."""
    with Installation.open(folder) as installation:
        kept = {each.record for each in installation.ledger.kept() if each.source == "rms"}
        marks = [each for each in installation.ledger.marks() if each.kind == "seal"]
        assert installation.ledger.verify().holds
        return kept, {(each.source, each.record): each.spared for each in marks}


def test_what_was_purged_after_the_backup_stays_away(comity: Command, town: Path) -> None:
    before, _ = state(town)
    assert "R1" in before
    assert comity("record", "expunge", "rms", "R1", "--order", "court 26-1").code == 0
    assert comity("record", "expunge", "jail", "B1", "--order", "court 26-1").code == 0
    told = restored(comity, town, "--orders", town.parent / "orders.json").json()
    assert (told["purged"], told["elsewhere"]) == (2, 0)
    again = town.parent / "again"
    assert state(again)[0] == before - {"R1"}  # R5 was purged before the backup, and came again
    found = [path.name for path in again.rglob("*")
             if path.is_file() and SECRET in path.read_bytes()]  # fmt: skip
    assert found == []


def test_seals_and_holds_that_came_later_stand_again(comity: Command, town: Path) -> None:
    seal = ("record", "seal", "rms", "R2", "--order", "court 26-2", "--except", "harbor-so")
    assert comity(*seal).code == 0
    assert comity("record", "seal", "rms", "R3", "--order", "court 26-3").code == 0
    assert comity("record", "unseal", "rms", "R3", "--order", "court 26-4").code == 0
    assert comity("retention", "hold", "rms", "R4", "--reason", "trial").code == 0
    told = restored(comity, town, "--orders", town.parent / "orders.json").json()
    assert (told["purged"], told["marked"]) == (0, 4)
    again = town.parent / "again"
    with Installation.open(again) as installation:
        marks = installation.ledger.marks()
    assert [(each.kind, each.record, each.spared) for each in marks] == [
        ("seal", "R2", ("harbor-so",)), ("seal", "R3", ()), ("unseal", "R3", ()), ("hold", "R4", ())
    ]  # fmt: skip
    hits = {name: comity("search", name, *ASKED, "-C", again).json()["hits"]
            for name in ("Ottoline Marsh", "Mina Orlov")}  # fmt: skip
    assert hits["Ottoline Marsh"] == []
    assert hits["Mina Orlov"] != []


def test_a_record_that_was_only_set_aside_then_is_deleted_too(comity: Command, town: Path) -> None:
    take_in(town, "rms", {"NO": "R9", "NAME": "Quillon Secundus", "BORN": "soon", "PHONE": ""})
    assert comity("backup", town.parent / "second").code == 0
    take_in(town, "rms", row("R9", "Quillon Secundus", "1999-01-01", ""))
    assert comity("record", "expunge", "rms", "R9", "--order", "court 26-5").code == 0
    again = town.parent / "again"
    words = ("restore", town.parent / "second", "--orders", town.parent / "orders.json")
    assert comity(*words, "-C", again).code == 0
    assert b"Secundus" not in (again / LEDGER).read_bytes()
    with Installation.open(again) as installation:
        assert installation.ledger.verify().holds


def test_orders_on_records_that_the_backup_has_not_are_counted(comity: Command, town: Path) -> None:
    take_in(town, "rms", row("R7", "Uma Reyes", "1999-01-01", ""))
    assert comity("record", "expunge", "rms", "R7", "--order", "court 26-6").code == 0
    take_in(town, "rms", row("R8", "Ivo Stahl", "1999-01-01", ""))
    assert comity("record", "seal", "rms", "R8", "--order", "court 26-7").code == 0
    told = restored(comity, town, "--orders", town.parent / "orders.json").json()
    assert (told["purged"], told["marked"], told["elsewhere"]) == (0, 0, 2)


def test_casework_purged_after_the_backup_stays_away_too(comity: Command, town: Path) -> None:
    far = micros(datetime(2099, 1, 1, tzinfo=UTC))
    with Installation.open(town) as installation:
        for ref in ("a" * 32, "b" * 32):
            installation.ledger.register(
                Registration(ref, "target", "riverton-pd", "ana", "investigation", "C-1",
                             "Quillon was seen", "{}", 1, far, 1)
            )  # fmt: skip
    assert comity("backup", town.parent / "second").code == 0
    with Installation.open(town) as installation:
        installation.ledger.purge_casework(["a" * 32], "schedule")
    listed = town.parent / "orders.json"
    assert comity("record", "orders", listed).code == 0
    again = town.parent / "again"
    told = comity("restore", town.parent / "second", "--orders", listed, "-C", again, "--json")
    assert (told.json()["purged"], told.json()["elsewhere"]) == (1, 0)
    with Installation.open(again) as installation:
        assert [each.ref for each in installation.ledger.registrations()] == ["b" * 32]
        assert installation.ledger.verify().holds


def test_a_drawn_link_that_was_held_when_its_record_was_purged_is_held_after_a_restore_too(
    comity: Command, town: Path
) -> None:
    with opened(town) as doors, doors.asker() as ann:
        body = {"kind": "associate_of", "role": "associate", "reason": "seen"}
        refs = []
        for record in ("R1", "R2"):
            ends = {"first": doors.at(record), "second": doors.at("R5")}
            key = {"Idempotency-Key": record}
            told = ann.post("/v1/drawn/links", json={**body, **ends}, headers=key).json()
            refs.append(told["ref"])
    assert comity("backup", town.parent / "second").code == 0
    drawn = "drawn/riverton-pd"
    assert comity("retention", "hold", drawn, refs[0], "--reason", "trial").code == 0
    for record in ("R1", "R2"):
        assert comity("record", "expunge", "rms", record, "--order", "court 26-9").code == 0
    words = ("restore", town.parent / "second", "--orders", town.parent / "orders.json")
    again = town.parent / "again"
    told = comity(*words, "-C", again, "--json").json()
    assert (told["purged"], told["marked"], told["elsewhere"]) == (3, 1, 0)
    with Installation.open(again) as installation:
        kept = [one.record for one in installation.ledger.kept() if one.source == drawn]
        assert kept == refs[:1]
        with pytest.raises(RecordHeld):
            installation.ledger.check_not_held(drawn, refs[0])


def test_of_two_programs_that_list_orders_at_once_neither_loses_one(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed, written = town.parent / "orders.json", "comity.api.order_list.write_private"

    def order(record: str) -> None:
        with Installation.open(town) as installation:
            installation.ledger.mark(Mark("hold", "rms", record, "trial", "ana"))
            write_order_list(installation, listed)

    def meanwhile(path: Path, content: bytes) -> None:
        monkeypatch.setattr(written, write_private)
        other.start()
        other.join(0.5)  # as long as it takes, if nothing holds it back
        write_private(path, content)

    other = Thread(target=order, args=("R2",))
    monkeypatch.setattr(written, meanwhile)
    order("R1")
    other.join()
    with Installation.open(town) as installation:
        assert len(installation.ledger.orders()) == 3
        assert len(read_order_list(listed, installation.id_key).entries) == 3


def test_a_list_that_another_program_writes_for_too_long_is_told(
    comity: Command, town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comity.graph.sqlite_file.BUSY_MILLISECONDS", 1)
    listed = town.parent / "orders.json"
    before = listed.read_bytes()
    with one_at_a_time(town.parent / ".orders.json.lock"):
        told = comity("record", "orders", listed)
    assert (told.code, listed.read_bytes()) == (1, before)
    assert "cannot be written" in told.err
    assert "another process is writing" in told.err
    assert comity("record", "orders", listed).code == 0


def test_without_a_list_or_a_reason_nothing_comes_back(comity: Command, town: Path) -> None:
    for how in ([], ["--no-later-orders", "  "], ["--orders", "x", "--no-later-orders", "y"]):
        told = restored(comity, town, *how)
        assert (told.code, told.out) == (1, "")
        assert "would come back" in told.err
    assert not (town.parent / "again").exists()


def test_a_reason_to_do_without_is_kept_in_the_audit(comity: Command, town: Path) -> None:
    assert restored(comity, town, "--no-later-orders", "first night", "--by", "ann").code == 0
    with Installation.open(town.parent / "again") as installation:
        last = list(installation.audit.rows())[-1].row
    assert (last.action, last.principal) == ("restore", "ann")
    assert json.loads(last.question)["no_later_orders"] == "first night"


def test_a_list_that_is_older_than_the_backup_is_refused(comity: Command, town: Path) -> None:
    listed = town.parent / "early.json"
    assert comity("record", "orders", listed).code == 0
    assert comity("backup", town.parent / "later").code == 0
    words = ("restore", town.parent / "later", "--orders", listed, "-C", town.parent / "again")
    told = comity(*words)
    assert (told.code, "written after it" in told.err) == (1, True)
    assert not (town.parent / "again").exists()


@pytest.mark.parametrize("change", ["drop", "move", "text", "missing"])
def test_a_list_that_was_changed_is_refused(comity: Command, town: Path, change: str) -> None:
    assert comity("record", "expunge", "rms", "R1", "--order", "court 26-1").code == 0
    path = town.parent / "orders.json"
    told = json.loads(path.read_text())
    if change == "drop":
        told["entries"].pop()
    elif change == "move":
        told["at"] += 1
    path.write_text("[]" if change == "text" else json.dumps(told))
    if change == "missing":
        path.unlink()
    refused = restored(comity, town, "--orders", path)
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert not (town.parent / "again").exists()


def test_a_list_names_nobody(comity: Command, town: Path) -> None:
    assert comity("record", "expunge", "rms", "R1", "--order", "court 26-1").code == 0
    text = (town.parent / "orders.json").read_text()
    assert not any(word in text for word in ("R1", "rms", "court", "Quillon"))
    assert (town.parent / "orders.json").stat().st_mode & 0o077 == 0


def test_a_restored_copy_never_takes_an_order_off_the_list(comity: Command, town: Path) -> None:
    assert comity("record", "expunge", "rms", "R1", "--order", "court 26-1").code == 0
    path = town.parent / "orders.json"
    before = {each["ref"] for each in json.loads(path.read_text())["entries"]}
    assert restored(comity, town, "--no-later-orders", "a trial run").code == 0
    again = ("-C", town.parent / "again")
    assert comity("record", "seal", "rms", "R2", "--order", "trial", *again).code == 0
    after = {each["ref"] for each in json.loads(path.read_text())["entries"]}
    assert before < after


def test_an_order_is_carried_out_where_its_list_cannot_be_written_and_the_operator_is_told(
    comity: Command, town: Path
) -> None:
    (town.parent / "orders.json").unlink()
    (town.parent / "orders.json").mkdir()
    told = comity("record", "expunge", "rms", "R1", "--order", "court 26-1")
    assert (told.code, "must not be restored without it" in told.err) == (0, True)
    assert "R1" not in state(town)[0]


def test_a_key_beside_what_it_locks_is_refused(comity: Command, town: Path) -> None:
    inside = town.parent / "kept" / "key"
    inside.write_text((town.parent / "backup.key").read_text())
    told = comity("backup", town.parent / "kept", "--key", inside)
    assert (told.code, "keep it elsewhere" in told.err) == (1, True)


def test_a_key_is_never_written_over_and_its_file_is_its_owners(
    comity: Command, town: Path
) -> None:
    path = town.parent / "backup.key"
    told = comity("backup-key", path)
    assert (told.code, "never written over" in told.err) == (1, True)
    assert path.stat().st_mode & 0o077 == 0
    path.write_text("no key")
    assert "is no backup key" in comity("backup", town.parent / "x").err


def test_the_schedule_and_the_trusted_keys_come_back(comity: Command, town: Path) -> None:
    (town / "retention.yaml").write_text("# a schedule\n")
    assert comity("agreement", "trust", "harbor-so", "ab" * 32).code == 0
    assert comity("backup", town.parent / "full").code == 0
    again = town.parent / "again"
    words = ("restore", town.parent / "full", "--no-later-orders", "a test", "-C", again)
    assert comity(*words).code == 0
    for name in ("retention.yaml", "keys/harbor-so.pub"):
        assert (again / name).read_bytes() == (town / name).read_bytes()
