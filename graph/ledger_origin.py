"""How old what is known of a record is: the load and the row that first brought its words."""

from comity.graph.ledger_file import LedgerFile
from comity.graph.ledger_words import Origin

# A version with the words of the one it supersedes (a mapping was corrected) is as old as that
# one; a row that ran again is as old as the load that first set it aside.
_ORIGIN = """
WITH RECURSIVE said (version, step) AS (
    SELECT * FROM (
        SELECT v.version, 0 FROM version v JOIN load l ON l.id = v.version >> 32
        JOIN source s ON s.id = v.source
        WHERE s.name = ? AND v.record = ? AND v.state = 0 AND l.position IS NOT NULL
        ORDER BY l.position DESC LIMIT 1
    )
    UNION ALL
    SELECT v.previous, said.step + 1 FROM said JOIN version v ON v.version = said.version
    WHERE v.operation < 2 AND (SELECT hash FROM content WHERE version = v.previous)
        = (SELECT hash FROM content WHERE version = v.version)
)
SELECT CASE l.origin WHEN 0 THEN l.id ELSE l.origin END, v.row
FROM said JOIN version v ON v.version = said.version JOIN load l ON l.id = v.version >> 32
ORDER BY said.step DESC LIMIT 1
"""


def newest_origin(ledger: LedgerFile, source: str, record: str) -> Origin | None:
    """Where a record's newest published words, or its deletion, first came from."""
    rows = ledger.read(_ORIGIN, (source, record))
    return Origin(*rows[0]) if rows else None


def first_load(ledger: LedgerFile, load: int) -> int:
    """The load that first set aside the rows of a load: itself, unless it ran rows again."""
    rows = ledger.read("SELECT origin FROM load WHERE id = ?", (load,))
    return int((rows and rows[0][0]) or load)
