"""What came of casework that a stopped program left is read off the ledger."""

import json
from pathlib import Path

import pytest

from comity.api.installation import Installation
from comity.api.unfinished import DONE, NOTHING, outcome_of
from comity.casework import (
    Charts,
    Drawings,
    DrawnEntity,
    DrawnLink,
    Said,
    Sending,
    Sheet,
    ref_of,
)
from comity.graph.audit import AuditRow
from comity.graph.casework_words import Registration, Request, RequestAnswer
from comity.sharing import Permit, Viewer

CHIEF = ("chief", "riverton-pd", "operator", "investigation", "", "a test")
WHO = ("riverton-pd", "chief", "investigation", "C-1")


def intent(action: str, **what: str) -> AuditRow:
    """What somebody was about to do at the moment 10."""
    return AuditRow(10, *CHIEF, action, json.dumps(what), None, None, "", (), (), "")


@pytest.mark.parametrize("what", ["target", "action", "request"])
def test_what_came_of_casework_is_told_truly(town: Path, what: str) -> None:
    with Installation.open(town) as installation:
        ledger, key = installation.ledger, installation.id_key
        viewer = Viewer("chief", "riverton-pd", "operator", "investigation", "a test")
        ref = ref_of(key, what, viewer, "k1")
        verb, undo = ("send", "answer") if what == "request" else ("register", "end")
        first = intent(f"{verb}_{what}", idempotency_key="k1")
        second = intent(f"{undo}_{what}", ref=ref)
        for each in (first, second):
            assert outcome_of(each, ledger, key) == NOTHING
        if what == "request":
            ledger.send_request(
                Request(ref, *WHO, "who?", "TLP:AMBER", "harbor-so", "pact", "20", 90, 10)
            )
        else:
            ledger.register(
                Registration(ref, what, *WHO, "seen", "{}", 10, 90, 10)  # type: ignore[arg-type]
            )
        told = [outcome_of(each, ledger, key) for each in (first, second)]
        assert told == [DONE, NOTHING]
        if what == "request":
            ledger.answer_request(RequestAnswer(ref, "chief", "granted", "", 11))
        else:
            ledger.end_registration(ref, "chief", "over", 11)
        assert outcome_of(second, ledger, key) == DONE


def test_what_came_of_charts_is_told_truly(town: Path) -> None:
    with Installation.open(town) as installation:
        ledger, key = installation.ledger, installation.id_key
        viewer = Viewer("chief", "riverton-pd", "operator", "investigation", "a test")
        own = Permit("own records", 0, "")
        charts = Charts(ledger, key, lambda _, labels: dict.fromkeys(labels, own))
        first = intent("save_chart", idempotency_key="k1")
        assert outcome_of(first, ledger, key) == NOTHING
        sheet = Sheet("C-1", "the pier", "TLP:AMBER", (), "", (), ())
        ref = charts.save(Sending(viewer, "k1", "s", 10), sheet)
        again = intent("save_chart_version", ref=ref, idempotency_key="k2")
        shared = intent("share_chart", ref=ref, idempotency_key="k4")
        said = intent("comment_chart", ref=ref, idempotency_key="k3")
        ended = intent("end_chart", ref=ref)
        told = [outcome_of(each, ledger, key) for each in (first, again, shared, said, ended)]
        assert told == [DONE, NOTHING, NOTHING, NOTHING, NOTHING]
        charts.save_again(Sending(viewer, "k2", "s", 11), ref, sheet)
        charts.comment(Sending(viewer, "k3", "s", 12), ref, "sold")
        charts.share(Sending(viewer, "k4", "s", 12), ref, ["harbor-so"])
        told = [outcome_of(each, ledger, key) for each in (again, shared, said)]
        assert told == [DONE, DONE, DONE]
        charts.end(viewer, ref, 13)
        assert outcome_of(ended, ledger, key) == DONE


def test_what_came_of_drawing_is_told_truly(town: Path) -> None:
    link = DrawnLink("rms:R1:person", "rms:R2:person", "associate_of", "")
    phone = DrawnEntity("phone", (("phone_number", "+12175550199", "555-0199"),))
    with Installation.open(town) as installation:
        ledger, key = installation.ledger, installation.id_key
        viewer = Viewer("chief", "riverton-pd", "operator", "investigation", "a test")
        drawings = Drawings(ledger, key)
        for name, what in (("draw_link", link), ("draw_entity", phone)):
            row = intent(name, idempotency_key="k1")
            assert outcome_of(row, ledger, key) == NOTHING
            ref = drawings.draw(viewer, "k1", what, Said("tentative", "", "TLP:AMBER", "seen"))
            back = intent("take_back_drawn", ref=ref)
            assert [outcome_of(each, ledger, key) for each in (row, back)] == [DONE, NOTHING]
            drawings.take_back(viewer, ref)
            assert outcome_of(back, ledger, key) == DONE
