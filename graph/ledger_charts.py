"""Charts in the ledger: versions are added and never overwritten; all of it can be deleted.

What lies on a version is read when that version is opened, and at no other time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import astuple

import apsw

from comity.graph.chart_words import ChartComment, ChartVersion, ChartWord
from comity.graph.errors import GraphError
from comity.graph.ledger_chain import add_commitment, add_committed
from comity.graph.ledger_file import LedgerFile
from comity.graph.words import Micros

_COLUMNS = (
    'v.ref, v.number, v.said, v.sent, v.agency, v.principal, v."case", v.title, v.handling, '
    "v.shared, v.comment, v.at"
)
_STANDS = "NOT EXISTS (SELECT 1 FROM chart_end e WHERE e.ref = v.ref)"
_NEWEST = f"""
SELECT {_COLUMNS} FROM chart_version v WHERE {_STANDS} AND NOT EXISTS
    (SELECT 1 FROM chart_version l WHERE l.ref = v.ref AND l.number > v.number)
ORDER BY v.position
"""
_OF_REF = f"SELECT {_COLUMNS} FROM chart_version v WHERE v.ref = ? AND {_STANDS}"
_LAST = f"{_OF_REF} ORDER BY v.number DESC LIMIT 1"
_VERSIONS = f"{_OF_REF} ORDER BY v.number"
_SENT = f"SELECT {_COLUMNS} FROM chart_version v WHERE {_STANDS} AND v.said = ?"
_CONTENT = """
SELECT content FROM chart_content WHERE position =
    (SELECT position FROM chart_version WHERE ref = ? AND number = ?)
"""
_WORDS = """
SELECT ref, number, sort, mentions, text, handling, at, look FROM chart_word
WHERE ref = ? AND number = ? ORDER BY position
"""
_COMMENTS = """
SELECT ref, said, sent, agency, principal, text, at FROM chart_comment WHERE ref = ?
ORDER BY position
"""
_COMMENT_VERSIONS = """
SELECT c.said, max(v.number) FROM chart_comment c
JOIN chart_version v ON v.ref = c.ref AND v.position < c.position WHERE c.ref = ? GROUP BY c.said
"""
_LIVES = """
SELECT v.ref, v.agency, coalesce(e.at, max(v.at)) FROM chart_version v
LEFT JOIN chart_end e ON e.ref = v.ref GROUP BY v.ref ORDER BY v.ref
"""
_CONTENT_AT = 10  # among the fields that the log commits to
_BESIDE = """
SELECT DISTINCT w.ref FROM chart_word w JOIN json_each(w.mentions) n
JOIN mention m ON m.key = n.value JOIN version v ON v.version = m.version
JOIN source s ON s.id = v.source WHERE s.name = ? AND v.record = ?
"""


def keep_chart(
    ledger: LedgerFile, version: ChartVersion, content: str, words: Sequence[ChartWord]
) -> None:
    """Keep one version with what lies and is written on it; a number or a sending counts once."""
    try:
        with ledger.write() as connection:
            now = ledger.clock()
            _add_version(connection, now, version, content)
            for word in words:
                add_committed(connection, now, "chart word", astuple(word), {})
    except apsw.ConstraintError:
        raise GraphError(f"version {version.number} of this chart is there already") from None


def _add_version(
    connection: apsw.Connection, now: Micros, version: ChartVersion, content: str
) -> None:
    fields = astuple(version)
    told = (*fields[:_CONTENT_AT], content, *fields[_CONTENT_AT:])
    position, salt = add_commitment(connection, now, "chart version", told, {})
    row = (position, *fields, salt)
    connection.execute(f"INSERT INTO chart_version VALUES ({', '.join('?' * len(row))})", row)
    connection.execute("INSERT INTO chart_content VALUES (?, ?)", (position, content))


def comment_chart(ledger: LedgerFile, comment: ChartComment) -> None:
    """Keep what somebody says of a chart."""
    try:
        with ledger.write() as connection:
            add_committed(connection, ledger.clock(), "chart comment", astuple(comment), {})
    except apsw.ConstraintError:
        raise GraphError("this comment is there already") from None


def end_chart(ledger: LedgerFile, ref: str, who: str, reason: str, at: Micros) -> None:
    """Put a chart away for good; nobody opens it any more."""
    try:
        with ledger.write() as connection:
            add_committed(connection, ledger.clock(), "chart end", (ref, who, reason, at), {})
    except apsw.ConstraintError:
        raise GraphError("this chart is put away already") from None


def charts(ledger: LedgerFile) -> list[ChartVersion]:
    """The newest version of every chart that stands, in the order of saving."""
    return [ChartVersion(*row) for row in ledger.read(_NEWEST)]


def chart(ledger: LedgerFile, ref: str) -> ChartVersion | None:
    """The newest version of one chart, if it stands."""
    rows = ledger.read(_LAST, (ref,))
    return ChartVersion(*rows[0]) if rows else None


def chart_versions(ledger: LedgerFile, ref: str) -> list[ChartVersion]:
    """Every version of one chart that stands, oldest first."""
    return [ChartVersion(*row) for row in ledger.read(_VERSIONS, (ref,))]


def chart_sent(ledger: LedgerFile, said: str) -> ChartVersion | None:
    """The version of a chart that stands which a sending brought, if there is one."""
    rows = ledger.read(_SENT, (said,))
    return ChartVersion(*rows[0]) if rows else None


def chart_content(ledger: LedgerFile, ref: str, number: int) -> str:
    """What lies on one version, as it was saved."""
    return str(ledger.read(_CONTENT, (ref, number))[0][0])


def chart_words(ledger: LedgerFile, ref: str, number: int) -> list[ChartWord]:
    """What is written on one version, in the order in which it was sent."""
    return [ChartWord(*row) for row in ledger.read(_WORDS, (ref, number))]


def chart_comments(ledger: LedgerFile, ref: str) -> list[ChartComment]:
    """What was said of a chart, oldest first."""
    return [ChartComment(*row) for row in ledger.read(_COMMENTS, (ref,))]


def chart_comment_versions(ledger: LedgerFile, ref: str) -> dict[str, int]:
    """The number of the version that was the newest when each comment was said, by `said`."""
    return {row[0]: row[1] for row in ledger.read(_COMMENT_VERSIONS, (ref,))}


def charts_beside(ledger: LedgerFile, records: Iterable[tuple[str, str]]) -> set[str]:
    """The charts on which somebody wrote of a mention of these records, by source and id."""
    return {row[0] for record in records for row in ledger.read(_BESIDE, record)}


def chart_lives(ledger: LedgerFile) -> list[tuple[str, str, Micros]]:
    """Every chart with whose it is and when it was saved last or put away."""
    return [(row[0], row[1], row[2]) for row in ledger.read(_LIVES)]
