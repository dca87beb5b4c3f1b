"""Names as plain text taken apart: words with their weights and sounds, and legal forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

import yaml

from comity.resolve.text import fold, sound

NameKind = Literal["person", "organisation"]
# What a particle weighs.
LIGHT = 0.25
MOST_WORDS = 30
_LIKE_LETTERS = str.maketrans("013456789", "oieasgtbg")


@dataclass(frozen=True)
class Word:
    """A word of a name, how it sounds, and how much it weighs."""

    text: str
    sound: str
    weight: float


@dataclass(frozen=True)
class Name:
    """The words that make a name, and the legal forms beside them."""

    words: tuple[Word, ...]
    forms: frozenset[str]

    @property
    def squeezed(self) -> str:
        """The words without spaces between them."""
        return "".join(word.text for word in self.words)


def read_names(texts: Sequence[str], kind: NameKind) -> list[Name]:
    """Names taken apart, each distinct one once."""
    folded = fold(texts)
    parted = {text: _parted(text, kind) for text in dict.fromkeys(folded)}
    spoken = list(dict.fromkeys(word for words, _ in parted.values() for word in words))
    sounds = dict(zip(spoken, sound(spoken), strict=True))
    light = _table().light
    words = {word: Word(word, sounds[word], LIGHT if word in light else 1.0) for word in spoken}
    known = {
        text: Name(tuple(words[word] for word in mine), forms)
        for text, (mine, forms) in parted.items()
    }
    return [known[text] for text in folded]


def kinds_of_names(texts: Sequence[str]) -> list[NameKind]:
    """The kind of each name, by the words that only organisations have in theirs."""
    table = _table()
    return ["organisation" if _is_firm(text, table) else "person" for text in fold(texts)]


def _is_firm(folded: str, table: "_Table") -> bool:
    words = folded.split()
    return not table.firms.isdisjoint(words) or bool(_without_forms(words, table)[1])


def _parted(folded: str, kind: NameKind) -> tuple[list[str], frozenset[str]]:
    """The words of a folded name, and its legal forms; those behind a person's name are noise."""
    table = _table()
    words, forms = _without_forms(folded.split(), table)
    words = [_lettered(word) for word in _counted(_initials(words), table.numbers)]
    # The first word is a name: Ben of Ben Gurion, whatever it means between two names.
    words = words[:1] + [table.same.get(word, word) for word in words[1:]]
    if kind == "person":
        words = [word for word in words if word not in table.titles] or words
        return list(dict.fromkeys(words or folded.split()))[:MOST_WORDS], frozenset()
    return (words or folded.split())[:MOST_WORDS], forms if words else frozenset()


def _without_forms(words: Sequence[str], table: "_Table") -> tuple[list[str], frozenset[str]]:
    """The words that are part of no legal form, and the forms, the longest ones first."""
    kept: list[str] = []
    forms = set()
    at = 0
    while at < len(words):
        for form in table.forms.get(words[at], ()):
            if tuple(words[at : at + len(form.words)]) == form.words:
                forms.add(form.meaning)
                at += len(form.words)
                break
        else:
            kept.append(words[at])
            at += 1
    return kept, frozenset(forms)


def _lettered(word: str) -> str:
    """A word with figures among its letters, which look like letters."""
    letters = sum(map(str.isalpha, word))
    return word.translate(_LIKE_LETTERS) if letters > len(word) // 2 and letters > 1 else word


def _initials(words: Sequence[str]) -> list[str]:
    """`a b c` as `abc`, as in A.B.C. Company; one initial by itself stays."""
    found: list[str] = []
    run = ""
    for word in [*words, ""]:
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        found += [part for part in (run, word) if part]
        run = ""
    return found


def _counted(words: Sequence[str], numbers: Mapping[str, str]) -> list[str]:
    """Words for numbers as figures, `forty four` as `44`."""
    found: list[str] = []
    for word in words:
        figure = numbers.get(word, word)
        if found and found[-1] in _TENS and len(figure) == 1 and figure.isdigit():
            found[-1] = found[-1][0] + figure
        else:
            found.append(figure)
    return found


_TENS = frozenset(f"{figure}0" for figure in range(1, 10))


@dataclass(frozen=True)
class _Form:
    """A way to write a legal form."""

    words: tuple[str, ...]
    meaning: str


@dataclass(frozen=True)
class _Table:
    """The words that say less than a name; forms by their first word, the longest first."""

    forms: Mapping[str, Sequence[_Form]]
    same: Mapping[str, str]
    titles: frozenset[str]
    light: frozenset[str]
    firms: frozenset[str]
    numbers: Mapping[str, str]


@cache
def _table() -> _Table:
    text = resources.files(__package__).joinpath("data/name_words.yaml").read_text("utf-8")
    read = yaml.safe_load(text)
    return _Table(
        forms=_forms(read["legal"]),
        same={word: to for to, words in read["same"].items() for word in _listed(words)},
        titles=frozenset(_listed(read["titles"])),
        light=frozenset(_listed(read["particles"])),
        firms=frozenset(_listed(read["firms"])),
        numbers={pair.split()[0]: pair.split()[1] for pair in _listed(read["numbers"])},
    )


def _forms(read: Mapping[str, str]) -> Mapping[str, Sequence[_Form]]:
    found: dict[str, list[_Form]] = {}
    for meaning, words in read.items():
        for written in _listed(words):
            form = _Form(tuple(written.split()), meaning)
            found.setdefault(form.words[0], []).append(form)

    return {
        first: sorted(forms, key=lambda form: -len(form.words)) for first, forms in found.items()
    }


def _listed(words: str) -> list[str]:
    return [word.strip() for word in words.split(",") if word.strip()]
