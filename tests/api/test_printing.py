"""What the command line prints where no person looks on."""

import pytest

from comity.api.printing import show_table


def test_a_table_in_a_pipe_has_one_line_a_row(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(("name", "evidence"), [("x" * 90, "y" * 90), ("short", "[bold]as it is[/bold]")])
    head, rule, *rows = capsys.readouterr().out.splitlines()
    assert "name" in head
    assert "━" in rule
    assert [row.split()[0] for row in rows] == ["x" * 90, "short"]
    assert "[bold]as it is[/bold]" in rows[1]
