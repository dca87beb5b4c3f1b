"""Lasting addresses: keyed hashes of what a viewer can see, so that a number tells nothing else."""

import hmac
from collections.abc import Iterable

ID_LENGTH = 32


def mention_id(id_key: bytes, mention: str) -> str:
    """The lasting address of a mention: 32 hex characters of HMAC-SHA256 under the id key."""
    return hmac.digest(id_key, b"mention\0" + mention.encode(), "sha256").hex()[:ID_LENGTH]


def fact_ref(id_key: bytes, parts: Iterable[str]) -> str:
    """The lasting address of one fact, from the words of the fact itself."""
    return keyed_ref(id_key, "fact", *parts)


def keyed_ref(id_key: bytes, *words: str) -> str:
    """A reference to what some words name, the first of which says what sort of thing it is."""
    return _digest(id_key, words)[:ID_LENGTH]


def digest_of(id_key: bytes, parts: Iterable[str]) -> str:
    """A keyed digest of a whole view."""
    return _digest(id_key, ("view", *parts))


def _digest(id_key: bytes, words: Iterable[str]) -> str:
    return hmac.digest(id_key, "\0".join(words).encode(), "sha256").hex()
