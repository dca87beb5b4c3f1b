"""The ledger's charts: what a ledger does with those that are kept, as methods of its own."""

from collections.abc import Iterable, Sequence

from comity.graph import ledger_charts
from comity.graph.chart_words import ChartComment, ChartVersion, ChartWord
from comity.graph.ledger_file import LedgerFile
from comity.graph.words import Micros


class KeptCharts:
    """A ledger's part that keeps charts."""

    _file: LedgerFile

    def keep_chart(self, version: ChartVersion, content: str, words: Sequence[ChartWord]) -> None:
        """Keep one version of a chart with what lies and is written on it."""
        ledger_charts.keep_chart(self._file, version, content, words)

    def comment_chart(self, comment: ChartComment) -> None:
        """Keep what somebody says of a chart."""
        ledger_charts.comment_chart(self._file, comment)

    def end_chart(self, ref: str, who: str, reason: str, at: Micros) -> None:
        """Put a chart away for good."""
        ledger_charts.end_chart(self._file, ref, who, reason, at)

    def charts(self) -> list[ChartVersion]:
        """The newest version of every chart that stands, in the order of saving."""
        return ledger_charts.charts(self._file)

    def chart(self, ref: str) -> ChartVersion | None:
        """The newest version of one chart, if it stands."""
        return ledger_charts.chart(self._file, ref)

    def chart_versions(self, ref: str) -> list[ChartVersion]:
        """Every version of one chart that stands, oldest first."""
        return ledger_charts.chart_versions(self._file, ref)

    def chart_sent(self, said: str) -> ChartVersion | None:
        """The version that a sending brought, if its chart stands."""
        return ledger_charts.chart_sent(self._file, said)

    def chart_content(self, ref: str, number: int) -> str:
        """What lies on one version of a chart."""
        return ledger_charts.chart_content(self._file, ref, number)

    def chart_words(self, ref: str, number: int) -> list[ChartWord]:
        """What is written on one version of a chart."""
        return ledger_charts.chart_words(self._file, ref, number)

    def chart_comments(self, ref: str) -> list[ChartComment]:
        """What was said of a chart, oldest first."""
        return ledger_charts.chart_comments(self._file, ref)

    def chart_lives(self) -> list[tuple[str, str, Micros]]:
        """Every chart with whose it is and when it was saved last or put away."""
        return ledger_charts.chart_lives(self._file)

    def chart_comment_versions(self, ref: str) -> dict[str, int]:
        """The number of the version that was the newest when each comment was said."""
        return ledger_charts.chart_comment_versions(self._file, ref)

    def charts_beside(self, records: Iterable[tuple[str, str]]) -> set[str]:
        """The charts on which somebody wrote of a mention of these records."""
        return ledger_charts.charts_beside(self._file, records)
