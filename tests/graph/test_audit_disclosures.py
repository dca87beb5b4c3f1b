"""An owner learns who saw its records and by what right, and nothing of the question."""

from dataclasses import replace
from pathlib import Path

import pytest
from audited import LABEL, ROW, rows

from comity.graph.audit import Audit, AuditRow, Disclosed, WantedDisclosures
from comity.graph.audit_disclosures import told_to
from comity.sharing import Label, Permit

MINE = Label("riverton-pd", "incident", "TLP:AMBER").canonical()
ONE, TWO, THREE = ("1" * 32, "2" * 32, "3" * 32)


def showing(*disclosed: Disclosed, **words: str) -> AuditRow:
    return replace(ROW, disclosed=disclosed, **words)


def harbor(*refs: str) -> Disclosed:
    return Disclosed(LABEL, "corridor", 1, "2.1", refs)


def numbers(audit: Audit, owner: str, **wanted: object) -> list[int]:
    found = audit.disclosures(WantedDisclosures(owner, **wanted))  # type: ignore[arg-type]
    return [each.id for each in found]


def test_each_owner_finds_the_rows_that_showed_its_records(tmp_path: Path) -> None:
    with Audit(tmp_path / "audit.db") as audit:
        own = Disclosed(MINE, "", 0, "", (THREE,))
        audit.write_all([showing(harbor(ONE)), showing(own), showing(), showing(own, harbor(TWO))])
        assert numbers(audit, "harbor-so") == [1, 4]
        assert numbers(audit, "riverton-pd") == []
        assert numbers(audit, "riverton-pd", own=True) == [2, 4]
        assert numbers(audit, "harbor-so", refs=(TWO, THREE)) == [4]
        assert numbers(audit, "harbor-so", refs=()) == []
        assert numbers(audit, "nobody", own=True) == []
        assert [each.id for each in audit.showing([ONE, THREE])] == [1, 2, 4]
        audit.write(showing(harbor(ONE)))
        assert numbers(audit, "harbor-so") == [1, 4, 5]


def test_disclosures_come_in_pages_and_by_time(tmp_path: Path) -> None:
    with Audit(tmp_path / "audit.db") as audit:
        audit.write_all(rows(7))
        assert numbers(audit, "harbor-so", limit=3) == [1, 2, 3]
        assert numbers(audit, "harbor-so", past=3, limit=3) == [4, 5, 6]
        second = 1_000_000
        since, until = ROW.at + 2 * second, ROW.at + 4 * second
        assert numbers(audit, "harbor-so", since=since, until=until) == [3, 4]


def test_the_index_is_made_anew_where_it_does_not_belong_to_the_audit(tmp_path: Path) -> None:
    path = tmp_path / "audit.db"
    with Audit(path) as audit:
        audit.write_all(rows(5))
        assert len(numbers(audit, "harbor-so")) == 5
    path.unlink()
    with Audit(path) as audit:
        audit.write_all([showing(harbor(ONE)), *[showing()] * 6])
        assert numbers(audit, "harbor-so") == [1]
    (tmp_path / "audit.index").write_bytes(b"no index" * 1000)
    with Audit(path) as audit:
        assert numbers(audit, "harbor-so") == [1]


def test_an_older_row_is_found_by_its_labels_and_addresses(tmp_path: Path) -> None:
    with Audit(tmp_path / "audit.db") as audit:
        audit.write(replace(ROW, disclosed=(), shown=(ONE, "harbor-so/booking/TLP:AMBER", "+3")))
        assert numbers(audit, "harbor-so") == [1]
        assert [each.id for each in audit.showing([ONE])] == [1]


def test_an_owner_is_told_who_by_agency_and_role_when_and_by_which_clause(
    tmp_path: Path,
) -> None:
    other = Disclosed(
        Label("port-authority", "gate", "TLP:RED").canonical(), "gates", 1, "1", (TWO,)
    )
    with Audit(tmp_path / "audit.db") as audit:
        audit.write(showing(harbor(ONE), other))
        (stored,) = audit.rows()
    told = told_to("harbor-so", replace(stored, row=replace(stored.row, at=ROW.at + 129_999)))
    assert told.at == ROW.at + 120_000
    assert (told.agency, told.role, told.purpose) == ("riverton-pd", "analyst", "investigation")
    assert told.permits == (Permit("corridor", 1, "2.1"),)
    assert (told.labels, told.refs, told.asking) == ((LABEL,), (ONE,), None)
    hidden = (ROW.principal, ROW.justification, ROW.question, ROW.case, "gates", TWO, "port-auth")
    assert not any(word in repr(told) for word in hidden)


@pytest.mark.parametrize("agreement", ["corridor", "other"])
def test_who_asked_and_why_is_told_where_the_agreement_says_so(
    tmp_path: Path, agreement: str
) -> None:
    with Audit(tmp_path / "audit.db") as audit:
        audit.write(ROW)
        (stored,) = audit.rows()
    told = told_to("harbor-so", stored, lambda permit: permit.agreement == agreement)
    assert (told.asking is not None) == (agreement == "corridor")


def test_what_an_owners_own_people_asked_the_owner_may_know(tmp_path: Path) -> None:
    with Audit(tmp_path / "audit.db") as audit:
        audit.write(showing(Disclosed(MINE, "", 0, "", (ONE,))))
        (stored,) = audit.rows()
    told = told_to("riverton-pd", stored)
    assert told.asking is not None
    assert (told.asking.principal, told.permits) == ("d.reyes", ())
