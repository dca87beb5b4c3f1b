"""An explanation as text: the sum line by line with its sources, and what it lacks."""

from collections.abc import Iterator, Sequence
from typing import Any

from comity.api.printing import show_table, tell
from comity.api.wire_why import SaidOut, WhyOut, WordOut

HEADS = ("comparison", "level", "left", "right", "log2 odds", "left said by", "right said by")
PROPOSED = {
    "key": "a key of their own brings the two together",
    "held alike": "no key of their own brings the two together, but both hold the same thing",
    "": "nothing brings the two together: no key of theirs is alike, and they hold nothing alike",
}


def show_why(found: WhyOut) -> None:
    """Print an explanation."""
    show_table(HEADS, _rows(found))
    for line in _sentences(found):
        tell(line)


def _rows(found: WhyOut) -> Iterator[tuple[Any, ...]]:
    yield ("prior", "", "", "", found.prior, "", "")
    for line in found.comparisons:
        sides = (_sources(line.left_said), _sources(line.right_said))
        yield (line.name, line.level, line.left, line.right, line.weight, *sides)
    yield ("score", found.decision, "", "", found.score, "", "")


def _sources(said: Sequence[SaidOut]) -> str:
    """Each record once, with its agency."""
    return "; ".join(dict.fromkeys(f"{s.agency}, {s.source} {s.record}" for s in said))


def _sentences(found: WhyOut) -> Iterator[str]:
    yield (
        f"possibly the same from {found.possible:g}, the same from {found.threshold:g}, to act on "
        f"from {found.act:g}; model {found.model}, {found.relations}"
    )
    yield PROPOSED[found.proposed]
    if found.missing:
        yield f"{found.missing:.1f} bits short of the same"
    for word in found.words:
        yield _word(word)
    if found.verdict in ("same", "different"):
        yield f"a person said {found.verdict}, which outranks the score"


def _word(word: WordOut) -> str:
    if not word.who:
        return f"somebody said {word.verdict}; who, when and why is withheld"
    day = (word.at or "").partition("T")[0]
    return f"{day}: {word.who} of {word.agency} said {word.verdict}: {word.reason} ({word.ref})"
