"""The waterfall of an explanation: each weight in words and bars; nothing runs, nothing loads."""

import re
from xml.etree import ElementTree

import pytest

from comity.analytics import draw_waterfall
from comity.graph.answers import Comparison, Why

SVG = "{http://www.w3.org/2000/svg}"
LINES = (
    Comparison("given name", "nickname", "vic", "viktor", 4.5),
    Comparison("sex", "different", "f", "m", -12.25),
    Comparison("shared phone", "theirs alone", "+13125550011", "+13125550011", 7.0),
)


def explained(lines: tuple[Comparison, ...] = LINES, **more: object) -> Why:
    """An explanation with a prior of -13."""
    score = -13.0 + sum(line.weight for line in lines)
    given: dict[str, object] = {
        "first": "a" * 32, "second": "b" * 32, "proposed": "key", "prior": -13.0,
        "comparisons": lines, "score": score, "possible": -6.0, "threshold": 0.0, "act": 8.0,
        "missing": max(0.0, -score), "model": "public-2", "relations": "relations-1",
        "verdict": "", "words": (), "decision": "different",
    }  # fmt: skip
    return Why(**{**given, **more})  # type: ignore[arg-type]


def drawn(why: Why) -> ElementTree.Element:
    """The picture as a tree, which it must be able to become."""
    return ElementTree.fromstring(draw_waterfall(why))


def texts(picture: ElementTree.Element) -> list[str]:
    return [found.text or "" for found in picture.iter(f"{SVG}text")]


def bars(picture: ElementTree.Element) -> list[tuple[float, float]]:
    """From where to where each bar goes; the first box is the paper."""
    boxes = list(picture.iter(f"{SVG}rect"))[1:]
    return [(float(b.attrib["x"]), float(b.attrib["x"]) + float(b.attrib["width"])) for b in boxes]


def test_every_step_of_the_sum_stands_there_in_words_with_its_sign() -> None:
    told = texts(drawn(explained()))
    for text in ("given name: nickname", "vic | viktor", "▲ +4.50", "sex: different", "▼ −12.25",
                 "shared phone: theirs alone", "+13125550011", "▲ +7.00", "▼ −13.00", "= -13.75",
                 "possible -6", "same 0", "act 8"):  # fmt: skip
        assert text in told, text


def test_each_bar_begins_where_the_sum_stood() -> None:
    prior, name, sex, phone, score = bars(drawn(explained()))
    assert name[0] == pytest.approx(prior[0], abs=0.2)
    assert sex[1] == pytest.approx(name[1], abs=0.2)
    assert phone[0] == pytest.approx(sex[0], abs=0.2)
    assert score[1] == pytest.approx(prior[1], abs=0.2)
    assert score[0] == pytest.approx(phone[1], abs=0.2)


def test_the_length_of_a_bar_is_its_weight() -> None:
    lengths = [end - start for start, end in bars(drawn(explained()))]
    for length, weight in zip(lengths, (13, 4.5, 12.25, 7, 13.75), strict=True):
        assert length / lengths[0] == pytest.approx(weight / 13, rel=0.02)


def test_it_has_a_title_and_says_in_words_what_it_shows() -> None:
    picture = drawn(explained(verdict="different"))
    assert picture.attrib["role"] == "img"
    named = picture.attrib["aria-labelledby"].split()
    parts = {part.attrib["id"]: part.text or "" for part in picture if "id" in part.attrib}
    assert parts[named[0]] == "Held to be different"
    described = parts[named[1]]
    for text in ("score -13.8", "13.8 short of the same", "people said: different", "public-2",
                 "shared phone: theirs alone +7.00", "sex: different -12.25", "act 8"):  # fmt: skip
        assert text in described, text


def test_what_records_say_cannot_become_markup() -> None:
    odd = "<script>alert(1)</script>&\"'"
    picture = draw_waterfall(explained((Comparison(odd, odd, odd, odd, 1.0),)))
    assert "<script" not in picture
    assert odd[:20] in " ".join(texts(ElementTree.fromstring(picture)))


def test_it_loads_and_runs_nothing() -> None:
    picture = draw_waterfall(explained())
    tags = {part.tag.removeprefix(SVG) for part in ElementTree.fromstring(picture).iter()}
    assert tags <= {"svg", "title", "desc", "rect", "line", "text"}
    assert re.findall(r"(?:href|src|style|url|on\w+)\s*=", picture) == []


def test_a_name_of_fifty_thousand_characters_is_cut_short() -> None:
    long = "x" * 50_000
    picture = draw_waterfall(explained((Comparison("given name", "same", long, long, 1.0),)))
    assert len(picture) < 10_000


def test_an_explanation_of_nothing_is_a_picture_too() -> None:
    assert len(bars(drawn(explained(())))) == 2


def test_control_characters_leave_the_picture_valid_xml() -> None:
    line = Comparison("given name", "equal", "a\x00\x1b[31m", "b\ufffe\ud800", 1.0)
    assert "a\ufffd\ufffd[31m | b\ufffd\ufffd" in texts(drawn(explained((line,))))


def test_its_marking_stands_above_the_bars() -> None:
    picture = ElementTree.fromstring(draw_waterfall(explained(), "TLP:AMBER · passing on: ask"))
    assert "TLP:AMBER · passing on: ask" in texts(picture)
