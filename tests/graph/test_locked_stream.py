"""A locked stream: it opens with its key alone, and not if a byte is other, moved or missing."""

from io import BytesIO

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import example, given
from hypothesis import strategies as st

from comity.graph.locked_stream import PIECE, StreamBroken, key_for, lock, new_key, unlock

KEY = bytes(range(32))
LOCKED = PIECE + 16


def locked(*parts: bytes) -> bytes:
    """These parts under lock."""
    found = BytesIO()
    lock(parts, found, KEY)
    return found.getvalue()


def opened(content: bytes, key: bytes = KEY) -> bytes:
    """What a locked stream says."""
    return b"".join(unlock(BytesIO(content), key))


@given(st.lists(st.sampled_from([b"", b"a", b"x" * 1000, b"y" * PIECE, b"z" * (PIECE + 1)])))
@example([])
@example([b"q" * PIECE, b"q" * PIECE])
def test_what_was_locked_in_any_parts_comes_back(parts: list[bytes]) -> None:
    whole = b"".join(parts)
    content = locked(*parts)
    assert opened(content) == whole
    assert len(content) == len(whole) + 16 * max(1, -(-len(whole) // PIECE))


def test_nothing_of_it_can_be_read_in_the_file() -> None:
    assert b"canary" not in locked(b"canary" * 100_000)


@given(st.data())
def test_one_byte_that_is_other_is_found(data: st.DataObject) -> None:
    content = bytearray(locked(b"a" * (PIECE + 100)))
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(StreamBroken):
        opened(bytes(content))


def test_pieces_cut_off_put_last_or_swapped_are_found() -> None:
    content = locked(b"a" * PIECE, b"b" * PIECE, b"c" * PIECE)
    first, second, third = (content[at : at + LOCKED] for at in (0, LOCKED, 2 * LOCKED))
    moved = [second + first + third, first + third, first + first + third]
    cut = [b"", first, first + second, content[:-1]]
    for wrong in (*moved, *cut, content + third, content + b"x"):
        with pytest.raises(StreamBroken):
            opened(wrong)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(StreamBroken, match="piece 0"):
        opened(locked(b"secret"), new_key())


def test_keys_for_two_uses_have_nothing_in_common() -> None:
    keys = {key_for(KEY, salt, use) for salt in (b"", b"1") for use in ("one", "two")}
    assert len(keys | {KEY}) == 5
    assert {len(key) for key in keys} == {32}


def test_a_piece_is_known_by_its_number_and_by_being_the_last() -> None:
    content, cipher = locked(b"a" * PIECE, b"b"), ChaCha20Poly1305(KEY)
    assert cipher.decrypt(bytes(12), content[:LOCKED], None) == b"a" * PIECE
    assert cipher.decrypt(bytes(10) + b"\1\1", content[LOCKED:], None) == b"b"
