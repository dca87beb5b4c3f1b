"""Lasting addresses: keyed hashes of what a viewer can see, so that a number tells nothing else."""

import hmac
from collections.abc import Iterable

ID_LENGTH = 32


def mention_id(id_key: bytes, mention: str) -> str:
    """The lasting address of a mention: 32 hex characters of HMAC-SHA256 under the id key."""
    return hmac.digest(id_key, b"mention\0" + mention.encode(), "sha256").hex()[:ID_LENGTH]


def fact_ref(id_key: bytes, parts: Iterable[str]) -> str:
    """The lasting address of one fact, from the words of the fact itself."""
    text = "\0".join(("fact", *parts))
    return hmac.digest(id_key, text.encode(), "sha256").hex()[:ID_LENGTH]


def digest_of(id_key: bytes, parts: Iterable[str]) -> str:
    """A keyed digest of a whole view."""
    text = "\0".join(("view", *parts))
    return hmac.digest(id_key, text.encode(), "sha256").hex()
