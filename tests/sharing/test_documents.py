"""Documents that people write: a refusal names the file, the line and what is allowed."""

from pathlib import Path

import pytest
import yaml

from comity.sharing import (
    DocumentError,
    Label,
    check_grade,
    check_handling,
    parse_agreement,
    read_agreement,
)
from comity.sharing.document import MOST_DEEP
from comity.sharing.errors import UnknownCode

GOOD = """\
agreement: pact
version: 1
title: Pact
parties: [city, sheriff]
purposes: [investigation]
starts: 2025-01-01
ends: 2026-01-01
shares:
  - clause: 2.1
    from: [sheriff]
    to: ["*"]
    data_classes: [booking]
    handling_ceiling: TLP:AMBER
"""


def refused(tmp_path: Path, text: str) -> DocumentError:
    path = tmp_path / "pact.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(DocumentError) as caught:
        read_agreement(path)
    return caught.value


def test_an_agreement_reads_as_its_parties_wrote_it(tmp_path: Path) -> None:
    path = tmp_path / "pact.yaml"
    path.write_text(GOOD, "utf-8")
    pact = read_agreement(path)
    assert pact.clauses[0].receivers == ("city", "sheriff")
    assert pact.clauses[0].ceilings == ("TLP:AMBER",)
    assert pact.status == "active"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("data_classes:", "data_clases:", 12, "did you mean 'data_classes'"),
        ("purposes: [investigation]", "purposes: []", 5, "purposes"),
        ("title: Pact\n", "", 1, "title is missing"),
        ("TLP:AMBER", "TLP:ORANGE", 13, "TLP:CLEAR"),
        ("from: [sheriff]", "from: [court]", 1, "allowed: city, sheriff"),
        ("ends: 2026-01-01", "ends: 2024-01-01", 1, "before it starts"),
        ("starts: 2025-01-01", "starts: 2025-13-01", 6, "2025-13-01"),
        ("title: Pact", "title: Pact\ntitle: Pact", 4, "stands twice"),
        ("parties: [city, sheriff]", "parties: [city, sheriff", 5, "not YAML"),
        ("title: Pact", f"title: Pact\nstatus: 0x{'f' * 5000}", 4, "cannot read"),
        ("title: Pact", 'title: Pact\nobjectives: "\\ud800"', 4, "cannot read"),
    ],
)
def test_a_refusal_names_the_line(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    error = refused(tmp_path, GOOD.replace(old, new))
    assert error.line == line, error
    assert words in str(error)
    assert str(tmp_path) in str(error)


def test_an_empty_document_is_refused(tmp_path: Path) -> None:
    assert "empty" in str(refused(tmp_path, "\n"))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(DocumentError):
            read_agreement(path)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pact.yaml"
    path.write_bytes(GOOD.encode("utf-16"))
    with pytest.raises(DocumentError, match="UTF-8"):
        read_agreement(path)


@pytest.mark.parametrize("code", ["TLP:CLEAR", "TLP:AMBER+STRICT", "NIEM:YELLOW"])
def test_known_handling_codes_pass(code: str) -> None:
    assert check_handling(code) == code


@pytest.mark.parametrize("code", ["TLP", "AMBER", "TLP:", "tlp:amber", "X:1", ""])
def test_unknown_handling_codes_do_not(code: str) -> None:
    with pytest.raises(UnknownCode):
        check_handling(code)


@pytest.mark.parametrize("grade", ["", "4x4:B2", "3x5x2:1BP", "ADMIRALTY:F6"])
def test_known_grades_pass(grade: str) -> None:
    assert check_grade(grade) == grade


@pytest.mark.parametrize("grade", ["B2", "4x4:Z9", "4x4:B22", "9x9:B2"])
def test_unknown_grades_do_not(grade: str) -> None:
    with pytest.raises(UnknownCode):
        check_grade(grade)


def test_a_label_survives_its_canonical_spelling() -> None:
    label = Label("city", "booking", "TLP:GREEN", ("not-for:court",), "US-CA")
    assert Label.from_canonical(label.canonical()) == label


@pytest.mark.parametrize("bracket", ["[", "{"])
def test_brackets_are_looked_at_no_deeper_than_a_text_may_go(
    monkeypatch: pytest.MonkeyPatch, bracket: str
) -> None:
    opened: list[object] = []
    opens = yaml.SafeLoader.fetch_flow_collection_start
    monkeypatch.setattr(
        yaml.SafeLoader, "fetch_flow_collection_start",
        lambda loader, token: (opened.append(token), opens(loader, token)),
    )  # fmt: skip
    with pytest.raises(DocumentError, match="nested too deeply"):
        parse_agreement(bracket * 14_000, "pact")
    assert len(opened) <= MOST_DEEP + 1
