"""No audit row, no answer: a server whose disk takes no byte more shows and keeps nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from doors import MADE, opened_elsewhere, role_for, sample, samples
from town import ROWS

resource = pytest.importorskip("resource", reason="this system cannot limit another process")


@contextmanager
def nothing_more_fits(process: int) -> Iterator[None]:
    """The system refuses every byte that this process would add to a file."""
    soft, hard = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.prlimit(process, resource.RLIMIT_FSIZE, (soft, hard))


def test_without_its_row_a_question_is_not_answered_and_a_writing_not_done(town: Path) -> None:
    with opened_elsewhere(town) as (doors, server):
        who = {role: doors.asker(role=role) for role in ("writer", "records")}
        asked = {name: sample(doors, name) for name in (*samples(doors), *MADE)}
        before, judged = doors.last(), doors.installation.ledger.judgements()
        loads = doors.installation.ledger.loads()
        with nothing_more_fits(server.process.pid):
            refused = {name: _ask(who[role_for(name)], *asked[name]) for name in asked}
        for name, answer in refused.items():
            assert answer.status_code == 503, name
            assert answer.json()["type"] == "urn:comity:problem:not-audited"
            assert not any(name in answer.text for row in ROWS["rms"] for name in row)
        assert doors.rows(before) == []
        assert doors.installation.ledger.judgements() == judged
        assert doors.installation.ledger.loads() == loads
        for name, question in asked.items():
            assert _ask(who[role_for(name)], *question).is_success, name
        assert doors.installation.audit.unfinished() == []
        assert doors.installation.audit.verify().holds


def _ask(client: httpx.Client, method: str, path: str, sent: dict[str, object]) -> httpx.Response:
    return client.request(method, path, **sent)  # type: ignore[arg-type]
