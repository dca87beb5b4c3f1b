"""The sheet of a kept chart: where things lie on it and what people wrote; no fact, no ledger."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace

from comity.graph.chart_words import ChartWord, WordSort


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an entity lies, whether it is held there, and whether it is hidden.

    `addresses` are of all mentions that whoever saved it saw in it: whoever sees some of them sees
    the entity of the first of these, as if the others had never been recorded.
    """

    addresses: tuple[str, ...]
    x: float
    y: float
    pinned: bool
    hidden: bool

    @property
    def address(self) -> str:
        """The first of its addresses."""
        return self.addresses[0]


@dataclass(frozen=True, slots=True)
class Look:
    """Where a group or a box lies and how it shows; `inside` is the number of the group around it.

    Numbers are of one version and count from nought; a box has none.
    """

    number: int | None = None
    inside: int | None = None
    open: bool = False
    shape: str = ""
    x: float | None = None
    y: float | None = None
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A note on a mention, the name of a group of them, by their ledger keys, or a box of words."""

    sort: WordSort
    mentions: tuple[str, ...]
    text: str
    handling: str
    look: Look = Look()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is saved at once; `shared` are agencies and task forces that may open the chart."""

    case: str
    title: str
    handling: str
    shared: tuple[str, ...]
    comment: str
    spots: tuple[Spot, ...]
    words: tuple[Word, ...]


def written_spots(spots: Iterable[Spot]) -> str:
    """Where everything lies, as it is kept."""
    return json.dumps([[s.addresses, s.x, s.y, s.pinned, s.hidden] for s in spots])


def read_spots(content: str) -> list[Spot]:
    """Where everything lies, read again."""
    return [Spot(_addresses(told), *rest) for told, *rest in json.loads(content)]


def _addresses(told: str | list[str]) -> tuple[str, ...]:
    """Of a spot; a chart of an earlier release names one mention alone."""
    return (told,) if isinstance(told, str) else tuple(told)


def written_look(word: Word) -> str | None:
    """How a word shows, as it is kept; a note shows as any other."""
    return None if word.sort == "note" else json.dumps(asdict(word.look))


def read_words(found: Iterable[ChartWord], readable: Collection[str]) -> list[Word]:
    """The words under handling codes that one may read; a group lies in the nearest of these."""
    words = [_word(one) for one in found]
    around = {w.look.number: w.look.inside for w in words if w.sort == "group"}
    told = [word for word in words if word.handling in readable]
    there = {word.look.number for word in told if word.sort == "group"}
    return [replace(word, look=_nearest(word.look, around, there)) for word in told]


def _word(one: ChartWord) -> Word:
    look = Look() if one.look is None else Look(**json.loads(one.look))
    return Word(one.sort, tuple(json.loads(one.mentions)), one.text, one.handling, look)


def _nearest(
    look: Look, around: Mapping[int | None, int | None], there: Collection[int | None]
) -> Look:
    inside = look.inside
    while inside is not None and inside not in there:
        inside = around.get(inside)
    return replace(look, inside=inside)
