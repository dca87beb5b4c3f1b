"""What came of a registration or a request that a stopped program left is read off the ledger."""

import json
from pathlib import Path

import pytest

from comity.api.installation import Installation
from comity.api.unfinished import DONE, NOTHING, outcome_of
from comity.casework import ref_of
from comity.graph.audit import AuditRow
from comity.graph.casework_words import Registration, Request, RequestAnswer
from comity.sharing import Viewer

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
