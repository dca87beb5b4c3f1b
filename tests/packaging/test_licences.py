"""What a user of the wheel gets beside it is permissive, and on the page that says so."""

from pathlib import Path

from licences import needed, permissive

PAGE = Path(__file__).resolve().parents[2] / "docs" / "decisions" / "0016-licences.md"


def test_every_package_that_is_needed_stands_on_the_page_with_its_licence() -> None:
    rows = [line.split(" | ") for line in PAGE.read_text("utf-8").splitlines() if " | " in line]
    told = {name: row[0].strip("| ") for row in rows for name in row[1].strip("| ").split(", ")}
    assert len(needed()) > 50
    assert {name: told.get(name) for name in needed()} == needed()


def test_every_licence_is_permissive_or_spoken_of() -> None:
    strict = {name for name, licence in needed().items() if not permissive(licence)}
    assert strict == {"certifi"}
    assert "**certifi**" in PAGE.read_text("utf-8")
