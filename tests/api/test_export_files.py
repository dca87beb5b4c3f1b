"""The files that leave the house, read again by others' readers: whole, marked, without life."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pypdf
import pytest
from charts import HOSTILE
from lxml import etree
from small_worlds import SmallWorld, Subject, Tie

from comity.api.export import Parcel
from comity.api.export_formats import FORMATS
from comity.api.pdf_text import broken, shown, width_of, written_latin
from comity.api.xml_text import writable
from comity.sharing import Marking

NAMES = tuple(f"{name}{tail}" for tail in ("", *(f" {n}" for n in range(1, 10)))
              for name in HOSTILE)  # fmt: skip
MARKING = Marking(("alpha",), ("TLP:GREEN",), ("not-for:<b>&",), "ask", "never", ())
BANNER = "TLP:GREEN · not-for:<b>& · passing on: ask"
SAFE = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
SVG = "{http://www.w3.org/2000/svg}"
# What could run or load something in a picture.
LIVE = {f"{SVG}{name}" for name in ("script", "image", "foreignObject", "a", "animate", "set")}


@pytest.fixture(scope="module")
def parcel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parcel]:
    """Two hundred people with hostile names, each linked to the next, some of them twice."""
    with SmallWorld(tmp_path_factory.mktemp("hostile")) as world:
        people = [Subject(f"p{n}", "person", {"name": name}) for n, name in enumerate(NAMES)]
        ties = [Tie(f"p{n}", f"p{n + 1}") for n in range(len(NAMES) - 1)]
        ties += [Tie("p0", "p1", "associate_of", "accomplice"), Tie("p1", "p0")]
        world.say("alpha", "r1", *people, ties=ties)
        view = world.view()
        entities = tuple(map(str, view.network().ids.tolist()))
        heading = {"marking": f"{BANNER} · use in court: never", "recipient": HOSTILE[0],
                   "reason": HOSTILE[9] + HOSTILE[8], "at": "2026-03-02T09:30:00Z",
                   "view": view.standing().digest}  # fmt: skip
        yield Parcel(view, entities, MARKING, heading)


@pytest.fixture(scope="module")
def files(parcel: Parcel) -> dict[str, bytes]:
    return {name: "".join(write(parcel)).encode() for name, write in FORMATS.items()}


def names_of(parcel: Parcel) -> list[str]:
    return [entity.name for entity in parcel.each_entity()]


def test_hostile_names_come_back_from_every_file_of_values(
    parcel: Parcel, files: dict[str, bytes]
) -> None:
    names = names_of(parcel)
    assert len(names) == len(NAMES) == 200
    rows = list(csv.DictReader(io.StringIO(files["csv"].decode(), newline="")))
    told = [row["name"].removeprefix("'") for row in rows if row["what"] == "entity"]
    assert told == names
    assert [each["name"] for each in json.loads(files["json"])["entities"]] == names
    for graph in (nx.parse_graphml(files["graphml"].decode()),
                  nx.read_gexf(io.BytesIO(files["gexf"]), version="1.3")):  # fmt: skip
        label = "name" if "name" in graph.nodes[parcel.entities[0]] else "label"
        told = [graph.nodes[entity][label] for entity in parcel.entities]
        assert told == [writable(name) for name in names]
        assert graph.number_of_edges() == len(NAMES) + 1


@pytest.mark.parametrize("form", ["anx", "gexf", "graphml", "svg"])
def test_a_file_of_xml_is_well_formed_and_without_a_type_of_its_own(
    files: dict[str, bytes], form: str
) -> None:
    root = etree.fromstring(files[form], SAFE)
    assert root.getroottree().docinfo.doctype == ""
    text = "".join(root.itertext()) + "".join(v for each in root.iter() for v in each.values())
    assert writable(HOSTILE[0]) in text
    assert b"<script" not in files[form]


def test_a_gexf_node_has_its_place_and_an_edge_its_record(files: dict[str, bytes]) -> None:
    graph = nx.read_gexf(io.BytesIO(files["gexf"]), version="1.3")
    spots = {tuple(told["viz"]["position"].values()) for _, told in graph.nodes(data=True)}
    assert len(spots) == len(NAMES)
    *_, told = next(iter(graph.edges(data=True)))
    assert {"agency": "alpha", "record": "r1", "handling": "TLP:GREEN"}.items() <= told.items()
    assert b"not-for:&lt;b&gt;&amp;" in files["gexf"]


def test_an_anx_chart_declares_what_its_items_refer_to(
    parcel: Parcel, files: dict[str, bytes]
) -> None:
    root = etree.fromstring(files["anx"], SAFE)
    order = [each.tag for each in root]
    assert order == ["StrengthCollection", "GradeOne", "GradeTwo", "AttributeClassCollection",
                     "EntityTypeCollection", "LinkTypeCollection", "Summary",
                     "ChartItemCollection"]  # fmt: skip
    for refers, names in (("Attribute/@AttributeClass", "AttributeClass/@Name"),
                          ("IconStyle/@Type", "EntityType/@Name"),
                          ("LinkStyle/@Type", "LinkType/@Name"),
                          ("LinkStyle/@Strength", "Strength/@Name"),
                          ("Link/@End1Id", "Entity/@EntityId"),
                          ("Link/@End2Id", "Entity/@EntityId")):  # fmt: skip
        used, known = set(root.xpath(f"//{refers}")), set(root.xpath(f"//{names}"))
        assert used
        assert used <= known
    assert root.xpath("//Entity/@Identity") == list(parcel.entities)
    (card, *_), grades = root.xpath("//Link//Card"), root.xpath("//GradeOne//String/@Text")
    assert (card.get("SourceType"), card.get("SourceReference")) == ("alpha", "alpha r1")
    assert grades[int(card.get("GradeOneIndex"))] == "unknown"
    said = dict(zip(root.xpath("//CustomProperty/@Name"), root.xpath("//CustomProperty/@Value"),
                    strict=True))  # fmt: skip
    assert said["marking"].startswith(BANNER)


def test_a_picture_runs_and_loads_nothing_and_notes_every_link(files: dict[str, bytes]) -> None:
    root = etree.fromstring(files["svg"], SAFE)
    assert not LIVE & {each.tag for each in root.iter()}
    for each in root.iter():
        for name, value in each.items():
            assert not name.startswith("on")
            assert not name.endswith("href") or value.startswith("#kind-")
    texts = ["".join(each.itertext()) for each in root.iter(f"{SVG}text")]
    assert len([text for text in texts if text.startswith(BANNER)]) == 2
    notes = [text for text in texts if text.startswith("[")]
    assert [int(text[1 : text.index("]")]) for text in notes] == [*range(1, len(NAMES) + 2)]
    assert sum("alpha, alpha r1, TLP:GREEN" in text for text in texts) == len(NAMES) + 1


def test_every_page_of_a_pdf_is_marked_and_every_link_has_its_note(files: dict[str, bytes]) -> None:
    read = pypdf.PdfReader(io.BytesIO(files["pdf"]), strict=True)
    texts = [page.extract_text() for page in read.pages]
    assert len(texts) > 10
    for number, text in enumerate(texts, start=1):
        assert text.count(BANNER) == 2
        assert f"Page {number}, for <script>" in text
    whole = "\n".join(texts)
    assert all(f"\n[{number}] " in whole for number in range(1, len(NAMES) + 2))
    assert whole.count("alpha, alpha r1, TLP:GREEN") >= len(NAMES) + 1
    assert not any(name in files["pdf"] for name in (b"/JavaScript", b"/JS", b"/URI", b"/Launch"))


def test_other_scripts_stand_in_latin_letters_and_are_copied_out_as_recorded() -> None:
    assert written_latin("שרה Levy") == "‹srh› Levy"
    assert written_latin("Ærø – “x”") == "Ærø – “x”"
    assert written_latin("a\u202eb\x00") == "a‹?›b‹?›"
    assert "ActualText <feff738b0031" in shown("王1")
    assert "ActualText" not in shown("Ærø")


def test_lines_are_broken_where_they_would_leave_the_page() -> None:
    text = "x" * 10_000 + " and the rest of it " + "\u738b" * 100
    lines = list(broken(text, 10, 400))
    assert max(width_of(line, 10) for line in lines) <= 400
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_the_same_parcel_is_the_same_bytes(parcel: Parcel, files: dict[str, bytes]) -> None:
    again = replace(parcel, entities=tuple(reversed(parcel.entities)))
    for form in ("pdf", "svg", "html-chart"):
        assert "".join(FORMATS[form](again)).encode() == files[form]


def test_a_file_of_nothing_at_all_opens_too(parcel: Parcel, tmp_path: Path) -> None:
    for form, write in FORMATS.items():
        (tmp_path / "x").write_text("".join(write(replace(parcel, entities=()))), "utf-8")
        if form == "pdf":
            assert len(pypdf.PdfReader(tmp_path / "x").pages) == 2
        elif form in ("svg", "gexf", "anx", "graphml"):
            etree.parse(tmp_path / "x", SAFE)
