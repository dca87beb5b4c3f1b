"""The page of words holds the vocabulary, the codes and the grades that this release knows."""

from vocabulary_tables import PAGE, with_tables

from comity.graph.vocabulary import vocabulary
from comity.sharing.grades import grading_schemes
from comity.sharing.handling import handling_schemes


def test_the_tables_are_those_of_the_vocabulary() -> None:
    page = PAGE.read_text("utf-8")
    assert page == with_tables(page), "run `make words`"
    assert all(f"| `{kind}` |" in page for kind in vocabulary().kinds)


def test_every_scheme_of_codes_and_grades_is_told() -> None:
    page = PAGE.read_text("utf-8")
    assert [name for name in handling_schemes() if f"`{name}:" not in page] == []
    told = [f"`{name}:{scheme['example']}`" for name, scheme in grading_schemes().items()]
    assert [grade for grade in told if grade not in page] == []
