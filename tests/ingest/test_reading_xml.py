"""XML records: attributes, children, lists and name spaces; broken, hostile and endless files."""

import gzip
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import reading

from comity.ingest.errors import UnreadableFile
from comity.ingest.mapping_tables import FormatSpec
from comity.ingest.opening_rows import reread
from comity.ingest.readers_xml import repeated_element

Write = Callable[..., Path]
rows_of = partial(reading.rows_of, kind="xml")
refusal = partial(reading.refusal, kind="xml")


def test_a_record_is_its_attributes_children_and_text(write: Write) -> None:
    path = write(
        "a.xml",
        '<R><r id="7"><name>Ann</name><alias>A</alias><alias>B</alias><!-- x -->'
        '<phone kind="home">555</phone><where><city>Riverton</city></where><none/></r></R>',
    )
    [row] = rows_of(path, items="R/r")
    assert row.values == {
        "@id": "7", "name": "Ann", "alias": ["A", "B"], "none": "",
        "phone": {"@kind": "home", "#text": "555"}, "where": {"city": "Riverton"},
    }  # fmt: skip
    assert reread(1, row.content, FormatSpec(type="xml", items="R/r")) == row


def test_text_around_children_and_comments_is_kept(write: Write) -> None:
    [row] = rows_of(write("a.xml", "<R><r>a<!-- x -->b<i>c</i>d<![CDATA[<&>]]></r></R>"), items="r")
    assert row.values == {"i": "c", "#text": "abd<&>"}


def test_names_lose_their_prefix_unless_the_mapping_declares_it(write: Write) -> None:
    inner = '<x:r y:id="7"><x:n>1</x:n><y:n>2</y:n></x:r>'
    text = f'<x:R xmlns:x="urn:one" xmlns:y="urn:two">{inner}</x:R>'
    path = write("a.xml", text)
    spaces = {"a": "urn:one", "b": "urn:two"}
    [row] = rows_of(path, items="a:R/a:r", namespaces=spaces)
    assert row.values == {"@b:id": "7", "a:n": "1", "b:n": "2"}
    assert reread(1, row.content, FormatSpec(type="xml", items="a:r", namespaces=spaces)) == row
    [bare] = rows_of(path, items="R/r")
    assert bare.values == {"@id": "7", "n": ["1", "2"]}


def test_one_name_fits_at_any_depth_a_path_only_where_it_leads(write: Write) -> None:
    path = write("a.xml", "<R><a><r>1</r></a><r>2<r>in 2</r></r><b><r>3</r></b></R>")
    assert [row.values["#text"] for row in rows_of(path, items="r")] == ["1", "2", "3"]
    assert [row.values["#text"] for row in rows_of(path, items="R/a/r")] == ["1"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252", "iso-8859-1"])
def test_the_declaration_or_a_mark_tells_the_encoding(write: Write, encoding: str) -> None:
    stated = {"utf-8-sig": "utf-8", "cp1252": "windows-1252"}.get(encoding, encoding)
    text = f'<?xml version="1.0" encoding="{stated}"?><R><r>Zoë</r></R>'
    [row] = rows_of(write("a.xml", text.encode(encoding)), items="r")
    assert row.values == {"#text": "Zoë"}


def test_gzip_is_taken_off(write: Write) -> None:
    path = write("a.xml.gz", gzip.compress(b"<R><r>1</r></R>"))
    assert len(rows_of(path, items="r")) == 1


# --- a bad file: one clear line, nothing read ---

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<!DOCTYPE R [<!ENTITY l0 "ha">{LAUGHS}]>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"no xml", "not XML: "),
        (b"<R><r></R>", "line 1: not XML: Opening and ending tag mismatch"),
        (b"<R>\n<r>1</r>\n<r>2", "line 3: not XML: "),
        (b"<R><r>&who;</r></R>", "not XML: "),
        (b"<R><r>\0</r></R>", "not XML: "),
        (b"<R><r>Zo\xeb</r></R>", "not XML: "),
        (b"<R>" + b"<a>" * 10_000, "not XML: "),
        (b"<R><s>1</s></R>", "no element 'r'"),
        (BOMB.encode() + b"<R><r>&l9;</r></R>", "DOCTYPE"),
        (b'<!DOCTYPE R SYSTEM "http://127.0.0.1:9/x.dtd"><R><r>1</r></R>', "DOCTYPE"),
        (b"<R><r>" + b"x" * (11 << 20) + b"</r></R>", "not XML: "),
    ],
)
def test_what_is_no_sound_document_is_refused(write: Write, content: bytes, reason: str) -> None:
    assert reason in refusal(write("a.xml", content), items="r")


def test_entities_are_never_unfolded_not_even_in_the_first_attribute(write: Write) -> None:
    path = write("a.xml", BOMB + '<R x="&l9;"><r>1</r></R>')
    rows, _, said, grown = reading.read_apart(path, "xml", items="r")
    assert rows == 0
    assert said
    assert grown < 32 * reading.MB


def test_a_files_own_entity_does_not_read_another_file(write: Write) -> None:
    write("secret.txt", "SECRET")
    path = write("a.xml", '<!DOCTYPE R [<!ENTITY x SYSTEM "secret.txt">]><R><r>&x;</r></R>')
    assert "SECRET" not in refusal(path, items="r")


def test_a_kept_row_with_a_document_type_is_a_bad_row() -> None:
    row = reread(1, b'<!DOCTYPE r [<!ENTITY x "y">]><r>&x;</r>', FormatSpec(type="xml", items="r"))
    assert (row.values, row.problem) == ({}, "a document type is not allowed")
    assert "not XML" in reread(1, b"<r>", FormatSpec(type="xml", items="r")).problem


def test_a_record_without_an_end_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    with path.open("wb") as file:
        file.write(b"<R><r>")
        for _ in range(64):
            file.write(b"<a>x</a>" * (reading.MB // 8))
    rows, _, said, grown = reading.read_apart(path, "xml", items="r", max_record_mb=1)
    assert rows == 0
    assert "no record ends within 1 MB" in said
    assert grown < 64 * reading.MB


@pytest.mark.parametrize(
    "between", ["\n" + " " * 200, f"<!-- {'x' * 200} -->", f"<?x {'x' * 200}?>", "<s><t>x</t></s>"]
)
def test_a_long_document_takes_no_more_memory_than_a_short_one(
    tmp_path: Path, between: str
) -> None:
    path = tmp_path / "a.xml"
    with path.open("w") as file:
        file.write("<R>")
        for number in range(40_000):
            file.write(f'<r id="{number}"><n>x</n></r>{between}')
        file.write("</R>")
    rows, bad, _, grown = reading.read_apart(path, "xml", items="R/r")
    assert (rows, bad) == (40_000, 0)
    assert grown < 4 * reading.MB


# --- a first look, for a draft ---


def test_the_outermost_element_that_repeats_is_the_record(write: Write) -> None:
    path = write("a.xml", "<R><head><x/><x/></head><r><n/><n/></r><r><n/></r></R>")
    assert repeated_element(path) == "R/r"


@pytest.mark.parametrize("text", ["<R><r/></R>", "<R><r></R>"])
def test_a_file_without_a_repeated_element_is_refused(write: Write, text: str) -> None:
    with pytest.raises(UnreadableFile):
        repeated_element(write("a.xml", text))
