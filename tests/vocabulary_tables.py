"""The vocabulary as tables for docs/words.md. `make words` writes them; a test compares."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from comity.graph.vocabulary import Vocabulary, vocabulary

PAGE = Path(__file__).resolve().parents[1] / "docs" / "words.md"
BEGIN, END = "<!-- vocabulary: begin (written by `make words`) -->", "<!-- vocabulary: end -->"
STANDINGS = {
    "involved": "ranked",
    "bystander": "left out of rankings",
    "professional": "left out of rankings",
    "neutral": "says nothing either way",
}


def tables(words: Vocabulary) -> str:
    """Kinds with their properties, links, and roles by what they make of somebody in rankings."""
    kinds = (
        (f"`{kind}`", words.categories[kind], words.definitions[kind], _listed(properties))
        for kind, properties in words.kinds.items()
    )
    links = ((f"`{link}`", meaning) for link, meaning in words.links.items())
    by_standing = defaultdict(list)
    for role, standing in words.roles.items():
        by_standing[standing].append(role)
    roles = ((name, STANDINGS[name], _listed(found)) for name, found in by_standing.items())
    return "\n\n".join(
        (
            _table(("kind", "is", "definition", "properties"), kinds),
            _table(("link", "definition"), links),
            _table(("standing", 'in "who matters"', "roles"), roles),
        )
    )


def with_tables(page: str) -> str:
    """The page with the tables of the vocabulary as it is."""
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{tables(vocabulary())}\n{END}{tail}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


if __name__ == "__main__":
    PAGE.write_text(with_tables(PAGE.read_text("utf-8")), "utf-8")
