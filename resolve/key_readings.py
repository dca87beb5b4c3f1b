"""What a blocking key reads of a text: its first letters, a half of a number, a month."""

from collections.abc import Mapping, Sequence
from functools import cache

from comity.resolve.features import Readings
from comity.resolve.mailboxes import PROVIDERS, box_of
from comity.resolve.model import UNCOMMON
from comity.resolve.references import SHORTEST, squeezed
from comity.resolve.text import skeleton, sound
from comity.resolve.vins import LENGTH


@cache
def word(place: int) -> Readings:
    """The skeleton of one word of a text, by its place."""

    def read(texts: Sequence[str]) -> list[str]:
        words = (text.split() for text in texts)
        return skeleton([found[place] if len(found) > place else "" for found in words])

    return read


@cache
def letters(most: int) -> Readings:
    """The first letters of a text."""
    return lambda texts: [text[:most] for text in texts]


def rare(often: Mapping[str, float]) -> Readings:
    """A key for names that few bear by the model's table; a common one needs company."""
    return lambda texts: sound(["" if often.get(text, 0.0) >= UNCOMMON else text for text in texts])


@cache
def half_of(which: int) -> Readings:
    """The first or second half of an identifier, with its sort."""

    def read(texts: Sequence[str]) -> list[str]:
        parts = [text.partition(":") for text in texts]
        cut = [len(number) // 2 for _, _, number in parts]
        return [
            f"{sort}:{number[at:] if which else number[:at]}" if at > 2 else ""
            for (sort, _, number), at in zip(parts, cut, strict=True)
        ]

    return read


@cache
def without(start: int, end: int) -> Readings:
    """A whole VIN without some of its characters, one of which may be wrong."""
    return lambda texts: [text[:start] + text[end:] if len(text) == LENGTH else ""
                          for text in texts]  # fmt: skip


@cache
def short_of(place: int) -> Readings:
    """A squeezed number without one character; two that are one slip apart share such a text."""
    return lambda texts: [text[:place] + text[place + 1 :] if len(text) > SHORTEST else ""
                          for text in squeezed(texts)]  # fmt: skip


def bare_number(texts: Sequence[str]) -> list[str]:
    """An identifier with its sort, without leading noughts."""
    parts = [text.partition(":") for text in texts]
    return [f"{sort}:{number.lstrip('0') or number}" for sort, _, number in parts]


def mailbox_of(texts: Sequence[str]) -> list[str]:
    """The mailbox of an address, dots left out."""
    return [box_of(text).replace(".", "") for text in texts]


def provider_of(texts: Sequence[str]) -> list[str]:
    """The skeleton of the provider's own name, unless half the world is there."""
    hosts = [text.partition("@")[2] for text in texts]
    own = ["" if host in PROVIDERS else host.partition(".")[0].replace("-", "") for host in hosts]
    return skeleton(own)


def first_word(texts: Sequence[str]) -> list[str]:
    """The skeleton of a text's first word."""
    return skeleton([text.partition(" ")[0] for text in texts])


def sorted_words(texts: Sequence[str]) -> list[str]:
    """The words of a text in one order."""
    return [" ".join(sorted(text.split())) for text in texts]


def whole_days(texts: Sequence[str]) -> list[str]:
    """Dates known to the day."""
    return [text[:10] if text.count("-", 0, 10) == 2 else "" for text in texts]


def any_order(texts: Sequence[str]) -> list[str]:
    """Year, and day and month whichever way round."""
    return ["-".join([text[:4], *sorted((text[5:7], text[8:10]))]) if text else ""
            for text in whole_days(texts)]  # fmt: skip


def day_of_year(texts: Sequence[str]) -> list[str]:
    """Month and day, unless they may stand for unknown ones: the first of January."""
    return [text[5:] if text[5:] != "01-01" else "" for text in whole_days(texts)]


def month_of(texts: Sequence[str]) -> list[str]:
    """The month of a whole date, unless it may stand for an unknown one."""
    return [text[:2] for text in day_of_year(texts)]
