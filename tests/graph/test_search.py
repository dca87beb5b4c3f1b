"""Search in one view: names by likeness, identifiers by their characters."""

import pytest
from small_worlds import ALPHA, BETA, SmallWorld, Subject, address, closed, person

from comity.graph import search
from comity.graph.spelled import fold, squeeze
from comity.graph.view import View


def names(view: View, text: str, kind: str | None = None, limit: int = 20) -> list[str]:
    return [hit.name for hit in view.search(text, kind=kind, limit=limit)]


@pytest.mark.parametrize(
    "text", ["Robert Okafor", "okafor robert", "ROBERT OKAFR", "Robrt Okafor", "Róbert Òkafor"]
)
def test_a_name_is_found_however_it_is_spelled(world: SmallWorld, text: str) -> None:
    world.say("alpha", "r1", person(given_name="Robert", family_name="Okafor"))
    world.say("alpha", "r2", person(given_name="Maria", family_name="Lopez"))
    assert names(world.view(), text) == ["Robert Okafor"]


@pytest.mark.parametrize(
    ("said", "asked"), [("Дмитрий Петров", "Dmitrij Petrov"), ("王小明", "wang xiaoming")]
)
def test_a_name_in_another_script_is_found_by_its_sound(
    world: SmallWorld, said: str, asked: str
) -> None:
    world.say("alpha", "r1", person(name=said))
    assert names(world.view(), said) == [said]
    assert names(world.view(), asked) == [said]


def test_one_word_of_a_longer_name_is_found_after_closer_names(world: SmallWorld) -> None:
    world.say("alpha", "r1", person(given_name="Maria", family_name="Okafor-Lindqvist"))
    world.say("alpha", "r2", person(name="Lindqvist"))
    hits = world.view().search("Lindqvist")
    assert [hit.name for hit in hits] == ["Lindqvist", "Maria Okafor-Lindqvist"]
    assert hits[0].score == 100 > hits[1].score > 0


@pytest.mark.parametrize("text", ["+1 (415) 555-0101", "4155550101", "+1415", "0101"])
def test_an_identifier_is_found_by_its_start_its_end_and_without_its_marks(
    world: SmallWorld, text: str
) -> None:
    phone = Subject("n", "phone", {"phone_number": "+14155550101"})
    world.say("alpha", "r1", phone, person(given_name="Ann"))
    (hit,) = world.view().search(text)
    assert (hit.kind, hit.property, hit.value) == ("phone", "phone_number", "+14155550101")
    assert hit.score == (100 if squeeze(text) == "14155550101" else 90)


@pytest.mark.parametrize("text", ["", " ", "+1", "--", "\0", "x" * 400, "%", "'; DROP TABLE claim"])
def test_what_says_too_little_or_nothing_finds_nothing(world: SmallWorld, text: str) -> None:
    phone = Subject("n", "phone", {"phone_number": "+14155550101"})
    world.say("alpha", "r1", phone, person(given_name="Ann"))
    assert world.view().search(text) == []


def test_what_is_withheld_finds_nobody_and_the_rest_does(world: SmallWorld) -> None:
    world.say("beta", "r1", person(given_name="Ann", family_name=closed("Lee"),
                                   state_id=closed("S-4711")))  # fmt: skip
    world.say("beta", "r2", person(hidden=True, given_name="Ann", family_name="Lee"))
    for text in ("Ann Lee", "Lee", "S-4711"):
        assert address("beta", "r1") in [hit.entity for hit in world.view(BETA).search(text)]
    seen = world.view(ALPHA)
    assert seen.search("Lee") == seen.search("S-4711") == []
    assert [(hit.name, hit.value) for hit in seen.search("Ann")] == [("Ann", "Ann")]


@pytest.mark.parametrize("text", ["Robert Okafor", "Robert Okafors", "Roberta Okafor"])
def test_an_entity_is_one_hit_by_its_best_value(world: SmallWorld, text: str) -> None:
    known = {"birth_date": "1980-05-07", "state_id": "S-1"}
    world.say("alpha", "r1", person(name="Robert Okafor", alias="Robert Okafors", **known))
    world.say("beta", "r2", person(name="Roberta Okafor", **known))
    (hit,) = world.view().search(text)
    assert (hit.value, hit.score) == (text, 100)


def test_a_kind_narrows_and_a_limit_cuts_the_best_first_then_by_id(world: SmallWorld) -> None:
    for record in "abc":
        world.say("alpha", record, person(name="Lindqvist"))
    world.say("alpha", "d", Subject("p", "organisation", {"name": "Lindqvist"}))
    view = world.view()
    ids = [hit.entity for hit in view.search("Lindqvist")]
    assert ids == sorted(ids)
    assert len(ids) == 4
    assert [hit.entity for hit in view.search("Lindqvist", limit=2)] == ids[:2]
    assert [hit.kind for hit in view.search("Lindqvist", kind="organisation")] == ["organisation"]
    assert view.search("Lindqvist", kind="vehicle") == []


def test_the_same_question_is_answered_the_same(world: SmallWorld) -> None:
    for record in "abc":
        world.say("beta", record, person(name="Lindqvist", alias="Linquist"))
    assert world.view().search("Lindqist") == world.view().search("Lindqist")


def test_folding_reads_any_script_and_forgets_marks() -> None:
    assert fold("  Okafor-Lindqvist ") == "okafor lindqvist"
    assert fold("ÅSA") == "asa"
    assert squeeze("AB-12 c/3") == "ab12c3"


def test_after_a_change_only_what_changed_is_read_again(world: SmallWorld) -> None:
    world.say("alpha", "r1", person(given_name="Ann", family_name="Berg"))
    world.say("beta", "r2", person(given_name="Bo", family_name="Lund"))
    assert names(world.view(), "Berg") == ["Ann Berg"]
    read = world.view()._seen.search.read().spelled
    world.say("alpha", "r1", person(given_name="Ann", family_name="Dahl"))
    world.say("beta", "r3", person(given_name="Carl", family_name="Berg"))
    world.say("beta", "r4", person(hidden=True, given_name="Eva", family_name="Berg"))
    view = world.view()
    assert [names(view, text) for text in ("Berg", "Dahl", "Lund")] == [
        ["Carl Berg"], ["Ann Dahl"], ["Bo Lund"]
    ]  # fmt: skip
    assert view._seen.search.read().spelled is read
    assert len(view._seen.search.read().touched) == 2


def test_texts_that_were_read_for_other_permits_are_not_used(world: SmallWorld) -> None:
    world.say("alpha", "r1", person(given_name="Ann", family_name="Berg"))
    theirs = world.view(BETA)._seen.search.read().spelled
    world.view().search("Berg")
    assert world.view()._seen.search.read().spelled is not theirs


def test_where_much_changed_all_of_it_is_read_again(
    world: SmallWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST_APART", 1)
    world.say("alpha", "r1", person(given_name="Ann"), person("q", given_name="Bo"))
    read = world.view()._seen.search.read().spelled
    world.say("alpha", "r1", person(given_name="Anna"), person("q", given_name="Bob"))
    view = world.view()
    assert (names(view, "Anna"), names(view, "Bob")) == (["Anna"], ["Bob"])
    assert view._seen.search.read().spelled is not read
